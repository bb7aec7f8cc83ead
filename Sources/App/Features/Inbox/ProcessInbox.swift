import Domain
import Foundation
import Logging
import Postgres
import Providers

/// Processes one batch of a tenant's pending webhooks.
struct ProcessInbox: Sendable {
    enum Outcome: Sendable, Equatable {
        /// Another worker has this tenant's lane.
        case laneTaken
        /// Nothing was pending.
        case idle
        /// So many events were taken; more may wait.
        case processed(Int)
    }

    let database: Database
    let realtime: Realtime
    let jobs: JobRunner?
    /// What providers said of accounts.
    let connections: @Sendable (TenantID, [InboxWrites.Connection]) -> Void
    /// Opens a shop's key for reply addresses.
    let replyToken: @Sendable (TenantID, [UInt8]) throws -> ReplyToken?
    var levels: ServiceLevels?
    let logger: Logger

    func run(_ tenant: TenantID) async throws -> Outcome {
        do {
            return try await together(tenant)
        } catch let error as PostgresError where !error.isRetryable && !error.isUnavailable {
            // Something in the batch cannot be stored. Find it without stopping the rest.
            logger.warning(
                "Inbox batch refused; taking it item by item",
                metadata: [
                    "tenant.id": "\(tenant)", "postgres.sqlstate": "\(error.sqlState ?? "-")",
                ])
            return try await oneByOne(tenant)
        }
    }

    /// The normal way: one look-up, one plan, one write.
    private func together(_ tenant: TenantID) async throws -> Outcome {
        let (outcome, writes) = try await database.tenant(.service(tenant)) { tx -> (Outcome, InboxWrites) in
            guard let events = try await Inbox.claim(tx) else { return (.laneTaken, InboxWrites()) }
            guard !events.isEmpty else { return (.idle, InboxWrites()) }
            let parsed = events.map(Inbox.parse)
            let items = parsed.flatMap(\.items)
            var plan = InboxPlan(knowing: try await Inbox.lookUp(tx, for: items, replyToken: replyToken))
            for item in items { plan.add(item) }
            var writes = plan.writes
            for (event, parsed) in zip(events, parsed) {
                writes.count(event.id) { $0.errors += parsed.errors }
                writes.add(parsed.mail, of: event)
            }
            let results = try await tx.commit(statements(for: writes, tenant))
            writes.touched.formUnion(try Self.conversationsNamed(in: results))
            return (.processed(events.count), writes)
        }
        announce(writes, tenant)
        return outcome
    }

    /// The careful way: each item behind its own savepoint, each event ending with what could be stored of it.
    private func oneByOne(_ tenant: TenantID) async throws -> Outcome {
        let (outcome, all) = try await database.tenant(.service(tenant)) { tx -> (Outcome, [InboxWrites]) in
            guard let events = try await Inbox.claim(tx, limit: 20) else { return (.laneTaken, []) }
            guard !events.isEmpty else { return (.idle, []) }
            var all: [InboxWrites] = []
            for event in events {
                let parsed = Inbox.parse(event)
                var tally = InboxWrites.Tally()
                tally.errors = parsed.errors
                for item in parsed.items {
                    do {
                        let writes = try await tx.tx.savepoint { _ in
                            var plan = InboxPlan(
                                knowing: try await Inbox.lookUp(tx, for: [item], replyToken: replyToken))
                            plan.add(item)
                            var writes = plan.writes
                            let own = writes.tallies.removeValue(forKey: event.id) ?? .init()
                            let statements = statements(for: writes, tenant)
                            if !statements.isEmpty {
                                writes.touched.formUnion(
                                    try Self.conversationsNamed(in: try await tx.batch(statements)))
                            }
                            writes.tallies[event.id] = own
                            return writes
                        }
                        let own = writes.tallies[event.id] ?? .init()
                        tally.items += own.items
                        tally.duplicates += own.duplicates
                        tally.errors += own.errors
                        tally.heldFor = tally.heldFor ?? own.heldFor
                        all.append(writes)
                    } catch let error as PostgresError where !error.isRetryable && !error.isUnavailable {
                        tally.items += 1
                        tally.errors.append(.init(path: item.path, reason: "not_stored:\(error.sqlState ?? "unknown")"))
                    }
                }
                var settled = InboxWrites()
                settled.tallies[event.id] = tally
                settled.add(parsed.mail, of: event)
                try await tx.batch(statements(for: settled, tenant))
                all.append(settled)
            }
            return (.processed(events.count), all)
        }
        for writes in all { announce(writes, tenant) }
        return outcome
    }

    private func statements(for writes: InboxWrites, _ tenant: TenantID) -> [SQL] {
        let reports = writes.reports.map { (account: $0.account, report: $0.report) }
        return writes.statements(tenant: tenant.value)
            + Outbox.recordStatuses(tenant: tenant, reports)
            + writes.ownCopies.flatMap { Outbox.recordCopy($0, tenant: tenant) }
            + Mail.learn(tenant: tenant, reports) + Mail.suppressDead(tenant: tenant, reports)
            + Mail.suppress(writes.suppressions, tenant: tenant) + Inbox.fetch(writes.fetches, tenant: tenant)
            + Inbox.fetchProfiles(writes.profiles, tenant: tenant)
            + Outbox.recordWatermarks(tenant: tenant, writes.watermarks.map { (account: $0.account, mark: $0.mark) })
            + MessageTemplates.receive(
                writes.templates.map { (businessAccount: $0.businessAccount, notice: $0.notice) }, tenant: tenant)
            + Assistant.enqueueTurns(tenant: tenant, writes.turns.map { (conversation: $0.key, debounce: $0.value) })
    }

    /// Delivery reports answer with the conversations they changed; no other statement of a batch returns rows.
    private static func conversationsNamed(in results: [QueryResult]) throws -> [UUID] {
        try results.flatMap(\.rows).map { try $0("id") }
    }

    /// After the commit: wake whoever waits for this.
    private func announce(_ writes: InboxWrites, _ tenant: TenantID) {
        for message in writes.messages {
            levels?.note(.message(kind: Self.kind(message.message)), tenant)
        }
        if !writes.turns.isEmpty { jobs?.wake(.assistant) }
        if writes.messages.contains(where: { $0.message.attachment != nil }) { jobs?.wake(.media) }
        if !writes.fetches.isEmpty { jobs?.wake(.inbox) }
        if !writes.templates.isEmpty { jobs?.wake(.maintenance) }
        if !writes.connections.isEmpty { connections(tenant, writes.connections) }
        let changed = Set(writes.conversations.map(\.id)).union(writes.touched)
            .union(writes.ownCopies.map(\.send.conversation))
        for conversation in changed {
            realtime.publish(LiveEvent(tenant: tenant, kind: .conversation(conversation)))
        }
    }

    /// The four kinds that the system before this one counted by.
    private static func kind(_ message: InboundMessage) -> String {
        if message.attachment != nil { return "media" }
        switch message.contentType {
        case "text": return "text"
        case "template": return "template"
        default: return "interactive"
        }
    }
}
