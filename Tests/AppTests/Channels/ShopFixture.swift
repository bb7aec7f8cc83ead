import Domain
import Foundation
import Logging
import Postgres
import TestSupport

@testable import App

/// Some shops in a database of their own, and the channels of one process.
struct ShopFixture {
    let database: Database
    let channels: Channels
    let shops: [Tenant]
    /// The database behind it, for what the application may not do.
    var test: TestDatabase?

    func owner(_ index: Int) -> TenantScope { TenantScope(tenant: shops[index].id, role: .owner) }

    /// The same database as another process sees it: nothing cached yet.
    func newProcess() throws -> Channels {
        Channels(database: database, vault: try Self.vault(), logger: Logger(label: "test"))
    }

    static func vault() throws -> Vault { try Vault(master: .given([UInt8](repeating: 3, count: 32))) }
}

func withShops(_ count: Int, _ body: (ShopFixture) async throws -> Void) async throws {
    try await withTestDatabase { test in
        let database = Database(pool: test.pool)
        let shops = try await database.system("test") { system in
            var shops: [Tenant] = []
            for number in 0..<count {
                shops.append(try await Tenants.insert(NewTenant(name: "Loja \(number)"), in: system))
            }
            return shops
        }
        let channels = Channels(database: database, vault: try ShopFixture.vault(), logger: Logger(label: "test"))
        try await body(ShopFixture(database: database, channels: channels, shops: shops, test: test))
    }
}
