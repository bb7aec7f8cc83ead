import Foundation
import Logging
import TestSupport
import Testing

@testable import Postgres

#if canImport(Glibc)
import Glibc
#endif

@Suite("Folders of the embedded server, under root", .timeLimit(.minutes(5)), .enabled(if: geteuid() == 0))
struct EmbeddedFolderTests {
    private func look(_ path: String) -> (owner: UInt32, mode: UInt32) {
        var info = stat()
        return lstat(path, &info) == 0 ? (info.st_uid, info.st_mode & 0o7777) : (.max, .max)
    }

    @Test("the data folder stays as it was; the cluster and its socket belong to the server's account alone")
    func dataFolder() async throws {
        try await withDataFolder { data in
            try FileManager.default.createDirectory(at: data, withIntermediateDirectories: true)
            chmod(data.path, 0o751)
            let embedded = EmbeddedPostgres(try embeddedConfiguration(data), logger: .quiet)
            _ = try await embedded.start()
            let files = ClusterFiles(data)
            #expect(look(data.path) == (0, 0o751))
            let account = try ServerAccount.choose(cluster: files.cluster)
            #expect(account.uid != 0)
            for folder in [files.cluster, files.socketFolder] {
                #expect(look(folder) == (account.uid, 0o700), "\(folder)")
            }
            for file in [files.log, files.startLock, files.usersLock, files.identity] {
                #expect(look(file) == (0, 0o600), "\(file)")
            }
            await embedded.stop()
        }
    }

    @Test("what is given away is the file itself, never what a link in its place points to")
    func links() throws {
        let path = NSTemporaryDirectory() + "secretaria-own-" + UUID().uuidString
        try Data("precious".utf8).write(to: URL(fileURLWithPath: path))
        symlink(path, path + ".link")
        defer {
            unlink(path)
            unlink(path + ".link")
        }
        let account = ServerAccount(switchTo: .init(name: "somebody", uid: 12_345, gid: 12_345))
        #expect(throws: PostgresError.self) { try Files.own(path + ".link", account, mode: 0o666) }
        #expect(look(path).owner == 0)
        try Files.own(path, account, mode: 0o640)
        #expect(look(path) == (12_345, 0o640))
    }

    @Test("a socket folder that is somebody else's, or a link, is refused and left alone")
    func privateFolder() async throws {
        try await withPrivateServer { server in
            await server.embedded.stop()
            chown(server.files.socketFolder, 12_345, 12_345)
            #expect(await explanation(server.embedded).contains("is not a folder of"))
            #expect(look(server.files.socketFolder).owner == 12_345)
            rmdir(server.files.socketFolder)
            symlink("/etc", server.files.socketFolder)
            #expect(await explanation(server.embedded).contains("is not a folder of"))
            #expect(look("/etc").owner == 0)
            unlink(server.files.socketFolder)
            _ = try await server.embedded.start()
        }
    }
}
