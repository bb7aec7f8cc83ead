import Crypto
import Foundation

/// A 256-bit key that seals small secrets with AES-256-GCM.
///
/// Layout of a sealed value: format (1 byte, 0x01) · key id (4 bytes) · nonce (12) · ciphertext · tag (16). The key id, a
/// prefix of a hash of the key, says which key opens it: a rotation can run while both are in use.
package struct SealingKey: Sendable, CustomStringConvertible, CustomReflectable {
    private let key: SymmetricKey
    private let id: [UInt8]

    private static let format: UInt8 = 1
    private static let headerCount = 5
    private static let nonceCount = 12
    private static let tagCount = 16

    package init(bytes: [UInt8]) {
        key = SymmetricKey(data: bytes)
        id = Array(SHA256.hash(data: Data("secretaria key id".utf8) + Data(bytes)).prefix(4))
    }

    /// A new random key, and its bytes for wrapping.
    static func random() -> (key: SealingKey, bytes: [UInt8]) {
        let bytes = SymmetricKey(size: .bits256).withUnsafeBytes { Array($0) }
        return (SealingKey(bytes: bytes), bytes)
    }

    package var description: String { "key \(Self.hex(id))" }
    package var customMirror: Mirror { Mirror(reflecting: description) }

    func derived(_ purpose: String) -> SymmetricKey {
        HKDF<SHA256>.deriveKey(inputKeyMaterial: key, info: Data(purpose.utf8), outputByteCount: 32)
    }

    /// Seals `secret` for one place: it opens only with the same `place`, so a row copied elsewhere stays shut.
    package func seal(_ secret: [UInt8], place: String) throws(SecretsError) -> [UInt8] {
        let header = [Self.format] + id
        do {
            let box = try AES.GCM.seal(secret, using: key, authenticating: Self.authenticated(header, place))
            return header + Array(box.nonce) + Array(box.ciphertext) + Array(box.tag)
        } catch {
            throw .damaged
        }
    }

    package func open(_ sealed: [UInt8], place: String) throws(SecretsError) -> [UInt8] {
        guard sealed.count >= Self.headerCount + Self.nonceCount + Self.tagCount, sealed.first == Self.format else {
            throw .damaged
        }
        let header = Array(sealed.prefix(Self.headerCount))
        let sealedBy = Array(header.dropFirst())
        guard sealedBy == id else { throw .otherKey(sealedBy: Self.hex(sealedBy), holding: Self.hex(id)) }
        do {
            let box = try AES.GCM.SealedBox(combined: sealed.dropFirst(Self.headerCount))
            return Array(try AES.GCM.open(box, using: key, authenticating: Self.authenticated(header, place)))
        } catch {
            throw .damaged
        }
    }

    /// 32 bytes for one purpose: the same every time, and telling nothing of the key.
    package func derived(for purpose: String) -> [UInt8] {
        HKDF<SHA256>.deriveKey(inputKeyMaterial: key, info: Data(purpose.utf8), outputByteCount: 32)
            .withUnsafeBytes { Array($0) }
    }

    private static func authenticated(_ header: [UInt8], _ place: String) -> Data { Data(header) + Data(place.utf8) }

    private static func hex(_ bytes: [UInt8]) -> String {
        bytes.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
    }
}
