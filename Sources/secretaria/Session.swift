import App
import ArgumentParser
import Foundation
import Logging
import Postgres

/// How every command begins and ends: settings, logs, an open installation, and errors as a sentence.
enum Session {
    /// The settings of the environment and of `.env`, with what was given on the command line on top.
    static func config(_ overrides: [String: String] = [:]) throws -> Config {
        let file = DataLayout.current.home.appending(path: ".env")
        do {
            return try Config(environment: try DotEnv.environment(file: file).merging(overrides) { _, given in given })
        } catch let error as ConfigError {
            throw Failure("These settings cannot be used:\n  " + error.problems.joined(separator: "\n  "))
        }
    }

    /// Opens the installation for a command that ends by itself. It logs warnings only: its output is for its caller.
    static func with<Result: Sendable>(_ body: (Installation) async throws -> Result) async throws -> Result {
        var config = try config()
        config.logLevel = max(config.logLevel, .warning)
        _ = Observability.start(config)
        return try await explaining { try await Installation.with(config, logger: Logger(label: "secretaria"), body) }
    }

    /// Acts for the owner of the shop an operator names: by number, slug or id.
    static func owner(of name: String, in installation: Installation) async throws -> TenantScope {
        let shop = try await installation.database.system("an operator works on a shop") {
            try await Tenants.find(name, in: $0)
        }
        guard let shop else { throw TenantError.unknown(name) }
        return TenantScope(tenant: shop.id, role: .owner, origin: .operator)
    }

    /// Turns what goes wrong into a sentence and a non-zero exit.
    static func explaining<Result>(_ body: () async throws -> Result) async throws -> Result {
        do {
            return try await body()
        } catch let error as PostgresError where error.isUnavailable {
            throw Failure("The database cannot be reached: \(error.message). Is it running, and is DATABASE_URL right?")
        } catch let error as PostgresError
            where error.code == .embedded || error.code == .configuration || error.code == .migration
        {
            throw Failure(error.message)
        }
    }
}

/// A sentence for the person at the terminal.
struct Failure: Error, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
}

/// Standard output, at once: a script that reads it must not wait for more to come.
func say(_ text: String = "") {
    print(text)
    fflush(nil)
}
