import Domain
import Foundation
import HTTPTypes
import Hummingbird
import Providers
import Web

/// `/settings/notifications`: everybody chooses for the browser at hand whether it tells them.
package struct AlertRoutes: Sendable {
    let database: Database
    /// What browsers subscribe to.
    let publicKey: String
    let pages: Pages
    let wake: @Sendable () -> Void

    package init(database: Database, publicKey: String, pages: Pages, wake: @escaping @Sendable () -> Void) {
        self.database = database
        self.publicKey = publicKey
        self.pages = pages
        self.wake = wake
    }

    package func add(to agents: some RouterMethods<AgentContext>) {
        agents.get("settings/notifications", use: show)
        agents.post("settings/notifications", use: keep)
        agents.post("settings/notifications/off", use: forget)
        agents.post("settings/notifications/test", use: test)
        agents.post("settings/notifications/:device/remove", use: remove)
        agents.get("alarms", use: alarms)
    }

    @Sendable func show(_ request: Request, _ context: AgentContext) async throws -> Response {
        let devices = try await devices(context)
        let done = try request.query()["done"].flatMap { context.localizer.strings["push.done.\($0)"] }
        let model = NotificationsPage(devices, publicKey: publicKey, notice: done, now: Date(), context.localizer)
        return try pages.page(
            model, title: context.localizer("push.title"), section: "notifications", request: request, in: context)
    }

    /// The browser at hand wants to be told.
    @Sendable func keep(_ request: Request, _ context: AgentContext) async throws -> Response {
        let form = try await request.form()
        guard let endpoint = form["endpoint"], let p256dh = form["p256dh"], let auth = form["auth"],
            endpoint.hasPrefix("https://"), PushSubscription(endpoint: endpoint, p256dh: p256dh, auth: auth) != nil
        else { throw Problem(.unprocessableContent, code: "bad_subscription") }
        let device = String((form["device"] ?? "").unicodeScalars.prefix(80).map { Character($0) })
        try await database.tenant(context.scope) { tx in
            _ = try await tx.batch(
                Alerts.keep(endpoint, p256dh: p256dh, auth: auth, device: device, of: context.agent.userID, tx.tenant))
        }
        return done("on", request)
    }

    @Sendable func forget(_ request: Request, _ context: AgentContext) async throws -> Response {
        let endpoint = try await request.form()["endpoint"] ?? ""
        try await database.tenant(context.scope) { tx in
            _ = try await tx.execute(Alerts.forget(endpoint: endpoint, of: context.agent.userID, tx.tenant))
        }
        return done("off", request)
    }

    @Sendable func remove(_ request: Request, _ context: AgentContext) async throws -> Response {
        let device = try context.parameters.id("device")
        let row = try await database.tenant(context.scope) { tx in
            try await tx.first(Alerts.forget(device, of: context.agent.userID, tx.tenant))
        }
        guard row != nil else { throw Problem.notFound }
        return .redirect(to: "/settings/notifications?done=off")
    }

    /// A notification to each of one's own browsers.
    @Sendable func test(_ request: Request, _ context: AgentContext) async throws -> Response {
        let devices = try await devices(context)
        let tenant = context.scope.tenant
        let letters = devices.map { device in
            (
                job: PushAlert(alert: Alert(.test, device.id), subscription: device.id),
                options: JobOptions(uniqueKey: "push:test:\(device.id.lowercase)", maxAttempts: 3)
            )
        }
        if !letters.isEmpty {
            try await database.tenant(context.scope) {
                _ = try await $0.batch([Jobs.enqueueMany(letters, tenant: tenant)])
            }
            wake()
        }
        return .redirect(to: "/settings/notifications?done=test")
    }

    /// Whether a channel of the shop is down, for pages that stay open.
    @Sendable func alarms(_ request: Request, _ context: AgentContext) async throws -> Response {
        let count = context.agent.brokenChannels
        let text = count > 0 ? context.localizer("alarm.channels", count: count) : nil
        return try Response.json(Alarms(text: text))
    }

    /// Scripts go on by themselves.
    private func done(_ what: String, _ request: Request) -> Response {
        request.wantsPage ? .redirect(to: "/settings/notifications?done=\(what)") : Response(status: .noContent)
    }

    private struct Alarms: Encodable {
        let text: String?
    }

    private func devices(_ context: AgentContext) async throws -> [Alerts.Device] {
        try await database.tenant(context.scope) { tx in
            try await tx.query(Alerts.devices(of: context.agent.userID, tx.tenant)).map { try Alerts.Device($0) }
        }
    }
}
