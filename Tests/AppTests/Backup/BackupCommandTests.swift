import Foundation
import Logging
import Postgres
import TestSupport
import Testing

@testable import App

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// Backup and restore as an operator runs them.
@Suite(.timeLimit(.minutes(15))) struct BackupCommandTests {
    /// A database with a data folder of its own.
    private struct Place {
        let test: TestDatabase
        let folder: URL

        var environment: [String: String] {
            [
                "DATABASE_URL": test.url, "SECRETARIA_DATA": folder.path, "PORT": "0",
                "SECRETARIA_MASTER_KEY": String(repeating: "5a", count: 32), "BACKUP_DATABASE_URL": test.superuserURL,
            ]
        }

        var media: URL { folder.appending(path: "media") }

        /// Every table's rows in one number each.
        func content() async throws -> [String: String] {
            let pool = try PostgresPool(PostgresConfiguration(url: test.superuserURL), logger: Logger(label: "test"))
            defer { pool.close() }
            var content: [String: String] = [:]
            for row in try await pool.executeAlone(
                "SELECT relname AS name FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace")
            {
                let name: String = try row("name")
                content[name] = try await pool.executeAlone(
                    "SELECT count(*) || ' ' || coalesce(md5(string_agg(t::text, '|' ORDER BY t::text)), '') AS sum FROM \(unsafeRaw: name) t"
                ).first?("sum")
            }
            return content
        }

        @discardableResult
        func run(_ sql: SQL) async throws -> [Row] {
            let pool = try PostgresPool(PostgresConfiguration(url: test.superuserURL), logger: Logger(label: "test"))
            defer { pool.close() }
            return try await pool.executeAlone(sql)
        }
    }

    private func withPlace(migrated: Bool = true, _ body: (Place) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "backup-\(UUID())")
        defer { try? FileManager.default.removeItem(at: folder) }
        try await withTestDatabase(migrated: migrated) { try await body(Place(test: $0, folder: folder)) }
    }

    /// A shop with conversations, secrets, a file and a message that waits to be sent.
    private func fill(_ place: Place) async throws {
        let demo = try await CommandRun.run(["demo"], environment: place.environment)
        try #require(demo.status == 0, "\(demo.errors)")
        let waiting = try await place.run(
            """
            INSERT INTO outbox (tenant_id, message_id, conversation_id, account_id)
            SELECT m.tenant_id, m.id, m.conversation_id, m.account_id FROM messages m
            WHERE m.direction = 'outbound' AND NOT EXISTS (SELECT FROM outbox o WHERE o.message_id = m.id) LIMIT 1
            RETURNING id
            """)
        try #require(waiting.count == 1)
        let folder = place.media.appending(path: "0199/ab")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try Data("a photo".utf8).write(to: folder.appending(path: "0199-ab"))
        try Data("half".utf8).write(to: folder.appending(path: "0199-ac.part-1"))
    }

    private func backUp(_ place: Place, _ more: [String: String] = [:]) async throws -> String {
        let folder = place.folder.appending(path: "backups").path
        let made = try await CommandRun.run(
            ["backup", "--to", folder], environment: place.environment.merging(more) { $1 })
        try #require(made.status == 0, "\(made.output)\(made.errors)")
        return try #require(made.output.split(separator: "\n").last.map(String.init))
    }

    @Test func `what was backed up comes back into an empty database, row by row and file by file`() async throws {
        try await withPlace { source in
            try await fill(source)
            let file = try await backUp(source)
            #expect(file.hasSuffix(".tar.gz"))
            let before = try await source.content()
            let checked = try await CommandRun.run(["backup", "check", file], environment: source.environment)
            #expect(checked.status == 0 && checked.output.contains("It is whole"))
            try await withPlace(migrated: false) { target in
                let restored = try await CommandRun.run(["restore", file], environment: target.environment)
                try #require(restored.status == 0, "\(restored.output)\(restored.errors)")
                #expect(restored.output.contains("1 message(s) waited to be sent"))
                var after = try await target.content()
                var wanted = before
                // What a restore changes on purpose.
                for table in ["outbox", "messages", "sessions"] {
                    #expect(after[table]?.split(separator: " ").first == wanted[table]?.split(separator: " ").first)
                    (after[table], wanted[table]) = (nil, nil)
                }
                #expect(after == wanted && after.count > 20)
                let held = try await target.run(
                    "SELECT o.state, m.failure_reason AS reason FROM outbox o JOIN messages m ON m.id = o.message_id WHERE o.last_error_code = 'restored'"
                )
                #expect(try held.map { try $0("state") as String } == ["unknown"])
                let reasons: [String] = try held.map { try $0("reason") }
                #expect(reasons == ["envio não confirmado; a mensagem pode ter chegado"])
                let photo = target.media.appending(path: "0199/ab/0199-ab")
                #expect(try Data(contentsOf: photo) == Data("a photo".utf8))
                #expect(
                    !FileManager.default.fileExists(atPath: target.media.appending(path: "0199/ab/0199-ac.part-1").path)
                )
                let doctor = try await CommandRun.run(["doctor"], environment: target.environment)
                #expect(doctor.output.contains("opens the secrets of 1 shop(s)"))
                #expect(doctor.output.contains("Every table of the shops forces row-level security"))
                let left = try FileManager.default.contentsOfDirectory(atPath: target.folder.path)
                #expect(!left.contains { $0.hasPrefix(".secretaria-") })
            }
        }
    }

    @Test func `over an existing shop only when that is said, and then nothing of it is left`() async throws {
        try await withPlace { place in
            try await fill(place)
            let file = try await backUp(place)
            let added = try await CommandRun.run(
                ["tenant", "create", "--name", "Later", "--owner-email", "later@b.example"],
                environment: place.environment)
            #expect(added.status == 0)
            try await place.run("CREATE TABLE of_a_newer_version (id int)")
            try Data("later".utf8).write(to: place.media.appending(path: "0199/ab/0199-later"))
            let refused = try await CommandRun.run(["restore", file], environment: place.environment)
            #expect(
                refused.status != 0 && refused.errors.contains("holds 2 shop(s)")
                    && refused.errors.contains("--replace"))
            let done = try await CommandRun.run(["restore", file, "--replace"], environment: place.environment)
            try #require(done.status == 0, "\(done.output)\(done.errors)")
            #expect(try await place.run("SELECT FROM tenants").count == 1)
            #expect(try await place.content()["of_a_newer_version"] == nil)
            let names = try FileManager.default.contentsOfDirectory(atPath: place.media.appending(path: "0199/ab").path)
            #expect(names == ["0199-ab"])
            let next = try await CommandRun.run(["migrate"], environment: place.environment)
            #expect(next.output == "The schema is up to date.\n")
        }
    }

    @Test func `a damaged archive, a foreign key, a newer version: refused before anything is touched`() async throws {
        try await withPlace { place in
            try await fill(place)
            let file = try await backUp(place)
            let before = try await place.content()
            let bytes = try Data(contentsOf: URL(fileURLWithPath: file))
            let damaged = place.folder.appending(path: "damaged.tar.gz")
            try (bytes.prefix(bytes.count / 2) + bytes.suffix(bytes.count / 2 - 1)).write(to: damaged)
            let broken = try await CommandRun.run(
                ["restore", damaged.path, "--replace"], environment: place.environment)
            #expect(
                broken.status != 0 && broken.errors.contains("damaged")
                    && broken.errors.contains("Nothing has been changed"))
            let other = place.environment.merging(["SECRETARIA_MASTER_KEY": String(repeating: "11", count: 32)]) { $1 }
            let foreign = try await CommandRun.run(["restore", file, "--replace"], environment: other)
            #expect(foreign.status != 0 && foreign.errors.contains("--other-master-key"))
            let text = place.folder.appending(path: "text.txt")
            try Data("hello".utf8).write(to: text)
            let nonsense = try await CommandRun.run(
                ["restore", text.path, "--replace"], environment: place.environment)
            #expect(nonsense.status != 0 && nonsense.errors.contains("is no backup of Secretaria"))
            try await place.run("INSERT INTO schema_migrations (name, checksum) VALUES ('9999_future.sql', '\\x00')")
            let future = try await backUp(place)
            try await place.run("DELETE FROM schema_migrations WHERE name = '9999_future.sql'")
            let newer = try await CommandRun.run(["restore", future, "--replace"], environment: place.environment)
            #expect(newer.status != 0 && newer.errors.contains("newer version (it knows 9999_future.sql)"))
            #expect(try await place.content() == before)
        }
    }

    @Test func `a load that breaks off changes nothing, and one whose end is missing keeps everybody out`() async throws
    {
        try await withPlace { place in
            try await fill(place)
            let file = try await backUp(place)
            let before = try await place.content()
            // The superuser forbids what comes near the end of a load.
            try await place.run("CREATE SCHEMA elsewhere")
            try await place.run(
                """
                CREATE FUNCTION elsewhere.refuse() RETURNS event_trigger LANGUAGE plpgsql
                AS $$ BEGIN RAISE EXCEPTION 'not today'; END $$
                """
            )
            try await place.run(
                """
                CREATE EVENT TRIGGER refuse ON ddl_command_start WHEN TAG IN ('CREATE POLICY')
                EXECUTE FUNCTION elsewhere.refuse()
                """
            )
            let failed = try await CommandRun.run(["restore", file, "--replace"], environment: place.environment)
            #expect(
                failed.status != 0 && failed.errors.contains("could not be loaded: ")
                    && failed.errors.contains("not today"), "\(failed.errors)")
            try await place.run("DROP EVENT TRIGGER refuse")
            #expect(try await place.content() == before)
            try await place.run("CREATE SCHEMA secretaria_restoring AUTHORIZATION secretaria")
            let shut = try await CommandRun.run(["serve"], environment: place.environment)
            #expect(shut.status != 0 && shut.errors.contains("run the same `secretaria restore` again"))
            let again = try await CommandRun.run(["restore", file, "--replace"], environment: place.environment)
            #expect(again.status == 0, "\(again.errors)")
            #expect(try await CommandRun.run(["migrate"], environment: place.environment).status == 0)
        }
    }

    @Test func `a server that runs is not replaced under its feet`() async throws {
        try await withPlace { place in
            try await fill(place)
            let file = try await backUp(place)
            var running = place.test.configuration
            running.applicationName = "secretaria"
            let pool = try PostgresPool(running, logger: Logger(label: "test"))
            defer { pool.close() }
            try await pool.executeAlone("SELECT 1")
            let refused = try await CommandRun.run(["restore", file, "--replace"], environment: place.environment)
            #expect(refused.status != 0 && refused.errors.contains("stop it first"))
        }
    }

    @Test func `encrypted: closed without the key, no word in clear, the key in no message`() async throws {
        try await withPlace { place in
            try await fill(place)
            let key = ["BACKUP_KEY": "correct horse battery"]
            let file = try await backUp(place, key)
            #expect(file.hasSuffix(".tar.gz.enc"))
            let without = try await CommandRun.run(["backup", "check", file], environment: place.environment)
            #expect(without.status != 0 && without.errors.contains("set BACKUP_KEY"))
            let wrong = try await CommandRun.run(
                ["backup", "check", file],
                environment: place.environment.merging(["BACKUP_KEY": "another horse battery"]) { $1 })
            #expect(
                wrong.status != 0 && wrong.errors.contains("does not open with this key")
                    && !wrong.errors.contains("horse"))
            let keyFile = place.folder.appending(path: "key.txt")
            try Data("correct horse battery\n".utf8).write(to: keyFile)
            let right = try await CommandRun.run(
                ["restore", file, "--replace"],
                environment: place.environment.merging(["BACKUP_KEY_FILE": keyFile.path]) { $1 })
            #expect(right.status == 0 && right.output.contains("Restored"), "\(right.errors)")
            let weak = try await CommandRun.run(
                ["backup", "--to", place.folder.path],
                environment: place.environment.merging(["BACKUP_KEY": "tiny"]) { $1 })
            #expect(weak.status != 0 && weak.errors.contains("at least 16 characters"))
        }
    }

    @Test func `a role that the walls bind cannot back up, and is told what to do`() async throws {
        try await withPlace { place in
            let bound = place.environment.filter { $0.key != "BACKUP_DATABASE_URL" }
            let refused = try await CommandRun.run(["backup", "--to", place.folder.path], environment: bound)
            #expect(
                refused.status != 0 && refused.errors.contains("BACKUP_DATABASE_URL")
                    && refused.errors.contains("BYPASSRLS"))
            let left = try FileManager.default.contentsOfDirectory(atPath: place.folder.path)
            #expect(left.isEmpty, "\(left)")
        }
    }

    @Test func `the embedded database is backed up while the server runs, and restored while it rests`() async throws {
        // PostgreSQL runs as another user when we are root: a folder that it can reach.
        let folder = URL(fileURLWithPath: "/tmp/secretaria-embedded-\(UUID().uuidString.prefix(8))")
        defer { try? FileManager.default.removeItem(at: folder) }
        let place = ["SECRETARIA_DATA": folder.path, "PORT": "0"]
        let server = try CommandRun(["serve", "--demo"], environment: place)
        var file = ""
        do {
            try #require(await server.prints("secretaria demo --json"))
            let made = try await CommandRun.run(
                ["backup", "--to", folder.appending(path: "kept").path], environment: place)
            try #require(made.status == 0, "\(made.output)\(made.errors)")
            file = try #require(made.output.split(separator: "\n").last.map(String.init))
            let busy = try await CommandRun.run(["restore", file, "--replace"], environment: place)
            #expect(busy.status != 0 && busy.errors.contains("stop it first"))
        } catch {
            server.signal(SIGKILL)
            _ = await server.end()
            throw error
        }
        server.signal(SIGTERM)
        #expect(await server.end().status == 0)
        let restored = try await CommandRun.run(["restore", file, "--replace"], environment: place)
        #expect(restored.status == 0 && restored.output.contains("Restored"), "\(restored.output)\(restored.errors)")
        let doctor = try await CommandRun.run(["doctor"], environment: place)
        #expect(doctor.output.contains("opens the secrets of 1 shop(s)"))
    }
}
