import Domain
import Foundation
import Hummingbird
import Simulators
import Web

/// `/simulator`. Added to the router only where pretend providers run.
package struct SimulatorRoutes: Sendable {
    let database: Database
    let providers: PretendProviders
    let customers: PretendCustomers
    let pages: Pages

    package init(database: Database, providers: PretendProviders, customers: PretendCustomers, pages: Pages) {
        self.database = database
        self.providers = providers
        self.customers = customers
        self.pages = pages
    }

    package func add(to agents: some RouterMethods<AgentContext>) {
        agents.get("simulator", use: start)
        agents.get("simulator/mailbox", use: mailbox)
        agents.get("simulator/:account", use: start)
        agents.post("simulator/customers", use: create)
        agents.get("simulator/:account/:customer", use: show)
        agents.get("simulator/:account/:customer/feed", use: feed)
        for (name, work) in Self.acts {
            agents.post("simulator/:account/:customer/\(name)") { request, context in
                try await act(request, context, work)
            }
        }
    }

    // MARK: Reading

    @Sendable func start(_ request: Request, _ context: AgentContext) async throws -> Response {
        try context.require(.agent)
        let all = try await accounts(context)
        let wanted = try context.parameters.get("account").map { _ in try context.parameters.id("account") }
        if let wanted, !all.contains(where: { $0.id == wanted }) { throw Problem.notFound }
        guard let account = all.first(where: { wanted == nil || $0.id == wanted }),
            let customer = customers.all(on: account).first
        else {
            return try pages.page(
                SimulatorEmpty(hint: context.localizer("sim.none.text")), title: context.localizer("sim.title"),
                section: "simulator",
                request: request, in: context)
        }
        return .redirect(to: "/simulator/\(account.id.lowercase)/\(customer.key)")
    }

    @Sendable func show(_ request: Request, _ context: AgentContext) async throws -> Response {
        let (line, all) = try await line(context)
        let query = try request.query()
        let problem = query["problem"].flatMap { context.localizer.strings["sim.new.\($0)"] }
        let cast = SimulatorPage.Cast(
            accounts: all, customers: customers.all(on: line.account), shop: context.agent.tenantName)
        let model = SimulatorPage(
            line, cast, problem: problem, quoting: query["quote"], localizer: context.localizer)
        return try pages.page(
            model, title: context.localizer("sim.title"), section: "simulator", request: request, in: context)
    }

    @Sendable func feed(_ request: Request, _ context: AgentContext) async throws -> Response {
        let (line, _) = try await line(context)
        if try request.query()["seen"] == SimulatorFeed.version(line) { return Response(status: .noContent) }
        return .fragment(try pages.fragment(SimulatorFeed(line, localizer: context.localizer), in: context))
    }

    @Sendable func mailbox(_ request: Request, _ context: AgentContext) async throws -> Response {
        try context.require(.agent)
        let mine = try await database.tenant(context.scope) { try await Simulator.mailboxes(tx: $0) }
        let model = MailboxPage(
            providers.letters.filter { mine.contains($0.from.lowercased()) }, now: Date(), context.localizer)
        return try pages.page(
            model, title: context.localizer("mailbox.title"), section: "simulator", request: request, in: context)
    }

    // MARK: Acting

    @Sendable func create(_ request: Request, _ context: AgentContext) async throws -> Response {
        try context.require(.agent)
        let form = try await request.form()
        let all = try await accounts(context)
        guard let account = all.first(where: { $0.id.lowercase == form["account"] }) else { throw Problem.notFound }
        let name = try form.required("name", maxBytes: 320)
        let base = "/simulator/\(account.id.lowercase)/"
        guard let customer = customers.add(name: name, address: form.text("address"), on: account) else {
            return .redirect(to: base + (customers.all(on: account).first?.key ?? "") + "?problem=invalid")
        }
        return .redirect(to: base + customer.key)
    }

    private func act(
        _ request: Request, _ context: AgentContext, _ work: @Sendable (any PretendLine, Form) async throws -> Void
    ) async throws -> Response {
        let form = try await request.form()
        let (line, _) = try await line(context)
        try await work(line, form)
        return request.wantsPage ? .redirect(to: line.href) : Response(status: .noContent)
    }

    private func accounts(_ context: AgentContext) async throws -> [PlayedAccount] {
        try await database.tenant(context.scope) { try await Simulator.accounts(providers, tx: $0) }
    }

    /// The account of this shop and the pretend customer that the address names.
    private func line(_ context: AgentContext) async throws -> (any PretendLine, [PlayedAccount]) {
        try context.require(.agent)
        let id = try context.parameters.id("account")
        let all = try await accounts(context)
        guard let account = all.first(where: { $0.id == id }), let key = context.parameters.get("customer"),
            let customer = customers.customer(key, on: account), let line = providers.line(account, customer)
        else { throw Problem.notFound }
        return (line, all)
    }
}
