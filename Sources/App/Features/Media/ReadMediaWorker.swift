import Domain
import Foundation
import Logging
import Postgres
import Providers

/// Reads one file of a customer: take the row, ask the model with no transaction open, write what came of it.
///
/// Without a model the row fails at once, so that nobody waits for what cannot come.
package struct ReadMediaWorker: Sendable {
    let database: Database
    let store: MediaFolder
    let reader: MediaReader?
    let realtime: Realtime
    let wakeAssistant: @Sendable () -> Void
    let logger: Logger

    /// - Parameter wakeAssistant: called after a commit that may have woken a turn.
    package init(
        database: Database, store: MediaFolder, reader: MediaReader?, realtime: Realtime,
        wakeAssistant: @escaping @Sendable () -> Void, logger: Logger
    ) {
        self.database = database
        self.store = store
        self.reader = reader
        self.realtime = realtime
        self.wakeAssistant = wakeAssistant
        self.logger = logger
    }

    package func run(_ job: ReadMedia, _ context: JobContext) async throws {
        guard let tenant = context.tenant else { throw JobDiscard(reason: "no tenant") }
        let reading = try await database.tenant(.service(tenant)) { tx in
            try await Media.takeReading(job.attachment, tx: tx)
        }
        guard let reading else { return }  // read already, or erased
        do {
            try await finish(try await read(reading, of: tenant), reading, tenant, context)
        } catch let busy as MediaReader.Busy {
            try await putBack(busy, reading, tenant, context)
        }
    }

    private func read(
        _ reading: Media.Reading, of tenant: TenantID
    ) async throws(MediaReader.Busy) -> MediaReader.Result {
        func failed(_ reason: String) -> MediaReader.Result { .init(outcome: .failed(reason)) }
        guard let reader else { return failed("no_model") }
        // Attempts that died with their process were counted too.
        guard reading.attempts <= reading.maxAttempts else { return failed("gave_up") }
        guard let path = reading.path, let place = store.place(path), let data = try? Data(contentsOf: place) else {
            return failed("no_file")
        }
        let bytes = Array(data)
        return reading.isPicture
            ? try await reader.look(at: bytes, reading, of: tenant)
            : try await reader.listen(to: bytes, at: place, reading, of: tenant)
    }

    private func putBack(
        _ busy: MediaReader.Busy, _ reading: Media.Reading, _ tenant: TenantID, _ context: JobContext
    ) async throws {
        if reading.isLastAttempt || context.isLastAttempt {
            let result = MediaReader.Result(outcome: .failed(busy.reason), attempts: busy.attempts, purse: busy.purse)
            return try await finish(result, reading, tenant, context)
        }
        try await database.tenant(.service(tenant)) { tx in
            try await tx.commit(
                [Media.putBack(reading.attachment, reason: busy.reason, tx: tx)]
                    + UsageTally(calls: Self.calls(busy.attempts)).statements(tenant) + (busy.purse?.settled ?? []))
        }
        // A customer waits: soon, or when the server says, but not in minutes.
        throw JobRetry(after: min(busy.after ?? .seconds(2 << reading.attempts), .seconds(20)), reason: busy.reason)
    }

    private func finish(
        _ result: MediaReader.Result, _ reading: Media.Reading, _ tenant: TenantID, _ context: JobContext
    ) async throws {
        if case .failed(let reason) = result.outcome, reason != "no_model" {
            logger.warning(
                "A file could not be read",
                metadata: [
                    "tenant.id": "\(tenant)", "attachment.id": "\(reading.attachment)", "code": "\(reason)",
                    "attempts": "\(reading.attempts)",
                ])
        }
        try await database.tenant(.service(tenant)) { tx in
            let statements = try await Media.finishReading(
                result.outcome, of: reading.attachment, in: reading.conversation, tx: tx)
            try await tx.commit(
                statements + Self.tally(result, reading).statements(tenant) + (result.purse?.settled ?? [])
                    + [context.completionStatement()])
        }
        wakeAssistant()
        realtime.publish(LiveEvent(tenant: tenant, kind: .conversation(reading.conversation)))
    }

    private static func calls(_ attempts: [OpenAI.Attempt]) -> [UsageTally.Call] {
        attempts.calls(channel: "-", purpose: MediaReader.purpose)
    }

    /// What was read counts, what was tried costs.
    private static func tally(_ result: MediaReader.Result, _ reading: Media.Reading) -> UsageTally {
        var tally = UsageTally(calls: calls(result.attempts))
        switch result.outcome {
        case .seen: tally.images = 1
        case .heard(_, let seconds):
            tally.recordings = 1
            tally.recordedSeconds = Int(min(max(seconds, 0), 86_400).rounded(.up))
        case .failed: break
        }
        return tally
    }
}
