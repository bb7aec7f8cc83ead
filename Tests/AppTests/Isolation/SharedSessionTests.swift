import Domain
import Foundation
import Postgres
import TestSupport
import Testing

@testable import App

/// One session serves shop after shop: whatever one of them leaves behind would be the next one's.
@Suite("A session shared by two shops", .timeLimit(.minutes(5)))
struct SharedSessionTests {
    private struct Stop: Error {}

    /// A pool of one session, and two shops with three contacts each that bear the shop's name.
    private func withTwoShops(_ body: @Sendable (Database, [TenantID]) async throws -> Void) async throws {
        try await withTestDatabase(poolSize: 1) { test in
            let database = Database(pool: test.pool)
            let shops = try await database.system("test") { system in
                var shops: [TenantID] = []
                for name in ["Minha", "Outra"] {
                    shops.append(try await Tenants.insert(NewTenant(name: name), in: system).id)
                }
                return shops
            }
            for shop in shops {
                try await database.tenant(.service(shop)) { tx in
                    for _ in 0..<3 {
                        try await tx.execute(
                            "INSERT INTO contacts (tenant_id, name) VALUES (\(shop.value), \(shop.description))")
                    }
                }
            }
            try await body(database, shops)
        }
    }

    /// Whose contacts a statement that names no tenant sees.
    private func seen(_ tx: Transaction) async throws -> Set<String> {
        Set(try await tx.query("SELECT DISTINCT name FROM contacts").map { try $0("name") as String })
    }

    @Test func `each sees its own rows, in whatever way the other's transaction ended`() async throws {
        try await withTwoShops { database, shops in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for turn in 0..<120 {
                    let (mine, other) = (shops[turn % 2], shops[(turn + 1) % 2])
                    let scope = TenantScope(tenant: mine, role: ActorRole.allCases[turn % ActorRole.allCases.count])
                    group.addTask {
                        do {
                            try await database.tenant(scope) { tx in
                                let before = try await self.seen(tx.tx)
                                #expect(before == [mine.description])
                                switch turn % 6 {
                                case 0: try await tx.commit(["UPDATE contacts SET updated_at = now()"])
                                case 1: throw Stop()
                                case 2: try await tx.execute("SELECT 1 / 0")
                                case 3:
                                    _ = try? await tx.tx.savepoint { inner in
                                        try await inner.execute(
                                            "INSERT INTO contacts (tenant_id, name) VALUES (\(other.value), 'x')")
                                    }
                                    let after = try await self.seen(tx.tx)
                                    #expect(after == [mine.description])
                                case 4: withUnsafeCurrentTask { $0?.cancel() }
                                default: break
                                }
                            }
                        } catch is Stop {} catch let error as PostgresError {
                            #expect(error.sqlState == "22012" || error.code == .cancelled, "\(error)")
                        }
                    }
                }
                try await group.waitForAll()
            }
            #expect(database.pool.metrics.size <= 1)
        }
    }

    @Test func `between two shops the session is nobody's`() async throws {
        try await withTwoShops { database, shops in
            for shop in shops + shops {
                let mine = try await database.tenant(.service(shop)) { tx in try await self.seen(tx.tx) }
                #expect(mine == [shop.description])
                let left: String? = try await database.pool.transaction { tx in
                    try await tx.one("SELECT nullif(current_setting('app.tenant_id', true), '') AS tenant")("tenant")
                }
                #expect(left == nil)
                let name: String = try await database.pool.transaction {
                    try await $0.one("SELECT current_user::text AS name")("name")
                }
                #expect(name == "secretaria")
                // Neither the login role, which owns the tables, nor the wall without a shop reads a row.
                for scope in [TransactionScope(), TransactionScope(role: "secretaria_tenant")] {
                    let rows = try await database.pool.transaction(scope) {
                        try await $0.query("SELECT FROM contacts").count
                    }
                    #expect(rows == 0)
                }
            }
        }
    }

    @Test func `the machinery that visits shop after shop in one transaction sees one at a time`() async throws {
        try await withTwoShops { database, shops in
            try await database.system("test") { system in
                let all = try await self.seen(system.tx)
                #expect(all == Set(shops.map(\.description)))
                for shop in shops + shops.reversed() {
                    system.tx.switchScope(TenantScope.service(shop).transactionScope)
                    let mine = try await self.seen(system.tx)
                    #expect(mine == [shop.description])
                }
            }
        }
    }
}
