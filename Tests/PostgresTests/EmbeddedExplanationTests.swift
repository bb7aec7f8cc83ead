import Foundation
import Logging
import TestSupport
import Testing

@testable import Postgres

#if canImport(Glibc)
import Glibc
#endif

@Suite("What the embedded server says when it cannot start", .timeLimit(.minutes(5)))
struct EmbeddedExplanationTests {
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
            #expect(
                await explanation(EmbeddedPostgres(configuration, logger: .quiet)).contains("not a PostgreSQL cluster"))

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
            // 30 MB: enough for initdb to begin with and too little for it to end.
            try #require(mount("tmpfs", data.path, "tmpfs", 0, "size=30m,mode=0755") == 0)
            defer { umount2(data.path, Int32(MNT_DETACH)) }
            var configuration = try embeddedConfiguration(data)
            configuration.minimumFreeBytes = 0
            #expect(
                await explanation(EmbeddedPostgres(configuration, logger: .quiet)).contains("full: free some space"))
            try #require(mount("tmpfs", data.path, "tmpfs", UInt(MS_REMOUNT), "size=400m,mode=0755") == 0)
            let embedded = EmbeddedPostgres(configuration, logger: .quiet)
            _ = try await embedded.start()
            await embedded.stop()
        }
    }

    @Test("a socket that another living server uses is not taken from it")
    func busySocket() async throws {
        try await withPrivateServer { server in
            try await withPrivateServer { other in
                await server.embedded.stop()
                await other.embedded.stop()
                // The other server is moved to our socket by its owner's own settings.
                try Data("unix_socket_directories = '\(server.files.socketFolder)'\n".utf8).write(
                    to: URL(fileURLWithPath: other.files.cluster + "/local.conf"))
                _ = try await other.embedded.start()
                let pid = try #require(other.files.postmaster()?.pid)
                let text = await explanation(server.embedded)
                #expect(text.contains("another server (process \(pid)) uses the socket"))
                #expect(other.isRunning)
                let pool = try PostgresPool(
                    PostgresConfiguration(url: server.files.url(user: "postgres", database: "postgres")), logger: .quiet
                )
                defer { pool.close() }
                let place: String = try await pool.transaction {
                    try await $0.one("SELECT current_setting('data_directory') AS d")("d")
                }
                #expect(place == other.files.cluster)
                await other.embedded.stop()
                _ = try await server.embedded.start()
            }
        }
    }

    @Test(
        "known complaints of PostgreSQL become advice",
        arguments: [
            ("FATAL:  could not write to file: No space left on device", "free some space"),
            ("FATAL:  data directory \"/x\" has wrong ownership", "must belong to"),
            ("FATAL:  could not create lock file: Permission denied", "may not reach"),
            ("postgres: error while loading shared libraries: libpq", "scripts/setup"),
            ("FATAL:  something new", "something new"),
            ("", "said nothing"),
        ])
    func diagnosis(output: String, advice: String) {
        #expect(
            Diagnosis.explain(output, files: ClusterFiles(URL(fileURLWithPath: "/d")), account: "postgres").contains(
                advice))
    }
}
