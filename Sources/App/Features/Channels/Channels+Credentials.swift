import Domain
import Foundation
import Postgres
import Providers

extension Channels {
    /// What is needed to speak to the provider in this account's name.
    package func credentials(_ tenant: TenantID, _ account: UUID) async throws -> ChannelCredentials {
        let id = ChannelID(tenant: tenant, account: account)
        if let known = opened.value(id) { return known }
        let row = try await database.tenant(.service(tenant)) { try await $0.first(Self.selectCredentials(id)) }
        guard let row else { throw ChannelError.unknownAccount }
        let names: [String]? = try row("names")
        let sealed: [[UInt8]]? = try row("sealed")
        var secrets: [ChannelSecret: String] = [:]
        for (name, value) in zip(names ?? [], sealed ?? []) {
            guard let name = ChannelSecret(rawValue: name), let bytes = try open(value, row("wrapped_key"), name, id)
            else { continue }
            secrets[name] = String(decoding: bytes, as: UTF8.self)
        }
        let provider: ChannelProvider = try row("provider")
        let type: ChannelType = try row("channel_type")
        let credentials = ChannelCredentials(
            tenant: tenant, account: account, channelType: type, provider: provider,
            address: try row("address"), baseURL: try row("base_url") ?? homes[provider],
            isEnabled: try row("is_enabled"),
            connectionStatus: try row("connection_status"), settings: Self.settings(try row("settings")),
            secrets: secrets,
            replyToken: type == .email ? try replyToken(of: tenant, wrapped: row("wrapped_key")) : nil)
        opened.store(credentials, for: id)
        return credentials
    }

    /// What makes and knows the shop's own reply addresses. Bound to its data key: it stays when secrets change, and dies with the shop.
    func replyToken(of tenant: TenantID, wrapped: [UInt8]?) throws -> ReplyToken? {
        guard let wrapped else { return nil }
        return ReplyToken(secret: try vault.dataKey(for: tenant, wrapped: wrapped).derived(for: "reply addresses"))
    }

    /// The texts of a `settings` column; anything else in it is somebody else's.
    static func settings(_ text: String) -> [String: String] {
        guard let json = try? JSON.parse(text) else { return [:] }
        return json.members.reduce(into: [:]) { settings, member in settings[member.key] = member.value.scalarText }
    }

    func openRoute(_ row: Row) throws -> ChannelRoute {
        let id = ChannelID(tenant: TenantID(try row("tenant_id")), account: try row("account_id"))
        let secret = try open(row("sealed"), row("wrapped_key"), .appSecret, id)
        return ChannelRoute(tenant: id.tenant, account: id.account, address: try row("address"), appSecret: secret)
    }

    func open(_ sealed: [UInt8]?, _ wrapped: [UInt8]?, _ name: ChannelSecret, _ id: ChannelID) throws -> [UInt8]? {
        guard let sealed else { return nil }
        guard let wrapped else { throw SecretsError.damaged }
        return try vault.dataKey(for: id.tenant, wrapped: wrapped)
            .open(sealed, place: Vault.place(id.tenant, account: id.account, name: name.rawValue))
    }
}
