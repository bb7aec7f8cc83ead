import Foundation

/// `--name value` pairs.
struct Arguments {
    private let values: [String: String]

    init(_ words: [String]) throws {
        var values: [String: String] = [:]
        var rest = words[...]
        while let name = rest.popFirst() {
            guard name.hasPrefix("--"), let value = rest.popFirst() else {
                throw Misuse("expected --name value, got \(name)")
            }
            values[String(name.dropFirst(2))] = value
        }
        self.values = values
    }

    func text(_ name: String) -> String? { values[name] }

    func required(_ name: String) throws -> String {
        guard let value = values[name] else { throw Misuse("--\(name) is missing") }
        return value
    }

    func number(_ name: String, _ fallback: Int) throws -> Int {
        guard let text = values[name] else { return fallback }
        guard let number = Int(text) else { throw Misuse("--\(name) is not a number: \(text)") }
        return number
    }

    func decimal(_ name: String) throws -> Double? {
        guard let text = values[name] else { return nil }
        guard let number = Double(text) else { throw Misuse("--\(name) is not a number: \(text)") }
        return number
    }

    func port() throws -> UInt16 {
        guard let port = UInt16(exactly: try number("port", 0)), port > 0 else { throw Misuse("--port is missing") }
        return port
    }

    /// Lines of a file, cut at tabs.
    func table(_ name: String) throws -> [[String]] {
        try String(contentsOfFile: required(name), encoding: .utf8).split(separator: "\n").map { line in
            line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
        }
    }
}

struct Misuse: Error, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
}
