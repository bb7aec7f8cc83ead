import Domain
import Foundation
import Hummingbird
import Simulators
import Web

/// `/simulator`. Added to the router only where a pretend Meta runs.
package struct SimulatorRoutes: Sendable {
    let database: Database
    let meta: MetaGraphSimulator
    let customers: PretendCustomers
    let pages: Pages

    package init(database: Database, meta: MetaGraphSimulator, customers: PretendCustomers, pages: Pages) {
        self.database = database
        self.meta = meta
        self.customers = customers
        self.pages = pages
    }

    package func add(to agents: some RouterMethods<AgentContext>) {
        agents.get("simulator", use: start)
        agents.get("simulator/:account", use: start)
        agents.post("simulator/customers", use: create)
        agents.get("simulator/:account/:customer", use: show)
        agents.get("simulator/:account/:customer/feed", use: feed)
        agents.post("simulator/:account/:customer/send") { request, context in
            try await act(request, context) { line, form in
                if let sample = form["sample"].flatMap(PhoneLine.Sample.init(rawValue:)) {
                    return try await line.send(sample)
                }
                try await line.say(form.required("text", maxBytes: 16_384))
            }
        }
        agents.post("simulator/:account/:customer/receipts") { request, context in
            try await act(request, context) { line, form in
                guard let mode = form["mode"].flatMap(PhoneLine.Receipts.init(rawValue:)) else {
                    throw Problem.unprocessable("invalid_mode")
                }
                line.meta.change { $0.plan = mode.plan }
            }
        }
        agents.post("simulator/:account/:customer/fault") { request, context in
            try await act(request, context) { line, form in
                guard let fault = form["fault"].flatMap(PhoneLine.Fault.init(rawValue:)) else {
                    throw Problem.unprocessable("invalid_fault")
                }
                line.toggle(fault)
            }
        }
        agents.post("simulator/:account/:customer/webhooks") { request, context in
            try await act(request, context) { line, form in
                switch form["what"] {
                case "burst": try await line.burst()
                case "redeliver": _ = try await line.meta.redeliverLast(on: line.account.number, copies: 10)
                default: throw Problem.unprocessable("invalid_what")
                }
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
            let customer = customers.all(on: account.number).first
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
        let problem = try request.query()["problem"].flatMap { context.localizer.strings["sim.new.\($0)"] }
        let model = SimulatorPage(
            line, accounts: all, customers: customers.all(on: line.account.number), shop: context.agent.tenantName,
            problem: problem,
            localizer: context.localizer)
        return try pages.page(
            model, title: context.localizer("sim.title"), section: "simulator", request: request, in: context)
    }

    @Sendable func feed(_ request: Request, _ context: AgentContext) async throws -> Response {
        let (line, _) = try await line(context)
        if try request.query()["seen"] == SimulatorFeed.version(line) { return Response(status: .noContent) }
        return .fragment(try pages.fragment(SimulatorFeed(line, localizer: context.localizer), in: context))
    }

    // MARK: Acting

    @Sendable func create(_ request: Request, _ context: AgentContext) async throws -> Response {
        try context.require(.agent)
        let form = try await request.form()
        let all = try await accounts(context)
        guard let account = all.first(where: { $0.id.lowercase == form["account"] }) else { throw Problem.notFound }
        let name = try form.required("name", maxBytes: 320)
        guard let customer = customers.add(name: name, phone: form.text("phone"), on: account.number) else {
            let first = customers.all(on: account.number).first?.key ?? ""
            return .redirect(to: "/simulator/\(account.id.lowercase)/\(first)?problem=invalid")
        }
        return .redirect(to: "/simulator/\(account.id.lowercase)/\(customer.key)")
    }

    private func act(
        _ request: Request, _ context: AgentContext, _ work: (PhoneLine, Form) async throws -> Void
    ) async throws -> Response {
        let form = try await request.form()
        let (line, _) = try await line(context)
        try await work(line, form)
        if request.wantsPage { return .redirect(to: "/simulator/\(line.account.id.lowercase)/\(line.customer.key)") }
        return Response(status: .noContent)
    }

    private func accounts(_ context: AgentContext) async throws -> [PhoneLine.Account] {
        try await database.tenant(context.scope) { try await Simulator.accounts(meta, tx: $0) }
    }

    /// The account of this shop and the pretend customer that the address names.
    private func line(_ context: AgentContext) async throws -> (PhoneLine, [PhoneLine.Account]) {
        try context.require(.agent)
        let id = try context.parameters.id("account")
        let all = try await accounts(context)
        guard let account = all.first(where: { $0.id == id }), let key = context.parameters.get("customer"),
            let customer = customers.customer(key, on: account.number)
        else { throw Problem.notFound }
        return (PhoneLine(meta: meta, account: account, customer: customer), all)
    }
}
