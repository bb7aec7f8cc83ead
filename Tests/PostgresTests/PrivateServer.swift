import Foundation
import Logging
import TestSupport
import Testing

@testable import Postgres

/// A server of its own for tests that hurt it.
struct PrivateServer: Sendable {
    let embedded: EmbeddedPostgres
    let configuration: EmbeddedPostgres.Configuration
    let data: URL
    let url: String

    var files: ClusterFiles { ClusterFiles(data) }

    var isRunning: Bool {
        files.postmaster().map { ProcessTable.isAlive($0.pid) && ProcessTable.works($0.pid, in: files.cluster) }
            ?? false
    }

    func pool(_ size: Int = 4, _ change: (inout PostgresConfiguration) -> Void = { _ in }) throws -> PostgresPool {
        var configuration = try PostgresConfiguration(url: url)
        configuration.poolSize = size
        change(&configuration)
        return try PostgresPool(configuration, logger: .quiet)
    }
}

extension Logger {
    /// Faults on purpose need no warnings.
    static let quiet: Logger = {
        var logger = Logger(label: "test.quiet")
        logger.logLevel = .critical
        return logger
    }()
}

/// A new folder for a cluster; short, and where an unprivileged user can reach it.
func withDataFolder<T: Sendable>(
    isolation: isolated (any Actor)? = #isolation, _ body: (URL) async throws -> T
) async throws -> T {
    let folder = URL(fileURLWithPath: "/tmp/secretaria-pg-" + UUID().uuidString.prefix(8).lowercased())
    defer { try? FileManager.default.removeItem(at: folder) }
    return try await body(folder)
}

func embeddedConfiguration(_ data: URL) throws -> EmbeddedPostgres.Configuration {
    var configuration = EmbeddedPostgres.Configuration(binaries: try TestPaths.postgresBinaries(), data: data)
    configuration.isDurable = false
    return configuration
}

/// `isDurable` where the test asks what a killed server still knows: without it the last commits may be gone.
func withPrivateServer<T: Sendable>(
    isDurable: Bool = false, isolation: isolated (any Actor)? = #isolation, _ body: (PrivateServer) async throws -> T
) async throws -> T {
    try await withDataFolder { data in
        var configuration = try embeddedConfiguration(data)
        configuration.isDurable = isDurable
        try await ClusterTemplate.copy(to: data)
        let embedded = EmbeddedPostgres(configuration, logger: .quiet)
        let url = try await embedded.start()
        do {
            let value = try await body(
                PrivateServer(embedded: embedded, configuration: configuration, data: data, url: url))
            await embedded.stop()
            return value
        } catch {
            await embedded.stop()
            throw error
        }
    }
}

/// Waits for a condition that only another process can bring about, by asking it: there is no signal to wait on.
func eventually(within limit: Duration = .seconds(60), _ condition: () async throws -> Bool) async throws -> Bool {
    let end = ContinuousClock.now + limit
    while ContinuousClock.now < end {
        if try await condition() { return true }
        try await Task.sleep(for: .milliseconds(10))
    }
    return try await condition()
}

/// What a person reads when the server does not start.
func explanation(
    _ embedded: EmbeddedPostgres, isolation: isolated (any Actor)? = #isolation,
    at location: SourceLocation = #_sourceLocation
) async -> String {
    let error = await failure(at: location) { try await embedded.start() }
    #expect(error?.code == .embedded, sourceLocation: location)
    return error?.message ?? ""
}
