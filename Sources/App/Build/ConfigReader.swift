import Foundation
import Web

/// Takes typed values out of an environment and remembers what was wrong, so that one start names every mistake.
struct ConfigReader {
    private let environment: [String: String]
    private(set) var problems: [String] = []

    init(environment: [String: String]) { self.environment = environment }

    func string(_ key: String) -> String? {
        guard let value = environment[key]?.trimmingCharacters(in: .whitespacesAndNewlines), !value.isEmpty else {
            return nil
        }
        return value
    }

    mutating func string(_ key: String, where accepts: (String) -> Bool, else reason: String) -> String? {
        guard let value = string(key) else { return nil }
        guard accepts(value) else { return refuse(key, reason) }
        return value
    }

    mutating func integer(_ key: String, _ range: ClosedRange<Int>) -> Int? {
        guard let text = string(key) else { return nil }
        guard let value = Int(text), range.contains(value) else {
            return refuse(key, "must be a whole number from \(range.lowerBound) to \(range.upperBound)")
        }
        return value
    }

    /// An absolute http(s) URL, without its trailing slashes.
    mutating func url(_ key: String) -> String? {
        guard let text = string(key) else { return nil }
        guard let url = URL(string: text), ["http", "https"].contains(url.scheme), url.host()?.isEmpty == false else {
            return refuse(key, "must be an absolute http or https URL")
        }
        var trimmed = text[...]
        while trimmed.hasSuffix("/") { trimmed = trimmed.dropLast() }
        return String(trimmed)
    }

    /// The text of a file that is named.
    mutating func file(_ key: String) -> String? {
        guard let path = string(key) else { return nil }
        guard let text = try? String(contentsOfFile: path, encoding: .utf8) else {
            return refuse(key, "must be a file that can be read")
        }
        return text
    }

    mutating func choice<Value: RawRepresentable>(_ key: String, _ choices: [Value]) -> Value?
    where Value.RawValue == String {
        guard let text = string(key) else { return nil }
        guard let value = choices.first(where: { $0.rawValue == text.lowercased() }) else {
            return refuse(key, "must be one of \(choices.map(\.rawValue).joined(separator: ", "))")
        }
        return value
    }

    /// Networks in CIDR notation, separated by commas.
    mutating func addressRanges(_ key: String) -> [AddressRange] {
        guard let text = string(key) else { return [] }
        let parts = text.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
        let ranges = parts.compactMap { AddressRange($0) }
        if ranges.count == parts.count { return ranges }
        return refuse(key, "must be networks like 10.0.0.0/8 or addresses, separated by commas") ?? []
    }

    /// A Valkey or Redis server.
    mutating func cache(_ key: String) -> ValkeyAddress? {
        guard let text = string(key) else { return nil }
        guard let address = ValkeyAddress(text) else {
            return refuse(
                key, "must be redis://host[:port][/database] or unix:///path (TLS is not spoken: use a tunnel)")
        }
        return address
    }

    mutating func masterKey(_ key: String) -> MasterKey? {
        guard let text = string(key) else { return nil }
        guard let bytes = MasterKey.decode(text) else {
            return refuse(key, "must be 32 bytes written as base64 or as 64 hex digits")
        }
        return .given(bytes)
    }

    private mutating func refuse<Value>(_ key: String, _ reason: String) -> Value? {
        problems.append("\(key) \(reason)")
        return nil
    }
}
