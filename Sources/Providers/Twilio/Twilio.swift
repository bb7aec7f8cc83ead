import Crypto
import Domain
import Foundation

/// Text messages through Twilio.
///
/// In: ``verifySignature(header:url:body:contentType:authToken:)`` over the public address and the fields,
/// ``parse(_:receivedAt:query:)`` for messages and status callbacks. Out: ``Client``.
package enum Twilio {
    package static let defaultBaseURL = "https://api.twilio.com"
    /// What the answer to every webhook should be: nothing to say.
    package static let emptyAnswer = #"<?xml version="1.0" encoding="UTF-8"?><Response/>"#

    /// Whether `X-Twilio-Signature` was made by the account's token over this address and these fields. Constant time.
    ///
    /// - Parameters:
    ///   - url: the public address, exactly as it was given to Twilio, query included. Twilio may or may not write the standard
    ///     port; both are tried.
    ///   - authToken: of the account; never an API key's secret.
    package static func verifySignature(
        header: String, url: String, body: [UInt8], contentType: String, authToken: String
    ) -> Bool {
        guard !authToken.isEmpty, let code = Data(base64Encoded: header), code.count == Insecure.SHA1.byteCount else {
            return false
        }
        let tail: [UInt8]
        if contentType.lowercased().hasPrefix("application/x-www-form-urlencoded") {
            tail = signedFields(FormFields(body))
        } else if let digest = FormFields(
            url.split(separator: "?", maxSplits: 1).dropFirst().first.map(String.init) ?? "")["bodySHA256"]
        {
            guard Wire.isSame(Wire.hex(SHA256.hash(data: body)), as: digest.lowercased()) else { return false }
            tail = []
        } else {
            guard body.isEmpty else { return false }
            tail = []
        }
        let key = SymmetricKey(data: Array(authToken.utf8))
        return addresses(url).contains {
            HMAC<Insecure.SHA1>.isValidAuthenticationCode(code, authenticating: Array($0.utf8) + tail, using: key)
        }
    }

    /// Names in order of their bytes, each with its distinct values in order.
    static func signedFields(_ fields: FormFields) -> [UInt8] {
        let pairs = Set(fields.all.map { Pair(name: Array($0.name.utf8), value: Array($0.value.utf8)) })
        return pairs.sorted().flatMap { $0.name + $0.value }
    }

    private struct Pair: Hashable, Comparable {
        let name: [UInt8]
        let value: [UInt8]

        static func < (one: Pair, other: Pair) -> Bool {
            one.name == other.name
                ? one.value.lexicographicallyPrecedes(other.value) : one.name.lexicographicallyPrecedes(other.name)
        }
    }

    /// With the standard port and without.
    private static func addresses(_ url: String) -> [String] {
        guard let scheme = url.range(of: "://") else { return [url] }
        let rest = url[scheme.upperBound...]
        let host = rest.prefix { $0 != "/" && $0 != "?" }
        let path = rest[host.endIndex...]
        let bare = host.lastIndex(of: ":").map { host[..<$0] } ?? host
        guard host == bare else { return [url, "\(url[..<scheme.upperBound])\(bare)\(path)"] }
        let port = url.hasPrefix("https") ? "443" : "80"
        return [url, "\(url[..<scheme.upperBound])\(host):\(port)\(path)"]
    }
}
