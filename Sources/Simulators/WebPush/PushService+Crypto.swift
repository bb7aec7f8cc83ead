import Crypto
import Domain
import Foundation

extension PushService {
    /// The subject of a VAPID header that is good for this service and this browser (RFC 8292).
    func authorize(_ header: String, _ browser: Browser) -> String? {
        guard header.hasPrefix("vapid ") else { return nil }
        var fields: [String: String] = [:]
        for field in header.dropFirst(6).split(separator: ",") {
            let pair = field.split(separator: "=", maxSplits: 1).map { $0.filter { $0 != " " } }
            if pair.count == 2 { fields[pair[0]] = pair[1] }
        }
        let parts = (fields["t"] ?? "").split(separator: ".").map(String.init)
        guard parts.count == 3, let keyText = fields["k"], browser.serverKey == nil || browser.serverKey == keyText,
            let keyBytes = Self.decode(keyText), let key = try? P256.Signing.PublicKey(x963Representation: keyBytes),
            let signature = Self.decode(parts[2]).flatMap({ try? P256.Signing.ECDSASignature(rawRepresentation: $0) }),
            key.isValidSignature(signature, for: Array("\(parts[0]).\(parts[1])".utf8)),
            let head = Self.decode(parts[0]).flatMap({ try? JSON.parse($0) }), head["alg"]?.string == "ES256",
            let claims = Self.decode(parts[1]).flatMap({ try? JSON.parse($0) })
        else { return nil }
        let now = Int64(Date().timeIntervalSince1970)
        let port = world.read { $0.port } ?? 0
        guard claims["aud"]?.string == "http://127.0.0.1:\(port)", let expiry = claims["exp"]?.int64, expiry > now,
            expiry <= now + 86_400,
            let subject = claims["sub"]?.string, subject.hasPrefix("mailto:") || subject.hasPrefix("https:")
        else { return nil }
        return subject
    }

    /// What the browser reads out of an `aes128gcm` body (RFC 8188, RFC 8291); nil when it is not for it.
    static func decrypt(_ body: [UInt8], _ browser: Browser) -> [UInt8]? {
        guard body.count >= 86 + 17, body[20] == 65,
            let sender = try? P256.KeyAgreement.PublicKey(x963Representation: body[21..<86]),
            let secret = try? browser.key.sharedSecretFromKeyAgreement(with: sender)
        else { return nil }
        let size = body[16..<20].reduce(0) { $0 << 8 | Int($1) }
        guard size >= body.count - 86 else { return nil }
        func mac(_ key: [UInt8], _ message: [UInt8]) -> [UInt8] {
            Array(HMAC<SHA256>.authenticationCode(for: message, using: SymmetricKey(data: key)))
        }
        let shared = secret.withUnsafeBytes { Array($0) }
        let info = Array("WebPush: info\0".utf8) + Array(browser.key.publicKey.x963Representation) + body[21..<86]
        let input = mac(mac(browser.auth, shared), info + [1])
        let master = mac(Array(body[..<16]), input)
        let key = mac(master, Array("Content-Encoding: aes128gcm\0".utf8) + [1]).prefix(16)
        let nonce = mac(master, Array("Content-Encoding: nonce\0".utf8) + [1]).prefix(12)
        guard let iv = try? AES.GCM.Nonce(data: nonce),
            let box = try? AES.GCM.SealedBox(
                nonce: iv, ciphertext: body[86..<(body.count - 16)], tag: body[(body.count - 16)...]),
            var text = (try? AES.GCM.open(box, using: SymmetricKey(data: key))).map({ Array($0) })
        else { return nil }
        while text.last == 0 { text.removeLast() }
        return text.popLast() == 2 ? text : nil
    }

    static func encode(_ bytes: some Sequence<UInt8>) -> String {
        Data(bytes).base64EncodedString().replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }

    static func decode(_ text: String) -> [UInt8]? {
        let plain = text.replacing("-", with: "+").replacing("_", with: "/")
        return Data(base64Encoded: plain + String(repeating: "=", count: (4 - plain.utf8.count % 4) % 4)).map(
            Array.init)
    }
}
