import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Testing

@testable import Web

struct ErrorPagesTests {
    private let page: HTTPFields = [.accept: "text/html"]
    private let signedIn: HTTPFields = [.accept: "text/html", .cookie: WebFixture.sessionCookie]

    @Test("an unforeseen error is a 500 with the request id and without its text")
    func unforeseen() async throws {
        try await WebFixture().application().test(.router) { client in
            let html = try await client.executeRequest(uri: "/broken", method: .get, headers: signedIn, body: nil)
            #expect(html.status == .internalServerError)
            #expect(html.text.contains("class=\"e500\""))
            #expect(html.text.contains("<code>\(html.headers[.requestID] ?? "missing")</code>"))
            #expect(!html.text.contains("cpf"))
            let json = try await client.executeRequest(
                uri: "/broken", method: .get, headers: [.cookie: WebFixture.sessionCookie], body: nil)
            #expect(json.headers[.contentType] == "application/problem+json")
            #expect(json.text.contains("\"error\":\"internal_error\""))
            #expect(!json.text.contains("cpf"))
        }
    }

    @Test("a lost database is a 503 that says when to come back, also for signed-in pages")
    func unavailable() async throws {
        try await WebFixture().application().test(.router) { client in
            let away = try await client.executeRequest(uri: "/away", method: .get, headers: signedIn, body: nil)
            #expect(away.status == .serviceUnavailable)
            #expect(away.headers[.retryAfter] == "7")
        }
        try await WebFixture(store: MemoryStore(fails: true)).application().test(.router) { client in
            let page = try await client.executeRequest(uri: "/hello", method: .get, headers: signedIn, body: nil)
            #expect(page.status == .serviceUnavailable)
            let api = try await client.executeRequest(
                uri: "/api/me", method: .get, headers: [.authorization: "Bearer \(WebFixture.token)"], body: nil)
            #expect(api.status == .serviceUnavailable)
        }
    }

    @Test("an unknown address is a page for people and a problem for programs")
    func notFound() async throws {
        try await WebFixture().application().test(.router) { client in
            let html = try await client.executeRequest(uri: "/nowhere", method: .get, headers: page, body: nil)
            #expect(html.status == .notFound)
            #expect(html.text.contains("Não encontrado"))
            let json = try await client.executeRequest(uri: "/api/nowhere", method: .get, headers: page, body: nil)
            #expect(json.status == .notFound)
            #expect(json.text.contains("\"error\":\"not_found\""))
        }
    }

    @Test("signed out: a page leads to the form and back, a program gets 401")
    func signedOut() async throws {
        try await WebFixture().application().test(.router) { client in
            let html = try await client.executeRequest(uri: "/hello", method: .get, headers: page, body: nil)
            #expect(html.status == .seeOther)
            #expect(html.headers[.location] == "/sign-in?next=/hello")
            let json = try await client.executeRequest(uri: "/hello", method: .get, headers: [:], body: nil)
            #expect(json.status == .unauthorized)
            let api = try await client.executeRequest(uri: "/api/me", method: .get, headers: page, body: nil)
            #expect(api.status == .unauthorized)
            #expect(api.headers[.wwwAuthenticate] == "Bearer")
            #expect(api.text.contains("\"error\":\"unauthorized\""))
        }
    }

    @Test("too little power is a 403, too narrow a token as well")
    func forbidden() async throws {
        try await WebFixture().application().test(.router) { client in
            let html = try await client.executeRequest(uri: "/boss", method: .get, headers: signedIn, body: nil)
            #expect(html.status == .forbidden)
            let api = try await client.executeRequest(
                uri: "/api/write", method: .post, headers: [.authorization: "Bearer \(WebFixture.token)"], body: nil)
            #expect(api.status == .forbidden)
            #expect(api.text.contains("insufficient_scope"))
        }
    }
}
