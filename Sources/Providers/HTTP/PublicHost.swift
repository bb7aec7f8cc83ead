import Foundation
import NIOPosix

/// Guards against requests that a stranger's URL would make us send into our own network.
package enum PublicHost {
    /// All addresses of a host name, as text. Blocking look-ups belong on another thread.
    package typealias Resolver = @Sendable (_ host: String) async throws -> [String]

    /// Host of a URL that this process may call at all: http or https, no credentials in it.
    static func host(of url: String) throws(ProviderError) -> String {
        guard let parts = URLComponents(string: url), let scheme = parts.scheme?.lowercased(),
            scheme == "https" || scheme == "http",
            parts.user == nil, parts.password == nil, let host = parts.host, !host.isEmpty
        else { throw refusal("bad_url", "The address is not a web address") }
        return host.trimmingCharacters(in: ["[", "]"])
    }

    /// An address of the URL's host that may be connected to. Every address of the name must be public.
    static func check(_ url: String, allowed hosts: [String], resolve: Resolver) async throws -> String {
        let host = try host(of: url).lowercased()
        guard url.lowercased().hasPrefix("https://") else { throw refusal("not_https", "The address is not encrypted") }
        guard hosts.isEmpty || hosts.contains(where: { host == $0 || host.hasSuffix("." + $0) }) else {
            throw refusal("unexpected_host", "The address is not the provider's")
        }
        let addresses = try await resolve(host)
        guard let first = addresses.first else {
            throw ProviderError.unavailable(.init(code: "unknown_host", title: "No such host"), retryAfter: nil)
        }
        guard addresses.allSatisfy(isPublic) else {
            throw refusal("private_address", "The address is inside a private network")
        }
        return first
    }

    private static func refusal(_ code: String, _ title: String) -> ProviderError {
        .blocked(ProviderFault(code: code, title: title))
    }

    /// The operating system's resolver. It also reads `127.1`, `0x7f000001` and the like, so what is checked is what is called.
    package static let system: Resolver = { host in
        try await NIOThreadPool.singleton.runIfActive { lookUp(host) }
    }

    private static func lookUp(_ host: String) -> [String] {
        var hints = addrinfo()
        hints.ai_family = AF_UNSPEC
        #if os(Linux)
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        #else
        hints.ai_socktype = SOCK_STREAM
        #endif
        var result: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(host, nil, &hints, &result) == 0 else { return [] }
        defer { freeaddrinfo(result) }
        var addresses: [String] = []
        var entry = result
        while let current = entry?.pointee {
            var text = [CChar](repeating: 0, count: Int(NI_MAXHOST))
            if getnameinfo(current.ai_addr, current.ai_addrlen, &text, socklen_t(text.count), nil, 0, NI_NUMERICHOST)
                == 0
            {
                addresses.append(String(decoding: text.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self))
            }
            entry = current.ai_next
        }
        return addresses
    }

    /// Whether an IP address belongs to the public internet. Unknown forms do not.
    static func isPublic(_ address: String) -> Bool {
        var v4 = in_addr()
        if inet_pton(AF_INET, address, &v4) == 1 { return isPublic(v4: UInt32(bigEndian: v4.s_addr)) }
        var v6 = in6_addr()
        guard inet_pton(AF_INET6, address, &v6) == 1 else { return false }
        return isPublic(v6: withUnsafeBytes(of: v6) { Array($0) })
    }

    private static func isPublic(v4 address: UInt32) -> Bool {
        func lies(_ a: UInt32, _ b: UInt32, _ c: UInt32, _ bits: UInt32) -> Bool {
            address >> (32 - bits) == (a << 24 | b << 16 | c << 8) >> (32 - bits)
        }
        let isReserved =
            lies(0, 0, 0, 8) || lies(10, 0, 0, 8) || lies(100, 64, 0, 10) || lies(127, 0, 0, 8) || lies(169, 254, 0, 16)
            || lies(172, 16, 0, 12) || lies(192, 0, 0, 24) || lies(192, 0, 2, 24) || lies(192, 88, 99, 24)
            || lies(192, 168, 0, 16)
            || lies(198, 18, 0, 15) || lies(198, 51, 100, 24) || lies(203, 0, 113, 24) || lies(224, 0, 0, 3)
        return !isReserved
    }

    private static func isPublic(v6 bytes: [UInt8]) -> Bool {
        guard bytes.count == 16 else { return false }
        func embedded(at index: Int) -> Bool {
            isPublic(v4: bytes[index..<index + 4].reduce(0) { $0 << 8 | UInt32($1) })
        }
        if bytes.starts(with: [UInt8](repeating: 0, count: 10) + [0xFF, 0xFF]) { return embedded(at: 12) }
        if bytes.starts(with: [0, 0x64, 0xFF, 0x9B] + [UInt8](repeating: 0, count: 8)) { return embedded(at: 12) }
        // Only 2000::/3 is handed out; inside it, tunnels (2001::/23, 2002::/16) and examples (2001:db8::/32) are not hosts.
        guard bytes[0] & 0xE0 == 0x20 else { return false }
        let isTunnel = bytes[0] == 0x20 && bytes[1] == 0x01 && bytes[2] < 2 || bytes[0] == 0x20 && bytes[1] == 0x02
        return !isTunnel && !bytes.starts(with: [0x20, 0x01, 0x0D, 0xB8])
    }
}
