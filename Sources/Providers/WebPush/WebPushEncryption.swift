import Crypto
import Foundation

/// RFC 8291: one `aes128gcm` record (RFC 8188) that only the browser can read.
enum WebPushEncryption {
    static let recordSize: UInt32 = 4_096
    /// A body has at most 4096 bytes: 86 of header, 16 of tag and the delimiter leave this.
    static let payloadLimit = 3_993

    /// - Parameters:
    ///   - key: fresh for every message; given in tests only.
    ///   - salt: sixteen random bytes; given in tests only.
    static func encrypt(
        _ payload: [UInt8], for subscription: PushSubscription, key: P256.KeyAgreement.PrivateKey = .init(),
        salt: [UInt8] = (0..<16).map { _ in UInt8.random(in: 0...255) }
    ) throws -> [UInt8] {
        let browser = try P256.KeyAgreement.PublicKey(x963Representation: subscription.publicKey)
        let ours = Array(key.publicKey.x963Representation)
        let secret = try key.sharedSecretFromKeyAgreement(with: browser)
        let input = secret.hkdfDerivedSymmetricKey(
            using: SHA256.self, salt: subscription.authSecret,
            sharedInfo: Array("WebPush: info\0".utf8) + subscription.publicKey + ours, outputByteCount: 32)
        let contentKey = HKDF<SHA256>.deriveKey(
            inputKeyMaterial: input, salt: salt, info: Array("Content-Encoding: aes128gcm\0".utf8), outputByteCount: 16)
        let nonce = HKDF<SHA256>.deriveKey(
            inputKeyMaterial: input, salt: salt, info: Array("Content-Encoding: nonce\0".utf8), outputByteCount: 12)
        // 2 marks the last record.
        let sealed = try AES.GCM.seal(
            payload + [2], using: contentKey, nonce: AES.GCM.Nonce(data: nonce.withUnsafeBytes { Array($0) }))
        let size = withUnsafeBytes(of: recordSize.bigEndian) { Array($0) }
        return salt + size + [UInt8(ours.count)] + ours + sealed.ciphertext + sealed.tag
    }
}
