import Foundation
import Logging
import TestSupport
import Testing

@testable import Postgres

@Suite("Migrations", .timeLimit(.minutes(5)))
struct MigratorTests {
    private struct Folder {
        let url: URL
        func write(_ name: String, _ text: String) throws {
            try Data(text.utf8).write(to: url.appendingPathComponent(name))
        }
        func remove(_ name: String) throws { try FileManager.default.removeItem(at: url.appendingPathComponent(name)) }
    }

    private func withFolder(_ body: (Folder, TestDatabase) async throws -> Void) async throws {
        let url = FileManager.default.temporaryDirectory.appendingPathComponent("migrations-" + UUID().uuidString)
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: url) }
        let folder = Folder(url: url)
        try folder.write("0001_first.sql", "CREATE TABLE a (id int); -- two statements\nINSERT INTO a VALUES (1);")
        try folder.write("0002_second.sql", "CREATE FUNCTION f() RETURNS int LANGUAGE sql AS $$ SELECT 1; $$;")
        try folder.write("notes.txt", "not a migration")
        try await withTestDatabase(migrated: false) { try await body(folder, $0) }
    }

    private func run(_ folder: Folder, _ database: TestDatabase) async throws -> [String] {
        try await Migrator.run(directory: folder.url, configuration: database.configuration, logger: .quiet)
    }

    private func complaint(_ folder: Folder, _ database: TestDatabase) async -> String {
        let error = await failure { try await run(folder, database) }
        #expect(error?.code == .migration)
        return error?.description ?? ""
    }

    @Test("each file is applied once, in order")
    func once() async throws {
        try await withFolder { folder, database in
            #expect(try await run(folder, database) == ["0001_first.sql", "0002_second.sql"])
            #expect(try await run(folder, database).isEmpty)
            try folder.write("0010_third.sql", "ALTER TABLE a ADD COLUMN n int")
            #expect(try await run(folder, database) == ["0010_third.sql"])
        }
    }

    @Test("many processes at once apply every file exactly once")
    func race() async throws {
        try await withFolder { folder, database in
            for number in 3..<12 { try folder.write("00\(number + 10)_x.sql", "INSERT INTO a VALUES (\(number))") }
            let applied = try await withThrowingTaskGroup(of: [String].self) { group in
                for _ in 0..<6 {
                    group.addTask {
                        try await Migrator.run(
                            directory: folder.url, configuration: database.configuration, logger: .quiet)
                    }
                }
                return try await group.reduce(into: [String]()) { $0 += $1 }
            }
            #expect(applied.count == 11)
            #expect(Set(applied).count == 11)
            let count: Int = try await database.pool.transaction {
                try await $0.one("SELECT count(*) AS n FROM a")("n")
            }
            #expect(count == 10)
        }
    }

    @Test("a file that was changed, removed or slipped in late is refused by name")
    func tampering() async throws {
        try await withFolder { folder, database in
            _ = try await run(folder, database)
            try folder.write("0001_first.sql", "CREATE TABLE a (id int); -- edited\nINSERT INTO a VALUES (1);")
            #expect(await complaint(folder, database).contains("0001_first.sql was changed"))
            try folder.write("0001_first.sql", "CREATE TABLE a (id int); -- two statements\nINSERT INTO a VALUES (1);")
            try folder.write("0000_late.sql", "SELECT 1")
            #expect(await complaint(folder, database).contains("0000_late.sql comes before"))
            try folder.remove("0000_late.sql")
            try folder.remove("0002_second.sql")
            #expect(await complaint(folder, database).contains("0002_second.sql, which this version does not know"))
        }
    }

    @Test("a file that fails leaves nothing behind, and the error names its line")
    func failing() async throws {
        try await withFolder { folder, database in
            try folder.write("0003_bad.sql", "CREATE TABLE b (id int);\n\nSELECT nonsense FROM b;")
            let text = await complaint(folder, database)
            #expect(text.contains("0003_bad.sql line 3"))
            let found = try await database.pool.transaction {
                try await $0.query("SELECT FROM pg_class WHERE relname = 'b'")
            }
            #expect(found.isEmpty)
            try folder.write("0003_bad.sql", "CREATE TABLE b (id int)")
            #expect(try await run(folder, database) == ["0003_bad.sql"])
        }
    }

    @Test("a file may not end its own transaction; two files may not share a number; a name needs one")
    func rules() async throws {
        try await withFolder { folder, database in
            try folder.write("0003_commit.sql", "CREATE TABLE b (id int); COMMIT;")
            #expect(await complaint(folder, database).contains("ends its transaction"))
            try folder.remove("0003_commit.sql")
            try folder.write("0002_other.sql", "SELECT 1")
            #expect(await complaint(folder, database).contains("same number"))
            try folder.remove("0002_other.sql")
            try folder.write("first.sql", "SELECT 1")
            #expect(await complaint(folder, database).contains("no number"))
        }
    }
}
