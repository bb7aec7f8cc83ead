import Domain
import Foundation
import Hummingbird
import Web

/// `/status` for the shop's owners and admins, and the same as JSON.
package struct StatusRoutes: Sendable {
    let database: Database
    let pages: Pages
    let now: @Sendable () -> Date

    package init(database: Database, pages: Pages, now: @escaping @Sendable () -> Date = { Date() }) {
        self.database = database
        self.pages = pages
        self.now = now
    }

    package func add(to agents: some RouterMethods<AgentContext>) {
        agents.get("status", use: show)
    }

    package func add(toAPI api: some RouterMethods<ApiContext>) {
        api.get("api/status", use: report)
    }

    @Sendable func show(_ request: Request, _ context: AgentContext) async throws -> Response {
        try context.require(.admin)
        let now = now()
        let reports = try await database.tenant(context.scope) { try await ServiceLevels.reports($0, now: now) }
        let queues = try await database.system("the queues' figures, which are those of all shops") {
            try await Jobs.statistics([], in: $0)
        }
        let page = StatusPage(
            .init(reports: reports, queues: queues, company: context.agent.tenantNumber), now: now, context.localizer)
        return try pages.page(
            page, title: context.localizer("status.title"), section: "status", request: request, in: context)
    }

    @Sendable func report(_ request: Request, _ context: ApiContext) async throws -> Response {
        try context.require(.read)
        let now = now()
        let reports = try await database.tenant(context.scope) { try await ServiceLevels.reports($0, now: now) }
        return try .json(StatusJSON(reports))
    }
}

/// What `GET /api/status` answers.
struct StatusJSON: Encodable {
    struct Level: Encodable {
        let objective: String
        let target: Double
        let days: Int
        let good: Int
        let bad: Int
        let budget_left: Double?
        let standing: String
        let burn_rates: [String: Double]
    }

    let items: [Level]

    init(_ reports: [LevelReport]) {
        items = ServiceObjective.allCases.map { objective in
            let report = reports.first { $0.objective == objective } ?? LevelReport(objective: objective)
            let budget = ErrorBudget(objective, report.month)
            var rates: [String: Double] = [:]
            for window in report.windows {
                rates[window.name] = ErrorBudget.burnRate(objective, window.count).map { ($0 * 1000).rounded() / 1000 }
            }
            return Level(
                objective: objective.rawValue, target: objective.target, days: ServiceObjective.days,
                good: report.month.good, bad: report.month.bad,
                budget_left: budget.left.map { ($0 * 10_000).rounded() / 10_000 },
                standing: budget.standing(lastHour: report.windows.first?.count ?? EventCount()).rawValue,
                burn_rates: rates)
        }
    }
}
