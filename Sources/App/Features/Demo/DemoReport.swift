import Domain
import Foundation
import Postgres
import Simulators

/// What one needs to try the demo: printed for people, or as JSON for scripts.
package struct DemoReport: Codable, Sendable, Equatable {
    package struct Shop: Codable, Sendable, Equatable {
        package let id: String
        package let number: Int
        package let slug: String
        package let name: String
    }
    package struct Login: Codable, Sendable, Equatable {
        package let email: String
        package let password: String
        package let name: String
        package let role: String
    }
    package struct Channel: Codable, Sendable, Equatable {
        package let id: String
        package let channelType: String
        package let provider: String
        package let phoneNumberID: String
        package let displayAddress: String
        package let verifyToken: String
        package let appSecret: String
        /// Where this account's provider is reached: the pretend Meta server while `serve --demo` runs.
        package let providerBaseURL: String
        package let webhookURL: String

        enum CodingKeys: String, CodingKey {
            case id, provider
            case channelType = "channel_type"
            case phoneNumberID = "phone_number_id"
            case displayAddress = "display_address"
            case verifyToken = "verify_token"
            case appSecret = "app_secret"
            case providerBaseURL = "provider_base_url"
            case webhookURL = "webhook_url"
        }
    }

    package let baseURL: String
    /// Whether a server of this installation answers there now.
    package let isRunning: Bool
    package let tenant: Shop
    package let logins: [Login]
    package let apiToken: String
    package let channels: [Channel]

    enum CodingKeys: String, CodingKey {
        case tenant, logins, channels
        case baseURL = "base_url"
        case isRunning = "running"
        case apiToken = "api_token"
    }

    package var json: String {
        get throws {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
            return String(decoding: try encoder.encode(self), as: UTF8.self)
        }
    }
}

extension Demo {
    /// Reads the demo as it is now. ``ensure(in:metaURL:)`` must have run.
    package static func report(of installation: Installation) async throws -> DemoReport {
        let shop = try DemoShop.load()
        guard let access = DemoAccess.read(installation.config),
            let tenant = try await installation.database.system(
                "the demo reads its shop", { try await Tenants.find(slug, in: $0) }),
            let route = try await installation.channels.route(provider: .meta, addresses: [shop.whatsapp.phoneNumberID])
                .first
        else { throw TenantError.unknown(slug) }
        let running = RuntimeFile(installation.config).read().flatMap { $0.isAlive ? $0 : nil }
        let baseURL = running?.baseURL ?? installation.config.address(port: installation.config.port)
        let credentials = try await installation.channels.credentials(tenant.id, route.account)
        return DemoReport(
            baseURL: baseURL, isRunning: running != nil,
            tenant: .init(id: tenant.id.description, number: tenant.number, slug: tenant.slug, name: tenant.name),
            logins: shop.people.map { .init(email: $0.email, password: access.password, name: $0.name, role: $0.role) },
            apiToken: access.apiToken,
            channels: [
                .init(
                    id: route.account.uuidString.lowercased(), channelType: "whatsapp", provider: "meta",
                    phoneNumberID: route.address,
                    displayAddress: shop.whatsapp.displayAddress, verifyToken: credentials[.verifyToken] ?? "",
                    appSecret: credentials[.appSecret] ?? "",
                    providerBaseURL: credentials.baseURL ?? installation.config.metaGraphURL,
                    webhookURL: baseURL + "/webhooks/meta")
            ])
    }

    /// Puts every channel of the demo behind its pretend provider; the ports may be others at every start.
    ///
    /// - Parameter site: where this server is reached.
    package static func connect(_ providers: PretendProviders, to site: String, in installation: Installation)
        async throws
    {
        let metaURL = try await providers.meta.baseURL
        try await ensure(in: installation, metaURL: metaURL)
        let account = try await graphAccount(in: installation)
        providers.meta.change { state in
            state.accounts[account.phoneNumberID] = account
            state.webhookURL = site + "/webhooks/meta"
            state.approvesTemplates = true
        }
        for (name, components) in templates {
            providers.meta.addTemplate(name, components: components, of: account.businessAccountID)
        }
        guard let access = DemoAccess.read(installation.config) else { return }
        try await DemoChannels(
            installation: installation, providers: providers, shop: try DemoShop.load(),
            tenant: TenantID(access.tenant), site: site
        ).connect()
    }

    /// The pretend WhatsApp Business account.
    static let businessAccountID = "500400300200100"

    /// The demo's number as the pretend Meta server must know it.
    private static func graphAccount(in installation: Installation) async throws -> GraphState.Account {
        let shop = try DemoShop.load()
        let routes = try await installation.channels.route(provider: .meta, addresses: [shop.whatsapp.phoneNumberID])
        guard let route = routes.first else { throw TenantError.unknown(slug) }
        let credentials = try await installation.channels.credentials(route.tenant, route.account)
        return GraphState.Account(
            phoneNumberID: route.address, displayPhoneNumber: shop.whatsapp.displayAddress,
            businessAccountID: businessAccountID,
            accessToken: credentials[.accessToken] ?? "", appSecret: credentials[.appSecret] ?? "",
            verifiedName: shop.name)
    }
}
