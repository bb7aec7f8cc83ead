import Domain
import Foundation
import Logging
import Postgres
import TestSupport
import Testing

@testable import App

@Suite(.timeLimit(.minutes(5))) struct RetentionTests {
    private func sweeper(
        _ fixture: InboxFixture, _ media: MediaFolder, policy: RetentionPolicy = .init(), batch: Int = 500
    ) -> RetentionSweeper {
        RetentionSweeper(
            database: fixture.database, media: media, policy: policy, batch: batch,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    }

    private func folder() -> MediaFolder {
        MediaFolder(folder: FileManager.default.temporaryDirectory.appending(path: "retention-\(UUID())"))
    }

    /// A conversation whose last word is `days` old, with a message and a file.
    private func talk(
        _ days: Int, status: ConversationStatus = .closed, in fixture: InboxFixture, _ media: MediaFolder,
        shop: TenantID? = nil
    ) async throws -> UUID {
        let shop = shop ?? fixture.shop
        let id = try await fixture.conversation(
            "Cliente \(days)", status: status, age: .seconds(days * 86_400), in: shop)
        let message = try await fixture.message("texto de \(days)", in: id, age: days * 86_400)
        let file = UUID()
        let path = try media.write(Array("arquivo".utf8), tenant: shop, attachment: file)
        try await fixture.database.system("test") { system in
            try await system.batch([
                "INSERT INTO message_attachments (tenant_id, id, message_id, kind) VALUES (\(shop.value), \(file), \(message), 'document')",
                """
                INSERT INTO media_files (tenant_id, attachment_id, state, storage_path, byte_size, mime_type)
                VALUES (\(shop.value), \(file), 'here', \(path), 7, 'application/pdf')
                """,
                """
                INSERT INTO conversation_events (tenant_id, conversation_id, event_type, actor_type, created_at)
                VALUES (\(shop.value), \(id), 'ai_answered', 'bot', now() - \(days) * interval '1 day')
                """,
                """
                INSERT INTO webhook_events (tenant_id, account_id, provider, digest, body, state, received_at)
                VALUES (\(shop.value), \(shop == fixture.shop ? fixture.account : fixture.otherAccount), 'meta', \(Array(id.uuidString.utf8)), '{}',
                  'processed', now() - \(days) * interval '1 day')
                """,
            ])
        }
        return id
    }

    private func count(_ table: String, _ fixture: InboxFixture, _ shop: TenantID) async throws -> Int {
        try await fixture.count("SELECT count(*) FROM \(unsafeRaw: table) WHERE tenant_id = \(shop.value)")
    }

    private func files(_ media: MediaFolder) -> Int {
        let all = FileManager.default.enumerator(atPath: media.folder.path)?.allObjects as? [String] ?? []
        return all.count { $0.split(separator: "/").count == 3 }
    }

    @Test
    func `what is older than the shop's days goes, with its files; what is younger, open or another shop's stays`()
        async throws
    {
        try await withInbox { (fixture: InboxFixture) async throws in
            let media = folder()
            defer { try? FileManager.default.removeItem(at: media.folder) }
            let old = try await talk(40, in: fixture, media)
            let young = try await talk(20, in: fixture, media)
            let open = try await talk(41, status: .waitingAgent, in: fixture, media)
            let foreign = try await talk(40, in: fixture, media, shop: fixture.other)
            try await fixture.database.system("test") { system in
                _ = try await system.execute(
                    "UPDATE ai_support_config SET data_retention_days = 30 WHERE tenant_id = \(fixture.shop.value)")
            }
            let rehearsal = try await sweeper(fixture, media).sweep(of: fixture.shop, rehearsing: true)
            #expect(rehearsal.first?.results.first { $0.rule == "messages" }?.rows == 2)
            #expect(try await count("messages", fixture, fixture.shop) == 3 && files(media) == 4)

            let report = try #require(try await sweeper(fixture, media).sweep().first { $0.tenant == fixture.shop })
            #expect(report.results.first { $0.rule == "messages" }?.rows == 2 && report.files == 2)
            #expect(report.results.first { $0.rule == "conversations" }?.rows == 1)
            #expect(report.results.first { $0.rule == "events" }?.rows == 2)
            let left: Set<UUID> = try await fixture.database.system("test") { system in
                Set(try await system.query("SELECT id FROM conversations").map { try $0("id") as UUID })
            }
            #expect(left == [young, open, foreign] && !left.contains(old))
            #expect(try await count("messages", fixture, fixture.shop) == 1 && files(media) == 2)
            #expect(try await count("messages", fixture, fixture.other) == 1)
            let again = try await sweeper(fixture, media).sweep(of: fixture.shop)
            #expect(again.first?.rows == 0)
        }
    }

    @Test(
        "an old message that is still on its way stays until it has arrived or failed",
        arguments: ["pending", "uploading", "sending", "unknown", "accepted", "failed"])
    func onItsWay(state: String) async throws {
        try await withInbox { (fixture: InboxFixture) async throws in
            let media = folder()
            defer { try? FileManager.default.removeItem(at: media.folder) }
            let talk = try await fixture.conversation("Mariana", status: .closed, age: .seconds(900 * 86_400))
            let message = OutgoingMessage(
                conversation: talk, account: fixture.account, senderType: "agent", senderName: "Joana",
                content: "Anotado")
            try await fixture.database.tenant(.service(fixture.shop)) {
                _ = try await $0.batch(Outbox.enqueue(message, tenant: fixture.shop))
            }
            try await fixture.database.system("test") { system in
                _ = try await system.batch([
                    "UPDATE messages SET sent_at = now() - interval '900 days'", "UPDATE outbox SET state = \(state)",
                ])
            }
            try await sweeper(fixture, media).sweep(of: fixture.shop)
            let isOpen = !["accepted", "failed"].contains(state)
            #expect(try await count("messages", fixture, fixture.shop) == (isOpen ? 1 : 0))
        }
    }

    @Test func `the operator's days hold for what the assistant noted, batches are small, and the run is told`()
        async throws
    {
        try await withInbox { (fixture: InboxFixture) async throws in
            let media = folder()
            defer { try? FileManager.default.removeItem(at: media.folder) }
            for _ in 0..<5 { _ = try await talk(10, in: fixture, media) }
            var policy = RetentionPolicy()
            policy.contexts = 7
            let report = try #require(
                try await sweeper(fixture, media, policy: policy, batch: 2).sweep(of: fixture.shop).first)
            #expect(report.results.first { $0.rule == "contexts" }?.rows == 5 && report.rows == 5)
            #expect(try await count("conversation_events", fixture, fixture.shop) == 0)
            #expect(try await count("messages", fixture, fixture.shop) == 5)
            #expect(try await fixture.count("SELECT count(*) FROM retention_runs WHERE NOT is_rehearsal") == 1)
            #expect(
                try await fixture.count(
                    "SELECT count(*) FROM audit_log WHERE action = 'retention_sweep' AND payload = '{\"contexts\": 5}'")
                    == 1)
        }
    }

    /// Rows that somebody works on are left for the next run, and nobody waits.
    @Test func `a row that is held does not stop the run`() async throws {
        try await withInbox { (fixture: InboxFixture) async throws in
            let media = folder()
            defer { try? FileManager.default.removeItem(at: media.folder) }
            _ = try await talk(400, in: fixture, media)
            let held = try await talk(400, in: fixture, media)
            let shop = fixture.shop
            try await fixture.database.system("test") { system in
                _ = try await system.query(
                    "SELECT id FROM messages WHERE tenant_id = \(shop.value) AND conversation_id = \(held) FOR UPDATE")
                let report = try await sweeper(fixture, media).sweep(of: shop)
                #expect(report.first?.results.first { $0.rule == "messages" }?.rows == 1)
            }
            #expect(
                try await sweeper(fixture, media).sweep(of: shop).first?.results.first { $0.rule == "messages" }?.rows
                    == 1)
        }
    }

    /// `feedback_events` and `ab_events` belong to features that come later: the sweep takes them in as soon as they are there.
    @Test func `a table that comes later is swept by its own period`() async throws {
        try await withTestDatabase { test in
            let database = Database(pool: test.pool)
            let shop = try await database.system("test") { try await Tenants.insert(NewTenant(name: "Loja"), in: $0) }
            let made = try await withSuperuser(test) { tx -> Set<String> in
                var made: Set<String> = []
                for (table, column, type) in [
                    ("feedback_events", "created_at", "timestamptz"), ("ab_events", "bucket_date", "date"),
                ] {
                    let isThere: Bool = try await tx.one("SELECT to_regclass(\(table)) IS NOT NULL AS there")("there")
                    if isThere { continue }
                    made.insert(table)
                    let name = SQL(unsafeRaw: table)
                    try await tx.execute(
                        """
                        CREATE TABLE \(fragment: name) (tenant_id uuid NOT NULL, id uuid NOT NULL DEFAULT new_id(),
                          \(unsafeRaw: column) \(unsafeRaw: type), PRIMARY KEY (tenant_id, id))
                        """)
                    try await tx.execute("SELECT protect_table(\(table)::regclass)")
                    for days in [10, 100, 130] {
                        try await tx.execute(
                            """
                            INSERT INTO \(fragment: name) (tenant_id, \(unsafeRaw: column))
                            VALUES (\(shop.id.value), now() - \(days) * interval '1 day')
                            """)
                    }
                }
                return made
            }
            let media = folder()
            let report = try await RetentionSweeper(
                database: database, media: media, policy: .init(),
                logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
            ).sweep().first
            let rows = report?.results.reduce(into: [:]) { $0[$1.rule] = $1.rows }
            #expect(rows?["feedback"] == (made.contains("feedback_events") ? 2 : 0))
            #expect(rows?["experiments"] == (made.contains("ab_events") ? 1 : 0))
        }
    }
}
