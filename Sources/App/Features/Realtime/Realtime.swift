import Domain
import Logging
import ServiceLifecycle
import Synchronization
import Web

/// Tells everybody who watches a shop that a conversation changed, within this process and across all.
///
/// Tables owned: none; it reads `conversations.change_seq` for the cursor that lets a viewer resume. ``publish(_:)`` after the
/// commit only notes what changed; one task folds what gathered, makes one update a tenant and puts it into the mailboxes of that
/// tenant's viewers. So a writer never pays for the number of viewers, and under load many changes travel as one.
///
/// Invariants: an update is never older than its cursor; a viewer that may have missed something is told to reload.
package final class Realtime: Service, Sendable {
    private struct State {
        var viewers = LiveViewers()
        var changes = LiveChanges()
        var outgoing = LiveChanges()
    }

    /// Reads the newest cursor of each tenant.
    package typealias Cursors = @Sendable ([TenantID]) async throws -> [TenantID: Int64]

    private let state = Mutex(State())
    private let signals = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
    private let cursors: Cursors
    private let bus: ProcessBus?
    private let logger: Logger

    package init(cursors: @escaping Cursors, bus: ProcessBus? = nil, logger: Logger) {
        self.cursors = cursors
        self.bus = bus
        self.logger = logger
        bus?.attach(
            .init(
                channel: .live,
                collect: { [weak self] in self?.state.withLock { $0.outgoing.take() }.payloads() ?? [] },
                sendingFailed: { [weak self] in self?.state.withLock { $0.outgoing.addReloadOfAll() } },
                receive: { [weak self] in self?.receive($0) }))
    }

    package convenience init(database: Database, bus: ProcessBus? = nil, logger: Logger) {
        self.init(cursors: { try await Realtime.newestChanges($0, database) }, bus: bus, logger: logger)
    }

    /// Call it after the commit. Never waits; delivered once the service runs.
    package func publish(_ event: LiveEvent) {
        state.withLock { state in
            state.changes.add(event)
            if bus != nil { state.outgoing.add(event) }
        }
        bus?.poke()
        signals.continuation.yield()
    }

    /// From now on until it is finished, `mailbox` receives the updates of `tenant`: those that `event` makes something of.
    package func attach(
        _ mailbox: EventMailbox, tenant: TenantID,
        as event: @escaping @Sendable (LiveUpdate) -> ServerEvent? = { $0.event }
    ) {
        state.withLock { $0.viewers.add(.init(mailbox: mailbox, event: event), tenant: tenant) }
    }

    /// How many watch, over all tenants.
    package var viewerCount: Int { state.withLock { $0.viewers.count } }

    package func run() async throws {
        for await _ in signals.stream.cancelOnGracefulShutdown() { await deliver() }
    }

    private func receive(_ message: ProcessBus.Message) {
        state.withLock { state in
            switch message {
            case .payload("*"), .missed: state.changes.addReloadOfAll()
            case .payload(let text): state.changes.merge(LiveChanges(payload: text))
            }
        }
        signals.continuation.yield()
    }

    private func deliver() async {
        let (changes, watched) = state.withLock { state in
            let changes = state.changes.take()
            let tenants =
                changes.isReloadOfAll ? state.viewers.watched : changes.tenants.keys.filter(state.viewers.isWatched)
            return (changes, tenants)
        }
        guard !watched.isEmpty else { return }
        var cursors: [TenantID: Int64] = [:]
        do {
            cursors = try await self.cursors(watched)
        } catch {
            // The update goes out all the same; a viewer that reconnects resumes from an older cursor.
            logger.debug("Cursors unavailable", metadata: ["error": "\(error)"])
        }
        hand(out: changes, cursors: cursors)
    }

    private func hand(out changes: LiveChanges, cursors: [TenantID: Int64]) {
        let viewers = state.withLock(\.viewers)
        if changes.isReloadOfAll {
            for tenant in viewers.watched { put(.reload(cursor: cursors[tenant]), to: viewers.of(tenant), of: tenant) }
        }
        for (tenant, change) in changes.tenants where viewers.isWatched(tenant) {
            let update = LiveUpdate(
                conversations: change.conversations, isReload: change.isReload, cursor: cursors[tenant])
            put(update, to: viewers.of(tenant), of: tenant)
        }
    }

    private func put(_ update: LiveUpdate, to viewers: [LiveViewers.Viewer], of tenant: TenantID) {
        var someLeft = false
        for viewer in viewers {
            if let event = viewer.event(update) {
                if !viewer.mailbox.send(event) { someLeft = true }
            }
        }
        if someLeft { state.withLock { $0.viewers.forgetGone(of: tenant) } }
    }
}
