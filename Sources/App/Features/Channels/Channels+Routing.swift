import Crypto
import Domain
import Foundation
import Logging
import Postgres

/// A Meta account as webhook intake sees it when no address leads to one.
struct MetaApp: Sendable {
    let route: ChannelRoute
    let verifyToken: [UInt8]?
}

extension Channels {
    /// The accounts that own these addresses; unknown addresses are left out. A business account of Meta's may be several shops': one
    /// account of each speaks for it.
    package func route(provider: ChannelProvider, addresses: some Collection<String>) async throws -> [ChannelRoute] {
        var found: [ChannelRoute] = []
        var unknown: [String] = []
        for address in addresses {
            switch routes.value(ChannelAddress(provider: provider, address: address)) {
            case .some(let known): found += known
            case .none: unknown.append(address)
            }
        }
        return unknown.isEmpty ? found : found + (try await load(provider, unknown))
    }

    private func load(_ provider: ChannelProvider, _ addresses: [String]) async throws -> [ChannelRoute] {
        let rows = try await database.system("a webhook's address leads to its shop") {
            try await $0.query(Self.selectRoutes(provider, addresses))
        }
        let loaded = try rows.map { try openRoute($0) }
        let known = Set(loaded.map(\.address))
        for (address, all) in Dictionary(grouping: loaded, by: \.address) {
            routes.store(all, for: ChannelAddress(provider: provider, address: address))
        }
        // Strangers are remembered too, but briefly: the number may be connected in this moment by another process.
        for address in addresses where !known.contains(address) {
            routes.store([], for: ChannelAddress(provider: provider, address: address), freshness: .seconds(2))
        }
        return loaded
    }

    /// The first account whose app secret is accepted: events of our apps that name no account we know.
    ///
    /// Each distinct secret is tried once, and no more than a hundred: an unsigned body must not cost more than that.
    package func metaAccount(signing accepts: ([UInt8]) -> Bool) async throws -> ChannelRoute? {
        var tried: Set<[UInt8]> = []
        for app in try await loadMetaApps() {
            guard let secret = app.route.appSecret, tried.insert(secret).inserted else { continue }
            if accepts(secret) { return app.route }
            if tried.count == 100 { return nil }
        }
        return nil
    }

    /// Whether a shop gave this token to Meta. Compared by hash: the time taken tells nothing of the tokens.
    package func knowsMetaVerifyToken(_ token: String) async throws -> Bool {
        let hash = Array(SHA256.hash(data: Data(token.utf8)))
        return try await loadMetaApps().contains { $0.verifyToken == hash }
    }

    private func loadMetaApps() async throws -> [MetaApp] {
        if let apps = metaApps.value(.meta) { return apps }
        let rows = try await database.system("the handshake and app-wide events name no shop") {
            try await $0.query(Self.selectMetaApps)
        }
        let apps = rows.compactMap { row -> MetaApp? in
            do {
                let route = try openRoute(row)
                let token = try open(
                    row("verify_token"), row("wrapped_key"), .verifyToken,
                    ChannelID(tenant: route.tenant, account: route.account))
                return MetaApp(route: route, verifyToken: token.map { Array(SHA256.hash(data: Data($0))) })
            } catch {
                // One shop's damaged secret must not shut out the others.
                logger.error("Channel secrets cannot be opened", metadata: ["error": "\(error)"])
                return nil
            }
        }
        metaApps.store(apps, for: .meta)
        return apps
    }

    /// Every account of every shop and where its provider is reached; for the doctor.
    package func addresses() async throws -> [(
        id: ChannelID, provider: ChannelProvider, address: String, baseURL: String?
    )] {
        try await database.system("doctor: which providers must be reachable") { system in
            try await system.query(Self.selectAddresses).map { row in
                (
                    ChannelID(tenant: TenantID(try row("tenant_id")), account: try row("account_id")),
                    try row("provider"), try row("address"), try row("base_url")
                )
            }
        }
    }
}
