import Domain
import Foundation
import Postgres
import TestSupport
import Testing

@testable import App

/// Every table there is, reached for by one shop's transaction with another shop's id: the last wall, if all code before
/// it were wrong.
@Suite(.timeLimit(.minutes(5)))
struct TableIsolationTests {
    /// Two shops with a row in every table.
    private func withFilledTables(
        _ body: (Database, _ mine: TenantID, _ theirs: TenantID, [TenantTables.Table]) async throws -> Void
    ) async throws {
        try await withTestDatabase { test in
            let database = Database(pool: test.pool)
            let (mine, theirs) = try await database.system("test") { system in
                (
                    try await Tenants.insert(NewTenant(name: "Minha"), in: system).id,
                    try await Tenants.insert(NewTenant(name: "Outra"), in: system).id
                )
            }
            let tables = try await withSuperuser(test) { transaction in
                // A row in each table, without the rows it would refer to.
                try await transaction.execute("SELECT set_config('session_replication_role', 'replica', true)")
                let tables = try await TenantTables.all(transaction)
                for table in tables where table.name != "tenants" {
                    for tenant in [mine, theirs] {
                        let insert = SQL(unsafeRaw: TenantTables.insert(table, tenant: tenant.value))
                        // Some are born with the shop.
                        try await transaction.execute(insert + " ON CONFLICT DO NOTHING")
                    }
                }
                return tables
            }
            try await body(database, mine, theirs, tables)
        }
    }

    /// Rows touched, or nil when the server refused.
    private func touched(_ database: Database, _ scope: TenantScope, _ sql: SQL) async throws -> Int? {
        do {
            return try await database.tenant(scope) { try await $0.execute(sql) }
        } catch let error as PostgresError where error.sqlState == "42501" {
            return nil
        }
    }

    @Test func `another shop's rows can be neither seen, changed, removed nor made, in any table and role`()
        async throws
    {
        try await withFilledTables { database, mine, theirs, tables in
            #expect(tables.count > 20)
            for role in ActorRole.allCases {
                let scope = TenantScope(tenant: mine, role: role)
                for table in tables {
                    let name = SQL(unsafeRaw: table.name)
                    let other: SQL = "tenant_id = \(theirs.value)"
                    let seen = try await touched(database, scope, "SELECT FROM " + name + " WHERE " + other)
                    #expect((seen ?? 0) == 0, "\(role) sees \(table)")
                    let changed = try await touched(
                        database, scope, "UPDATE " + name + " SET tenant_id = tenant_id WHERE " + other)
                    #expect((changed ?? 0) == 0, "\(role) changes \(table)")
                    let removed = try await touched(database, scope, "DELETE FROM " + name + " WHERE " + other)
                    #expect((removed ?? 0) == 0, "\(role) removes from \(table)")
                    let made = try await touched(
                        database, scope, SQL(unsafeRaw: TenantTables.insert(table, tenant: theirs.value)))
                    #expect(made == nil, "\(role) makes a row in \(table)")
                }
            }
        }
    }

    @Test func `one's own rows are there: the walls have doors`() async throws {
        try await withFilledTables { database, mine, _, tables in
            let scope = TenantScope(tenant: mine, role: .owner)
            for table in tables {
                let seen = try await touched(
                    database, scope, "SELECT FROM " + SQL(unsafeRaw: table.name) + " WHERE tenant_id = \(mine.value)")
                // The directory of addresses belongs to the machinery alone.
                let expected: Int? = table.name == "channel_directory" ? nil : 1
                #expect(seen == expected, "\(table)")
            }
        }
    }

    @Test func `a row cannot be moved into another shop`() async throws {
        try await withFilledTables { database, mine, theirs, tables in
            let scope = TenantScope(tenant: mine, role: .owner)
            for table in tables {
                let moved = try await touched(
                    database, scope,
                    "UPDATE " + SQL(unsafeRaw: table.name)
                        + " SET tenant_id = \(theirs.value) WHERE tenant_id = \(mine.value)")
                #expect((moved ?? 0) == 0, "\(table)")
            }
        }
    }

    @Test func `without a tenant there is nothing, whoever asks`() async throws {
        try await withFilledTables { database, _, _, tables in
            for scope in [TransactionScope(), TransactionScope(role: "secretaria_tenant")] {
                for table in tables {
                    do {
                        let rows = try await database.pool.transaction(scope) { transaction in
                            try await transaction.query("SELECT FROM " + SQL(unsafeRaw: table.name)).count
                        }
                        #expect(rows == 0, "\(table) as \(scope.role ?? "the login role")")
                    } catch let error as PostgresError where error.sqlState == "42501" {
                        continue
                    }
                }
            }
        }
    }
}
