import Foundation

/// Reads `.env` files: `KEY=value` lines, `#` comments, optional `export`, single or double quotes. Nothing is expanded.
package enum DotEnv {
    package static func parse(_ text: String) -> [String: String] {
        var values: [String: String] = [:]
        for line in text.split(whereSeparator: \.isNewline) {
            var rest = line.trimmingCharacters(in: .whitespaces)[...]
            if rest.hasPrefix("export ") { rest = rest.dropFirst(7) }
            guard !rest.hasPrefix("#"), let equals = rest.firstIndex(of: "=") else { continue }
            let key = rest[..<equals].trimmingCharacters(in: .whitespaces)
            if !key.isEmpty { values[key] = value(rest[rest.index(after: equals)...]) }
        }
        return values
    }

    /// The process environment over the file's values: what is set by hand wins. There need not be a file; one that is there and
    /// cannot be read stops the start, which would otherwise go on with a database and keys of its own.
    package static func environment(file: URL) throws(ConfigError) -> [String: String] {
        guard FileManager.default.fileExists(atPath: file.path) else { return ProcessInfo.processInfo.environment }
        guard let written = try? String(contentsOf: file, encoding: .utf8) else {
            throw ConfigError(problems: ["\(file.path) cannot be read by this user, or is not text in UTF-8"])
        }
        return parse(written).merging(ProcessInfo.processInfo.environment) { _, process in process }
    }

    private static func value(_ raw: Substring) -> String {
        let text = raw.trimmingCharacters(in: .whitespaces)
        if let quote = text.first, quote == "\"" || quote == "'", let end = text.dropFirst().firstIndex(of: quote) {
            return String(text[text.index(after: text.startIndex)..<end])
        }
        // A comment after an unquoted value needs a blank before it: passwords may contain '#'.
        guard let comment = text.range(of: " #") else { return text }
        return text[..<comment.lowerBound].trimmingCharacters(in: .whitespaces)
    }
}
