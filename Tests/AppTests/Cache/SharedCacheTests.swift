import Domain
import Foundation
import Logging
import Synchronization
import TestSupport
import Testing

@testable import App

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// Against a real server, started for each test on a socket of its own.
@Suite(.timeLimit(.minutes(5))) struct SharedCacheTests {
    /// valkey-server or redis-server, whichever scripts/setup has installed.
    private static let program: String? = ["valkey-server", "redis-server"].lazy.flatMap { name in
        ["/usr/bin/", "/usr/local/bin/", "/opt/homebrew/bin/"].map { $0 + name }
    }.first { FileManager.default.isExecutableFile(atPath: $0) }

    private struct Server {
        let process: Process
        let socket: String
        let folder: URL

        init(in folder: URL, password: String? = nil) throws {
            let program = try #require(SharedCacheTests.program, "no valkey-server or redis-server: run scripts/setup")
            self.folder = folder
            socket = folder.path + "/cache.sock"
            process = Process()
            process.executableURL = URL(fileURLWithPath: program)
            process.arguments =
                ["--port", "0", "--unixsocket", socket, "--save", "", "--appendonly", "no", "--dir", folder.path]
                + (password.map { ["--requirepass", $0] } ?? [])
            process.standardOutput = FileHandle.nullDevice
            process.standardError = FileHandle.nullDevice
            try process.run()
        }

        /// Not by SIGTERM: a program that a test starts inherits the signals that the test runner holds back.
        func stop() {
            kill(process.processIdentifier, SIGKILL)
            process.waitUntilExit()
        }
    }

    private func withFolder(_ body: (URL) async throws -> Void) async throws {
        // Short: a socket's path holds 107 bytes.
        let folder = URL(fileURLWithPath: "/tmp/sc-\(UUID().uuidString.prefix(8))")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try await body(folder)
    }

    /// The cache once its server answers. Its clock stands past every rest, so that each try is a real one.
    private func cache(_ server: Server, user: String = "") async throws -> SharedCache {
        let address = try #require(ValkeyAddress("unix://\(user)\(server.socket)"))
        let cache = SharedCache(address, logger: Logger(label: "test"), now: Self.clock())
        while await !cache.ping() { try await Task.sleep(for: .milliseconds(5)) }  // no signal of its start
        return cache
    }

    /// Each look is a minute later.
    private static func clock() -> @Sendable () -> ContinuousClock.Instant {
        let start = ContinuousClock.now
        let looks = Counter()
        return { start + .seconds(60 * looks.next()) }
    }

    private final class Counter: Sendable {
        private let count = Mutex(0)
        func next() -> Int {
            count.withLock { count in
                count += 1
                return count
            }
        }
    }

    private let shop = TenantID(UUID())

    @Test func `what is kept is found by every process until it is over or forgotten`() async throws {
        try await withFolder { folder in
            let server = try Server(in: folder)
            defer { server.stop() }
            let (one, two) = (try await cache(server), try await cache(server))
            let (ana, bia) = (UUID(), UUID())
            let bytes: [UInt8] = [0, 13, 10, 255, 36]
            await one.keep(bytes, as: .contact(shop, ana, name: "tone"), for: .seconds(600))
            await one.keep([1], as: .contact(shop, ana, name: "facts"), for: .seconds(600))
            await one.keep([2], as: .contact(shop, bia, name: "tone"), for: .seconds(600))
            await one.keep([3], as: .shop(shop, name: "insight"), for: .seconds(600))
            #expect(await two.value(.contact(shop, ana, name: "tone")) == bytes)
            try await two.forget(contact: ana, of: shop)
            #expect(await one.value(.contact(shop, ana, name: "tone")) == nil)
            #expect(await one.value(.contact(shop, ana, name: "facts")) == nil)
            #expect(await one.value(.contact(shop, bia, name: "tone")) == [2])
            #expect(await one.value(.contact(TenantID(UUID()), bia, name: "tone")) == nil)
            #expect(await one.value(.shop(shop, name: "insight")) == [3])
            await two.forget(shop: shop)
            #expect(await one.value(.shop(shop, name: "insight")) == nil)
            await one.close()
            await two.close()
        }
    }

    @Test func `a limit counts over all processes, and a refused one counts as well`() async throws {
        try await withFolder { folder in
            let server = try Server(in: folder)
            defer { server.stop() }
            let (one, two) = (try await cache(server), try await cache(server))
            let windows = [one, two].map { SharedWindow("test", limit: 4, window: .seconds(600), cache: $0) }
            for turn in 0..<4 { #expect(await windows[turn % 2].count("5511988887777") == nil) }
            let wait = try #require(await windows[0].count("5511988887777"))
            #expect(wait > .seconds(500) && wait <= .seconds(600))
            #expect(await windows[1].count("5511988887777") != nil)
            #expect(await windows[1].count("another") == nil)
            #expect(
                await SharedWindow("other", limit: 1, window: .seconds(600), cache: one).count("5511988887777") == nil)
            #expect(await SharedWindow("none", limit: 0, window: .seconds(600), cache: one).count("x") == .seconds(600))
            await one.close()
            await two.close()
        }
    }

    @Test func `while the server is away each process goes on by itself, and an erasure says so`() async throws {
        try await withFolder { folder in
            let server = try Server(in: folder)
            let cache = try await cache(server)
            let window = SharedWindow("test", limit: 2, window: .seconds(600), cache: cache)
            #expect(await window.count("a") == nil)
            server.stop()
            #expect(await cache.value(.shop(shop, name: "x")) == nil)
            await cache.keep([1], as: .shop(shop, name: "x"), for: .seconds(60))
            #expect(await window.count("a") == nil, "the second")
            #expect(await window.count("a") != nil, "the third, counted here")
            await #expect(throws: CacheAway.self) { try await cache.forget(contact: UUID(), of: shop) }
            let again = try Server(in: folder)
            defer { again.stop() }
            while await !cache.ping() { try await Task.sleep(for: .milliseconds(5)) }  // no signal of its start
            try await cache.forget(contact: UUID(), of: shop)
            await cache.close()
        }
    }

    @Test func `nothing in it names a person, and nothing lives for ever`() async throws {
        try await withFolder { folder in
            let server = try Server(in: folder)
            defer { server.stop() }
            let cache = try await cache(server)
            _ = await SharedWindow("number", limit: 2, window: .seconds(600), cache: cache).count(
                "\(shop) 5511988887777")
            await cache.keep([1], as: .contact(shop, UUID(), name: "tone"), for: .seconds(1_000_000))
            let link = ValkeyLink(
                try #require(ValkeyAddress("unix://\(server.socket)")), logger: Logger(label: "test"), now: { .now })
            let script = """
                local out = {} for _, key in ipairs(redis.call('KEYS', '*')) do out[#out + 1] = key .. ' ' .. redis.call('TTL', key) end
                return table.concat(out, ';')
                """
            guard case .bytes(let listed) = await link.send(["EVAL", script, "0"]) else {
                Issue.record("no answer")
                return
            }
            let keys = String(decoding: listed, as: UTF8.self).split(separator: ";")
            #expect(keys.count == 2 && !keys.contains { $0.contains("5511988887777") })
            #expect(
                keys.allSatisfy { (1...86_400).contains(Int($0.split(separator: " ").last ?? "") ?? -1) }, "\(keys)")
            await link.close()
            await cache.close()
        }
    }

    @Test
    func `an erasure takes the person out of the cache; while it is away the certificate says so and a job comes back`()
        async throws
    {
        try await withFolder { folder in
            let server = try Server(in: folder)
            defer { server.stop() }
            let cache = try await cache(server)
            let process = server.process.processIdentifier
            // A server that hangs would hold up every later test.
            defer { kill(process, SIGCONT) }
            try await ErasureWorld.run { world in
                let eraser = Eraser(
                    database: world.database, vault: try ShopFixture.vault(), media: world.bench.media,
                    ledger: world.ledger, cache: cache, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
                func key(_ contact: UUID) -> SharedCache.Key { .contact(world.tenant, contact, name: "tone") }
                func order(_ reference: String) throws -> Eraser.Order {
                    .init(target: .reference(try #require(SubjectReference(reference))), by: "Olga")
                }
                let (her, him) = (
                    try await world.contact(of: world.conversation), try await world.contact(of: world.other)
                )
                for contact in [her, him] { await cache.keep([7], as: key(contact), for: .seconds(600)) }
                let receipt = try await eraser.erase(try order(ErasureWorld.typed), as: world.owner)
                #expect(!receipt.exceptions.contains { $0.what == "cache" })
                #expect(await cache.value(key(her)) == nil)
                #expect(await cache.value(key(him)) == [7])

                kill(process, SIGSTOP)
                let late = try await eraser.erase(try order("5511955554444"), as: world.owner)
                let exception = try #require(late.exceptions.first { $0.what == "cache" })
                #expect(exception.until != nil && late.rows > 0)
                kill(process, SIGCONT)
                while await !cache.ping() { try await Task.sleep(for: .milliseconds(5)) }  // no signal of its waking
                // Whatever was on its way meanwhile: the job is what makes sure.
                await cache.keep([7], as: key(him), for: .seconds(600))
                var registry = JobRegistry()
                eraser.register(in: &registry)
                let done = try await Jobs.drain(
                    world.database, registry, now: Date(timeIntervalSinceNow: 60))
                #expect(done.contains { $0.name == "compliance.forget_cached" })
                #expect(await cache.value(key(him)) == nil)
            }
            await cache.close()
        }
    }

    @Test func `a password is given, and a wrong one is as if nobody were there`() async throws {
        try await withFolder { folder in
            let server = try Server(in: folder, password: "geheim")
            defer { server.stop() }
            let right = try await cache(server, user: ":geheim@")
            await right.keep([1], as: .shop(shop, name: "x"), for: .seconds(60))
            #expect(await right.value(.shop(shop, name: "x")) == [1])
            let wrong = SharedCache(
                try #require(ValkeyAddress("unix://:falsch@\(server.socket)")), logger: Logger(label: "test"))
            #expect(await wrong.value(.shop(shop, name: "x")) == nil)
            await right.close()
            await wrong.close()
        }
    }

    @Test func `addresses as people write them`() throws {
        #expect(ValkeyAddress("redis://cache")?.place == .host("cache", 6379))
        #expect(ValkeyAddress("valkey://:p%40ss@10.0.0.1:7000/3")?.database == 3)
        #expect(
            ValkeyAddress("redis://:geheim@h/0").map { "\($0)\(String(reflecting: $0))".contains("geheim") } == false)
        #expect(ValkeyAddress("unix:///run/valkey.sock")?.place == .socket("/run/valkey.sock"))
        for wrong in ["rediss://h", "http://h", "redis://", "redis://h/x", "redis://h/-1", "unix:", "cache:6379", ""] {
            #expect(ValkeyAddress(wrong) == nil, "\(wrong)")
        }
    }
}
