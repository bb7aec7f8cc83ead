import Foundation
import Logging
import Providers
import Web

/// Every background job and schedule, in one list.
enum AllJobs {
    static func registry(
        _ installation: Installation, realtime: Realtime, models: Models, levels: ServiceLevels, waker: JobWaker
    )
        -> JobRegistry
    {
        var registry = JobRegistry()
        Jobs.register(in: &registry)
        let (database, logger) = (installation.database, installation.logger)
        let indexing = IndexDocumentWorker(database: database, embedder: models.embedder)
        registry.register(IndexDocument.self) { try await indexing.run($0, $1) }
        let http = ProviderHTTP(logger: logger)
        let importing = ImportKnowledgeWorker(
            database: database, fetch: { (url) async throws(ProviderError) in try await http.page(url) },
            pdf: .installed(path: ProcessInfo.processInfo.environment["PATH"]))
        registry.register(ImportKnowledge.self) { try await importing.run($0, $1) }
        let syncing = SyncKnowledgeWorker(database: database, embedder: models.embedder)
        registry.register(SyncKnowledge.self) { try await syncing.run($0, $1) }
        registry.schedule("knowledge.sync", every: .seconds(3600), SyncKnowledge())
        let search = KnowledgeSearch(database: database, embedder: models.embedder)
        let assistant = AssistantWorker(
            database: database, search: { try await search($0, $1, limit: $2) }, generator: models.generator,
            realtime: realtime,
            wakeOutbox: { waker.wake(.outbox) }, levels: levels, logger: logger)
        registry.register(AssistantTurn.self) { try await assistant.run($0, $1) }
        let studio = TemplateStudio(
            database: database, channels: installation.channels, http: ProviderHTTP(logger: logger),
            files: installation.media
        ) { waker.wake(.maintenance) }
        MessageTemplates.register(in: &registry, studio)
        let delivery = deliver(installation, realtime, levels, studio)
        registry.register(DeliverMessage.self) { try await delivery.run($0, $1) }
        let media = fetchMedia(installation, realtime, waker)
        registry.register(FetchMedia.self) { try await media.run($0, $1) }
        let reading = ReadMediaWorker(
            database: database, store: installation.media, reader: models.reader, realtime: realtime,
            wakeAssistant: { waker.wake(.assistant) }, logger: logger)
        registry.register(ReadMedia.self) { try await reading.run($0, $1) }
        let presence = ShowPresenceWorker(
            database: database, channels: installation.channels,
            calls: Outbox.presenceCalls(http: ProviderHTTP(logger: logger)), logger: logger)
        registry.register(ShowPresence.self) { try await presence.run($0, $1) }
        let sweep = SweepUploadsWorker(database: database, store: installation.media)
        registry.register(SweepUploads.self) { _, _ in try await sweep.run() }
        registry.schedule("media.sweep", every: .seconds(6 * 3600), SweepUploads())
        let mail = FetchMailWorker(
            database: database, channels: installation.channels, http: ProviderHTTP(logger: logger),
            stored: { waker.wakeInbox(of: $0) }, logger: logger)
        registry.register(FetchReceivedMail.self) { try await mail.run($0, $1) }
        let profiles = FetchProfileWorker(
            database: database, channels: installation.channels, http: ProviderHTTP(logger: logger), realtime: realtime,
            logger: logger)
        registry.register(FetchProfile.self) { try await profiles.run($0, $1) }
        let imports = ImportContactsWorker(book: ContactBook(database: database, realtime: realtime))
        registry.register(ImportContacts.self) { try await imports.run($0, $1) }
        if let push = installation.push {
            let alerts = AlertWorker(database: database, push: push, logger: logger)
            registry.register(TellPeople.self) { try await alerts.run($0, $1) }
            registry.register(PushAlert.self) { try await alerts.run($0, $1) }
        }
        let alarms = AlarmMailWorker(
            database: database, channels: installation.channels, http: ProviderHTTP(logger: logger),
            site: installation.config.publicURL, authorities: installation.config.mailAuthorities, logger: logger)
        registry.register(MailAlarm.self) { try await alarms.run($0, $1) }
        installation.eraser(realtime: realtime).register(in: &registry)
        installation.sweeper.register(in: &registry)
        registry.register(SweepAccounts.self) { _, _ in
            try await installation.database.system("expired sessions and tokens of all people") {
                try await Accounts.deleteExpired(in: $0)
            }
        }
        registry.register(SweepLevels.self) { _, _ in try await levels.sweep() }
        registry.schedule("levels.sweep", every: .seconds(24 * 3600), SweepLevels())
        registry.schedule("accounts.sweep", every: .seconds(24 * 3600), SweepAccounts())
        return registry
    }

    private static func fetchMedia(
        _ installation: Installation, _ realtime: Realtime, _ waker: JobWaker
    ) -> FetchMediaWorker {
        let http = ProviderHTTP(logger: installation.logger)
        let web = Media.webSource(http: http)
        let rawMail: Media.RawMail = { [database = installation.database] tenant, event in
            try await database.tenant(.service(tenant)) { try await Inbox.body(of: event, tx: $0) }
        }
        return FetchMediaWorker(
            database: installation.database, channels: installation.channels, store: installation.media,
            sources: [
                .meta: Media.metaSource(http: http), .zapi: web, .whaticket: web, .zenvia: web,
                .twilio: Media.twilioSource(http: http),
                .resend: Media.mailSource(http: http, body: rawMail),
                .smtp: Media.mailSource(http: http, body: rawMail),
            ],
            realtime: realtime,
            wakeReader: {
                waker.wake(.media)
                waker.wake(.assistant)
            }, logger: installation.logger)
    }

    private static func deliver(
        _ installation: Installation, _ realtime: Realtime, _ levels: ServiceLevels, _ studio: TemplateStudio
    ) -> DeliverMessageWorker {
        let (channels, logger) = (installation.channels, installation.logger)
        return DeliverMessageWorker(
            database: installation.database,
            senders: Outbox.senders(
                channels: channels, http: ProviderHTTP(logger: logger), site: installation.config.publicURL,
                files: OutgoingFiles(folder: installation.media, links: installation.mediaLinks),
                mailAuthorities: installation.config.mailAuthorities,
                templates: TemplateMedia(database: installation.database, files: installation.media),
                notices: installation.push.map {
                    CustomerPushSender(
                        database: installation.database, push: $0, invitations: installation.pushInvitations)
                }, logger: logger),
            realtime: realtime,
            accountRefused: { tenant, account, failure in
                do {
                    try await channels.markNeedsReauth(tenant, account, reason: "\(failure.code) \(failure.title)")
                } catch {
                    logger.error(
                        "An account that needs new credentials could not be marked", metadata: ["error": "\(error)"])
                }
            },
            templateRefused: { tenant, account in await studio.readAgain(after: account, tenant) },
            isSuppressed: { [database = installation.database, vault = installation.vault] tenant, address in
                try await Compliance.isSuppressed(
                    address, for: ["bounce", "complaint", "provider"], of: tenant, vault: vault, in: database)
            },
            oneTimeCode: { [database = installation.database, vault = installation.vault] tenant, id in
                try await Compliance.code(id, of: tenant, vault: vault, in: database)
            },
            levels: levels, logger: logger)
    }
}

/// Removes sessions and tokens that open nothing any more.
struct SweepAccounts: Job {
    static let name = "accounts.sweep"
    static let queue = JobQueue.maintenance
}
