import Crypto
import Domain
import Foundation

/// Where a browser wants to be told something, and for whose eyes (RFC 8291).
package struct PushSubscription: Sendable, Equatable {
    /// A secret: whoever has it, and our key, can push.
    package let endpoint: String
    /// The browser's public key: 65 bytes, uncompressed.
    package let publicKey: [UInt8]
    package let authSecret: [UInt8]

    package init?(endpoint: String, p256dh: String, auth: String) {
        guard endpoint.utf8.count <= 2_048, endpoint.hasPrefix("https://") || endpoint.hasPrefix("http://"),
            let key = Base64URL.decode(p256dh), key.count == 65, let secret = Base64URL.decode(auth),
            secret.count == 16,
            (try? P256.KeyAgreement.PublicKey(x963Representation: key)) != nil
        else { return nil }
        self.endpoint = endpoint
        publicKey = key
        authSecret = secret
    }

    /// As `PushSubscription.toJSON()` gives it.
    package init?(_ json: JSON) {
        guard let endpoint = json["endpoint"]?.string, let p256dh = json["keys"]?["p256dh"]?.string,
            let auth = json["keys"]?["auth"]?.string
        else { return nil }
        self.init(endpoint: endpoint, p256dh: p256dh, auth: auth)
    }

    /// Scheme, host and port of the endpoint: whom a VAPID token is for.
    var audience: String? {
        guard let parts = URLComponents(string: endpoint), let scheme = parts.scheme, let host = parts.host,
            !host.isEmpty
        else { return nil }
        let isDefault =
            parts.port == nil || scheme == "https" && parts.port == 443 || scheme == "http" && parts.port == 80
        return isDefault ? "\(scheme)://\(host)" : "\(scheme)://\(host):\(parts.port ?? 0)"
    }
}

/// The alphabet of URLs, padding optional; the plain alphabet is read as well.
package enum Base64URL {
    package static func decode(_ text: String) -> [UInt8]? {
        var plain = text.replacing("-", with: "+").replacing("_", with: "/")
        while plain.last == "=" { plain.removeLast() }
        guard plain.utf8.count % 4 != 1 else { return nil }
        plain += String(repeating: "=", count: (4 - plain.utf8.count % 4) % 4)
        return Data(base64Encoded: plain).map(Array.init)
    }

    package static func encode(_ bytes: some Sequence<UInt8>) -> String {
        Data(bytes).base64EncodedString().replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }
}
