import Foundation
import Logging
import Postgres
import Providers

/// What every command works with: the configuration and an open, migrated database.
package struct Installation: Sendable {
    package let config: Config
    package let logger: Logger
    package let configuration: PostgresConfiguration
    package let database: Database
    package let vault: Vault
    package let channels: Channels
    /// Files of messages.
    package var media: MediaFolder {
        MediaFolder(folder: config.mediaDirectory)
    }
    /// Erases people from this installation.
    package func eraser(realtime: Realtime? = nil) -> Eraser {
        Eraser(
            database: database, vault: vault, media: media, ledger: ErasureLedger(file: config.erasureLedger),
            realtime: realtime, fiscalMonths: config.retention.fiscalMonths, cache: cache, logger: logger)
    }
    /// What all processes share for a moment; nil where `REDIS_URL` names nothing. It connects when it is first asked.
    package let cache: SharedCache?
    /// Removes what is older than its period.
    package var sweeper: RetentionSweeper {
        RetentionSweeper(database: database, media: media, policy: config.retention, logger: logger)
    }
    /// Addresses under which providers fetch files; nil without a public address.
    package var mediaLinks: MediaLinks? {
        config.publicURL.map { MediaLinks(key: vault.key(for: "media links"), publicURL: $0) }
    }
    package var voice: VoiceConverter? { .installed(path: ProcessInfo.processInfo.environment["PATH"]) }
    /// The way to people's browsers. Nil only if eight random-looking numbers in a row were no keys.
    package var push: WebPush.Client? {
        WebPush.Client(
            http: ProviderHTTP(logger: logger), vault: vault, contact: config.publicURL, origin: .untrusted(hosts: []))
    }
    /// What invites customers to take notices in their browsers.
    package var pushInvitations: PushInvitations {
        PushInvitations(key: vault.key(for: "push invitations"), publicURL: config.publicURL)
    }
    /// Names of the migrations that were applied by opening.
    package let migrated: [String]
    private let server: DatabaseServer

    /// Starts the embedded server if no other is configured, migrates, and makes the pool.
    ///
    /// - Parameter duringRestore: Also while a restore is not finished: for the restore itself.
    package static func open(
        _ config: Config, logger: Logger, duringRestore: Bool = false
    ) async throws -> Installation {
        let server = try await DatabaseServer.open(config, logger: logger)
        do {
            var configuration = server.login
            configuration.poolSize = config.databasePoolSize
            let migrated = try await Migrator.run(
                directory: AppResources.current.migrations, configuration: configuration, logger: logger)
            let database = Database(pool: try PostgresPool(configuration, logger: logger))
            if !duringRestore {
                do {
                    try await RestoreMark.refuse(database.pool)
                } catch {
                    database.pool.close()
                    throw error
                }
            }
            let vault = try await Keys.rooted(
                Vault(master: config.masterKey, previous: config.previousMasterKey), in: database)
            if config.databaseURL != nil, case .inFile(let file) = config.masterKey {
                logger.warning(
                    "SECRETARIA_MASTER_KEY is not set: every process of this database needs the key of this file",
                    metadata: ["file": "\(file.path)"])
            }
            return Installation(
                config: config, logger: logger, configuration: configuration, database: database, vault: vault,
                channels: Channels(
                    database: database, vault: vault, homes: [.meta: config.metaGraphURL], logger: logger),
                cache: config.cache.map { SharedCache($0, logger: logger) },
                migrated: migrated, server: server)
        } catch {
            await server.close()
            throw error
        }
    }

    /// Opens, runs `body`, closes whatever happens.
    package static func with<Result: Sendable>(
        _ config: Config, logger: Logger, _ body: (Installation) async throws -> Result
    ) async throws -> Result {
        let installation = try await open(config, logger: logger)
        do {
            let result = try await body(installation)
            await installation.close()
            return result
        } catch {
            await installation.close()
            throw error
        }
    }

    /// Lets go of the database; an embedded server that nobody else uses stops.
    package func close() async {
        await cache?.close()
        database.pool.close()
        await server.close()
    }
}

/// Why nothing could be opened, in words for the operator.
package enum InstallationError: Error, CustomStringConvertible {
    case noPostgres(lookedIn: [String])
    /// A restore was begun and has not come to its end.
    case restoreUnfinished

    package var description: String {
        switch self {
        case .noPostgres(let folders):
            "There is no PostgreSQL: DATABASE_URL is not set, and the embedded one is not in \(folders.joined(separator: " or ")). "
                + "Run scripts/setup, or set DATABASE_URL to a PostgreSQL 16 or newer with pgvector."
        case .restoreUnfinished:
            "A restore of this installation was begun and has not finished: run the same `secretaria restore` again, with --replace."
        }
    }
}
