import Domain
import Foundation
import Postgres

extension Tenants {
    /// The key that seals a shop's secrets; made when the first secret is stored. Locks the shop's row until the transaction ends.
    static func dataKey(of tenant: TenantID, vault: Vault, in system: SystemTransaction) async throws -> SealingKey {
        guard let row = try await system.first(selectWrappedKeyForUpdate(tenant.value)) else {
            throw TenantError.unknown(tenant.description)
        }
        if let wrapped: [UInt8] = try row("wrapped_key") { return try vault.dataKey(for: tenant, wrapped: wrapped) }
        let (key, wrapped) = try vault.makeDataKey(for: tenant)
        try await system.execute(updateWrappedKey(tenant.value, wrapped))
        return key
    }

    /// Puts a shop's key under the present master key. False where it is already, or the shop has none.
    static func rewrapKey(of tenant: TenantID, vault: Vault, in system: SystemTransaction) async throws -> Bool {
        guard let row = try await system.first(selectWrappedKeyForUpdate(tenant.value)),
            let wrapped: [UInt8] = try row("wrapped_key"), let fresh = try vault.rewrapped(wrapped, of: tenant)
        else { return false }
        try await system.execute(replaceWrappedKey(tenant.value, fresh))
        return true
    }

    /// Every shop's number, for what is counted by it.
    static func numbers(in system: SystemTransaction) async throws -> [TenantID: Int] {
        var numbers: [TenantID: Int] = [:]
        for row in try await system.query(selectNumbers) { numbers[TenantID(try row("tenant_id"))] = try row("number") }
        return numbers
    }

    /// The stored key of every shop that has one.
    static func wrappedKeys(in system: SystemTransaction) async throws -> [(
        tenant: TenantID, number: Int, wrapped: [UInt8]
    )] {
        try await system.query(selectWrappedKeys).map {
            (TenantID(try $0("tenant_id")), try $0("number"), try $0("wrapped_key"))
        }
    }
}
