import FoundationEssentials

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Where the checkout keeps what tests need.
public enum TestPaths {
    /// The folder with Package.swift.
    public static let checkout = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    public static let migrations = checkout.appendingPathComponent("Sources/App/Resources/migrations")

    /// PostgreSQL's programs, in the order in which `secretaria` itself looks for them.
    public static func postgresBinaries() throws -> URL {
        let environment = ProcessInfo.processInfo.environment
        let candidates = [
            environment["SECRETARIA_PG_BINARIES"], checkout.path + "/.local/pg18", "/var/lib/secretaria/pg18",
        ]
        for candidate in candidates.compactMap({ $0 }) where access(candidate + "/bin/postgres", X_OK) == 0 {
            return URL(fileURLWithPath: candidate)
        }
        throw TestSetupError("PostgreSQL is not installed here: run scripts/setup")
    }

    /// Changes when any file of the folder changes.
    static func fingerprint(of directory: URL) throws -> String {
        var text = ""
        for name in try FileManager.default.contentsOfDirectory(atPath: directory.path).sorted() {
            let content = FileManager.default.contents(atPath: directory.path + "/" + name) ?? Data()
            text += name + ":" + String(content.count) + ":" + String(decoding: content, as: UTF8.self)
        }
        return fingerprint(of: text)
    }

    static func fingerprint(of text: String) -> String {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        return String(hash, radix: 36)
    }
}

/// The machine lacks something the tests need.
public struct TestSetupError: Error, CustomStringConvertible {
    public let description: String
    init(_ description: String) { self.description = description }
}
