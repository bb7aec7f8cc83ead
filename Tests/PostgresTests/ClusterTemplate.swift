import Foundation
import Logging
import Synchronization
import TestSupport

@testable import Postgres

#if canImport(Glibc)
import Glibc
#endif

/// A new cluster that is made once and copied: initdb takes seconds of processor time, a copy none.
enum ClusterTemplate {
    private static let once = Once<URL>()
    private static let folder = Mutex<URL?>(nil)

    /// Puts a cluster that was never started into `data`, as if it had just been made there.
    static func copy(to data: URL) async throws {
        let template = try await once.value { try await make() }
        try FileManager.default.createDirectory(at: data, withIntermediateDirectories: true)
        let files = ClusterFiles(data)
        let copied = await BackgroundThread.run(
            {
                let command = ["/bin/cp", "-a", "--reflink=auto", ClusterFiles(template).cluster, files.cluster]
                return (try? ChildProcess.start(command, log: "/dev/null", environment: [:]).wait()) == 0
            }, orElse: false)
        guard copied else { throw PostgresError(.embedded, "the cluster's template cannot be copied") }
    }

    private static func make() async throws -> URL {
        let data = URL(fileURLWithPath: "/tmp/secretaria-pg-template-\(getpid())")
        let embedded = EmbeddedPostgres(try embeddedConfiguration(data), logger: .quiet)
        _ = try await embedded.start()
        await embedded.stop()
        folder.withLock { $0 = data }
        atexit {
            if let folder = ClusterTemplate.folder.withLock({ $0 }) { try? FileManager.default.removeItem(at: folder) }
        }
        return data
    }
}
