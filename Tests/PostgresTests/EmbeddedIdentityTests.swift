import Foundation
import Logging
import Synchronization
import TestSupport
import Testing

@testable import Postgres

#if canImport(Glibc)
import Glibc
#endif

@Suite("Whose server is it", .timeLimit(.minutes(5)))
struct EmbeddedIdentityTests {
    @Test("the pid file of a dead server is cleared away, also when its number now belongs to somebody else")
    func stalePIDFile() async throws {
        try await withPrivateServer { server in
            await server.embedded.stop()
            // Our own process: alive, and no PostgreSQL.
            for pid in [getpid(), 999_999_999] {
                try Data("\(pid)\n\(server.files.cluster)\n1\n5432\n\n\n\nready   \n".utf8).write(
                    to: URL(fileURLWithPath: server.files.pidFile))
                _ = try await server.embedded.start()
                #expect(server.isRunning)
                await server.embedded.stop()
            }
        }
    }

    @Test("a server whose user was killed is adopted by the next one")
    func adopted() async throws {
        try await withPrivateServer { server in
            // What a killed process leaves behind: a running server and no locks. Here a user that never says goodbye.
            let forgotten = EmbeddedServer(server.configuration, logger: .quiet)
            _ = try forgotten.start().get()
            await server.embedded.stop()
            forgotten.state.withLock { $0.users = nil }
            #expect(server.isRunning)
            let pid = server.files.postmaster()?.pid
            let next = EmbeddedPostgres(server.configuration, logger: .quiet)
            _ = try await next.start()
            #expect(server.files.postmaster()?.pid == pid)
            await next.stop()
            #expect(!server.isRunning)
        }
    }

    @Test("a server whose starter was killed is adopted, and stopped by its last user")
    func orphaned() async throws {
        try await withPrivateServer { server in
            await server.embedded.stop()
            let account = try ServerAccount.choose(cluster: server.files.cluster)
            let command = try account.command([
                server.configuration.binaries.path + "/bin/postgres", "-D", server.files.cluster,
            ])
            let start = command.map { "'\($0)'" }.joined(separator: " ") + " & wait"
            let starter = try ChildProcess.start(["/bin/sh", "-c", start], log: server.files.log, environment: [:])
            #expect(try await eventually { server.files.postmaster()?.isReady == true })
            let pid = server.files.postmaster()?.pid
            kill(starter.pid, SIGKILL)
            #expect(starter.wait() == 128 + SIGKILL)
            #expect(server.isRunning)
            _ = try await server.embedded.start()
            #expect(server.files.postmaster()?.pid == pid)
            let pool = try server.pool()
            try await pool.batch(["SELECT 1"])
            pool.close()
            await server.embedded.stop()
            #expect(!server.isRunning)
        }
    }

    @Test("a pid file that names the living server of another cluster harms nobody")
    func foreignServer() async throws {
        try await withPrivateServer { server in
            try await withPrivateServer { other in
                let pid = try #require(other.files.postmaster()?.pid)
                await server.embedded.stop()
                try Data("\(pid)\n\(server.files.cluster)\n1\n5432\n\n\n\nready   \n".utf8).write(
                    to: URL(fileURLWithPath: server.files.pidFile))
                _ = try await server.embedded.start()
                #expect(server.isRunning)
                #expect(server.files.postmaster()?.pid != pid)
                await server.embedded.stop()
                #expect(other.isRunning)
                #expect(other.files.postmaster()?.pid == pid)
            }
        }
    }

    @Test("a later process with the number of the server we started is not that server")
    func birth() async throws {
        let mine = try #require(ProcessTable.birth(getpid()))
        #expect(ProcessTable.birth(getpid()) == mine)
        #expect(ProcessTable.birth(1) != mine)
        #expect(ProcessTable.birth(999_999_999) == nil)
        try await withPrivateServer { server in
            let pid = try #require(server.files.postmaster()?.pid)
            let look = EmbeddedServer(server.configuration, logger: .quiet)
            #expect(look.isServer(pid))
            let identity = try #require(Files.text(server.files.identity))
            #expect(identity == "\(pid) \(ProcessTable.birth(pid) ?? "")")
            #expect(!look.isServer(pid, knownAs: "\(pid) \(mine)"))
            // Nothing is known of a server that other hands started.
            #expect(look.isServer(pid, knownAs: "\(getpid()) \(mine)"))
            #expect(look.isServer(pid, knownAs: nil))
            #expect(!look.isServer(getpid(), knownAs: "\(getpid()) \(mine)"))
        }
    }

    @Test("a server that cannot be reached by our socket is not adopted")
    func socketElsewhere() async throws {
        try await withPrivateServer { server in
            rename(server.files.socket, server.files.socket + ".away")
            let second = EmbeddedPostgres(server.configuration, logger: .quiet)
            #expect(await explanation(second).contains("not by the socket"))
            #expect(server.isRunning)
            rename(server.files.socket + ".away", server.files.socket)
            _ = try await second.start()
            await second.stop()
            #expect(server.isRunning)
        }
    }
}
