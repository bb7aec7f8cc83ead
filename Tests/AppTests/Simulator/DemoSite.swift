import Domain
import Foundation
import Hummingbird
import HummingbirdTesting
import Logging
import Postgres
import ServiceLifecycle
import TestSupport
import Testing
import Web

@testable import App

/// The demo shop served whole: pages, jobs, inbox, outbox and every pretend provider run, as `serve --demo` runs them.
struct DemoSite {
    let installation: Installation
    let providers: PretendProviders
    /// The owner's browser, signed in.
    let agent: AgentClient
    let accounts: [PlayedAccount]

    static let quiet = Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })

    static func run(_ body: @Sendable @escaping (DemoSite) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "demo-site-\(UUID())")
        defer { try? FileManager.default.removeItem(at: folder) }
        try await withTestDatabase { test in
            let config = try Config(environment: [
                "DATABASE_URL": test.url, "SECRETARIA_DATA": folder.path, "DATABASE_POOL_SIZE": "8",
            ])
            try await Installation.with(config, logger: quiet) { installation in
                try await Demo.ensure(in: installation)
                let options = ServeOptions(queues: Set(JobQueue.allCases), isServing: true, hasDemo: true)
                let parts = try Parts(installation: installation, metrics: PrometheusRegistry(), options: options)
                let application = Application(
                    responder: try AllRoutes.table(parts).buildResponder(), logger: quiet)
                let services = ServiceGroup(
                    configuration: .init(
                        services: parts.services.map { .init(service: $0) }, gracefulShutdownSignals: [], logger: quiet)
                )
                try await application.test(.live) { client in
                    try await withThrowingTaskGroup(of: Void.self) { group in
                        group.addTask { try await services.run() }
                        do {
                            try await body(try await open(client, installation, parts))
                        } catch {
                            await services.triggerGracefulShutdown()
                            throw error
                        }
                        await services.triggerGracefulShutdown()
                    }
                }
            }
        }
    }

    private static func open(_ client: any TestClientProtocol, _ installation: Installation, _ parts: Parts)
        async throws -> DemoSite
    {
        let port = try #require(client.port)
        let providers = try #require(parts.providers)
        try await Demo.connect(providers, to: "http://localhost:\(port)", in: installation)
        let report = try await Demo.report(of: installation)
        let owner = try #require(report.logins.first)
        let agent = AgentClient(client)
        try await agent.signIn(owner.email, owner.password)
        let tenant = TenantID(try #require(UUID(uuidString: report.tenant.id)))
        let accounts = try await installation.database.tenant(TenantScope(tenant: tenant, role: .owner)) {
            try await Simulator.accounts(providers, tx: $0)
        }
        return DemoSite(installation: installation, providers: providers, agent: agent, accounts: accounts)
    }

    /// The first value there is. Asked again and again: intake, inbox and outbox run by themselves here, and what they have done is
    /// told by no signal that all of them share.
    func eventually<Value>(
        _ what: String, within limit: Duration = .seconds(120), _ look: () async throws -> Value?
    ) async throws -> Value {
        let deadline = ContinuousClock.now + limit
        while ContinuousClock.now < deadline {
            if let value = try await look() { return value }
            try await Task.sleep(for: .milliseconds(40))  // a real server over HTTP: there is no signal to wait for
        }
        throw Missing(what: what)
    }

    struct Missing: Error { let what: String }

    func first<Value: PostgresDecodable & Sendable>(_ sql: SQL) async throws -> Value? {
        try await installation.database.system("test") { try await $0.first(sql)?(0) }
    }
}
