import Domain
import Foundation
import Logging
import Postgres
import TestSupport
import Testing

@testable import App

/// The chain itself: who may write it, who may not change it, and what reading it again finds.
@Suite(.timeLimit(.minutes(5))) struct AuditChainTests {
    private func note(_ number: Int, _ database: Database, _ scope: TenantScope) async throws {
        try await database.tenant(scope) { tx in
            try await tx.commit([Audit.note("event_open", of: "webhook_event", "\(number)", tx: tx)])
        }
    }

    private func verdict(_ fixture: ShopFixture, anchors: [Audit.Anchor] = []) async throws -> Audit.Verdict {
        let shop = fixture.shops[0].id.value
        return try await fixture.database.system("test") { try await Audit.verify(shop, anchors: anchors, in: $0) }
    }

    private func acts(_ fixture: ShopFixture, _ shop: Int = 0) async throws -> [AuditEntry] {
        try await fixture.database.tenant(fixture.owner(shop)) { tx in
            try await tx.query(Audit.page(AuditQuery(), zone: "UTC", limit: 1000, tx: tx)).map(AuditEntry.init)
        }
    }

    @Test func `many writers at once make one chain without a gap, and each shop has its own`() async throws {
        try await withShops(2) { fixture in
            let before = try await acts(fixture).count
            try await withThrowingTaskGroup(of: Void.self) { group in
                for writer in 0..<6 {
                    group.addTask {
                        for number in 0..<20 {
                            try await note(writer * 100 + number, fixture.database, fixture.owner(writer % 2))
                        }
                    }
                }
                try await group.waitForAll()
            }
            let rows = try await acts(fixture)
            #expect(rows.count == before + 60)
            #expect(rows.map(\.row) == (1...Int64(rows.count)).reversed())
            for shop in fixture.shops {
                let found = try await fixture.database.system("test") { try await Audit.verify(shop.id.value, in: $0) }
                #expect(found.isWhole, "\(found)")
            }
        }
    }

    @Test func `an act that is rolled back leaves no row and no gap`() async throws {
        struct Undo: Error {}
        try await withShops(1) { fixture in
            try await note(1, fixture.database, fixture.owner(0))
            let before = try await acts(fixture).count
            await #expect(throws: Undo.self) {
                try await fixture.database.tenant(fixture.owner(0)) { tx in
                    try await tx.execute(Audit.note("event_open", of: "webhook_event", tx: tx))
                    throw Undo()
                }
            }
            try await note(2, fixture.database, fixture.owner(0))
            #expect(try await acts(fixture).count == before + 1)
            #expect(try await verdict(fixture).isWhole)
        }
    }

    @Test func `many acts of one transaction, of two shops in turn and with a part undone, make whole chains`()
        async throws
    {
        try await withShops(2) { fixture in
            let (one, two) = (fixture.shops[0].id.value, fixture.shops[1].id.value)
            let before = try await acts(fixture).count
            try await fixture.database.system("test") { system in
                for number in 0..<100 {
                    try await system.execute(Audit.note("event_open", of: "webhook_event", "\(number)", in: one))
                    if number % 10 == 0 {
                        try await system.execute(Audit.note("event_open", of: "webhook_event", "\(number)", in: two))
                        try await system.execute(
                            """
                            DO $$ BEGIN
                              INSERT INTO audit_log (tenant_id, action, resource) VALUES
                                ('\(unsafeRaw: one.uuidString)', 'undone', 'x'), ('\(unsafeRaw: two.uuidString)', 'undone', 'x');
                              RAISE EXCEPTION 'undone';
                            EXCEPTION WHEN raise_exception THEN NULL;
                            END $$
                            """)
                    }
                }
                try await system.execute(
                    """
                    INSERT INTO audit_log (tenant_id, action, resource, resource_id)
                    SELECT CASE WHEN i % 7 = 0 THEN \(two)::uuid ELSE \(one)::uuid END, 'event_open', 'webhook_event', i::text
                    FROM generate_series(1, 700) i
                    """)
            }
            try await note(1, fixture.database, fixture.owner(0))
            #expect(try await acts(fixture).count == before + 701)
            for shop in [one, two] {
                let found = try await fixture.database.system("test") { try await Audit.verify(shop, in: $0) }
                #expect(found.isWhole, "\(found)")
            }
            // Who changes whose transaction it is in its middle ends it all the same.
            try await fixture.database.system("test") { system in
                let shop = system.acting(as: fixture.owner(1))
                try await shop.execute(Audit.note("event_open", of: "webhook_event", tx: shop))
                system.tx.switchScope(Database.systemScope)
                try await system.execute("SELECT 1")
            }
            let after = try await fixture.database.system("test") { try await Audit.verify(two, in: $0) }
            #expect(after.isWhole)
        }
    }

    enum Crime: String, CaseIterable, Sendable {
        case payload, actor, time, outcome, removed, cutOff, moved, added, rebuilt

        /// Done by somebody who is above every wall.
        func commit(_ shop: UUID, _ tx: Transaction) async throws {
            let mine: SQL = "tenant_id = \(shop)"
            switch self {
            case .payload:
                try await tx.execute("UPDATE audit_log SET payload = '{\"x\": 1}' WHERE " + mine + " AND seq = 5")
            case .actor: try await tx.execute("UPDATE audit_log SET actor = 'nobody' WHERE " + mine + " AND seq = 5")
            case .time:
                try await tx.execute(
                    "UPDATE audit_log SET at = at - interval '1 microsecond' WHERE " + mine + " AND seq = 5")
            case .outcome:
                try await tx.execute("UPDATE audit_log SET outcome = 'denied' WHERE " + mine + " AND seq = 5")
            case .removed: try await tx.execute("DELETE FROM audit_log WHERE " + mine + " AND seq = 5")
            case .cutOff: try await tx.execute("DELETE FROM audit_log WHERE " + mine + " AND seq >= 5")
            case .moved:
                try await tx.execute("UPDATE audit_log SET seq = 1000 WHERE " + mine + " AND seq = 5")
                try await tx.execute("UPDATE audit_log SET seq = 5 WHERE " + mine + " AND seq = 6")
                try await tx.execute("UPDATE audit_log SET seq = 6 WHERE " + mine + " AND seq = 1000")
            case .added:
                try await tx.execute(
                    """
                    INSERT INTO audit_log SELECT tenant_id, 1000, at, actor_type, actor, action, resource, resource_id, outcome, payload, ip,
                      prev_hash, hash FROM audit_log WHERE \(fragment: mine) AND seq = 5
                    """)
            case .rebuilt:
                // Row 5 changed, and every hash from there on made anew, the head's too: only a note kept elsewhere shows it.
                try await tx.execute("UPDATE audit_log SET actor = 'nobody' WHERE " + mine + " AND seq = 5")
                try await tx.execute(
                    """
                    DO $$ DECLARE r audit_log; before bytea; BEGIN
                      SELECT hash INTO before FROM audit_log WHERE tenant_id = '\(unsafeRaw: shop.lowercase)' AND seq = 4;
                      FOR r IN SELECT * FROM audit_log WHERE tenant_id = '\(unsafeRaw: shop.lowercase)' AND seq >= 5 ORDER BY seq LOOP
                        UPDATE audit_log SET prev_hash = before, hash = sha256(before || convert_to(audit_words(r), 'UTF8'))
                        WHERE tenant_id = r.tenant_id AND seq = r.seq RETURNING hash INTO before;
                      END LOOP;
                      UPDATE audit_heads SET hash = before WHERE tenant_id = '\(unsafeRaw: shop.lowercase)';
                    END $$
                    """)
            }
        }

        var found: Audit.Verdict {
            switch self {
            case .payload, .actor, .time, .outcome: .broken(row: 5, .changed)
            case .removed: .broken(row: 5, .missing)
            case .cutOff: .broken(row: 5, .cutOff)
            case .moved: .broken(row: 5, .link)
            case .added: .broken(row: 1000, .beyond)
            case .rebuilt: .broken(row: 5, .anchor)
            }
        }
    }

    @Test("reading it again names the first broken row", arguments: Crime.allCases)
    func tampering(_ crime: Crime) async throws {
        try await withTestDatabase { test in
            let database = Database(pool: test.pool)
            let shop = try await database.system("test") { try await Tenants.insert(NewTenant(name: "Loja"), in: $0) }
            let fixture = ShopFixture(
                database: database,
                channels: Channels(database: database, vault: try ShopFixture.vault(), logger: .init(label: "test")),
                shops: [shop])
            for number in 0..<9 { try await note(number, database, fixture.owner(0)) }
            #expect(try await verdict(fixture).isWhole)
            let fifth = try #require(try await acts(fixture).first { $0.row == 5 })
            let anchor = try #require(Audit.Anchor("5:\(fifth.hash)"))
            try await withSuperuser(test) { tx in
                try await tx.execute("SELECT set_config('session_replication_role', 'replica', true)")
                try await crime.commit(shop.id.value, tx)
            }
            #expect(try await verdict(fixture, anchors: [anchor]) == crime.found)
            if crime == .rebuilt { #expect(try await verdict(fixture).isWhole, "nothing inside the database shows it") }
        }
    }

    @Test func `nobody changes, removes or forges a row: neither the shop, nor the machinery, nor the tables' owner`()
        async throws
    {
        try await withShops(1) { fixture in
            try await note(1, fixture.database, fixture.owner(0))
            let shop = fixture.shops[0].id
            let scopes =
                ActorRole.allCases.map { TenantScope(tenant: shop, role: $0).transactionScope }
                + [Database.systemScope, TransactionScope()]
            let forged: SQL = """
                INSERT INTO audit_log (tenant_id, seq, at, actor_type, actor, action, resource, prev_hash, hash)
                VALUES (\(shop.value), 1, now(), 'system', 'x', 'sign_in', 'x', '', '')
                """
            for (index, scope) in scopes.enumerated() {
                for sql: SQL in [
                    "UPDATE audit_log SET actor = 'x'", "DELETE FROM audit_log", "TRUNCATE audit_log", forged,
                ] {
                    do {
                        let touched = try await fixture.database.pool.transaction(scope) { try await $0.execute(sql) }
                        Issue.record("scope \(index) was let: \(sql.text), \(touched) rows")
                    } catch let error as PostgresError {
                        #expect(error.sqlState == "42501", "\(sql.text)")
                    }
                }
            }
            #expect(try await verdict(fixture).isWhole)
        }
    }

    @Test func `the shop's own transaction cannot act in another's name, and an agent cannot read the log`()
        async throws
    {
        try await withShops(1) { fixture in
            let user = UUID.v7()
            let agent = TenantScope(
                tenant: fixture.shops[0].id, role: .agent, user: user,
                origin: Origin(.user, id: user.lowercase, address: "203.0.113.7"))
            try await note(1, fixture.database, agent)
            let newest = try #require(try await acts(fixture).first)
            #expect(newest.actor == user.lowercase && newest.actorType == "user" && newest.ip == "203.0.113.7")
            await #expect(throws: PostgresError.self) {
                try await fixture.database.tenant(agent) { tx in
                    try await tx.execute(
                        """
                        INSERT INTO audit_log (tenant_id, actor_type, actor, action, resource)
                        VALUES (\(tx.tenant), 'user', 'boss', 'sign_in', 'x')
                        """)
                }
            }
            let seen = try await fixture.database.tenant(agent) {
                try await $0.query("SELECT seq FROM audit_log").count
            }
            #expect(seen == 0)
        }
    }

    @Test func `texts in a payload are masked, however deep they lie`() async throws {
        try await withShops(1) { fixture in
            try await fixture.database.tenant(fixture.owner(0)) { tx in
                let facts: JSON = [
                    "note": "CPF 529.982.247-25", "deep": ["list": ["ana.souza@exemplo.com.br", 7, true]],
                ]
                try await tx.commit([Audit.note("event_open", of: "webhook_event", nil, facts, tx: tx)])
            }
            let payload = try #require(try await acts(fixture).first).payload.text()
            #expect(
                payload.contains("***.982.247-**") && !payload.contains("529.982") && !payload.contains("ana.souza"))
            #expect(payload.contains("7") && payload.contains("true"))
        }
    }
}
