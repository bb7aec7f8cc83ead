import Crypto
import Domain
import Foundation
import Web

/// Addresses under which a provider fetches a file of ours: signed, good for a day, and for one file only.
///
/// `<public address>/m/<token>/<name>`; the token is base64url of tenant, attachment and expiry (40 bytes) and their MAC (16).
package struct MediaLinks: Sendable {
    let key: SymmetricKey
    /// Without a trailing slash.
    let publicURL: String

    package init(key: SymmetricKey, publicURL: String) {
        self.key = key
        self.publicURL = publicURL
    }

    /// Long enough for a gateway whose phone is away for the night.
    static let lifetime: TimeInterval = 24 * 3600

    /// Providers fetch from the world: https, or they refuse.
    var isPublic: Bool { publicURL.hasPrefix("https://") }

    func url(_ tenant: TenantID, _ attachment: UUID, name: String, now: Date = Date()) -> String {
        "\(publicURL)/m/\(Self.token(tenant, attachment, until: now.addingTimeInterval(Self.lifetime), key))/\(Self.plain(name))"
    }

    static func token(_ tenant: TenantID, _ attachment: UUID, until: Date, _ key: SymmetricKey) -> String {
        let seconds = UInt64(max(0, min(until.timeIntervalSince1970, 1e15)))
        let body =
            bytes(tenant.value) + bytes(attachment)
            + (0..<8).map { UInt8(truncatingIfNeeded: seconds >> (56 - 8 * $0)) }
        return encode(body + mac(body, key))
    }

    /// Whose file a token names, if we made it and it still holds.
    static func read(_ token: String, now: Date, _ key: SymmetricKey) -> (tenant: TenantID, attachment: UUID)? {
        guard token.utf8.count <= 100, let all = decode(token), all.count == 56 else { return nil }
        let body = Array(all.prefix(40))
        guard equal(mac(body, key), Array(all.suffix(16))) else { return nil }
        let seconds = body.suffix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        guard Double(seconds) > now.timeIntervalSince1970 else { return nil }
        return (TenantID(uuid(body[0..<16])), uuid(body[16..<32]))
    }

    private static func mac(_ body: [UInt8], _ key: SymmetricKey) -> [UInt8] {
        Array(HMAC<SHA256>.authenticationCode(for: body, using: key).prefix(16))
    }

    /// In constant time.
    private static func equal(_ left: [UInt8], _ right: [UInt8]) -> Bool {
        left.count == right.count && zip(left, right).reduce(0) { $0 | ($1.0 ^ $1.1) } == 0
    }

    private static func bytes(_ id: UUID) -> [UInt8] { withUnsafeBytes(of: id.uuid) { Array($0) } }

    private static func uuid(_ bytes: ArraySlice<UInt8>) -> UUID {
        var id = nothing
        withUnsafeMutableBytes(of: &id) { $0.copyBytes(from: bytes.prefix(16)) }
        return UUID(uuid: id)
    }

    private static let nothing: uuid_t = (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)

    private static func encode(_ bytes: [UInt8]) -> String {
        Data(bytes).base64URL
    }

    private static func decode(_ text: String) -> [UInt8]? {
        let plain = text.replacing("-", with: "+").replacing("_", with: "/")
        return Data(base64Encoded: plain + String(repeating: "=", count: (4 - plain.utf8.count % 4) % 4)).map(
            Array.init)
    }

    /// Some gateways look at the ending; the rest is nobody's business.
    private static func plain(_ name: String) -> String {
        let ending = name.split(separator: ".").dropFirst().last.map { $0.lowercased() } ?? ""
        let isPlain =
            (1...8).contains(ending.utf8.count)
            && ending.utf8.allSatisfy { (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) }
        return isPlain ? "arquivo.\(ending)" : "arquivo"
    }
}
