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
        LinkToken.make([tenant.value, attachment], until: until, key)
    }

    /// Whose file a token names, if we made it and it still holds.
    static func read(_ token: String, now: Date, _ key: SymmetricKey) -> (tenant: TenantID, attachment: UUID)? {
        LinkToken.read(token, count: 2, now: now, key).map { (TenantID($0[0]), $0[1]) }
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
