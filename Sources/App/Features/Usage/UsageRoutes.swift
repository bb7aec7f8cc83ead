import Domain
import Foundation
import HTTPTypes
import Hummingbird
import Web

/// `/settings/usage`: owners and admins see what the assistant costs and set its cap; owners write prices.
package struct UsageRoutes: Sendable {
    let database: Database
    let pages: Pages
    let now: @Sendable () -> Date

    package init(database: Database, pages: Pages, now: @escaping @Sendable () -> Date = { Date() }) {
        self.database = database
        self.pages = pages
        self.now = now
    }

    package func add(to agents: some RouterMethods<AgentContext>) {
        agents.get("settings/usage", use: show)
        agents.post("settings/usage/budget", use: setBudget)
        agents.get("settings/usage/prices", use: prices)
        agents.post("settings/usage/prices", use: setPrice)
        agents.post("settings/usage/prices/remove", use: removePrice)
    }

    @Sendable func show(_ request: Request, _ context: AgentContext) async throws -> Response {
        try context.require(.admin)
        let query = try request.query()
        let done = query["done"].flatMap { context.localizer.strings["usage.done.\($0)"] }
        return try await show(month: query["month"], notice: done, request, context)
    }

    private func show(
        month: String? = nil, notice: String? = nil, problem: String? = nil, _ request: Request,
        _ context: AgentContext
    ) async throws -> Response {
        let report = try await database.tenant(context.scope) { try await Usage.report($0, month: month) }
        let model = UsagePage(
            report, role: context.agent.role, notice: notice, problem: problem, context.localizer)
        return try pages.page(
            model, title: context.localizer("usage.title"), section: "usage",
            status: problem == nil ? .ok : .unprocessableContent, request: request, in: context)
    }

    @Sendable func setBudget(_ request: Request, _ context: AgentContext) async throws -> Response {
        try context.require(.admin)
        let form = try await request.form()
        let text = form.text("cap")
        let cap = text.flatMap { Dollars.parse($0, places: 6) }
        guard (text == nil) == (cap == nil), let choice = form["when"].flatMap(UsageTerms.WhenSpent.init(rawValue:))
        else { return try await show(problem: context.localizer("usage.problem.cap"), request, context) }
        try await database.tenant(context.scope) { try await Usage.setBudget(cap, choice, $0) }
        return .redirect(to: "/settings/usage?done=budget")
    }

    // MARK: Prices

    @Sendable func prices(_ request: Request, _ context: AgentContext) async throws -> Response {
        try context.require(.owner)
        let done = try request.query()["done"].flatMap { context.localizer.strings["usage.done.\($0)"] }
        return try await prices(notice: done, request, context)
    }

    private func prices(
        _ draft: PriceDraft? = nil, notice: String? = nil, problem: String? = nil, _ request: Request,
        _ context: AgentContext
    ) async throws -> Response {
        let own = try await database.tenant(context.scope) { try await Usage.ownPrices($0) }
        let model = UsagePricesPage(
            own, draft: draft, today: context.localizer.day(now()), notice: notice, problem: problem, context.localizer)
        return try pages.page(
            model, title: context.localizer("usage.prices.title"), section: "usage",
            status: problem == nil ? .ok : .unprocessableContent, request: request, in: context)
    }

    @Sendable func setPrice(_ request: Request, _ context: AgentContext) async throws -> Response {
        try context.require(.owner)
        let form = try await request.form()
        let draft = PriceDraft(
            model: form.text("model") ?? "", validFrom: form.text("valid_from") ?? "", input: form.text("input") ?? "",
            cached: form.text("cached") ?? "", output: form.text("output") ?? "")
        let price: ModelPrice
        do throws(PriceDraft.Fault) {
            price = try draft.checked()
        } catch {
            return try await prices(
                draft, problem: context.localizer("usage.problem.\(error.rawValue)"), request, context)
        }
        try await database.tenant(context.scope) { try await Usage.setPrice(price, $0) }
        return .redirect(to: "/settings/usage/prices?done=price")
    }

    @Sendable func removePrice(_ request: Request, _ context: AgentContext) async throws -> Response {
        try context.require(.owner)
        let form = try await request.form()
        let (model, day) = (try form.required("model", maxBytes: 100), form["valid_from"] ?? "")
        guard Usage.isDay(day) else { throw Problem.notFound }
        let isGone = try await database.tenant(context.scope) { try await Usage.removePrice(of: model, from: day, $0) }
        guard isGone else { throw Problem.notFound }
        return .redirect(to: "/settings/usage/prices?done=removed")
    }
}
