import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import Testing

@testable import Web

/// The headers of every kind of answer, in full: a lost one is seen, and so is a new one.
struct HeaderTests {
    private static let common = """
        content-security-policy: default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; \
        font-src 'self'; media-src 'self' blob:; connect-src 'self'; manifest-src 'self'; frame-src 'self'; \
        form-action 'self'; frame-ancestors 'none'; base-uri 'none'
        cross-origin-opener-policy: same-origin
        cross-origin-resource-policy: same-origin
        permissions-policy: camera=(), geolocation=(), payment=(), usb=(), microphone=(self)
        referrer-policy: same-origin
        x-content-type-options: nosniff
        x-frame-options: DENY
        """

    struct Case: CustomTestStringConvertible {
        let path: String
        var method = HTTPRequest.Method.get
        var headers: HTTPFields = [:]
        let status: Int
        let own: String
        var testDescription: String { "\(method) \(path) \(status)" }
    }

    static let page: HTTPFields = [.accept: "text/html", .cookie: WebFixture.sessionCookie]
    static let html = "cache-control: no-store\ncontent-language: pt-BR\ncontent-type: text/html; charset=utf-8"
    static let problem = "cache-control: no-store\ncontent-type: application/problem+json"
    static let vary = "vary: Accept-Language, Cookie"

    static let cases = [
        Case(path: "/hello", headers: page, status: 200, own: html + "\n" + vary),
        Case(path: "/nowhere", headers: page, status: 404, own: html + "\n" + vary),
        Case(path: "/broken", headers: page, status: 500, own: html + "\n" + vary),
        Case(path: "/boss", headers: page, status: 403, own: html + "\n" + vary),
        Case(path: "/away", headers: page, status: 503, own: html + "\nretry-after: 7\n" + vary),
        Case(
            path: "/hello", headers: [.accept: "text/html"], status: 303,
            own: "cache-control: no-store\nlocation: /sign-in?next=/hello"),
        Case(path: "/hello", method: .post, headers: page, status: 403, own: html + "\n" + vary),
        Case(path: "/api/me", status: 401, own: problem + "\nwww-authenticate: Bearer"),
        Case(
            path: "/api/me", headers: [.authorization: "Bearer \(WebFixture.token)"], status: 200,
            own: "cache-control: no-store\ncontent-type: application/json"),
        Case(path: "/api/nowhere", status: 404, own: problem),
        Case(path: "/healthz", status: 200, own: "cache-control: no-store\ncontent-type: application/json"),
        Case(path: "/metrics", status: 404, own: problem),
        Case(
            path: "/assets/old/app.css", status: 200,
            own: "cache-control: no-cache\ncontent-type: text/css; charset=utf-8\netag: \"fJgEClQWV1hGkK4q\""),
        Case(path: "/assets/old/no.css", status: 404, own: problem),
        Case(path: "/hello", method: .init("BREW") ?? .get, status: 404, own: problem),
    ]

    @Test("every answer carries the security headers and nothing unexpected", arguments: cases)
    func snapshot(_ one: Case) async throws {
        let response = try await WebFixture().application().test(.router) { client in
            try await client.executeRequest(uri: one.path, method: one.method, headers: one.headers, body: nil)
        }
        #expect(response.status.code == one.status)
        let got = response.headers.filter { $0.name != .requestID && $0.name != .contentLength }
            .map { "\($0.name.canonicalName): \($0.value)" }.sorted()
        let expected = (Self.common + "\n" + one.own).split(separator: "\n").map(String.init).sorted()
        #expect(got == expected)
        #expect(response.headers[.requestID] != nil)
    }

    @Test("behind TLS there is HSTS, and cookies are __Host-")
    func secure() async throws {
        var configuration = WebConfiguration()
        configuration.publicURL = .init(string: "https://loja.example")
        let fixture = WebFixture(configuration: configuration)
        try await fixture.application().test(.router) { client in
            let response = try await client.executeRequest(uri: "/open", method: .get, headers: [:], body: nil)
            #expect(response.headers[.strictTransportSecurity] == "max-age=31536000; includeSubDomains")
            let cookie = try #require(response.headers[.setCookie])
            #expect(cookie.hasPrefix("__Host-secretaria-form="))
            for part in ["; Secure", "; HttpOnly", "; SameSite=Lax", "; Path=/"] { #expect(cookie.contains(part)) }
            #expect(!cookie.contains("Domain"))
            let plain = try await client.executeRequest(
                uri: "/hello", method: .get, headers: [.cookie: WebFixture.sessionCookie], body: nil)
            #expect(plain.status == .unauthorized)
        }
    }

    @Test("a HEAD request gets the headers and no body")
    func head() async throws {
        let response = try await WebFixture().application().test(.router) { client in
            try await client.executeRequest(uri: "/healthz", method: .head, headers: [:], body: nil)
        }
        #expect(response.status == .ok)
        #expect(response.body.readableBytes == 0)
    }
}
