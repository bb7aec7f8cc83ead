import Crypto
import Foundation

/// The part behind the `+` of the address we want answers sent to: it names the conversation, and nobody else can make one.
///
/// `sac+k3…@loja.com`: sixteen bytes of the conversation's id and eight of an HMAC, in base32 without capitals, because mail programs
/// change the case of addresses.
package struct ReplyToken: Sendable {
    private let key: SymmetricKey

    /// - Parameter secret: the shop's own; at least sixteen bytes.
    package init?(secret: [UInt8]) {
        guard secret.count >= 16 else { return nil }
        key = SymmetricKey(data: secret)
    }

    /// The address for answers; nil when the mailbox leaves no room for the token.
    package func address(for conversation: UUID, mailbox: String) -> String? {
        guard let at = mailbox.lastIndex(of: "@") else { return nil }
        let local = mailbox[..<at].prefix { $0 != "+" }
        let token = Self.base32(Self.bytes(conversation) + code(conversation))
        guard !local.isEmpty, local.utf8.count + 1 + token.utf8.count <= 64 else { return nil }
        return "\(local)+\(token)\(mailbox[at...])"
    }

    /// The conversation that one of the addresses names with a token of ours.
    package func conversation(in recipients: [String]) -> UUID? {
        // Compared as one code, in constant time.
        Self.named(in: recipients).first { Self.isEqual(code($0.conversation), $0.code) }?.conversation
    }

    /// Conversations that the addresses claim to name: what to look up before the claim can be checked.
    package static func claimed(in recipients: [String]) -> [UUID] { named(in: recipients).map(\.conversation) }

    private static func named(in recipients: [String]) -> [(conversation: UUID, code: [UInt8])] {
        recipients.prefix(100).compactMap { recipient in
            guard let at = recipient.lastIndex(of: "@"), let plus = recipient[..<at].firstIndex(of: "+"),
                let bytes = bytes(base32: recipient[recipient.index(after: plus)..<at]), bytes.count == 24
            else { return nil }
            let id = bytes[..<16].withUnsafeBytes { $0.loadUnaligned(as: uuid_t.self) }
            return (UUID(uuid: id), Array(bytes[16...]))
        }
    }

    private func code(_ conversation: UUID) -> [UInt8] {
        let message = Array("reply:".utf8) + Self.bytes(conversation)
        return Array(HMAC<SHA256>.authenticationCode(for: message, using: key).prefix(8))
    }

    private static func isEqual(_ a: [UInt8], _ b: [UInt8]) -> Bool {
        guard a.count == b.count else { return false }
        return zip(a, b).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
    }

    private static func bytes(_ id: UUID) -> [UInt8] { withUnsafeBytes(of: id.uuid) { Array($0) } }

    private static let alphabet = Array("abcdefghijklmnopqrstuvwxyz234567".utf8)

    private static func base32(_ bytes: [UInt8]) -> String {
        var output: [UInt8] = []
        var bits: UInt32 = 0
        var count: UInt32 = 0
        for byte in bytes {
            bits = (bits << 8 | UInt32(byte)) & 0xFFFF
            count += 8
            while count >= 5 {
                count -= 5
                output.append(alphabet[Int(bits >> count & 31)])
            }
        }
        if count > 0 { output.append(alphabet[Int(bits << (5 - count) & 31)]) }
        return String(decoding: output, as: UTF8.self)
    }

    private static func bytes(base32 text: Substring) -> [UInt8]? {
        guard text.utf8.count == 39 else { return nil }
        var output: [UInt8] = []
        var bits: UInt32 = 0
        var count: UInt32 = 0
        for byte in text.lowercased().utf8 {
            guard let digit = alphabet.firstIndex(of: byte) else { return nil }
            bits = (bits << 5 | UInt32(digit)) & 0xFFFF
            count += 5
            if count >= 8 {
                count -= 8
                output.append(UInt8(truncatingIfNeeded: bits >> count))
            }
        }
        return output
    }
}
