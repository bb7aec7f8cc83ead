import Domain
import Foundation
import Postgres

extension Channels {
    static let longestName = 120

    /// What the inbox calls the account.
    package func rename(_ account: UUID, to name: String, as scope: TenantScope) async throws {
        let name = name.trimmingCharacters(in: .whitespacesAndNewlines)
        guard !name.isEmpty else { throw ChannelError.invalid(field: "name", reason: FieldFault.missing.words) }
        guard name.utf8.count <= Self.longestName else {
            throw ChannelError.invalid(field: "name", reason: FieldFault.tooLong.words)
        }
        try await change(account, as: scope, set: "name = \(name)")
    }

    /// A disabled account sends nothing. What arrives for it is still stored.
    package func setEnabled(_ account: UUID, _ isEnabled: Bool, as scope: TenantScope) async throws {
        try await change(account, as: scope, set: "is_enabled = \(isEnabled)")
    }

    /// Puts `settings` over those there are, without the `cleared` ones.
    package func changeSettings(
        _ settings: [String: String], clearing cleared: [String] = [], of account: UUID, as scope: TenantScope
    ) async throws {
        try await change(
            account, as: scope, set: "settings = (settings - \(cleared)::text[]) || \(Self.settingsText(settings))")
    }

    /// Keeps what a test of the connection found.
    package func record(_ verdict: ConnectionVerdict, of account: UUID, as scope: TenantScope) async throws {
        let error = verdict.error.map { String($0.prefix(300)) }
        switch verdict.status {
        case .some(let status):
            try await change(
                account, as: scope,
                set: """
                    connection_status = \(status), last_error = \(error),
                    display_address = coalesce(display_address, \(verdict.displayAddress))
                    """)
        case .none: try await change(account, as: scope, set: "last_error = \(error)")
        }
    }

    /// Parts from an account: its secrets and its addresses are gone at once, its conversations stay.
    package func remove(_ account: UUID, as scope: TenantScope) async throws {
        let id = ChannelID(tenant: scope.tenant, account: account)
        try await database.system("the address is free again for every shop") { system in
            let shop = system.acting(as: scope)
            let changed = try await shop.execute(
                Self.update(
                    id,
                    set: "removed_at = now(), is_enabled = false, connection_status = 'disconnected', last_error = NULL"
                ))
            guard changed == 1 else { throw ChannelError.unknownAccount }
            try await shop.execute(
                "DELETE FROM channel_secrets WHERE tenant_id = \(id.tenant.value) AND account_id = \(account)")
            system.tx.switchScope(Database.systemScope)
            try await system.execute(
                "DELETE FROM channel_directory WHERE tenant_id = \(id.tenant.value) AND account_id = \(account)")
        }
        forget(id)
    }

    /// Everything a change of an account may hold, the harmless first: a refused name changes no secret.
    package func apply(_ draft: ChannelDraft, to account: ChannelAccount, as scope: TenantScope) async throws {
        if let first = draft.changeFaults.first {
            throw ChannelError.invalid(field: first.field, reason: first.fault.words)
        }
        if !draft.name.isEmpty, draft.name != account.name { try await rename(account.id, to: draft.name, as: scope) }
        if !draft.settings.isEmpty || !draft.cleared.isEmpty {
            try await changeSettings(draft.settings, clearing: draft.cleared, of: account.id, as: scope)
        }
        if !draft.secrets.isEmpty { try await replaceSecrets(draft.secrets, of: account.id, as: scope) }
    }

    private func change(_ account: UUID, as scope: TenantScope, set: SQL) async throws {
        let id = ChannelID(tenant: scope.tenant, account: account)
        let changed = try await database.tenant(scope) { try await $0.execute(Self.update(id, set: set)) }
        guard changed == 1 else { throw ChannelError.unknownAccount }
        forget(id)
    }

    private static func update(_ id: ChannelID, set: SQL) -> SQL {
        """
        UPDATE channel_accounts SET \(fragment: set)
        WHERE tenant_id = \(id.tenant.value) AND id = \(id.account) AND removed_at IS NULL
        """
    }
}
