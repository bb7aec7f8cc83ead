import Crypto
import Domain
import Foundation
import Logging
import Postgres
import TestSupport
import Testing

@testable import App

@Suite(.timeLimit(.minutes(10))) struct RotateKeysTests {
    private static let old = MasterKey.given([UInt8](repeating: 1, count: 32))
    private static let new = MasterKey.given([UInt8](repeating: 2, count: 32))

    /// Three shops with a key each, made under the old master key, and the installation's own.
    private func withShops(_ body: (Database, [TenantID], [UInt8]) async throws -> Void) async throws {
        try await withTestDatabase { test in
            let database = Database(pool: test.pool)
            let vault = try await Keys.rooted(Vault(master: Self.old), in: database)
            let shops = try await database.system("test") { system in
                var shops: [TenantID] = []
                for name in ["A", "B", "C"] {
                    let shop = try await Tenants.insert(NewTenant(name: name), in: system).id
                    _ = try await Tenants.dataKey(of: shop, vault: vault, in: system)
                    shops.append(shop)
                }
                return shops
            }
            try await body(database, shops, Array(vault.key(for: "links").withUnsafeBytes { Array($0) }))
        }
    }

    private func opened(_ database: Database, by vault: Vault) async throws -> Int {
        let keys = try await database.system("test") { try await Tenants.wrappedKeys(in: $0) }
        return keys.count { (try? vault.dataKey(for: $0.tenant, wrapped: $0.wrapped)) != nil }
    }

    @Test func `every key is put under the new one, what is signed stays as it was, and once is enough`() async throws {
        try await withShops { database, shops, signing in
            let both = try Vault(master: Self.new, previous: Self.old)
            let first = try await Keys.rewrap(both, in: database)
            #expect(first == Keys.Rewrapped(changed: 4, current: 0))
            #expect(try await Keys.rewrap(both, in: database) == Keys.Rewrapped(changed: 0, current: 4))
            let alone = try Vault(master: Self.new)
            #expect(try await opened(database, by: alone) == 3)
            #expect(try await opened(database, by: Vault(master: Self.old)) == 0)
            let rooted = try await Keys.rooted(alone, in: database)
            #expect(rooted.key(for: "links").withUnsafeBytes { Array($0) } == signing)
        }
    }

    @Test func `interrupted, a process with both keys opens everything, and the next run finishes`() async throws {
        try await withShops { database, shops, _ in
            let both = try Vault(master: Self.new, previous: Self.old)
            _ = try await database.system("test") {
                try await Tenants.rewrapKey(of: shops[1], vault: both, in: $0)
            }
            #expect(try await opened(database, by: both) == 3)
            #expect(try await opened(database, by: Vault(master: Self.old)) == 2)
            #expect(try await opened(database, by: Vault(master: Self.new)) == 1)
            #expect(try await Keys.rewrap(both, in: database) == Keys.Rewrapped(changed: 3, current: 1))
            #expect(try await opened(database, by: Vault(master: Self.new)) == 3)
        }
    }

    @Test func `with the wrong old key nothing is changed`() async throws {
        try await withShops { database, _, _ in
            let wrong = try Vault(master: Self.new, previous: .given([UInt8](repeating: 9, count: 32)))
            await #expect(throws: SecretsError.self) { try await Keys.rewrap(wrong, in: database) }
            #expect(try await opened(database, by: Vault(master: Self.old)) == 3)
        }
    }

    @Test func `two processes that start together sign alike`() async throws {
        try await withTestDatabase { test in
            let database = Database(pool: test.pool)
            let keys = try await withThrowingTaskGroup(of: [UInt8].self) { group in
                for _ in 0..<4 {
                    group.addTask {
                        let vault = try await Keys.rooted(Vault(master: Self.old), in: database)
                        return vault.key(for: "links").withUnsafeBytes { Array($0) }
                    }
                }
                return try await group.reduce(into: Set<[UInt8]>()) { $0.insert($1) }
            }
            #expect(keys.count == 1)
        }
    }

    @Test func `the command changes a key in a file, and again after an interruption`() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "keys-\(UUID())")
        defer { try? FileManager.default.removeItem(at: folder) }
        try await withTestDatabase { test in
            let place = ["DATABASE_URL": test.url, "SECRETARIA_DATA": folder.path]
            let secrets = place.merging(["META_ACCESS_TOKEN": "EAAG", "META_APP_SECRET": "app"]) { $1 }
            _ = try await CommandRun.run(
                ["tenant", "create", "--name", "Loja", "--owner-email", "a@b.example"], environment: place)
            _ = try await CommandRun.run(
                ["channel", "add", "--tenant", "loja", "--phone-number-id", "7", "--base-url", "http://127.0.0.1:1"],
                environment: secrets)
            let file = folder.appending(path: "master.key")
            let before = try String(contentsOf: file, encoding: .utf8)
            let done = try await CommandRun.run(["keys", "rotate"], environment: place)
            #expect(done.status == 0 && done.output.hasPrefix("2 key(s) put under master key "), "\(done.errors)")
            let after = try String(contentsOf: file, encoding: .utf8)
            #expect(after != before && !done.output.contains(after) && !done.output.contains(before))
            let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
            #expect(names.contains { $0.hasPrefix("master.key.retired-") } && !names.contains("master.key.previous"))
            let doctor = try await CommandRun.run(["doctor"], environment: place)
            #expect(doctor.output.contains("opens the secrets of 1 shop(s)"))
            // Interrupted after the new key was in its place: both files are there, the shops' keys are under the old one.
            let current = try Data(contentsOf: file)
            try current.write(to: file.previous)
            let fresh = Data((0..<32).map { UInt8($0) }).base64EncodedString()
            try Data(fresh.utf8).write(to: file)
            let meanwhile = try await CommandRun.run(["doctor"], environment: place)
            #expect(meanwhile.output.contains("opens the secrets of 1 shop(s)"))
            let again = try await CommandRun.run(["keys", "rotate"], environment: place)
            #expect(again.status == 0 && again.output.hasPrefix("2 key(s) put under master key "), "\(again.errors)")
            #expect(
                try String(contentsOf: file, encoding: .utf8) == fresh,
                "the key that was begun with is the one that stays")
        }
    }

    @Test func `with keys in the environment both are needed`() async throws {
        try await withTestDatabase { test in
            let old = Data(repeating: 1, count: 32).base64EncodedString()
            let new = Data(repeating: 2, count: 32).base64EncodedString()
            let place = ["DATABASE_URL": test.url, "SECRETARIA_MASTER_KEY": old]
            _ = try await CommandRun.run(["migrate"], environment: place)
            let alone = place.merging(["SECRETARIA_MASTER_KEY": new]) { $1 }
            let refused = try await CommandRun.run(["keys", "rotate"], environment: alone)
            #expect(refused.status != 0 && refused.errors.contains("SECRETARIA_PREVIOUS_MASTER_KEY"))
            let done = try await CommandRun.run(
                ["keys", "rotate"], environment: alone.merging(["SECRETARIA_PREVIOUS_MASTER_KEY": old]) { $1 })
            #expect(done.status == 0 && done.output.contains("1 key(s) put under"), "\(done.errors)")
            #expect(try await CommandRun.run(["migrate"], environment: alone).status == 0)
            #expect(!done.output.contains(old) && !done.output.contains(new))
        }
    }
}
