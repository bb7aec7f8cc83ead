import Crypto
import Domain
import Foundation

/// Keeps the shops' secrets: every shop has its own data key, wrapped by the master key and stored in `tenants.wrapped_key`.
///
/// Losing the database loses no secret without the master key; a shop's secrets die with its row. While the master key is changed,
/// what the previous one has wrapped still opens.
package struct Vault: Sendable {
    private let master: SealingKey
    private let previous: SealingKey?
    /// What purposes are made from; the master key itself until ``rooted(_:)`` gives another.
    private var root: SealingKey

    package init(master: MasterKey, previous: MasterKey? = nil) throws(SecretsError) {
        self.master = SealingKey(bytes: try master.load())
        self.previous = try previous.map { key throws(SecretsError) in SealingKey(bytes: try key.load()) }
        root = self.master
    }

    /// Which master key this is, without telling anything of it.
    package var fingerprint: String { master.description }

    /// A new data key for a shop: what to use, and what to store.
    package func makeDataKey(for tenant: TenantID) throws(SecretsError) -> (key: SealingKey, wrapped: [UInt8]) {
        let (key, bytes) = SealingKey.random()
        return (key, try master.seal(bytes, place: Self.place(tenant)))
    }

    package func dataKey(for tenant: TenantID, wrapped: [UInt8]) throws(SecretsError) -> SealingKey {
        SealingKey(bytes: try open(wrapped, place: Self.place(tenant)))
    }

    /// The same data key under the present master key; nil where it is already.
    package func rewrapped(_ wrapped: [UInt8], of tenant: TenantID) throws(SecretsError) -> [UInt8]? {
        try rewrapped(wrapped, place: Self.place(tenant))
    }

    /// A key for one purpose: the same in every process, and for as long as the installation lives.
    package func key(for purpose: String) -> SymmetricKey { root.derived(purpose) }

    // What purposes are made from

    /// A new root, sealed for storing.
    func makeRoot() throws(SecretsError) -> [UInt8] {
        try master.seal(SealingKey.random().bytes, place: Self.rootPlace)
    }

    /// This vault with the stored root.
    func rooted(_ wrapped: [UInt8]) throws(SecretsError) -> Vault {
        var vault = self
        vault.root = SealingKey(bytes: try open(wrapped, place: Self.rootPlace))
        return vault
    }

    func rewrappedRoot(_ wrapped: [UInt8]) throws(SecretsError) -> [UInt8]? {
        try rewrapped(wrapped, place: Self.rootPlace)
    }

    private static let rootPlace = "installation root"

    private func open(_ wrapped: [UInt8], place: String) throws(SecretsError) -> [UInt8] {
        do throws(SecretsError) {
            return try master.open(wrapped, place: place)
        } catch {
            guard case .otherKey = error, let previous else { throw error }
            do throws(SecretsError) {
                return try previous.open(wrapped, place: place)
            } catch .otherKey {
                throw error
            }
        }
    }

    private func rewrapped(_ wrapped: [UInt8], place: String) throws(SecretsError) -> [UInt8]? {
        do throws(SecretsError) {
            _ = try master.open(wrapped, place: place)
            return nil
        } catch .otherKey {
            return try master.seal(try open(wrapped, place: place), place: place)
        }
    }

    /// The place of a channel account's secret. Bound into the seal: a token moved to another shop or account stays shut.
    package static func place(_ tenant: TenantID, account: UUID, name: String) -> String {
        "\(tenant)|\(account.uuidString.lowercased())|\(name)"
    }

    private static func place(_ tenant: TenantID) -> String { "data key|\(tenant)" }
}
