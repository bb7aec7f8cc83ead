import Crypto
import Foundation
import Web

/// Rows that an address of ours names without a sign-in: their ids and a last second, in the open, with an HMAC-SHA256 of 16 bytes behind
/// them; base64url. Whoever has the address has what it opens, so it is told only to whom it is for.
enum LinkToken {
    private static let macSize = 16

    static func make(_ ids: [UUID], until: Date, _ key: SymmetricKey) -> String {
        let seconds = UInt64(max(0, min(until.timeIntervalSince1970, 1e15)))
        let body =
            ids.flatMap { id in withUnsafeBytes(of: id.uuid) { Array($0) } }
            + (0..<8).map { UInt8(truncatingIfNeeded: seconds >> (56 - 8 * $0)) }
        return Data(body + mac(body, key)).base64URL
    }

    /// The ids, if we made the token with this key, of so many ids, and it still holds.
    static func read(_ token: String, count: Int, now: Date, _ key: SymmetricKey) -> [UUID]? {
        let size = count * 16 + 8
        guard token.utf8.count <= (size + macSize) * 2, let all = decode(token), all.count == size + macSize else {
            return nil
        }
        let body = Array(all.prefix(size))
        guard equal(mac(body, key), Array(all.suffix(macSize))) else { return nil }
        let seconds = body.suffix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        guard Double(seconds) > now.timeIntervalSince1970 else { return nil }
        return (0..<count).map { uuid(body[($0 * 16)..<($0 * 16 + 16)]) }
    }

    private static func mac(_ body: [UInt8], _ key: SymmetricKey) -> [UInt8] {
        Array(HMAC<SHA256>.authenticationCode(for: body, using: key).prefix(macSize))
    }

    /// In constant time.
    private static func equal(_ left: [UInt8], _ right: [UInt8]) -> Bool {
        left.count == right.count && zip(left, right).reduce(0) { $0 | ($1.0 ^ $1.1) } == 0
    }

    private static func uuid(_ bytes: ArraySlice<UInt8>) -> UUID {
        var id: uuid_t = (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)
        withUnsafeMutableBytes(of: &id) { $0.copyBytes(from: bytes.prefix(16)) }
        return UUID(uuid: id)
    }

    private static func decode(_ text: String) -> [UInt8]? {
        let plain = text.replacing("-", with: "+").replacing("_", with: "/")
        return Data(base64Encoded: plain + String(repeating: "=", count: (4 - plain.utf8.count % 4) % 4)).map(
            Array.init)
    }
}
