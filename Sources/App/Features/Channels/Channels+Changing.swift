import Domain
import Foundation
import Hummingbird
import Web

extension ChannelRoutes {
    /// Name, settings and new secrets, all in one form; what is left empty stays. New credentials are tried at once.
    @Sendable func change(_ request: Request, _ context: AgentContext) async throws -> Response {
        try context.require(.admin)
        let form = try await request.form()
        let account = try await account(context)
        guard let kind = account.kind else {
            if let name = form.text("name") { try await channels.rename(account.id, to: name, as: context.scope) }
            return .redirect(to: "/settings/channels/\(account.id.lowercase)?saved=1")
        }
        let draft = ChannelDraft(kind: kind, name: form["name"] ?? "", values: form.values(of: kind))
        let faults = draft.changeFaults
        guard faults.isEmpty else {
            return try show(
                account, result: TestResultModel(faults: faults, kind: kind, context.localizer), faults: faults,
                status: .unprocessableContent, request: request, context)
        }
        try await channels.apply(draft, to: account, as: context.scope)
        guard !draft.secrets.isEmpty || !draft.settings.isEmpty, connections.testers[kind] != nil else {
            return .redirect(to: "/settings/channels/\(account.id.lowercase)?saved=1")
        }
        let result = try await result(of: account, kind, context)
        return try show(
            try await self.account(context), result: result, saved: context.localizer("channels.saved"),
            request: request, context)
    }

    @Sendable func test(_ request: Request, _ context: AgentContext) async throws -> Response {
        try context.require(.admin)
        let form = try await request.form()
        let account = try await account(context)
        guard let kind = account.kind else { throw Problem.notFound }
        let result = try await result(of: account, kind, context)
        if form["part"] == "result" { return .fragment(try pages.fragment(result, in: context)) }
        return try show(try await self.account(context), result: result, request: request, context)
    }

    private func result(of account: ChannelAccount, _ kind: ChannelKind, _ context: AgentContext) async throws
        -> TestResultModel
    {
        TestResultModel(
            try await channels.test(account.id, with: connections, as: context.scope), kind: kind, context.localizer)
    }

    @Sendable func enable(_ request: Request, _ context: AgentContext) async throws -> Response {
        try context.require(.admin)
        let form = try await request.form()
        let id = try context.parameters.id("id")
        try await channels.setEnabled(id, form["on"] == "true", as: context.scope)
        return .redirect(to: "/settings/channels/\(id.lowercase)?saved=1")
    }

    /// A new secret end for the webhook's address, shown once.
    @Sendable func renewWebhook(_ request: Request, _ context: AgentContext) async throws -> Response {
        try context.require(.admin)
        let account = try await account(context)
        guard let kind = account.kind, kind.hasSecretPath else { throw Problem.notFound }
        let secret = try await channels.renewHook(of: account.id, provider: kind.provider, as: context.scope)
        let handout = HandoutModel(
            kind, account: account.id.lowercase, site: site(request, context), hookSecret: secret, secrets: [:],
            isNew: false,
            result: nil, webhook: try await tell(secret, account.id, request, context), context.localizer)
        return try page(handout, handout.title, request, context)
    }

    @Sendable func remove(_ request: Request, _ context: AgentContext) async throws -> Response {
        try context.require(.admin)
        let id = try context.parameters.id("id")
        guard try await request.form()["sure"] == "yes" else {
            return try show(try await account(context), status: .unprocessableContent, request: request, context)
        }
        try await channels.remove(id, as: context.scope)
        return .redirect(to: "/settings/channels")
    }
}
