import Domain
import Foundation
import HTTPTypes
import Hummingbird
import Postgres
import Providers
import Web

/// `/notices/{token}`, for customers: notices on and off in the browser at hand. `POST /notices/receipts/{token}`, for that browser's worker:
/// what became of a notice. Invitations: `GET /contacts/{id}/notices/{account}` for agents, `POST /api/contacts/{id}/notice-invitations`.
///
/// A token that is not ours, has run out, or names what has gone is 404.
package struct CustomerPushRoutes: Sendable {
    let database: Database
    let invitations: PushInvitations
    /// What browsers subscribe to.
    let publicKey: String
    let realtime: Realtime
    let pages: Pages
    let now: @Sendable () -> Date
    /// Per visitor's address: a page that needs no sign-in writes rows.
    private let limiter = RateLimiter(capacity: 60, interval: .seconds(2))

    package init(
        database: Database, invitations: PushInvitations, publicKey: String, realtime: Realtime, pages: Pages,
        now: @escaping @Sendable () -> Date = { Date() }
    ) {
        self.database = database
        self.invitations = invitations
        self.publicKey = publicKey
        self.realtime = realtime
        self.pages = pages
        self.now = now
    }

    package func add(toBrowser browser: some RouterMethods<AppContext>) {
        browser.get("notices/:token", use: show)
        browser.post("notices/:token", use: turnOn)
        browser.post("notices/:token/off", use: turnOff)
    }

    package func add(toPublic open: some RouterMethods<WebhookContext>) {
        open.post("notices/receipts/:token", use: receive)
    }

    package func add(toAPI api: some RouterMethods<ApiContext>) {
        api.post("api/contacts/:id/notice-invitations", use: invite)
    }

    // MARK: The customer

    @Sendable private func show(_ request: Request, _ context: AppContext) async throws -> Response {
        let (_, host) = try await host(context)
        let model = InvitationPage(host, at: request.uri.path, publicKey: publicKey, context.visitor.localizer)
        return try pages.page(model, title: model.title, request: request, in: context)
    }

    @Sendable private func turnOn(_ request: Request, _ context: AppContext) async throws -> Response {
        try limiter.check(context.visitor.address)
        let (invited, host) = try await host(context)
        let form = try await request.form(limit: 16_384)
        guard let endpoint = form["endpoint"], let p256dh = form["p256dh"], let auth = form["auth"],
            endpoint.hasPrefix("https://"), PushSubscription(endpoint: endpoint, p256dh: p256dh, auth: auth) != nil
        else { throw Problem(.unprocessableContent, code: "bad_subscription") }
        let named = (form["device"] ?? "").unicodeScalars.filter {
            !$0.properties.isDefaultIgnorableCodePoint && $0.value >= 32
        }
        let device = String(String.UnicodeScalarView(named.prefix(80)))
        try await database.tenant(.service(invited.tenant)) { tx in
            _ = try await tx.commit(
                CustomerPush.keep(
                    endpoint, p256dh: p256dh, auth: auth,
                    device: device.isEmpty ? context.visitor.localizer("push.device") : device, for: host, tx: tx))
        }
        return Response(status: .noContent)
    }

    @Sendable private func turnOff(_ request: Request, _ context: AppContext) async throws -> Response {
        try limiter.check(context.visitor.address)
        let (invited, host) = try await host(context)
        let endpoint = try await request.form(limit: 16_384)["endpoint"] ?? ""
        try await database.tenant(.service(invited.tenant)) { tx in
            _ = try await tx.commit(CustomerPush.forget(endpoint: endpoint, of: host, tx: tx))
        }
        return Response(status: .noContent)
    }

    private func host(_ context: AppContext) async throws -> (PushInvitations.Invited, CustomerPush.Host) {
        guard let token = context.parameters.get("token"), let invited = invitations.invited(token, now: now()),
            let host = try await database.tenant(
                .service(invited.tenant),
                {
                    try await CustomerPush.host(invited.account, invited.contact, tx: $0)
                })
        else { throw Problem.notFound }
        return (invited, host)
    }

    // MARK: The browser's worker

    /// The body is one word: `delivered` or `read`. Again is no more than once.
    @Sendable private func receive(_ request: Request, _ context: WebhookContext) async throws -> Response {
        guard let token = context.parameters.get("token"), let named = invitations.receipt(token, now: now()) else {
            throw Problem.notFound
        }
        let body = try await request.body.collect(upTo: 16)
        let status = String(buffer: body)
        guard ["delivered", "read"].contains(status) else { throw Problem.unprocessable("invalid_status") }
        let report = DeliveryReport(
            externalID: named.outbox.lowercase, status: status, at: now(), outboxID: named.outbox)
        let touched = try await database.tenant(.service(named.tenant)) { tx -> [UUID] in
            let results = try await tx.commit(
                Outbox.recordStatuses(tenant: named.tenant, [(account: named.account, report: report)]))
            return try results.last?.rows.map { try $0("id") } ?? []
        }
        for conversation in touched {
            realtime.publish(LiveEvent(tenant: named.tenant, kind: .conversation(conversation)))
        }
        return Response(status: .noContent)
    }

    // MARK: The shop

    private struct InvitationBody: Decodable {
        let channel_id: UUID
    }

    private struct InvitationJSON: Encodable {
        let url: String
        let expires_at: Date
    }

    @Sendable private func invite(_ request: Request, _ context: ApiContext) async throws -> Response {
        try context.require(.write)
        let contact = try context.parameters.id("id")
        let account = try await request.json(as: InvitationBody.self).channel_id
        guard
            let host = try await database.tenant(
                context.scope,
                {
                    try await CustomerPush.host(account, contact, tx: $0)
                })
        else { throw Problem.notFound }
        let (invited, now) = (Invited(tenant: context.scope.tenant, account: account, contact: host.contact), now())
        guard let site = invitations.publicURL else {
            throw Problem.conflict(
                "no_public_url", detail: "Set PUBLIC_URL to the address at which customers reach this server.")
        }
        return try .json(
            InvitationJSON(
                url: site + invitations.path(invited, now: now),
                expires_at: now.addingTimeInterval(PushInvitations.lifetime)),
            status: .created)
    }

    private typealias Invited = PushInvitations.Invited
}
