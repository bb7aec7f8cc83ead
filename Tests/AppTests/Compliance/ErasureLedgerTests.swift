import Domain
import Foundation
import Postgres
import Simulators
import TestSupport
import Testing

@testable import App

/// What was erased does not come back: with a backup, with an event that was waiting, with a lost ledger.
@Suite(.timeLimit(.minutes(10))) struct ErasureLedgerTests {
    @Test func `a backup from before brings her back, and the ledger takes her away again, once and for all`()
        async throws
    {
        try await ErasureWorld.run { world in
            let backup = try await snapshot(world)
            let picture = try files(world)
            let receipt = try await world.erase()
            #expect(try await world.traces() == [])

            try await restore(backup, world)
            for (path, bytes) in picture {
                let place = world.bench.media.folder.appending(path: path)
                try FileManager.default.createDirectory(
                    at: place.deletingLastPathComponent(), withIntermediateDirectories: true)
                try bytes.write(to: place)
            }
            #expect(try await world.traces().count > 20, "she is back")
            let (entries, damaged) = try world.ledger.read()
            #expect(entries.map(\.id) == [receipt.id] && damaged == [])
            #expect(try await world.eraser.replay(entries, isRehearsal: true).erased == 1)
            let replay = try await world.eraser.replay(entries)
            #expect(replay.erased == 1 && replay.failed == 0)
            #expect(try await world.traces() == [])
            #expect(try world.files() == [0, 0])
            let again = try await world.eraser.replay(entries)
            #expect(again.erased == 0 && again.clean == 1 && again.rows == 0)
            let register: [UUID] = try await world.database.system("test") { system in
                try await system.query("SELECT id FROM erasures").map { try $0("id") }
            }
            #expect(register == [receipt.id])
        }
    }

    @Test func `the ledger holds nothing of her, a damaged line is left out, and one lost is made anew`() async throws {
        try await ErasureWorld.run { world in
            let receipt = try await world.erase()
            let text = try String(contentsOf: world.ledger.file, encoding: .utf8).lowercased()
            #expect(text.contains(try #require(receipt.id).lowercase))
            for trace in ErasureWorld.traces { #expect(!text.contains(trace), "\(trace)") }
            try Data((text.replacing("\"v\":1", with: "\"v\":2") + "no json\n" + text).utf8).write(
                to: world.ledger.file)
            let read = try world.ledger.read()
            #expect(read.entries.count == 1 && read.damaged == [1, 2])
            let changed = text.replacing("\"contacts\":[\"", with: "\"contacts\":[\"0")
            try Data(changed.utf8).write(to: world.ledger.file)
            #expect(try world.ledger.read().damaged == [1], "a line whose sum does not fit")
            try FileManager.default.removeItem(at: world.ledger.file)
            #expect(try await world.ledger.complete(from: world.database) == 1)
            #expect(try world.ledger.read().entries.map(\.id) == [receipt.id])
            #expect(try await world.ledger.complete(from: world.database) == 0)
        }
    }

    @Test func `who writes again later is a new customer, whom no replay erases`() async throws {
        try await ErasureWorld.run { world in
            _ = try await world.erase()
            _ = try await world.bench.hear(
                "Oi de novo", from: GraphCustomer(phone: ErasureWorld.phone, name: "Mariana Quintanilha"),
                at: Date(timeIntervalSinceNow: 60))
            let replay = try await world.eraser.replay(try world.ledger.read().entries)
            #expect(replay.erased == 0)
            let there: Int = try await world.database.system("test") {
                try await $0.one("SELECT count(*) FROM contacts WHERE phone LIKE '%87654321'")(0)
            }
            #expect(there == 1)
        }
    }

    @Test func `what waited to be read while she was erased is erased by the follow-up`() async throws {
        try await ErasureWorld.run { world in
            let mariana = GraphCustomer(phone: ErasureWorld.phone, name: "Mariana Quintanilha")
            _ = try await world.bench.meta.receive(
                .text("Rua das Acácias de novo"), from: mariana, on: world.bench.simulation.account.phoneNumberID)
            let receipt = try await world.erase()
            _ = try await world.bench.lanes.drain(world.tenant)
            #expect(!(try await world.traces()).isEmpty, "the event was read after the erasure")
            try await world.eraser.followUp(try #require(receipt.id), of: world.tenant)
            #expect(try await world.traces() == [])
        }
    }

    @Test func `an address that must not be written to stays so when nothing but a hash is left of it`() async throws {
        try await MailBench.run { bench in
            try await bench.receive(SMTPMailTests.first)
            try await bench.database.system("test") { system in
                _ = try await system.batch(
                    Mail.suppress(
                        [.init(account: bench.smtpAccount, address: "joao@example.com", reason: "bounce")],
                        tenant: bench.tenant))
            }
            let eraser = Eraser(
                database: bench.database, vault: try ShopFixture.vault(), media: bench.media,
                ledger: ErasureLedger(file: bench.media.folder.appending(path: "ledger.jsonl")),
                logger: MailSimulation.quiet)
            let reference = try #require(SubjectReference("JOAO@example.com"))
            let receipt = try await eraser.erase(.init(target: .reference(reference)), as: bench.fixture.owner(0))
            #expect(receipt.counts["mail_suppressions"] == 1)
            try await bench.receive(SMTPMailTests.first.replacing("primeira@", with: "segunda@"))
            let conversation = try #require(try await bench.lines().last).conversation
            let message = try await bench.say("Olá de novo", in: conversation, account: bench.smtpAccount)
            try await bench.work()
            #expect(bench.letters.isEmpty)
            #expect(try await bench.standing(message).code == "suppressed")
        }
    }

    /// All rows of all tables, as a backup would have them.
    private func snapshot(_ world: ErasureWorld) async throws -> [(name: String, rows: String)] {
        try await world.database.system("test") { system in
            let names: [String] = try await system.query(
                """
                SELECT c.relname::text AS name FROM pg_class c JOIN pg_attribute t ON t.attrelid = c.oid AND t.attname = 'tenant_id'
                WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
                  AND c.relname NOT IN ('tenants', 'channel_directory', 'audit_log', 'audit_heads') ORDER BY 1
                """
            ).map { try $0("name") }
            var tables: [(String, String)] = []
            for name in names {
                let rows: String = try await system.one(
                    "SELECT coalesce(jsonb_agg(to_jsonb(t)), '[]')::text FROM \(unsafeRaw: name) t")(0)
                tables.append((name, rows))
            }
            return tables
        }
    }

    private func restore(_ backup: [(name: String, rows: String)], _ world: ErasureWorld) async throws {
        try await withSuperuser(try #require(world.bench.fixture.test)) { tx in
            // Neither triggers nor foreign keys, as a restore has it.
            try await tx.execute("SELECT set_config('session_replication_role', 'replica', true)")
            for (name, rows) in backup {
                let columns: String = try await tx.one(
                    """
                    SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum) FROM pg_attribute
                    WHERE attrelid = \(name)::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = ''
                    """)(0)
                try await tx.execute("DELETE FROM \(unsafeRaw: name)")
                try await tx.execute(
                    """
                    INSERT INTO \(unsafeRaw: name) (\(unsafeRaw: columns))
                    SELECT \(unsafeRaw: columns) FROM jsonb_populate_recordset(NULL::\(unsafeRaw: name), \(JSONText(rows)))
                    """)
            }
        }
    }

    private func files(_ world: ErasureWorld) throws -> [(path: String, bytes: Data)] {
        let folder = world.bench.media.folder
        guard let walk = FileManager.default.enumerator(atPath: folder.path) else { return [] }
        var found: [(String, Data)] = []
        for case let path as String in walk {
            if let bytes = FileManager.default.contents(atPath: folder.appending(path: path).path), !bytes.isEmpty {
                found.append((path, bytes))
            }
        }
        return found
    }
}
