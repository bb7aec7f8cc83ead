import Domain
import Foundation
import Logging
import ServiceLifecycle
import Synchronization

/// Accounts heard of since the last write.
struct ChannelHealthNotes {
    var seen: Set<ChannelID> = []
    /// Requests that were refused for want of proof.
    var refused: [ChannelID: Int] = [:]
    /// The last word of the provider on each.
    var connections: [ChannelID: ConnectionNotice] = [:]
}

extension Channels {
    /// Remembers that something arrived for these accounts. Costs one lock; written every few seconds.
    package func noteEvents(_ accounts: some Sequence<ChannelRoute>) {
        health.withLock { notes in
            for route in accounts { notes.seen.insert(ChannelID(tenant: route.tenant, account: route.account)) }
        }
    }

    /// Remembers that something came for these accounts and was refused, for its signature was not theirs. Anybody can cause it: it costs
    /// one lock, and is written with the rest.
    package func noteRefused(_ accounts: some Sequence<ChannelID>) {
        health.withLock { notes in
            for account in accounts { notes.refused[account, default: 0] += 1 }
        }
    }

    /// Remembers what a provider said of an account as a whole; written every few seconds.
    package func noteConnection(_ notice: ConnectionNotice, of account: ChannelID) {
        health.withLock { $0.connections[account] = notice }
    }

    /// Writes what was noted. Called by the service and, last, when it stops.
    func writeNotes() async {
        let notes = health.withLock { notes in
            defer { notes = ChannelHealthNotes() }
            return notes
        }
        let seen = notes.seen
        guard !seen.isEmpty || !notes.connections.isEmpty || !notes.refused.isEmpty else { return }
        // One order for every process: two that note the same accounts wait for each other instead of dead-locking.
        let ordered = seen.sorted {
            ($0.tenant.description, $0.account.uuidString) < ($1.tenant.description, $1.account.uuidString)
        }
        do {
            try await database.system("when each account was last heard of") { system in
                if !ordered.isEmpty { try await system.execute(Self.recordEvents(ordered)) }
                if !notes.refused.isEmpty { try await system.execute(Self.recordRefusals(notes.refused)) }
                // After the events: that a phone was unlinked is an event too, and no sign of life.
                for (id, notice) in notes.connections.sorted(by: {
                    $0.key.account.uuidString < $1.key.account.uuidString
                }) {
                    try await system.execute(Self.recordConnection(id, notice))
                }
            }
            for id in notes.connections.keys { forget(id) }
        } catch {
            // It waits for the next time: a phone that was unlinked says so once. What was said since is newer.
            health.withLock { later in
                later.seen.formUnion(notes.seen)
                later.refused.merge(notes.refused) { $0 + $1 }
                later.connections.merge(notes.connections) { newer, _ in newer }
            }
            logger.warning(
                "Channel health could not be written", metadata: ["error": "\(error)", "accounts": "\(seen.count)"])
        }
    }

    /// The provider no longer accepts our token: shown on every page until new secrets are given. `reason` is a provider code or
    /// title, never a customer's text.
    package func markNeedsReauth(_ tenant: TenantID, _ account: UUID, reason: String) async throws {
        let id = ChannelID(tenant: tenant, account: account)
        try await database.system("the pipeline may not change configuration, but must report its state") {
            _ = try await $0.execute(Self.updateNeedsReauth(id, reason: String(reason.prefix(300))))
        }
        forget(id)
    }
}

/// Writes `last_event_at` for all accounts at once instead of once a message.
package struct ChannelHealthService: Service {
    private let channels: Channels
    private let interval: Duration

    package init(channels: Channels, interval: Duration = .seconds(5)) {
        self.channels = channels
        self.interval = interval
    }

    package func run() async throws {
        await cancelWhenGracefulShutdown {
            while (try? await Task.sleep(for: interval)) != nil { await channels.writeNotes() }
        }
        // What was noted since; this task is not cancelled, only the wait was.
        await channels.writeNotes()
    }
}
