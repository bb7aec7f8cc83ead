import Crypto
import Foundation
import NIOSSL

/// A certificate of this process's own making for `localhost` and 127.0.0.1: nobody else has its key, and nothing of it is stored.
struct SimulatedCertificate: Sendable {
    let pem: String
    let keyPEM: String

    init() throws {
        let key = P256.Signing.PrivateKey()
        // From yesterday for a year: clocks differ.
        let now = Date()
        let name = Self.sequence(
            Self.set(Self.sequence(Self.oid([0x55, 0x04, 0x03]) + Self.tagged(0x0C, Array("localhost".utf8)))))
        let algorithm = Self.sequence(Self.oid([0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x04, 0x03, 0x02]))
        let validity = Self.sequence(Self.time(now - 86_400) + Self.time(now + 365 * 86_400))
        let hosts = Self.sequence(Self.tagged(0x82, Array("localhost".utf8)) + Self.tagged(0x87, [127, 0, 0, 1]))
        let authority = Self.sequence(Self.tagged(0x01, [0xFF]))
        let extensions = Self.sequence(
            Self.sequence(Self.oid([0x55, 0x1D, 0x11]) + Self.tagged(0x04, hosts))
                + Self.sequence(
                    Self.oid([0x55, 0x1D, 0x13]) + Self.tagged(0x01, [0xFF]) + Self.tagged(0x04, authority)))
        let serial = [UInt8(0x01)] + (0..<8).map { _ in UInt8.random(in: 0...255) }
        let body = Self.sequence(
            Self.tagged(0xA0, Self.tagged(0x02, [2])) + Self.tagged(0x02, serial) + algorithm + name + validity + name
                + Array(key.publicKey.derRepresentation) + Self.tagged(0xA3, extensions))
        let signature = try key.signature(for: body).derRepresentation
        let whole = Self.sequence(body + algorithm + Self.tagged(0x03, [0] + Array(signature)))
        let lines = Data(whole).base64EncodedString(options: .lineLength64Characters)
        pem = "-----BEGIN CERTIFICATE-----\n\(lines)\n-----END CERTIFICATE-----\n"
        keyPEM = key.pemRepresentation
    }

    func context() throws -> NIOSSLContext {
        let certificate = try NIOSSLCertificate(bytes: Array(pem.utf8), format: .pem)
        let key = try NIOSSLPrivateKey(bytes: Array(keyPEM.utf8), format: .pem)
        return try NIOSSLContext(
            configuration: .makeServerConfiguration(
                certificateChain: [.certificate(certificate)], privateKey: .privateKey(key)))
    }

    // MARK: DER

    private static func tagged(_ tag: UInt8, _ content: [UInt8]) -> [UInt8] {
        let count = content.count
        let length: [UInt8] =
            count < 0x80
            ? [UInt8(count)]
            : count < 0x100
                ? [0x81, UInt8(count)]
                : [0x82, UInt8(truncatingIfNeeded: count >> 8), UInt8(truncatingIfNeeded: count)]
        return [tag] + length + content
    }

    private static func sequence(_ content: [UInt8]) -> [UInt8] { tagged(0x30, content) }
    private static func set(_ content: [UInt8]) -> [UInt8] { tagged(0x31, content) }
    private static func oid(_ bytes: [UInt8]) -> [UInt8] { tagged(0x06, bytes) }

    /// `YYMMDDhhmmssZ`.
    private static func time(_ date: Date) -> [UInt8] {
        let digits = date.ISO8601Format().utf8.filter { (0x30...0x39).contains($0) }
        return tagged(0x17, Array(digits.dropFirst(2).prefix(12)) + [UInt8(ascii: "Z")])
    }
}
