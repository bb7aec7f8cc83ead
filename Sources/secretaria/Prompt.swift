import App
import Foundation

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// Secrets from the environment or, unseen, from the terminal.
enum Prompt {
    static func environment(_ key: String) -> String? {
        ProcessInfo.processInfo.environment[key].flatMap { $0.isEmpty ? nil : $0 }
    }

    static func secret(_ key: String, _ label: String) throws -> String {
        if let value = environment(key) ?? terminal(label) { return value }
        throw Failure("\(label) is missing: set \(key).")
    }

    /// Lines NAME=value of a file, or of standard input.
    static func file(_ path: String) throws -> [String: String] {
        let data =
            path == "-" ? FileHandle.standardInput.readDataToEndOfFile() : FileManager.default.contents(atPath: path)
        guard let data else { throw Failure("\(path) cannot be read.") }
        return DotEnv.parse(String(decoding: data, as: UTF8.self))
    }

    /// nil without a terminal, or when nothing is typed.
    static func terminal(_ label: String) -> String? {
        guard isatty(STDIN_FILENO) == 1, let typed = getpass("\(label): ") else { return nil }
        let text = String(cString: typed)
        return text.isEmpty ? nil : text
    }

    /// The password of a new person; nil = make one.
    static func password(for email: String) -> String? {
        environment("SECRETARIA_PASSWORD") ?? terminal("Password for \(email)")
    }
}
