import Domain
import Foundation
import Postgres
import Web

extension Channels {
    /// Connects an account: itself, its sealed secrets and its address in one transaction. Only owners and admins may; the
    /// row-level policies say so.
    ///
    /// - Returns: the new account's id.
    /// - Throws: ``ChannelError`` when a field is missing or the address belongs to another account.
    package func connect(_ channel: NewChannel, as scope: TenantScope) async throws -> UUID {
        let channel = try channel.checked()
        do {
            let id = try await database.system("the address directory spans all shops") { system in
                let key = try await Tenants.dataKey(of: scope.tenant, vault: vault, in: system)
                let shop = system.acting(as: scope)
                let known: UUID? = try await shop.first(Self.selectRemoved(channel, tenant: shop.tenant))?("id")
                let id = ChannelID(tenant: scope.tenant, account: known ?? .v7())
                let secrets = try sealed(channel.secrets, of: id, with: key)
                try await shop.batch([Self.insertAccount(channel, id: id.account, tenant: shop.tenant)] + secrets)
                system.tx.switchScope(Database.systemScope)
                try await system.batch(
                    [Self.claimAddress(ChannelAddress(provider: channel.provider, address: channel.address), for: id)]
                        + (channel.hookSecret.map { [Self.claimAddress(Self.hook($0, of: channel.provider), for: id)] }
                            ?? []))
                return id
            }
            forget(id)
            return id.account
        } catch let error as PostgresError where error.isUniqueViolation {
            throw ChannelError.addressTaken(provider: channel.provider.rawValue, address: channel.address)
        }
    }

    /// Replaces the given secrets and keeps the others. The account counts as connected again.
    package func replaceSecrets(
        _ secrets: [ChannelSecret: String], of account: UUID, baseURL: String? = nil, as scope: TenantScope
    ) async throws {
        let id = ChannelID(tenant: scope.tenant, account: account)
        try await database.system("the shop's data key may have to be made") { system in
            let key = try await Tenants.dataKey(of: scope.tenant, vault: vault, in: system)
            let sealed = try sealed(secrets, of: id, with: key)
            let shop = system.acting(as: scope)
            guard try await shop.execute(Self.reconnect(id, baseURL: baseURL)) == 1 else {
                throw ChannelError.unknownAccount
            }
            try await shop.batch(sealed)
        }
        forget(id)
    }

    /// In one order, so that two changes of one account wait for each other instead of dead-locking.
    func sealed(_ secrets: [ChannelSecret: String], of id: ChannelID, with key: SealingKey) throws -> [SQL] {
        try secrets.sorted { $0.key.rawValue < $1.key.rawValue }.map { name, secret in
            let place = Vault.place(id.tenant, account: id.account, name: name.rawValue)
            return Self.upsertSecret(name, sealed: try key.seal(Array(secret.utf8), place: place), of: id)
        }
    }
}

extension NewChannel {
    /// A token for Meta's handshake that nobody guesses.
    package static func makeVerifyToken() -> String { Secrets.random() }

    /// Trimmed, and complete enough to work.
    func checked() throws(ChannelError) -> NewChannel {
        var channel = self
        channel.name = name.trimmingCharacters(in: .whitespacesAndNewlines)
        channel.address = address.trimmingCharacters(in: .whitespacesAndNewlines)
        channel.secrets = secrets.mapValues { $0.trimmingCharacters(in: .whitespacesAndNewlines) }.filter {
            !$0.value.isEmpty
        }
        guard !channel.name.isEmpty else { throw .invalid(field: "name", reason: "is empty") }
        guard !channel.address.isEmpty else { throw .invalid(field: "address", reason: "is empty") }
        guard let kind = ChannelKind(provider, channelType) else { return channel }
        for field in kind.fields {
            if field.place == .address, (try? field.rule.check(channel.address)) == nil {
                throw .invalid(field: field.name, reason: FieldRule.words(of: field, channel.address))
            }
            // Also those that a page makes up: here nobody is left to do it.
            if let secret = field.secret, field.isRequired || field.isMadeUp, channel.secrets[secret] == nil {
                throw .invalid(field: secret.rawValue, reason: FieldFault.missing.words)
            }
        }
        return channel
    }
}
