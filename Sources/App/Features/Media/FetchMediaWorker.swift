import Crypto
import Domain
import Foundation
import Logging
import Postgres
import Providers

/// Fetches one file: read what is wanted, call the provider with no transaction open, write the bytes, then the row.
package struct FetchMediaWorker: Sendable {
    let database: Database
    let channels: Channels
    let store: MediaFolder
    /// By provider name.
    let sources: [ChannelProvider: MediaSource]
    let realtime: Realtime
    let wakeReader: @Sendable () -> Void
    let logger: Logger

    /// - Parameter wakeReader: called after a commit that queued work for the reader or the assistant.
    package init(
        database: Database, channels: Channels, store: MediaFolder, sources: [ChannelProvider: MediaSource],
        realtime: Realtime, wakeReader: @escaping @Sendable () -> Void = {}, logger: Logger
    ) {
        self.database = database
        self.channels = channels
        self.store = store
        self.sources = sources
        self.realtime = realtime
        self.wakeReader = wakeReader
        self.logger = logger
    }

    package func run(_ job: FetchMedia, _ context: JobContext) async throws {
        guard let tenant = context.tenant else { throw JobDiscard(reason: "no tenant") }
        let wanted = try await database.tenant(.service(tenant)) { try await Media.wanted(job.attachment, tx: $0) }
        guard let wanted else { return }  // fetched already, or erased
        try await record(try await fetch(wanted, job.attachment, tenant, context), wanted, job, context, tenant)
    }

    /// What became of it. What may get better with time is thrown as a retry.
    private func fetch(
        _ wanted: Media.Wanted, _ attachment: UUID, _ tenant: TenantID, _ context: JobContext
    ) async throws -> Media.Verdict {
        do {
            let credentials = try await channels.credentials(tenant, wanted.account)
            guard let source = sources[credentials.provider] else { return .refused("no_source") }
            return try keep(try await source(wanted.reference, credentials), wanted, tenant, attachment)
        } catch let error as ProviderError {
            switch error {
            case .rejected(let fault), .blocked(let fault):
                return ["media_gone", "no_media_url"].contains(fault.code) ? .gone(fault.code) : .refused(fault.code)
            case .rateLimited(let fault, let after, _):
                throw JobRetry(after: after ?? .seconds(30), reason: fault.code)
            case .unavailable(let fault, let after):
                throw JobRetry(after: after ?? Media.patience(attempt: context.attempt), reason: fault.code)
            case .ambiguous(let fault), .unauthorized(let fault):
                throw JobRetry(after: Media.patience(attempt: context.attempt), reason: fault.code)
            }
        }
    }

    /// A machine that is to read the file begins, or is told that there is nothing to read.
    private func read(
        _ verdict: Media.Verdict, _ wanted: Media.Wanted, _ job: FetchMedia, _ tx: TenantTransaction
    ) async throws -> [SQL] {
        guard wanted.isToBeRead else { return [] }
        if case .here = verdict { return [ReadMedia.enqueue(job.attachment, tenant: tx.scope.tenant)] }
        return try await Media.finishReading(.failed("no_file"), of: job.attachment, in: wanted.conversation, tx: tx)
    }

    private func keep(_ file: FetchedMedia, _ wanted: Media.Wanted, _ tenant: TenantID, _ attachment: UUID) throws
        -> Media.Verdict
    {
        guard !file.bytes.isEmpty else { return .gone("empty_file") }
        guard file.bytes.count <= wanted.reference.limit else { return .refused("file_too_large") }
        let path = try store.write(file.bytes, tenant: tenant, attachment: attachment)
        let digest = MediaFolder.hex(SHA256.hash(data: file.bytes))
        let claimed = MediaKind.bare(file.mimeType ?? wanted.reference.mimeType)
        return .here(
            path: path, byteSize: file.bytes.count, mimeType: MediaKind.sniffed(file.bytes, claimed: claimed),
            sha256: digest)
    }

    private func record(
        _ verdict: Media.Verdict, _ wanted: Media.Wanted, _ job: FetchMedia, _ context: JobContext, _ tenant: TenantID
    ) async throws {
        try await database.tenant(.service(tenant)) { tx in
            let reading = try await read(verdict, wanted, job, tx)
            try await tx.commit(
                Media.record(verdict, of: job.attachment, tx: tx) + reading + [
                    Conversations.changed(wanted.conversation, tx: tx), context.completionStatement(),
                ])
        }
        if wanted.isToBeRead { wakeReader() }
        realtime.publish(LiveEvent(tenant: tenant, kind: .conversation(wanted.conversation)))
    }
}
