import TestSupport
import Testing

@testable import Postgres

@Suite("Savepoints and scopes", .timeLimit(.minutes(5)))
struct SavepointTests {
    @Test("a failed savepoint undoes its own work and nothing else, nested too")
    func nested() async throws {
        try await withTable { pool, _ in
            try await pool.transaction { tx in
                try await tx.execute("INSERT INTO t VALUES (1)")
                try await tx.savepoint { tx in
                    try await tx.execute("INSERT INTO t VALUES (2)")
                    await failure {
                        try await tx.savepoint { tx in
                            try await tx.execute("INSERT INTO t VALUES (3)")
                            try await tx.execute("INSERT INTO t VALUES (1)")
                        }
                    }
                    try await tx.execute("INSERT INTO t VALUES (4)")
                }
                await expectRefusal { try await tx.savepoint { _ in throw Refusal() } }
                await expectRefusal {
                    try await tx.savepoint { tx in
                        try await tx.execute("INSERT INTO t VALUES (5)")
                        throw Refusal()
                    }
                }
            }
            #expect(try await storedIDs(pool) == [1, 2, 4])
        }
    }

    @Test("an error at the very end of a savepoint is undone before COMMIT")
    func lastThing() async throws {
        try await withTable { pool, _ in
            try await pool.transaction { tx in
                try await tx.execute("INSERT INTO t VALUES (1)")
                await failure { try await tx.savepoint { try await $0.execute("INSERT INTO nowhere VALUES (1)") } }
            }
            #expect(try await storedIDs(pool) == [1])
        }
    }

    @Test("switching the scope replaces role and settings, and leaves none of the old ones behind")
    func switchScope() async throws {
        try await withTestDatabase(poolSize: 1) { database in
            func look(_ tx: Transaction, expect expected: [String], at location: SourceLocation = #_sourceLocation)
                async throws
            {
                let row = try await tx.one(
                    "SELECT current_user::text AS u, current_setting('app.tenant_id', true) AS a, current_setting('app.user_role', true) AS b"
                )
                let seen: [String?] = [try row("u"), try row("a"), try row("b")]
                #expect(seen.map { $0 ?? "" } == expected, sourceLocation: location)
            }
            let first = TransactionScope(
                role: "secretaria_tenant", settings: [("app.tenant_id", "one"), ("app.user_role", "owner")])
            let second = TransactionScope(role: "secretaria_system", settings: [("app.tenant_id", "two")])
            try await database.pool.transaction(first) { tx in
                try await look(tx, expect: ["secretaria_tenant", "one", "owner"])
                tx.switchScope(second)
                try await look(tx, expect: ["secretaria_system", "two", ""])
                tx.switchScope(TransactionScope())
                try await look(tx, expect: ["secretaria", "", ""])
                tx.switchScope(first)
                try await look(tx, expect: ["secretaria_tenant", "one", "owner"])
            }
            try await database.pool.transaction { try await look($0, expect: ["secretaria", "", ""]) }
        }
    }

    @Test("a scope switched inside a savepoint that fails goes back with it")
    func scopeInSavepoint() async throws {
        try await withTestDatabase(poolSize: 1) { database in
            let one = TransactionScope(settings: [("app.tenant_id", "one")])
            let two = TransactionScope(settings: [("app.tenant_id", "two"), ("app.user_role", "x")])
            let seen = try await database.pool.transaction(one) { tx in
                try await tx.execute("SELECT 1")
                try? await tx.savepoint { tx in
                    tx.switchScope(two)
                    try await tx.execute("SELECT 1")
                    throw Refusal()
                }
                try? await tx.savepoint { tx in
                    tx.switchScope(two)
                    throw Refusal()
                }
                let row = try await tx.one(
                    "SELECT current_setting('app.tenant_id') AS a, current_setting('app.user_role', true) AS b")
                return [try row("a") as String, try row("b") as String? ?? ""]
            }
            #expect(seen == ["one", ""])
        }
    }
}
