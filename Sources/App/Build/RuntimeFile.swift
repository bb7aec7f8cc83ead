import Foundation

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// Where the running server is, for commands that look for it. In the data folder, for its owner only.
package struct RuntimeFile: Sendable {
    package struct Content: Codable, Sendable, Equatable {
        package var baseURL: String
        package var process: Int32
        /// The pretend Meta server of the demo, when it runs.
        package var metaSimulatorURL: String?

        package init(baseURL: String, process: Int32 = getpid(), metaSimulatorURL: String? = nil) {
            self.baseURL = baseURL
            self.process = process
            self.metaSimulatorURL = metaSimulatorURL
        }

        /// The process still exists. (A killed server leaves its file behind.)
        package var isAlive: Bool { kill(process, 0) == 0 || errno == EPERM }
    }

    private let url: URL

    package init(_ config: Config) { url = config.dataDirectory.appending(path: "runtime.json") }

    package func read() -> Content? {
        guard let data = try? Data(contentsOf: url) else { return nil }
        return try? JSONDecoder().decode(Content.self, from: data)
    }

    package func write(_ content: Content) throws {
        try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try PrivateFile.replace(try JSONEncoder().encode(content), at: url.path)
    }

    /// Removes the file if it is still ours: another server may have started meanwhile.
    package func remove(ifOf process: Int32 = getpid()) {
        if read()?.process == process { unlink(url.path) }
    }
}
