import Foundation
import Logging
import Synchronization
import TestSupport
import Testing

@testable import Postgres

#if canImport(Glibc)
import Glibc
#endif

@Suite("The embedded server", .timeLimit(.minutes(3)))
struct EmbeddedTests {
    private func explanation(_ embedded: EmbeddedPostgres) async -> String {
        let error = await failure { try await embedded.start() }
        #expect(error?.code == .embedded)
        return error?.message ?? ""
    }

    private func isRunning(_ data: URL) -> Bool {
        ClusterFiles(data).postmaster().map { ProcessTable.isAlive($0.pid) && ProcessTable.works($0.pid, in: ClusterFiles(data).cluster) } ?? false
    }

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
            #expect(isRunning(server.data))
            #expect(server.files.postmaster()?.pid == pid)
            await second.stop()
            #expect(!isRunning(server.data))
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
                            let pool = try PostgresPool(PostgresConfiguration(url: try await embedded.start()), logger: .quiet)
                            try await pool.batch(["SELECT 1"])
                            pool.close()
                            await embedded.stop()
                        }
                    }
                }
                try await group.waitForAll()
            }
            #expect(!isRunning(server.data))
        }
    }

    @Test("the pid file of a dead server is cleared away, also when its number now belongs to somebody else")
    func stalePIDFile() async throws {
        try await withPrivateServer { server in
            await server.embedded.stop()
            // Our own process: alive, and no PostgreSQL.
            for pid in [getpid(), 999_999_999] {
                try Data("\(pid)\n\(server.files.cluster)\n1\n5432\n\n\n\nready   \n".utf8).write(to: URL(fileURLWithPath: server.files.pidFile))
                _ = try await server.embedded.start()
                #expect(isRunning(server.data))
                await server.embedded.stop()
            }
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
            #expect(try await eventually { isRunning(server.data) && server.files.postmaster()?.pid != pid })
            try await pool.batch(["SELECT 1"])
        }
    }

    @Test("a server whose user was killed is adopted by the next one")
    func adopted() async throws {
        try await withPrivateServer { server in
            // What a killed process leaves behind: a running server and no locks. Here a user that never says goodbye.
            let forgotten = EmbeddedServer(server.configuration, logger: .quiet)
            _ = try forgotten.start().get()
            await server.embedded.stop()
            forgotten.state.withLock { $0 = .init() }
            #expect(isRunning(server.data))
            let pid = server.files.postmaster()?.pid
            let next = EmbeddedPostgres(server.configuration, logger: .quiet)
            _ = try await next.start()
            #expect(server.files.postmaster()?.pid == pid)
            await next.stop()
            #expect(!isRunning(server.data))
        }
    }

    @Test("a half-made cluster is made again")
    func halfMade() async throws {
        try await withDataFolder { data in
            let files = ClusterFiles(data)
            try FileManager.default.createDirectory(atPath: files.newCluster + "/base", withIntermediateDirectories: true)
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

    @Test("too little space, a foreign folder, another version and missing programs are explained")
    func explained() async throws {
        try await withDataFolder { data in
            var configuration = try embeddedConfiguration(data)
            configuration.minimumFreeBytes = .max
            #expect(await explanation(EmbeddedPostgres(configuration, logger: .quiet)).contains("free some space"))
            configuration.minimumFreeBytes = 0

            let files = ClusterFiles(data)
            try FileManager.default.createDirectory(atPath: files.cluster, withIntermediateDirectories: true)
            try Data("x".utf8).write(to: URL(fileURLWithPath: files.cluster + "/holiday.jpg"))
            #expect(await explanation(EmbeddedPostgres(configuration, logger: .quiet)).contains("not a PostgreSQL cluster"))

            try Data("15\n".utf8).write(to: URL(fileURLWithPath: files.version))
            #expect(await explanation(EmbeddedPostgres(configuration, logger: .quiet)).contains("of PostgreSQL 15"))

            configuration.binaries = data
            #expect(await explanation(EmbeddedPostgres(configuration, logger: .quiet)).contains("run scripts/setup"))
        }
    }

    @Test("a full disk is explained in words, and a start after making room works", .enabled(if: geteuid() == 0))
    func fullDisk() async throws {
        try await withDataFolder { data in
            try FileManager.default.createDirectory(at: data, withIntermediateDirectories: true)
            // 48 MB: enough for initdb to begin with and too little for it to end.
            try #require(mount("tmpfs", data.path, "tmpfs", 0, "size=30m,mode=0755") == 0)
            defer { umount2(data.path, Int32(MNT_DETACH)) }
            var configuration = try embeddedConfiguration(data)
            configuration.minimumFreeBytes = 0
            #expect(await explanation(EmbeddedPostgres(configuration, logger: .quiet)).contains("full: free some space"))
            try #require(mount("tmpfs", data.path, "tmpfs", UInt(MS_REMOUNT), "size=400m,mode=0755") == 0)
            let embedded = EmbeddedPostgres(configuration, logger: .quiet)
            _ = try await embedded.start()
            await embedded.stop()
        }
    }

    @Test("the socket's folder is closed to others, and one that is somebody else's is refused", .enabled(if: geteuid() == 0))
    func privateFolder() async throws {
        try await withPrivateServer { server in
            await server.embedded.stop()
            var info = stat()
            #expect(stat(server.files.socketFolder, &info) == 0)
            #expect(info.st_mode & 0o777 == 0o700)
            chown(server.files.socketFolder, 12_345, 12_345)
            #expect(await explanation(server.embedded).contains("is not a folder of"))
            rmdir(server.files.socketFolder)
            symlink("/etc", server.files.socketFolder)
            #expect(await explanation(server.embedded).contains("is not a folder of"))
            unlink(server.files.socketFolder)
            _ = try await server.embedded.start()
        }
    }

    @Test("known complaints of PostgreSQL become advice", arguments: [
        ("FATAL:  could not write to file: No space left on device", "free some space"),
        ("FATAL:  data directory \"/x\" has wrong ownership", "must belong to"),
        ("FATAL:  could not create lock file: Permission denied", "may not reach"),
        ("postgres: error while loading shared libraries: libpq", "scripts/setup"),
        ("FATAL:  something new", "something new"),
        ("", "said nothing"),
    ])
    func diagnosis(output: String, advice: String) {
        #expect(Diagnosis.explain(output, files: ClusterFiles(URL(fileURLWithPath: "/d")), account: "postgres").contains(advice))
    }
}
