import Logging
import Testing

@testable import Providers

struct PublicHostTests {
    @Test(
        "addresses inside a network are not public",
        arguments: [
            "127.0.0.1", "127.255.255.254", "10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1",
            "169.254.169.254", "100.64.0.1", "0.0.0.0",
            "198.18.0.1", "224.0.0.1", "255.255.255.255", "192.0.2.1", "::1", "::", "fe80::1", "fc00::1",
            "fd12:3456::1", "ff02::1",
            "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::a00:1", "2001::1", "2002:7f00:1::", "2001:db8::1",
            "::127.0.0.1", "example.com", "", "127.1",
        ])
    func inside(address: String) {
        #expect(!PublicHost.isPublic(address))
    }

    @Test(
        "addresses of the internet are",
        arguments: [
            "8.8.8.8", "157.240.1.1", "172.15.255.255", "172.32.0.1", "100.128.0.1", "2a03:2880:f003::1",
            "2606:4700::1111", "::ffff:8.8.8.8",
        ])
    func outside(address: String) {
        #expect(PublicHost.isPublic(address))
    }

    @Test(
        "a stranger's address is checked before anything is connected",
        arguments: [
            ("http://public.example/", "not_https"), ("https://inside.example/", "private_address"),
            ("https://mixed.example/", "private_address"),
            ("https://127.0.0.1/", "private_address"), ("https://[::1]/", "private_address"),
            ("https://2130706433/", "private_address"),
            ("https://0x7f.1/", "private_address"), ("https://user:pass@public.example/", "bad_url"),
            ("http+unix://%2Ftmp%2Fs/", "bad_url"),
            ("ftp://public.example/", "bad_url"), ("//public.example", "bad_url"), ("", "bad_url"),
            ("https://", "bad_url"), ("https://nobody.example/", "unknown_host"),
        ])
    func refused(url: String, code: String) async {
        let http = ProviderHTTP(
            logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }), resolve: Self.names)
        let request = ProviderRequest("test", url: url, origin: .untrusted(hosts: []))
        let error = await #expect(throws: ProviderError.self) { try await http.send(request) }
        #expect(error?.fault.code == code)
    }

    @Test(
        "only the expected hosts, and those below them",
        arguments: [
            ("https://fbsbx.com/", true), ("https://lookaside.FBSBX.com/a", true), ("https://evilfbsbx.com/", false),
            ("https://fbsbx.com.evil.example/", false),
        ])
    func hosts(url: String, isAllowed: Bool) async throws {
        let resolve: PublicHost.Resolver = { _ in ["8.8.8.8"] }
        if isAllowed {
            #expect(try await PublicHost.check(url, allowed: ["fbsbx.com"], resolve: resolve) == "8.8.8.8")
        } else {
            await #expect(throws: ProviderError.self) {
                try await PublicHost.check(url, allowed: ["fbsbx.com"], resolve: resolve)
            }
        }
    }

    /// Names of the test; numbers go to the system, which knows all their spellings.
    private static let names: PublicHost.Resolver = { host in
        switch host {
        case "public.example": ["8.8.8.8"]
        case "inside.example": ["10.1.2.3"]
        case "mixed.example": ["8.8.8.8", "127.0.0.1"]
        case "nobody.example": []
        default: try await PublicHost.system(host)
        }
    }
}
