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

    /// The stored key of every shop that has one.
    static func wrappedKeys(in system: SystemTransaction) async throws -> [(
        tenant: TenantID, number: Int, wrapped: [UInt8]
    )] {
        try await system.query(selectWrappedKeys).map {
            (TenantID(try $0("tenant_id")), try $0("number"), try $0("wrapped_key"))
        }
    }
}
