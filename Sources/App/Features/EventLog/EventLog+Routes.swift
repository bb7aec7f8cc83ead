import Domain
import Foundation
import Hummingbird
import Logging
import Postgres
import Web

package struct EventLogRoutes: Sendable {
    let database: Database
    let pages: Pages
    /// Tells the inbox that something waits for it; without it the poll finds it.
    let wakeInbox: @Sendable (TenantID) -> Void
    let wakeJobs: @Sendable (JobQueue) -> Void

    package init(
        database: Database, pages: Pages, wakeInbox: @escaping @Sendable (TenantID) -> Void = { _ in },
        wakeJobs: @escaping @Sendable (JobQueue) -> Void = { _ in }
    ) {
        self.database = database
        self.pages = pages
        self.wakeInbox = wakeInbox
        self.wakeJobs = wakeJobs
    }

    package func add(to agents: some RouterMethods<AgentContext>) {
        agents.get("settings/events", use: list)
        agents.get("settings/events/progress", use: progress)
        agents.post("settings/events/replay", use: replayAll)
        agents.get("settings/events/jobs", use: jobs)
        agents.post("settings/events/jobs/retry", use: retryAllJobs)
        agents.post("settings/events/jobs/:job/retry", use: retryJob)
        agents.post("settings/events/jobs/:job/discard", use: discardJob)
        agents.get("settings/events/:id", use: show)
        agents.post("settings/events/:id/open", use: open)
        agents.post("settings/events/:id/replay", use: replay)
    }

    @Sendable func list(_ request: Request, _ context: AgentContext) async throws -> Response {
        try context.require(.admin)
        let form = try request.query()
        let query = EventQuery(form)
        let run = form["run"].flatMap { Int64($0) }
        let model = try await database.tenant(context.scope) { tx in
            let progress = try await Self.known(run, tx)
            let results = try await tx.commit([
                EventLog.page(query, zone: context.agent.timeZone, tx: tx), EventLog.accounts(tx), Jobs.countDead(tx),
            ])
            guard results.count == 3 else { throw Problem.unavailable() }
            return EventLogPage(
                try results[0].rows.map(EventLog.event),
                accounts: try results[1].rows.map { (try $0("id"), try $0("name"), try $0("provider")) },
                query: query, deadJobs: try results[2].rows.first?(0) ?? 0, run: progress, context.localizer)
        }
        return try page(model, "events.title", request, context)
    }

    @Sendable func show(_ request: Request, _ context: AgentContext) async throws -> Response {
        try await show(isOpen: false, request, context)
    }

    /// Personal data in clear, asked for with a button: it is written down who did.
    @Sendable func open(_ request: Request, _ context: AgentContext) async throws -> Response {
        try await show(isOpen: true, request, context)
    }

    private func show(isOpen: Bool, _ request: Request, _ context: AgentContext) async throws -> Response {
        try context.require(.admin)
        let id = try context.parameters.id("id")
        let run = try request.query()["run"].flatMap { Int64($0) }
        let (row, progress) = try await database.tenant(context.scope) { tx in
            let row = try await tx.first(EventLog.event(id, tx: tx))
            let progress = try await Self.known(run, tx)
            if isOpen, row != nil {
                try await tx.commit([Audit.note("event_open", of: "webhook_event", id.lowercase, tx: tx)])
            }
            return (row, progress)
        }
        guard let row else { throw Problem.notFound }
        let model = EventPage(try EventLog.event(row), isOpen: isOpen, run: progress, context.localizer)
        return try page(model, "events.title", request, context)
    }

    // MARK: Replay

    @Sendable func replay(_ request: Request, _ context: AgentContext) async throws -> Response {
        try context.require(.admin)
        let id = try context.parameters.id("id")
        let run = try await database.tenant(context.scope) { tx in
            guard try await tx.first(EventLog.event(id, tx: tx)) != nil else { throw Problem.notFound }
            let run = try await EventLog.replay(id, tx)
            if run != nil {
                try await tx.commit([Audit.note("event_replay", of: "webhook_event", id.lowercase, tx: tx)])
            }
            return run
        }
        if run != nil { wakeInbox(context.scope.tenant) }
        return .redirect(to: "/settings/events/\(id.lowercase)" + (run.map { "?run=\($0.micros)" } ?? ""))
    }

    /// Every failed event that the filters show.
    @Sendable func replayAll(_ request: Request, _ context: AgentContext) async throws -> Response {
        try context.require(.admin)
        let query = EventQuery(try await request.form()).with(.failed)
        let run = try await database.tenant(context.scope) { tx in
            let run = try await EventLog.replayFailed(query, zone: context.agent.timeZone, tx)
            if let run {
                let facts: JSON = ["events": JSON(run.total)]
                try await tx.commit([Audit.note("event_replay", of: "webhook_event", nil, facts, tx: tx)])
            }
            return run
        }
        if run != nil { wakeInbox(context.scope.tenant) }
        return .redirect(to: "/settings/events" + query.text + (run.map { "&run=\($0.micros)" } ?? ""))
    }

    @Sendable func progress(_ request: Request, _ context: AgentContext) async throws -> Response {
        try context.require(.admin)
        guard let run = try request.query()["run"].flatMap({ Int64($0) }) else {
            throw Problem.unprocessable("invalid_run")
        }
        let progress = try await database.tenant(context.scope) { tx in try await Self.known(run, tx) }
        guard let progress else { throw Problem.notFound }
        return .fragment(try pages.fragment(ReplayModel(progress, context.localizer), in: context))
    }

    /// A run of this shop's; numbers that no run had are ignored.
    private static func known(_ micros: Int64?, _ tx: TenantTransaction) async throws -> ReplayRun? {
        guard let micros, (0..<100_000_000_000_000_000).contains(micros) else { return nil }
        let run = try await EventLog.progress(micros, tx)
        return run.total == 0 ? nil : run
    }

    func page(_ model: some PageModel, _ title: String, _ request: Request, _ context: AgentContext) throws -> Response
    {
        try pages.page(model, title: context.localizer(title), section: "events", request: request, in: context)
    }
}
