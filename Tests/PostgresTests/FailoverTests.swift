import Foundation
import Logging
import TestSupport
import Testing

@testable import Postgres

@Suite("Several hosts in one URL", .timeLimit(.minutes(5)))
struct FailoverTests {
    @Test("when the first host dies the pool goes on with the second, and callers see at most errors that say so")
    func hostDies() async throws {
        try await withPrivateServer { first in
            try await withPrivateServer { second in
                let folders = [first, second].map(\.files.socketFolder).joined(separator: ",")
                let url =
                    "postgresql://postgres@/postgres?host=\(folders)&port=5432,5432&target_session_attrs=read-write"
                let pool = try PostgresPool(PostgresConfiguration(url: url), logger: .quiet)
                defer { pool.close() }
                func place() async throws -> String {
                    try await pool.transaction {
                        try await $0.one("SELECT current_setting('data_directory') AS d")("d")
                    }
                }
                let before = try await place()
                #expect(before == first.files.cluster)
                await first.embedded.stop()
                let isFound = try await eventually {
                    do { return try await place() == second.files.cluster } catch let error as PostgresError {
                        #expect(error.isUnavailable, "\(error)")
                        return false
                    }
                }
                #expect(isFound)
            }
        }
    }

    @Test("a URL with a dead first host finds the second")
    func failover() async throws {
        try await withTestDatabase(migrated: false) { database in
            let socket = try #require(
                URLComponents(string: database.url)?.queryItems?.first { $0.name == "host" }?.value)
            let url =
                "postgresql://secretaria@/\(database.name)?host=127.0.0.1,\(socket)&port=1,5432&target_session_attrs=read-write"
            let pool = try PostgresPool(PostgresConfiguration(url: url), logger: .quiet)
            defer { pool.close() }
            let name: String = try await pool.transaction {
                try await $0.one("SELECT current_database()::text AS d")("d")
            }
            #expect(name == database.name)
        }
    }

    @Test("target_session_attrs=read-write passes over a server that only reads")
    func readWriteOnly() async throws {
        try await withTestDatabase(migrated: false) { database in
            let admin = try PostgresPool(PostgresConfiguration(url: database.superuserURL), logger: .quiet)
            defer { admin.close() }
            try await admin.executeAlone(
                "ALTER DATABASE \(unsafeRaw: database.name) SET default_transaction_read_only = on")
            var configuration = try PostgresConfiguration(url: database.url + "&target_session_attrs=read-write")
            configuration.acquireTimeout = .milliseconds(300)
            let pool = try PostgresPool(configuration, logger: .quiet)
            defer { pool.close() }
            let error = await failure { try await pool.batch(["SELECT 1"]) }
            #expect(error?.isUnavailable == true)
        }
    }
}
