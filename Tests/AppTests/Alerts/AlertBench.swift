import Crypto
import Domain
import Foundation
import Logging
import Postgres
import Providers
import Simulators
import TestSupport
import Testing

@testable import App

/// Two shops, browsers of their people, and a push service that can read what browsers would show.
struct AlertBench: Sendable {
    let shops: InboxFixture
    let service: PushService
    let registry: JobRegistry
    let key: VAPIDKey

    static func run(_ body: @escaping @Sendable (AlertBench) async throws -> Void) async throws {
        try await withInbox { (shops: InboxFixture) async throws in
            let logger = Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })
            let service = PushService(logger: logger)
            let vault = try ShopFixture.vault()
            let key = try #require(
                VAPIDKey(secrets: [bytes(vault.key(for: "web push 0"))], subject: "mailto:ana@example.com"))
            let worker = AlertWorker(
                database: shops.database,
                push: .init(http: ProviderHTTP(logger: logger), key: key, origin: .trusted), logger: logger)
            var registry = JobRegistry()
            registry.register(TellPeople.self) { try await worker.run($0, $1) }
            registry.register(PushAlert.self) { try await worker.run($0, $1) }
            let bench = AlertBench(shops: shops, service: service, registry: registry, key: key)
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await service.run() }
                _ = try await service.world.value { $0.port }
                try await body(bench)
                group.cancelAll()
            }
        }
    }

    static func bytes(_ key: SymmetricKey) -> [UInt8] { key.withUnsafeBytes { Array($0) } }

    @discardableResult
    func subscribe(_ browser: String, of user: UUID, in shop: TenantID? = nil) async throws -> UUID {
        let json = try await service.subscribe(browser, serverKey: key.publicKey)
        return try await shops.database.system("test") { system in
            try await system.one(
                """
                INSERT INTO push_subscriptions (tenant_id, user_id, endpoint, p256dh, auth, device)
                VALUES (\((shop ?? shops.shop).value), \(user), \(json["endpoint"]?.string), \(json["keys"]?["p256dh"]?.string),
                  \(json["keys"]?["auth"]?.string), \(browser)) RETURNING id
                """)("id")
        }
    }

    func change(_ conversation: UUID, _ set: SQL) async throws {
        try await shops.database.tenant(shops.service) {
            _ = try await $0.execute(
                "UPDATE conversations SET \(fragment: set) WHERE tenant_id = \($0.tenant) AND id = \(conversation)")
        }
    }

    func channel(_ set: SQL) async throws {
        try await shops.database.system("test") {
            _ = try await $0.execute("UPDATE channel_accounts SET \(fragment: set) WHERE id = \(shops.account)")
        }
    }

    /// Runs what is due `later` seconds from now.
    @discardableResult
    func work(later: TimeInterval = 1) async throws -> [DrainedJob] {
        try await Jobs.drain(shops.database, registry, now: Date(timeIntervalSinceNow: later))
    }

    var shown: [PushService.Notification] { service.world.read { Array($0.notifications) } }

    func devices() async throws -> Int { try await shops.count("SELECT count(*) FROM push_subscriptions") }
}
