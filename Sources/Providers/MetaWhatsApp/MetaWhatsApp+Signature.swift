import Crypto

extension MetaWhatsApp {
    /// Whether `X-Hub-Signature-256` was made over exactly these bytes with the app's secret. Constant time.
    ///
    /// The bytes must be the ones that came: Meta escapes some characters, and a body that was parsed and written again
    /// has another signature.
    package static func verifySignature(header: String, body: [UInt8], secret: [UInt8]) -> Bool {
        let prefix = "sha256="
        guard !secret.isEmpty, header.utf8.count == prefix.utf8.count + 64, header.hasPrefix(prefix),
            let code = bytes(hex: header.utf8.dropFirst(prefix.utf8.count))
        else { return false }
        return HMAC<SHA256>.isValidAuthenticationCode(code, authenticating: body, using: SymmetricKey(data: secret))
    }

    package static func verifySignature(header: String, body: [UInt8], secret: String) -> Bool {
        verifySignature(header: header, body: body, secret: Array(secret.utf8))
    }

    static func bytes(hex: some Sequence<UInt8>) -> [UInt8]? {
        var bytes: [UInt8] = []
        var high: UInt8?
        for byte in hex {
            let digit: UInt8
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): digit = byte - UInt8(ascii: "0")
            case UInt8(ascii: "a")...UInt8(ascii: "f"): digit = byte - UInt8(ascii: "a") + 10
            case UInt8(ascii: "A")...UInt8(ascii: "F"): digit = byte - UInt8(ascii: "A") + 10
            default: return nil
            }
            if let first = high {
                bytes.append(first << 4 | digit)
                high = nil
            } else {
                high = digit
            }
        }
        return bytes
    }
}
