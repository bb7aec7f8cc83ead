import Domain
import Foundation
import Hummingbird
import Web

/// `/settings/channels`: everybody in the shop sees the channels and how they are; owners and admins change them.
package struct ChannelRoutes: Sendable {
    let database: Database
    let channels: Channels
    let connections: Connections
    let pages: Pages
    /// Where people and providers reach this server, if it was told.
    let publicURL: URL?

    package init(database: Database, channels: Channels, connections: Connections, pages: Pages, publicURL: URL?) {
        self.database = database
        self.channels = channels
        self.connections = connections
        self.pages = pages
        self.publicURL = publicURL
    }

    package func add(to agents: some RouterMethods<AgentContext>) {
        agents.get("settings/channels", use: list)
        agents.post("settings/channels", use: connect)
        agents.get("settings/channels/new", use: form)
        agents.get("settings/channels/:id", use: show)
        agents.post("settings/channels/:id", use: change)
        agents.post("settings/channels/:id/test", use: test)
        agents.post("settings/channels/:id/enabled", use: enable)
        agents.post("settings/channels/:id/webhook", use: renewWebhook)
        agents.post("settings/channels/:id/remove", use: remove)
        agents.get("settings/channels/:id/qr", use: qr)
    }

    // MARK: Reading

    @Sendable func list(_ request: Request, _ context: AgentContext) async throws -> Response {
        let accounts = try await database.tenant(context.scope) { try await Channels.accounts($0) }
        let model = ChannelsPage(accounts, canChange: context.isAdmin, now: Date(), context.localizer)
        return try page(model, context.localizer("channels.title"), request, context)
    }

    @Sendable func show(_ request: Request, _ context: AgentContext) async throws -> Response {
        let account = try await account(context)
        let isSaved = try request.query()["saved"] != nil
        return try show(account, saved: isSaved ? context.localizer("channels.saved") : nil, request: request, context)
    }

    func show(
        _ account: ChannelAccount, result: TestResultModel? = nil, saved: String? = nil,
        faults: [ChannelDraft.Fault] = [],
        status: HTTPResponse.Status = .ok, request: Request, _ context: AgentContext
    ) throws -> Response {
        let model = ChannelPage(
            account, isAdmin: context.isAdmin, isTestable: account.kind.map { connections.testers[$0] != nil } ?? false,
            .init(now: Date(), site: site(request, context), result: result, saved: saved, faults: faults),
            context.localizer)
        return try page(model, account.name, status: status, request, context)
    }

    /// The choice of providers, or the form of the one that was chosen.
    @Sendable func form(_ request: Request, _ context: AgentContext) async throws -> Response {
        try context.require(.admin)
        let title = context.localizer("channels.new")
        guard let name = try request.query()["kind"] else {
            return try page(ChannelChoicePage(connections.offered, context.localizer), title, request, context)
        }
        guard let kind = ChannelKind(rawValue: name), connections.testers[kind] != nil else { throw Problem.notFound }
        return try page(ChannelFormPage(kind, context.localizer), title, request, context)
    }

    // MARK: Shared

    func account(_ context: AgentContext) async throws -> ChannelAccount {
        let id = try context.parameters.id("id")
        guard let account = try await database.tenant(context.scope, { try await Channels.account($0, id) }) else {
            throw Problem.notFound
        }
        return account
    }

    func page(
        _ model: some PageModel, _ title: String, status: HTTPResponse.Status = .ok, _ request: Request,
        _ context: AgentContext
    ) throws -> Response {
        try pages.page(model, title: title, section: "channels", status: status, request: request, in: context)
    }

    /// Where a provider would call us: what the operator said, else where this page was asked for.
    func site(_ request: Request, _ context: AgentContext) -> String {
        publicURL?.site ?? context.site(of: request)
    }
}

extension URL {
    /// Without a slash at its end.
    var site: String {
        var text = absoluteString
        while text.hasSuffix("/") { text.removeLast() }
        return text
    }
}

extension AgentContext {
    fileprivate var isAdmin: Bool { agent.role >= .admin }
}

extension ChannelError: ProblemConvertible {
    package var problem: Problem {
        switch self {
        case .addressTaken:
            .conflict("address_taken", detail: "This address is connected already, in this shop or another.")
        case .unknownAccount: .notFound
        case .invalid(let field, _): .unprocessable("invalid_\(field)")
        }
    }
}

extension AgentContext {
    /// Where a page was asked for.
    func site(of request: Request) -> String {
        "\(visitor.isSecure ? "https" : "http")://\(request.head.authority ?? "localhost")"
    }
}
