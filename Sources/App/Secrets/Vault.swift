import Crypto
import Domain
import Foundation

/// Keeps the shops' secrets: every shop has its own data key, wrapped by the master key and stored in `tenants.wrapped_key`.
///
/// Losing the database loses no secret without the master key; a shop's secrets die with its row.
package struct Vault: Sendable {
    private let master: SealingKey

    package init(master: MasterKey) throws(SecretsError) {
        self.master = SealingKey(bytes: try master.load())
    }

    /// A new data key for a shop: what to use, and what to store.
    package func makeDataKey(for tenant: TenantID) throws(SecretsError) -> (key: SealingKey, wrapped: [UInt8]) {
        let (key, bytes) = SealingKey.random()
        return (key, try master.seal(bytes, place: Self.place(tenant)))
    }

    package func dataKey(for tenant: TenantID, wrapped: [UInt8]) throws(SecretsError) -> SealingKey {
        SealingKey(bytes: try master.open(wrapped, place: Self.place(tenant)))
    }

    /// A key for one purpose, made from the master key: what it signs lasts as long as that does, in every process.
    package func key(for purpose: String) -> SymmetricKey { master.derived(purpose) }

    /// The place of a channel account's secret. Bound into the seal: a token moved to another shop or account stays shut.
    package static func place(_ tenant: TenantID, account: UUID, name: String) -> String {
        "\(tenant)|\(account.uuidString.lowercased())|\(name)"
    }

    private static func place(_ tenant: TenantID) -> String { "data key|\(tenant)" }
}
