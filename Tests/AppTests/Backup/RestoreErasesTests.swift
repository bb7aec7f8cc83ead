import Foundation
import Logging
import Postgres
import Simulators
import TestSupport
import Testing

@testable import App

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// Whoever was erased does not come back with a backup, whichever way an operator restores it.
@Suite(.timeLimit(.minutes(15))) struct RestoreErasesTests {
    /// A shop with Mariana in every table, as the commands see it.
    private struct Place {
        let world: ErasureWorld
        let folder: URL
        let environment: [String: String]

        static func with(_ body: @escaping @Sendable (Place) async throws -> Void) async throws {
            try await ErasureWorld.run { world in
                let test = try #require(world.bench.fixture.test)
                let folder = FileManager.default.temporaryDirectory.appending(path: "restore-erases-\(UUID())")
                defer { try? FileManager.default.removeItem(at: folder) }
                try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
                try FileManager.default.copyItem(at: world.bench.media.folder, to: folder.appending(path: "media"))
                try await body(
                    Place(
                        world: world, folder: folder,
                        environment: [
                            "DATABASE_URL": test.url, "SECRETARIA_DATA": folder.path, "PORT": "0",
                            "SECRETARIA_MASTER_KEY": String(repeating: "03", count: 32),
                            "BACKUP_DATABASE_URL": test.superuserURL, "ERASURE_LEDGER": world.ledger.file.path,
                        ]))
            }
        }

        func run(_ arguments: [String], _ more: [String: String] = [:]) async throws -> CommandRun.Result {
            try await CommandRun.run(arguments, environment: environment.merging(more) { $1 })
        }

        func backUp(to name: String) async throws -> String {
            let made = try await run(["backup", "--to", folder.appending(path: name).path])
            try #require(made.status == 0, "\(made.output)\(made.errors)")
            return try #require(made.output.split(separator: "\n").last.map(String.init))
        }

        /// Where a piece of hers is to be seen in everything that a backup holds: the dump's words and bytes, the files.
        func traces(in archive: String) throws -> [String] {
            let opened = folder.appending(path: "opened-\(UUID())")
            try FileManager.default.createDirectory(at: opened, withIntermediateDirectories: true)
            defer { try? FileManager.default.removeItem(at: opened) }
            _ = try BackupArchive(url: URL(fileURLWithPath: archive), key: nil).read(into: opened)
            return try Self.traces(below: opened)
        }

        static func traces(below folder: URL) throws -> [String] {
            let walk = try #require(FileManager.default.enumerator(atPath: folder.path))
            // A bytea stands in a dump as digits.
            let needles = ErasureWorld.traces.flatMap { trace in
                [trace] + [trace, trace.capitalized, trace.uppercased()].map { Array($0.utf8).hex }
            }
            var found: [String] = []
            for case let path as String in walk {
                guard let bytes = FileManager.default.contents(atPath: folder.appending(path: path).path) else {
                    continue
                }
                let text = String(decoding: bytes, as: UTF8.self).lowercased()
                found += needles.filter { text.contains($0) }.map { "\(path): \($0)" }
            }
            return found
        }
    }

    private static func superuser(_ test: TestDatabase) throws -> PostgresPool {
        var login = try PostgresConfiguration(url: test.superuserURL)
        // No process of the product.
        login.applicationName = "test"
        return try PostgresPool(login, logger: Logger(label: "test"))
    }

    /// Writes just before the backup, and is read just after it.
    private static let joana = GraphCustomer(phone: "5521999912345", name: "Joana Sorrentino")

    @Test func `backup, erase, restore: nothing of her is in a full dump, in the files, or behind an unread event`()
        async throws
    {
        try await Place.with { place in
            let world = place.world
            _ = try await world.bench.meta.receive(
                .text("Aqui é a Joana Sorrentino"), from: Self.joana,
                on: world.bench.simulation.account.phoneNumberID)
            let archive = try await place.backUp(to: "kept")
            let before = try place.traces(in: archive)
            #expect(before.contains { $0.hasPrefix("database.dump") } && before.contains { $0.hasPrefix("media/") })

            _ = try await world.bench.lanes.drain(world.tenant)
            #expect(try await world.erase().id != nil)
            let gone = try await world.erase(try #require(Self.joana.phone))
            #expect(gone.counts["contacts"] == 1)

            let restored = try await place.run(["restore", archive, "--replace"])
            try #require(restored.status == 0, "\(restored.output)\(restored.errors)")
            #expect(restored.output.contains("Erased again: 2"), "\(restored.output)")
            #expect(restored.output.contains("The audit log is whole."))

            #expect(try await world.traces() == [])
            #expect(try Place.traces(below: place.folder.appending(path: "media")) == [])
            let after = try await place.backUp(to: "later")
            #expect(try place.traces(in: after) == [])
            let joana: Int = try await world.database.system("test") {
                try await $0.one(
                    """
                    SELECT (SELECT count(*) FROM contacts WHERE name LIKE '%Joana%' OR phone LIKE '%99991%')
                      + (SELECT count(*) FROM webhook_events WHERE convert_from(body, 'UTF8') LIKE '%Joana%')
                    """)(0)
            }
            #expect(joana == 0)
            #expect(try await place.run(["migrate"]).status == 0, "servers may open")
            let verified = try await place.run(["audit", "verify"])
            #expect(verified.status == 0 && verified.output.contains("whole"))
        }
    }

    @Test
    func `no process opens what was restored before the erasures are done again, and a kill changes nothing of it`()
        async throws
    {
        try await Place.with { place in
            let world = place.world
            let archive = try await place.backUp(to: "kept")
            _ = try await world.erase()
            let test = try #require(world.bench.fixture.test)
            let pool = try Self.superuser(test)
            defer { pool.close() }
            // An erasure waits for the shop's lane: it cannot come to its end now.
            let lane = "inbox:\(world.tenant)"
            let restore = try CommandRun(["restore", archive, "--replace"], environment: place.environment)
            let ended = try await pool.transaction { tx in
                try await tx.execute("SELECT pg_advisory_xact_lock(hashtextextended(\(lane), 0))")
                let isErasing = await restore.prints("Erasing again")
                guard isErasing else { return await restore.end() }
                for command in ["serve", "worker", "migrate"] {
                    let shut = try await place.run([command])
                    #expect(shut.status != 0 && shut.errors.contains("run the same `secretaria restore` again"))
                }
                restore.signal(SIGKILL)
                return await restore.end()
            }
            try #require(ended.status == -SIGKILL, "\(ended.output)\(ended.errors)")
            let shut = try await place.run(["migrate"])
            #expect(shut.status != 0)
            let again = try await place.run(["restore", archive, "--replace"])
            #expect(again.status == 0 && again.output.contains("Erased again: 1"), "\(again.output)\(again.errors)")
            #expect(try await world.traces() == [])
            #expect(try await place.run(["migrate"]).status == 0)
        }
    }

    @Test func `a restore without a ledger, or with a damaged one, is refused before anything is touched`() async throws
    {
        try await Place.with { place in
            let world = place.world
            let archive = try await place.backUp(to: "kept")
            let beside = URL(fileURLWithPath: archive).deletingLastPathComponent()
                .appending(path: "erasure-ledger.jsonl")
            #expect(try Data(contentsOf: beside).isEmpty, "nobody was erased yet, and that is known")
            _ = try await world.erase()
            let entry = try String(contentsOf: world.ledger.file, encoding: .utf8)

            // Another machine: neither the old database nor its ledger.
            try await withTestDatabase(migrated: false) { other in
                let elsewhere = [
                    "DATABASE_URL": other.url, "SECRETARIA_DATA": place.folder.appending(path: "other").path,
                    "ERASURE_LEDGER": place.folder.appending(path: "other/ledger.jsonl").path,
                ]
                try FileManager.default.removeItem(at: beside)
                let missing = try await place.run(["restore", archive], elsewhere)
                #expect(missing.status != 0 && missing.errors.contains("There is no erasure ledger at"))
                try Data((entry + entry.prefix(90) + "\n").utf8).write(to: beside)
                let damaged = try await place.run(["restore", archive], elsewhere)
                #expect(damaged.status != 0 && damaged.errors.contains("damaged in line 2"))
                let pool = try Self.superuser(other)
                defer { pool.close() }
                let touched: Bool? = try await pool.executeAlone("SELECT to_regclass('tenants') IS NOT NULL AS there")
                    .first?("there")
                #expect(touched == false)
                // The shop's keys do not open here: by the ids alone.
                let done = try await place.run(
                    ["restore", archive, "--damaged-ledger", "--other-master-key"],
                    elsewhere.merging(["SECRETARIA_MASTER_KEY": String(repeating: "11", count: 32)]) { $1 })
                #expect(done.status == 0 && done.output.contains("Erased again: 1"), "\(done.output)\(done.errors)")
                let hers: Int? = try await pool.executeAlone(
                    "SELECT count(*) AS n FROM contacts WHERE phone LIKE '%87654321'"
                ).first?("n")
                #expect(hers == 0)
            }
        }
    }
}
