import Foundation
import Logging
import Synchronization
import TestSupport
import Testing

@testable import Postgres

#if canImport(Glibc)
import Glibc
#endif

@Suite("The embedded server", .timeLimit(.minutes(5)))
struct EmbeddedTests {
    @Test("a new cluster has the role, the database and the extension, and the role is no superuser")
    func bootstrap() async throws {
        try await withPrivateServer { server in
            let pool = try server.pool()
            defer { pool.close() }
            let row = try await pool.transaction { tx in
                try await tx.one(
                    """
                    SELECT rolsuper, rolbypassrls, rolcreaterole, current_database()::text AS d, current_setting('server_encoding') AS e,
                      current_setting('listen_addresses') AS l, lower('ÇÃÉ') AS low,
                      EXISTS (SELECT FROM pg_extension WHERE extname = 'vector') AS v,
                      (SELECT pg_get_userbyid(datdba) FROM pg_database WHERE datname = current_database())::text AS owner
                    FROM pg_roles WHERE rolname = current_user
                    """)
            }
            #expect(try row("rolsuper") == false)
            #expect(try row("rolbypassrls") == false)
            #expect(try row("rolcreaterole") == true)
            #expect(try row("d") == "secretaria")
            #expect(try row("owner") == "secretaria")
            #expect(try row("e") == "UTF8")
            #expect(try row("l") == "")
            #expect(try row("low") == "çãé")
            #expect(try row("v") == true)
        }
    }

    @Test("several users share one server; the last to leave stops it, whoever started it")
    func shared() async throws {
        try await withPrivateServer { server in
            let second = EmbeddedPostgres(server.configuration, logger: .quiet)
            let url = try await second.start()
            #expect(url == server.url)
            let pid = server.files.postmaster()?.pid
            await server.embedded.stop()
            #expect(server.isRunning)
            #expect(server.files.postmaster()?.pid == pid)
            await second.stop()
            #expect(!server.isRunning)
        }
    }

    @Test("users that come and go at the same time always find a server")
    func comingAndGoing() async throws {
        try await withPrivateServer { server in
            await server.embedded.stop()
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<6 {
                    group.addTask {
                        for _ in 0..<3 {
                            let embedded = EmbeddedPostgres(server.configuration, logger: .quiet)
                            let pool = try PostgresPool(
                                PostgresConfiguration(url: try await embedded.start()), logger: .quiet)
                            try await pool.batch(["SELECT 1"])
                            pool.close()
                            await embedded.stop()
                        }
                    }
                }
                try await group.waitForAll()
            }
            #expect(!server.isRunning)
        }
    }

    @Test("a server that is killed under its user comes back by itself")
    func supervised() async throws {
        try await withPrivateServer { server in
            let pool = try server.pool(1) { $0.acquireTimeout = .seconds(30) }
            defer { pool.close() }
            try await pool.batch(["SELECT 1"])
            let pid = try #require(server.files.postmaster()?.pid)
            kill(pid, SIGKILL)
            #expect(try await eventually { server.isRunning && server.files.postmaster()?.pid != pid })
            try await pool.batch(["SELECT 1"])
        }
    }

    @Test("a half-made cluster is made again")
    func halfMade() async throws {
        try await withDataFolder { data in
            let files = ClusterFiles(data)
            try FileManager.default.createDirectory(
                atPath: files.newCluster + "/base", withIntermediateDirectories: true)
            let embedded = EmbeddedPostgres(try embeddedConfiguration(data), logger: .quiet)
            _ = try await embedded.start()
            await embedded.stop()
            #expect(!FileManager.default.fileExists(atPath: files.newCluster))
        }
    }

    @Test("a data folder with a long path gets a short socket")
    func longPath() async throws {
        try await withDataFolder { data in
            let deep = data.appendingPathComponent(String(repeating: "d", count: 90))
            let embedded = EmbeddedPostgres(try embeddedConfiguration(deep), logger: .quiet)
            let pool = try PostgresPool(PostgresConfiguration(url: try await embedded.start()), logger: .quiet)
            try await pool.batch(["SELECT 1"])
            pool.close()
            await embedded.stop()
            try FileManager.default.removeItem(atPath: ClusterFiles(deep).socketFolder)
        }
    }

}
