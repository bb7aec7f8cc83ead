import Logging
import Providers
import Web

/// Every background job and schedule, in one list.
enum AllJobs {
    static func registry(_ installation: Installation, realtime: Realtime, models: Models, waker: JobWaker) -> JobRegistry {
        var registry = JobRegistry()
        Jobs.register(in: &registry)
        let (database, logger) = (installation.database, installation.logger)
        let indexing = IndexDocumentWorker(database: database, embedder: models.embedder)
        registry.register(IndexDocument.self) { try await indexing.run($0, $1) }
        let search = KnowledgeSearch(database: database, embedder: models.embedder)
        let assistant = AssistantWorker(
            database: database, search: { try await search($0, $1, limit: $2) }, generator: models.generator, realtime: realtime,
            wakeOutbox: { waker.wake(.outbox) }, logger: logger)
        registry.register(AssistantTurn.self) { try await assistant.run($0, $1) }
        let delivery = deliver(installation, realtime)
        registry.register(DeliverMessage.self) { try await delivery.run($0, $1) }
        let media = fetchMedia(installation, realtime)
        registry.register(FetchMedia.self) { try await media.run($0, $1) }
        let imports = ImportContactsWorker(book: ContactBook(database: database, realtime: realtime))
        registry.register(ImportContacts.self) { try await imports.run($0, $1) }
        registry.register(SweepAccounts.self) { _, _ in
            try await installation.database.system("expired sessions and tokens of all people") { try await Accounts.deleteExpired(in: $0) }
        }
        registry.schedule("accounts.sweep", every: .seconds(24 * 3600), SweepAccounts())
        return registry
    }

    private static func fetchMedia(_ installation: Installation, _ realtime: Realtime) -> FetchMediaWorker {
        let http = ProviderHTTP(logger: installation.logger)
        let web = Media.webSource(http: http)
        return FetchMediaWorker(
            database: installation.database, channels: installation.channels, store: installation.media,
            sources: [.meta: Media.metaSource(http: http), .zapi: web, .whaticket: web, .zenvia: web], realtime: realtime,
            logger: installation.logger)
    }

    private static func deliver(_ installation: Installation, _ realtime: Realtime) -> DeliverMessageWorker {
        let (channels, logger) = (installation.channels, installation.logger)
        return DeliverMessageWorker(
            database: installation.database,
            senders: Outbox.senders(channels: channels, http: ProviderHTTP(logger: logger), logger: logger),
            realtime: realtime,
            accountRefused: { tenant, account, failure in
                do {
                    try await channels.markNeedsReauth(tenant, account, reason: "\(failure.code) \(failure.title)")
                } catch {
                    logger.error("An account that needs new credentials could not be marked", metadata: ["error": "\(error)"])
                }
            },
            logger: logger)
    }
}

/// Removes sessions and tokens that open nothing any more.
struct SweepAccounts: Job {
    static let name = "accounts.sweep"
    static let queue = JobQueue.maintenance
}
