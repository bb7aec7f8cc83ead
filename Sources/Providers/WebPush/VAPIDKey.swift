import Crypto
import Domain
import Foundation

/// The key a server shows to push services (RFC 8292). Browsers subscribe to its public half: a new key ends all subscriptions.
package struct VAPIDKey: Sendable {
    private let key: P256.Signing.PrivateKey
    /// Whom a push service may write to: `mailto:` or https.
    package let subject: String

    package init() {
        key = P256.Signing.PrivateKey()
        subject = ""
    }

    /// - Parameter privateKey: 32 bytes, base64url.
    package init?(privateKey: String, subject: String) {
        guard let bytes = Base64URL.decode(privateKey),
            let key = try? P256.Signing.PrivateKey(rawRepresentation: bytes),
            subject.hasPrefix("mailto:") && !subject.contains(" ") || subject.hasPrefix("https://")
        else { return nil }
        self.key = key
        self.subject = subject
    }

    /// The first of `secrets` that is a key; nearly every 32 bytes are.
    package init?(secrets: some Sequence<[UInt8]>, subject: String) {
        for secret in secrets {
            if let key = VAPIDKey(privateKey: Base64URL.encode(secret), subject: subject) {
                self = key
                return
            }
        }
        return nil
    }

    package var privateKey: String { Base64URL.encode(key.rawRepresentation) }
    /// What a page passes as `applicationServerKey`.
    package var publicKey: String { Base64URL.encode(key.publicKey.x963Representation) }

    /// `vapid t=…, k=…`, good for twelve hours.
    package func authorization(audience: String, at now: Date = Date()) throws -> String {
        let header = Base64URL.encode(JSON.object([("typ", "JWT"), ("alg", "ES256")]).serialize())
        let claims = JSON.object([
            ("aud", JSON(audience)), ("exp", JSON(Int64(min(max(now.timeIntervalSince1970, 0), 1e11)) + 43_200)),
            ("sub", JSON(subject)),
        ])
        let signed = "\(header).\(Base64URL.encode(claims.serialize()))"
        let signature = try key.signature(for: Array(signed.utf8)).rawRepresentation
        return "vapid t=\(signed).\(Base64URL.encode(signature)), k=\(publicKey)"
    }
}
