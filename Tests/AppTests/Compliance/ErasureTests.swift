import Domain
import Foundation
import Postgres
import Simulators
import TestSupport
import Testing

@testable import App

@Suite(.timeLimit(.minutes(10))) struct ErasureTests {
    @Test func `one person's data is in every table that can hold it, is erased, and no piece of it is left anywhere`()
        async throws
    {
        try await ErasureWorld.run { world in
            let empty = try await tables(without: world.tenant, world.database)
            #expect(
                empty == [],
                "give Mariana something in these tables, or say in their COMMENT why they hold no customer data")
            let before = try await world.traces()
            #expect(Set(before.map { $0.prefix { $0 != "." } }).count > 20, "she is not everywhere: \(before.count)")
            #expect(try world.files() == [2, 2])

            let receipt = try await world.erase()

            #expect(try await world.traces() == [])
            #expect(try world.files() == [0, 0])
            #expect(receipt.id != nil && receipt.files == 2)
            for table in [
                "contacts", "conversations", "messages", "outbox", "webhook_events", "message_statuses", "jobs",
                "jobs_dead", "contact_imports", "contact_import_errors", "mail_suppressions", "message_reactions",
            ] {
                #expect((receipt.counts[table] ?? 0) > 0, "\(table)")
            }
            // Otávio is as he was, but for her number in his words.
            let words: [String] = try await world.database.tenant(world.owner) { tx in
                try await tx.query("SELECT content FROM messages WHERE tenant_id = \(tx.tenant)").map {
                    try $0("content")
                }
            }
            #expect(words == ["Quem me indicou foi ela, o telefone é […]"])
        }
    }

    /// Tables of shops that hold nothing of this one, though nothing says that they hold no customer's data.
    private func tables(without tenant: TenantID, _ database: Database) async throws -> [String] {
        try await database.system("test") { system in
            let names: [String] = try await system.query(
                """
                SELECT c.relname::text AS name FROM pg_class c JOIN pg_attribute t ON t.attrelid = c.oid AND t.attname = 'tenant_id'
                WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND c.relname NOT IN (SELECT name FROM erasure_exempt())
                ORDER BY 1
                """
            ).map { try $0("name") }
            var empty: [String] = []
            for name in names {
                let count: Int = try await system.one(
                    "SELECT count(*) FROM \(unsafeRaw: name) WHERE tenant_id = \(tenant.value)")(0)
                if count == 0 { empty.append(name) }
            }
            return empty
        }
    }

    @Test func `a table with text that is not looked through is caught, and one that is made later is looked through`()
        async throws
    {
        try await withTestDatabase { test in
            let shop = UUID.v7()
            try await withSuperuser(test) { tx in
                try await tx.execute(
                    "CREATE TABLE later (tenant_id uuid NOT NULL, id int, words text, more jsonb, list text[], raw bytea, PRIMARY KEY (tenant_id, id))"
                )
                try await tx.execute("SELECT protect_table('later')")
                for tenant in [shop, UUID.v7()] {
                    try await tx.execute(
                        """
                        INSERT INTO later VALUES (\(tenant), 1, 'Fone (31) 98765-4321!', '{"a":{"b":["5531987654321",5531987654321]}}',
                          ARRAY['x', 'ANA@X.COM.BR'], convert_to('{"de":"ana@x.com.br","ç":1}', 'UTF8'))
                        """)
                }
            }
            let subject = Subject(phones: ["+5531987654321"], emails: ["ana@x.com.br"])
            let rows = try await Database(pool: test.pool).system("test") { system in
                let swept: String = try await system.one("SELECT sweep_words(\(shop), \(subject.words)::text[])::text")(
                    0)
                #expect(swept == #"{"later": 1}"#)
                return try await system.query(
                    "SELECT words, more::text AS more, list, convert_from(raw, 'UTF8') AS raw FROM later ORDER BY tenant_id = \(shop) DESC"
                ).map {
                    (
                        try $0("words") as String, try $0("more") as String, try $0("list") as [String],
                        try $0("raw") as String
                    )
                }
            }
            #expect(rows[0].0 == "Fone […]!" && rows[0].1 == #"{"a": {"b": ["0", 0]}}"#)
            #expect(rows[0].2 == ["x", "[…]"] && rows[0].3 == #"{"de":"0","ç":1}"#)
            #expect(rows[1].0.contains("98765") && rows[1].2[1] == "ANA@X.COM.BR", "another shop's row stays")
        }
    }

    @Test(
        "she is found by whatever she is known by",
        arguments: [
            ErasureWorld.phone, ErasureWorld.typed, "031 8765-4321", "5531987654321@s.whatsapp.net",
            "mariana.q@EXEMPLO.com.br",
        ])
    func references(_ reference: String) async throws {
        try await ErasureWorld.run { world in
            let subject = try await world.database.tenant(world.owner) { tx in
                try await Compliance.subject(try #require(SubjectReference(reference)), of: tx.tenant, in: tx)
            }
            #expect(subject.contacts.count == 2, "the writer of the mail is she")
            #expect(subject.names.contains("Mariana Quintanilha"))
            #expect(subject.keys.isSuperset(of: [ErasureWorld.phone, ErasureWorld.mail.lowercased()]))
        }
    }

    @Test func `the preview counts what the erasure then does, and changes nothing`() async throws {
        try await ErasureWorld.run { world in
            let before = try await world.dump().map { $0.place + $0.text }.sorted()
            let reference = try #require(SubjectReference(ErasureWorld.typed))
            let (subject, preview) = try await world.eraser.preview(.reference(reference), of: world.owner)
            #expect(try await world.dump().map { $0.place + $0.text }.sorted() == before)
            let done = try await world.erase()
            #expect(
                preview.counts == done.counts && preview.exceptions == done.exceptions && preview.files == done.files)
            #expect(subject.contacts.count == 2 && preview.id == nil)
            #expect(!FileManager.default.fileExists(atPath: world.bench.media.folder.appending(path: "x").path))
        }
    }

    @Test func `orders stay without their person, with reason and date; a refusal stays as a hash`() async throws {
        try await ErasureWorld.run { world in
            let receipt = try await world.erase()
            let orders = try #require(receipt.exceptions.first { $0.what == "orders" })
            #expect(orders.count == 1 && orders.until == "2037-01-31T12:00:00Z")
            let kept: (UUID?, Int) = try await world.database.system("test") { system in
                let row = try await system.one("SELECT contact_id, total_cents FROM orders")
                return (try row("contact_id"), try row("total_cents"))
            }
            #expect(kept.0 == nil && kept.1 == 18990)
            for (address, reason, expected) in [
                (ErasureWorld.mail.lowercased(), "bounce", true), (ErasureWorld.mail.lowercased(), "opt_out", true),
                (ErasureWorld.phone, "opt_out", true), ("outra@exemplo.com.br", "bounce", false),
            ] {
                let found = try await Compliance.isSuppressed(
                    address, for: [reason], of: world.tenant, vault: try ShopFixture.vault(), in: world.database)
                #expect(found == expected, "\(reason)")
            }
        }
    }

    @Test func `erasing again finds nothing; somebody unknown is no error; both are in the audit log`() async throws {
        try await ErasureWorld.run { world in
            let first = try await world.erase()
            let second = try await world.erase()
            #expect(first.id != nil && second.id == nil && second.rows == 0 && second.exceptions == [])
            let acts = try await world.database.tenant(world.owner) { tx in
                try await tx.query(Audit.page(AuditQuery(), zone: "UTC", tx: tx)).map(AuditEntry.init).filter {
                    $0.action == "delete_data"
                }
            }
            #expect(acts.count == 2 && acts.allSatisfy { $0.payload["subject"]?.string?.hasSuffix("4321") != false })
            #expect(acts.allSatisfy { !$0.payload.text().contains("98765") })
            #expect(try world.ledger.read().entries.count == 1)
        }
    }
}
