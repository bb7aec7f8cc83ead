import Foundation
import Logging
import Postgres

/// The server behind an installation: that of DATABASE_URL, or the embedded one, started if no other process has.
package struct DatabaseServer: Sendable {
    /// What the product connects by.
    package let login: PostgresConfiguration
    /// Who sees every row, for copies; nil where nobody was named.
    package let reader: PostgresConfiguration?
    private let embedded: EmbeddedPostgres?

    package static func open(_ config: Config, logger: Logger) async throws -> DatabaseServer {
        if let url = config.databaseURL {
            return DatabaseServer(
                login: try PostgresConfiguration(url: url),
                reader: try config.backup.databaseURL.map { try PostgresConfiguration(url: $0) }, embedded: nil)
        }
        let candidates = DataLayout.current.postgresCandidates
        guard
            let binaries = candidates.first(where: {
                FileManager.default.isExecutableFile(atPath: $0.appending(path: "bin/postgres").path)
            })
        else { throw InstallationError.noPostgres(lookedIn: candidates.map(\.path)) }
        let embedded = EmbeddedPostgres(.init(binaries: binaries, data: config.dataDirectory), logger: logger)
        let url = try await embedded.start()
        do {
            return DatabaseServer(
                login: try PostgresConfiguration(url: url),
                reader: try PostgresConfiguration(url: embedded.superuserURL(database: "secretaria")),
                embedded: embedded)
        } catch {
            await embedded.stop()
            throw error
        }
    }

    package static func with<Result: Sendable>(
        _ config: Config, logger: Logger, _ body: (DatabaseServer) async throws -> Result
    ) async throws -> Result {
        let server = try await open(config, logger: logger)
        do {
            let result = try await body(server)
            await server.close()
            return result
        } catch {
            await server.close()
            throw error
        }
    }

    /// An embedded server that nobody else uses stops.
    package func close() async { await embedded?.stop() }
}
