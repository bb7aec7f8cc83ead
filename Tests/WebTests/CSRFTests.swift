import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import Testing

@testable import Web

struct CSRFTests {
    private let form = "application/x-www-form-urlencoded; charset=utf-8"

    private func post(
        _ path: String, cookie: String? = WebFixture.sessionCookie, body: String = "", headers extra: HTTPFields = [:]
    ) async throws -> TestResponse {
        var headers: HTTPFields = [.contentType: form]
        if let cookie { headers[.cookie] = cookie }
        headers.append(contentsOf: extra)
        let sent = headers
        return try await WebFixture().application().test(.router) { client in
            try await client.executeRequest(uri: path, method: .post, headers: sent, body: ByteBuffer(string: body))
        }
    }

    @Test("a form with the session's token passes, and its body is still readable")
    func accepted() async throws {
        let response = try await post("/hello", body: "a=1%2B1&_csrf=\(WebFixture.csrf)")
        #expect(response.status == .ok)
        #expect(response.text == "Ana 1+1")
    }

    @Test("a script may bring the token in a header")
    func header() async throws {
        let response = try await post("/hello", body: "a=x", headers: [.csrfToken: WebFixture.csrf])
        #expect(response.text == "Ana x")
    }

    @Test(
        "everything else is refused",
        arguments: [
            ("", [:]), ("_csrf=wrong", [:]), ("_csrf=", [:]), ("_csrf[]=\(WebFixture.csrf)", [:]),
            ("_csrf=\(WebFixture.csrf)", [.origin: "https://evil.example"]),
            ("_csrf=\(WebFixture.csrf)", [.origin: "null"]),
            ("_csrf=\(WebFixture.csrf)", [.origin: "http://localhost.evil.example"]),
            ("_csrf=\(WebFixture.csrf)", [.fetchSite: "cross-site"]),
            ("_csrf=\(WebFixture.csrf)", [.fetchSite: "same-site"]),
        ] as [(String, HTTPFields)])
    func refused(body: String, headers: HTTPFields) async throws {
        let response = try await post("/hello", body: body, headers: headers)
        #expect(response.status == .forbidden)
        #expect(response.text.contains("\"error\":\"csrf\""))
    }

    @Test("our own origin passes")
    func ownOrigin() async throws {
        let response = try await post(
            "/hello", body: "_csrf=\(WebFixture.csrf)",
            headers: [.origin: "http://localhost", .fetchSite: "same-origin"])
        #expect(response.status == .ok)
    }

    @Test("the token as JSON or plain text is not a form")
    func otherTypes() async throws {
        for type in ["text/plain", "application/json", "multipart/form-data; boundary=x"] {
            let response = try await WebFixture().application().test(.router) { client in
                try await client.executeRequest(
                    uri: "/hello", method: .post,
                    headers: [.cookie: WebFixture.sessionCookie, .contentType: type],
                    body: ByteBuffer(string: "_csrf=\(WebFixture.csrf)"))
            }
            #expect(response.status == .forbidden)
        }
    }

    @Test("before there is a session, the form cookie and the field must agree")
    func doubleSubmit() async throws {
        try await WebFixture().application().test(.router) { client in
            let shown = try await client.executeRequest(uri: "/open", method: .get, headers: [:], body: nil)
            let cookie = try #require(shown.headers[.setCookie]?.split(separator: ";").first.map(String.init))
            let token = try #require(cookie.split(separator: "=").last.map(String.init))
            #expect(shown.text.contains(token))
            for (body, expected) in [
                ("a=1&_csrf=\(token)", HTTPResponse.Status.ok), ("a=1&_csrf=\(Secrets.random())", .forbidden),
            ] {
                let posted = try await client.executeRequest(
                    uri: "/open", method: .post, headers: [.cookie: cookie, .contentType: form],
                    body: ByteBuffer(string: body))
                #expect(posted.status == expected)
            }
            let bare = try await client.executeRequest(
                uri: "/open", method: .post, headers: [.contentType: form], body: ByteBuffer(string: "_csrf=\(token)"))
            #expect(bare.status == .forbidden)
        }
    }
}
