import Domain
import Foundation
import Hummingbird
import Web

/// `/api/channels`: the same for programs. Secrets go in and never come out, except those that we made up ourselves, once.
package struct ChannelAPI: Sendable {
    let database: Database
    let channels: Channels
    let connections: Connections
    /// Where providers reach this server, if it was told: without it none is told by call.
    let publicURL: URL?

    package init(database: Database, channels: Channels, connections: Connections, publicURL: URL? = nil) {
        self.database = database
        self.channels = channels
        self.connections = connections
        self.publicURL = publicURL
    }

    package func add(to api: some RouterMethods<ApiContext>) {
        api.get("api/channels", use: list)
        api.post("api/channels", use: connect)
        api.get("api/channels/kinds", use: kinds)
        api.post("api/channels/test", use: tryOut)
        api.get("api/channels/:id", use: show)
        api.patch("api/channels/:id", use: change)
        api.delete("api/channels/:id", use: remove)
        api.post("api/channels/:id/test", use: test)
        api.post("api/channels/:id/webhook", use: renewWebhook)
    }

    @Sendable func list(_ request: Request, _ context: ApiContext) async throws -> Response {
        try context.require(.read)
        let accounts = try await database.tenant(context.scope) { try await Channels.accounts($0) }
        let now = Date()
        return try .json(["items": accounts.map { ChannelJSON($0, now: now) }])
    }

    @Sendable func kinds(_ request: Request, _ context: ApiContext) async throws -> Response {
        try context.require(.read)
        return try .json(["items": connections.offered.map(ChannelKindJSON.init)])
    }

    @Sendable func show(_ request: Request, _ context: ApiContext) async throws -> Response {
        try context.require(.read)
        return try .json(ChannelJSON(try await account(context), now: Date()))
    }

    @Sendable func connect(_ request: Request, _ context: ApiContext) async throws -> Response {
        try context.require(.admin)
        let (kind, _, draft) = try await draft(request)
        let channel = try draft.channel()
        let id = try await channels.connect(channel, as: context.scope)
        guard let account = try await database.tenant(context.scope, { try await Channels.account($0, id) }) else {
            throw Problem.notFound
        }
        var made: [String: String] = [:]
        for field in kind.fields where field.isMadeUp {
            if let secret = field.secret, draft.secrets[secret] == nil { made[field.name] = channel.secrets[secret] }
        }
        return try .json(
            ConnectedJSON(
                channel: ChannelJSON(account, now: Date()),
                webhook_path: HandoutModel.address(kind, site: "", hookSecret: channel.hookSecret), made_up: made,
                webhook_is_set: try await tell(channel.hookSecret, id, context)),
            status: .created)
    }

    @Sendable func tryOut(_ request: Request, _ context: ApiContext) async throws -> Response {
        try context.require(.admin)
        let (_, tester, draft) = try await draft(request)
        let credentials = channels.credentials(trying: try draft.channel(), of: context.scope.tenant)
        return try .json(OutcomeJSON(await Channels.ask(tester, credentials)))
    }

    @Sendable func change(_ request: Request, _ context: ApiContext) async throws -> Response {
        try context.require(.admin)
        let body = try await request.json(as: ChannelChangeBody.self)
        let account = try await account(context)
        if let kind = account.kind {
            let draft = ChannelDraft(kind: kind, name: body.name ?? "", values: body.fields ?? [:])
            try await channels.apply(draft, to: account, as: context.scope)
        } else if let name = body.name {
            try await channels.rename(account.id, to: name, as: context.scope)
        }
        if let isEnabled = body.is_enabled { try await channels.setEnabled(account.id, isEnabled, as: context.scope) }
        return try .json(ChannelJSON(try await self.account(context), now: Date()))
    }

    @Sendable func remove(_ request: Request, _ context: ApiContext) async throws -> Response {
        try context.require(.admin)
        try await channels.remove(context.parameters.id("id"), as: context.scope)
        return Response(status: .noContent)
    }

    @Sendable func test(_ request: Request, _ context: ApiContext) async throws -> Response {
        try context.require(.admin)
        let outcome = try await channels.test(context.parameters.id("id"), with: connections, as: context.scope)
        return try .json(OutcomeJSON(outcome))
    }

    @Sendable func renewWebhook(_ request: Request, _ context: ApiContext) async throws -> Response {
        try context.require(.admin)
        let account = try await account(context)
        guard let kind = account.kind, kind.hasSecretPath else { throw Problem.conflict("no_secret_address") }
        let secret = try await channels.renewHook(of: account.id, provider: kind.provider, as: context.scope)
        return try .json(
            WebhookJSON(
                webhook_path: HandoutModel.address(kind, site: "", hookSecret: secret),
                webhook_is_set: try await tell(secret, account.id, context)))
    }

    private func tell(_ secret: String?, _ account: UUID, _ context: ApiContext) async throws -> Bool? {
        guard let secret, let publicURL else { return nil }
        return try await channels.setWebhook(
            secret, of: account, at: publicURL.site, with: connections, as: context.scope
        ).map { $0 == .done }
    }

    private func account(_ context: ApiContext) async throws -> ChannelAccount {
        let id = try context.parameters.id("id")
        guard let account = try await database.tenant(context.scope, { try await Channels.account($0, id) }) else {
            throw Problem.notFound
        }
        return account
    }

    private func draft(_ request: Request) async throws -> (ChannelKind, ConnectionTester, ChannelDraft) {
        let body = try await request.json(as: ChannelBody.self)
        guard let kind = ChannelKind(rawValue: body.kind), let tester = connections.testers[kind] else {
            throw Problem.unprocessable("invalid_kind")
        }
        let names = Set(kind.fields.map(\.name))
        guard body.fields.keys.allSatisfy(names.contains) else { throw Problem.unprocessable("unknown_field") }
        return (kind, tester, ChannelDraft(kind: kind, name: body.name, values: body.fields))
    }
}
