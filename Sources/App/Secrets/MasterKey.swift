import Foundation

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// Where the key comes from that wraps every shop's data key. Its bytes never appear in a description, log or error.
package enum MasterKey: Sendable, CustomStringConvertible, CustomReflectable {
    case given([UInt8])
    /// Read from this file, which is made on first use: embedded servers and developers need no ceremony.
    case inFile(URL)

    package static let byteCount = 32

    package var description: String {
        switch self {
        case .given: "master key from SECRETARIA_MASTER_KEY"
        case .inFile(let url): "master key in \(url.path)"
        }
    }
    package var customMirror: Mirror { Mirror(reflecting: description) }

    /// Base64 or hex, exactly 32 bytes.
    package static func decode(_ text: String) -> [UInt8]? {
        if text.utf8.count == byteCount * 2, let bytes = hex(text) { return bytes }
        guard let data = Data(base64Encoded: text), data.count == byteCount else { return nil }
        return [UInt8](data)
    }

    /// The bytes. A missing file is made, readable by its owner alone; two processes that start together agree on one.
    package func load() throws(SecretsError) -> [UInt8] {
        switch self {
        case .given(let bytes):
            return bytes
        case .inFile(let url):
            if let bytes = try Self.read(url) { return bytes }
            try Self.create(url)
            guard let bytes = try Self.read(url) else {
                throw .masterKeyUnreadable(path: url.path, reason: "it disappeared")
            }
            return bytes
        }
    }

    /// ``Vault/fingerprint`` of the key, if there is one; makes none.
    package func fingerprint() throws(SecretsError) -> String? {
        switch self {
        case .given(let bytes): SealingKey(bytes: bytes).description
        case .inFile(let url): try Self.read(url).map { SealingKey(bytes: $0).description }
        }
    }

    private static func read(_ url: URL) throws(SecretsError) -> [UInt8]? {
        guard FileManager.default.fileExists(atPath: url.path) else { return nil }
        guard let text = try? String(contentsOf: url, encoding: .utf8) else {
            throw .masterKeyUnreadable(path: url.path, reason: "this user may not read it")
        }
        guard let bytes = decode(text.trimmingCharacters(in: .whitespacesAndNewlines)) else {
            throw .masterKeyUnreadable(path: url.path, reason: "it does not hold 32 bytes of base64 or hex")
        }
        return bytes
    }

    /// Written whole under another name, then linked: a reader finds a complete key or none, and the first writer wins.
    private static func create(_ url: URL) throws(SecretsError) {
        let key = random()
        let scratch = url.path + ".\(UUID().uuidString)"
        do {
            try FileManager.default.createDirectory(
                at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
            try PrivateFile.write(Data((key + "\n").utf8), to: scratch)
        } catch {
            throw .masterKeyUnreadable(path: url.path, reason: "it could not be written")
        }
        defer { unlink(scratch) }
        guard link(scratch, url.path) == 0 || errno == EEXIST else {
            throw .masterKeyUnreadable(path: url.path, reason: "it could not be written")
        }
    }

    /// A new key, as it is written down.
    static func random() -> String {
        var generator = SystemRandomNumberGenerator()
        return Data((0..<byteCount).map { _ in UInt8.random(in: .min ... .max, using: &generator) })
            .base64EncodedString()
    }

    private static func hex(_ text: String) -> [UInt8]? {
        let digits = text.utf8.compactMap { Character(UnicodeScalar($0)).hexDigitValue }
        guard digits.count == text.utf8.count else { return nil }
        return stride(from: 0, to: digits.count, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
    }
}
