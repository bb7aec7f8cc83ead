import Crypto
import Foundation

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// Where this installation keeps its things when nobody says otherwise.
package struct DataLayout: Sendable {
    /// The checkout, if the program was built in one; else the working directory.
    package let home: URL
    /// Embedded database, master key, runtime file.
    package let data: URL

    package static var current: DataLayout {
        let program = Bundle.main.executableURL?.resolvingSymlinksInPath().path ?? ""
        let working = FileManager.default.currentDirectoryPath
        return DataLayout(program: program, workingDirectory: working, isRoot: geteuid() == 0)
    }

    /// As root the data lies outside the checkout: PostgreSQL then runs as another user, who may not be able to look
    /// inside it. The name keeps two checkouts apart.
    package init(program: String, workingDirectory: String, isRoot: Bool) {
        let path = program.range(of: "/.build").map { String(program[..<$0.lowerBound]) } ?? workingDirectory
        home = URL(fileURLWithPath: path, isDirectory: true)
        guard isRoot else {
            data = home.appending(path: ".secretaria", directoryHint: .isDirectory)
            return
        }
        let digest = SHA256.hash(data: Data(path.utf8)).prefix(4).map {
            String($0 >> 4, radix: 16) + String($0 & 15, radix: 16)
        }
        data = URL(fileURLWithPath: "/var/lib/secretaria", isDirectory: true)
            .appending(path: "\(home.lastPathComponent)-\(digest.joined())", directoryHint: .isDirectory)
    }

    /// Programs of the embedded PostgreSQL, in the order they are looked for: what scripts/setup unpacked, then what it
    /// unpacks as root.
    package var postgresCandidates: [URL] {
        [
            home.appending(path: ".local/pg18", directoryHint: .isDirectory),
            URL(fileURLWithPath: "/var/lib/secretaria/pg18", isDirectory: true),
        ]
    }
}
