import Domain
import Foundation
import Logging
import Postgres

extension Channels {
    /// As ``credentials(_:_:)``, but nil for an account that is not there (any more).
    package func credentials(ifKnown id: ChannelID) async throws -> ChannelCredentials? {
        do {
            return try await credentials(id.tenant, id.account)
        } catch ChannelError.unknownAccount {
            return nil
        }
    }

    /// The accounts whose secret may have signed a Whaticket body that names no shop of ours, the most recently heard of first.
    ///
    /// Bounded by number and by the bytes to be hashed: a stranger's body must not cost more than a few milliseconds.
    package func whaticketAccounts(bodySize: Int) async throws -> [ChannelCredentials] {
        var accounts: [ChannelCredentials] = []
        for id in try await signers(of: .whaticket).prefix(max(1, (4 << 20) / max(1, bodySize))) {
            do {
                if let account = try await credentials(ifKnown: id) { accounts.append(account) }
            } catch let error as SecretsError {
                // One shop's damaged secret must not shut out the others.
                logger.error("Channel secrets cannot be opened", metadata: ["error": "\(error)"])
            }
        }
        return accounts
    }

    private func signers(of provider: ChannelProvider) async throws -> [ChannelID] {
        if let known = signers.value(provider) { return known }
        let found = try await database.system("the sender names no shop") { system in
            try await system.query(Self.selectSigners(provider)).map {
                ChannelID(tenant: TenantID(try $0("tenant_id")), account: try $0("id"))
            }
        }
        signers.store(found, for: provider)
        return found
    }
}
