import Foundation
import HTTPTypes
import Hummingbird
import NIOCore

/// A network in CIDR notation: `10.0.0.0/8`, `::1`.
package struct AddressRange: Sendable, Equatable {
    private let prefix: [UInt8]
    private let bits: Int

    package init?(_ text: String) {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard let first = parts.first, let bytes = Self.bytes(String(first)) else { return nil }
        prefix = bytes
        if parts.count == 2 {
            guard let bits = Int(parts[1]), (0...bytes.count * 8).contains(bits) else { return nil }
            self.bits = bits
        } else {
            bits = bytes.count * 8
        }
    }

    package static let loopback: [AddressRange] = [AddressRange("127.0.0.0/8"), AddressRange("::1")].compactMap { $0 }

    package func contains(_ address: String) -> Bool {
        guard let bytes = Self.bytes(address), bytes.count == prefix.count else { return false }
        for (index, pair) in zip(bytes, prefix).enumerated() {
            let left = bits - index * 8
            if left <= 0 { return true }
            let mask: UInt8 = left >= 8 ? 0xff : ~(0xff >> UInt8(left))
            if pair.0 & mask != pair.1 & mask { return false }
        }
        return true
    }

    /// Network-order bytes; an IPv4 address in IPv6 clothes counts as IPv4.
    private static func bytes(_ text: String) -> [UInt8]? {
        guard let address = try? SocketAddress(ipAddress: text, port: 0) else { return nil }
        switch address {
        case .v4(let v4):
            return withUnsafeBytes(of: v4.address.sin_addr) { Array($0) }
        case .v6(let v6):
            let bytes = withUnsafeBytes(of: v6.address.sin6_addr) { Array($0) }
            let mapped = bytes.prefix(10).allSatisfy { $0 == 0 } && bytes[10] == 0xff && bytes[11] == 0xff
            return mapped ? Array(bytes.suffix(4)) : bytes
        case .unixDomainSocket:
            return nil
        }
    }
}

extension WebConfiguration {
    /// Who is really asking. `X-Forwarded-For` is read from the right, and only past proxies we trust: what stands
    /// left of the first stranger was written by the stranger.
    func clientAddress(peer: String?, headers: HTTPFields) -> String {
        guard var client = peer else { return "-" }
        guard isTrusted(client) else { return client }
        let hops = headers[values: .forwardedFor].joined(separator: ",").split(separator: ",").suffix(20)
        for hop in hops.reversed() {
            let address = hop.trimmed
            guard (try? SocketAddress(ipAddress: address, port: 0)) != nil else { break }
            client = address
            if !isTrusted(address) { break }
        }
        return client
    }

    func isSecure(peer: String?, headers: HTTPFields) -> Bool {
        if publicURL?.scheme == "https" { return true }
        guard let peer, isTrusted(peer) else { return false }
        return headers[.forwardedProto]?.lowercased() == "https"
    }

    private func isTrusted(_ address: String) -> Bool { trustedProxies.contains { $0.contains(address) } }
}

extension Substring {
    /// Without the white space around it.
    var trimmed: String {
        String(drop { $0 == " " || $0 == "\t" }.reversed().drop { $0 == " " || $0 == "\t" }.reversed())
    }
}

/// A header name written in the source. (`HTTPField.Name` wants proof that the text is a valid name.)
func headerName(_ text: StaticString) -> HTTPField.Name {
    guard let name = HTTPField.Name("\(text)") else { preconditionFailure("not a header name: \(text)") }
    return name
}

extension HTTPField.Name {
    static let forwardedFor = headerName("X-Forwarded-For")
    static let forwardedProto = headerName("X-Forwarded-Proto")
    static let requestID = headerName("X-Request-Id")
    package static let csrfToken = headerName("X-CSRF-Token")
    static let fetchSite = headerName("Sec-Fetch-Site")
    static let lastEventID = headerName("Last-Event-ID")
}
