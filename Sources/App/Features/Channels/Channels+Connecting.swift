import Domain
import Foundation
import Hummingbird
import Providers
import Web

extension ChannelRoutes {
    /// Tests what was typed and, unless that is all that was asked for, connects it. A failed test stops, once: whoever knows
    /// better says so (`force`).
    @Sendable func connect(_ request: Request, _ context: AgentContext) async throws -> Response {
        try context.require(.admin)
        let form = try await request.form()
        guard let kind = form["kind"].flatMap(ChannelKind.init(rawValue:)), let tester = connections.testers[kind]
        else {
            throw Problem.notFound
        }
        let draft = ChannelDraft(kind: kind, name: form["name"] ?? "", values: form.values(of: kind))
        let reply = DraftReply(
            routes: self, kind: kind, draft: draft, isPart: form["part"] == "result", request: request, context: context
        )
        let faults = draft.faults
        guard faults.isEmpty else {
            return try reply(
                TestResultModel(faults: faults, kind: kind, context.localizer), faults: faults,
                status: .unprocessableContent)
        }
        var channel = try draft.channel()
        let outcome = await Channels.ask(tester, channels.credentials(trying: channel, of: context.scope.tenant))
        let result = TestResultModel(outcome, kind: kind, context.localizer)
        if form["act"] == "test" { return try reply(result, status: .ok) }
        guard outcome.isGood || form["force"] != nil else {
            return try reply(result, canForce: true, status: .unprocessableContent)
        }
        let verdict = ConnectionVerdict(outcome)
        channel.connectionStatus = verdict.status ?? "disconnected"
        channel.displayAddress = channel.displayAddress ?? verdict.displayAddress
        let account: UUID
        do {
            account = try await channels.connect(channel, as: context.scope)
        } catch ChannelError.addressTaken {
            return try reply(TestResultModel(taken: kind, context.localizer), status: .conflict)
        }
        let handout = HandoutModel(
            kind, account: account.lowercase, site: site(request, context), hookSecret: channel.hookSecret,
            secrets: channel.secrets,
            isNew: true, result: result, webhook: try await tell(channel.hookSecret, account, request, context),
            context.localizer)
        return try page(handout, handout.title, request, context)
    }

    /// Tells the provider the account's new address, unless that can only be done by hand.
    func tell(_ hookSecret: String?, _ account: UUID, _ request: Request, _ context: AgentContext) async throws
        -> WebhookSetupOutcome?
    {
        guard let hookSecret else { return nil }
        return try await channels.setWebhook(
            hookSecret, of: account, at: site(request, context), with: connections, as: context.scope)
    }

    /// The page a telephone reads its code from, and the part of it that is asked for again and again.
    @Sendable func qr(_ request: Request, _ context: AgentContext) async throws -> Response {
        try context.require(.admin)
        let account = try await account(context)
        guard let kind = account.kind, let source = connections.codes[kind] else { throw Problem.notFound }
        let credentials = try await channels.credentials(context.scope.tenant, account.id)
        let model: QRModel
        do throws(ProviderError) {
            model = QRModel(try await source(credentials))
        } catch {
            model = QRModel(
                image: nil, isConnected: false, isPending: false,
                problem: TestResultModel(.failed(error), kind: kind, context.localizer))
        }
        if model.isConnected, account.status != "connected" {
            try await channels.record(ConnectionVerdict(status: "connected"), of: account.id, as: context.scope)
        }
        if try request.query()["part"] == "code" { return .fragment(try pages.fragment(model, in: context)) }
        let page = QRPage(href: "/settings/channels/\(account.id.lowercase)", name: account.name, code: model)
        return try self.page(page, context.localizer("channels.qr.title"), request, context)
    }
}

/// The answer to a draft that is not connected (yet): the form again with what was typed, secrets left out; or, for a script that
/// keeps the form open, only what is to be said.
private struct DraftReply {
    let routes: ChannelRoutes
    let kind: ChannelKind
    let draft: ChannelDraft
    let isPart: Bool
    let request: Request
    let context: AgentContext

    func callAsFunction(
        _ result: TestResultModel, faults: [ChannelDraft.Fault] = [], canForce: Bool = false,
        status: HTTPResponse.Status
    ) throws -> Response {
        if isPart { return .fragment(try routes.pages.fragment(result, in: context)) }
        let model = ChannelFormPage(
            kind, draft: draft, faults: faults, result: result, canForce: canForce, context.localizer)
        return try routes.page(model, context.localizer("channels.new"), status: status, request, context)
    }
}

extension Form {
    /// What a form says of a kind's fields; nothing else is taken from it.
    func values(of kind: ChannelKind) -> [String: String] {
        kind.fields.reduce(into: [:]) { values, field in values[field.name] = self[field.name] }
    }
}
