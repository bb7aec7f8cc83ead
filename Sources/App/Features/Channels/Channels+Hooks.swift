import Crypto
import Domain
import Foundation
import Postgres

/// Providers that sign nothing call an address with a secret in it. The directory knows the secret's hash, as it knows numbers.
extension Channels {
    static let hookPrefix = "hook:"

    static func hook(_ secret: String, of provider: ChannelProvider) -> ChannelAddress {
        let hash = SHA256.hash(data: Data(secret.utf8)).map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }
            .joined()
        return ChannelAddress(provider: provider, address: hookPrefix + hash)
    }

    /// The account whose webhook address ends with this secret.
    ///
    /// Looked up by hash, so that the time taken tells nothing; what the route says is the account's own address.
    package func route(provider: ChannelProvider, hook secret: String) async throws -> ChannelRoute? {
        guard (16...200).contains(secret.utf8.count) else { return nil }
        let hook = Self.hook(secret, of: provider)
        guard let found = try await route(provider: provider, addresses: [hook.address]).first else { return nil }
        let credentials = try await credentials(found.tenant, found.account)
        return ChannelRoute(
            tenant: found.tenant, account: found.account, address: credentials.address, appSecret: found.appSecret)
    }

    /// Makes a new webhook address; the one before it leads nowhere from now on.
    ///
    /// - Returns: the secret at its end, which nobody can be told again.
    package func renewHook(of account: UUID, provider: ChannelProvider, as scope: TenantScope) async throws -> String {
        let id = ChannelID(tenant: scope.tenant, account: account)
        let secret = NewChannel.makeVerifyToken()
        try await database.system("the address directory spans all shops") { system in
            let shop = system.acting(as: scope)
            guard try await shop.execute(Self.touch(id, provider)) == 1 else { throw ChannelError.unknownAccount }
            try await shop.execute(
                Audit.note("secret_change", of: "channel", account.lowercase, ["secret": "webhook_address"], tx: shop))
            system.tx.switchScope(Database.systemScope)
            try await system.batch([Self.dropHooks(id), Self.claimAddress(Self.hook(secret, of: provider), for: id)])
        }
        forget(id)
        return secret
    }

    /// Changes nothing, yet only where the policies let this person change: 1 row or 0.
    private static func touch(_ id: ChannelID, _ provider: ChannelProvider) -> SQL {
        """
        UPDATE channel_accounts SET provider = provider
        WHERE tenant_id = \(id.tenant.value) AND id = \(id.account) AND provider = \(provider) AND removed_at IS NULL
        """
    }

    private static func dropHooks(_ id: ChannelID) -> SQL {
        """
        DELETE FROM channel_directory
        WHERE tenant_id = \(id.tenant.value) AND account_id = \(id.account) AND starts_with(address, \(hookPrefix))
        """
    }
}
