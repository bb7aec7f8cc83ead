import Crypto
import Foundation

extension Resend {
    /// How far a webhook's clock may be from ours.
    package static let tolerance: TimeInterval = 300

    /// Whether Svix signed exactly these bytes with the endpoint's secret, lately. Constant time.
    ///
    /// During a change of secrets a webhook carries several signatures: one that fits is enough. Headers are found by their Svix or their
    /// Standard Webhooks names.
    package static func verifySignature(
        headers: [(name: String, value: String)], body: [UInt8], secret: String, now: Date = Date()
    ) -> Bool {
        func header(_ name: String) -> String? {
            headers.first { $0.name.lowercased() == "svix-" + name }?.value
                ?? headers.first { $0.name.lowercased() == "webhook-" + name }?.value
        }
        guard let id = header("id"), let timestamp = header("timestamp"), let signatures = header("signature") else {
            return false
        }
        return verifySignature(
            id: id, timestamp: timestamp, signatures: signatures, body: body, secret: secret, now: now)
    }

    package static func verifySignature(
        id: String, timestamp: String, signatures: String, body: [UInt8], secret: String, now: Date = Date()
    ) -> Bool {
        guard let key = key(secret), let seconds = Int64(timestamp), (0..<253_402_300_800).contains(seconds),
            !id.isEmpty,
            abs(now.timeIntervalSince1970 - Double(seconds)) <= tolerance
        else { return false }
        let signed = Array("\(id).\(timestamp).".utf8) + body
        var isGood = false
        for signature in signatures.split(separator: " ").prefix(32) where signature.hasPrefix("v1,") {
            guard let code = Data(base64Encoded: String(signature.dropFirst(3))), code.count == 32 else { continue }
            if HMAC<SHA256>.isValidAuthenticationCode(code, authenticating: signed, using: key) { isGood = true }
        }
        return isGood
    }

    private static func key(_ secret: String) -> SymmetricKey? {
        let text = secret.hasPrefix("whsec_") ? String(secret.dropFirst(6)) : secret
        guard let bytes = Data(base64Encoded: text), bytes.count >= 8 else { return nil }
        return SymmetricKey(data: bytes)
    }
}
