import AsyncHTTPClient
import Domain
import Foundation
import HTTPTypes
import HummingbirdTesting
import NIOCore
import NIOHTTP1
import Postgres
import TestSupport
import Testing
import Web

@testable import App

@Suite(.timeLimit(.minutes(5)))
struct SignInTests {
    private let password = AccountsFixture.password

    @Test("a person signs in, sees their shop, and is led where they wanted to go")
    func signIn() async throws {
        try await withTestDatabase { test in
            try await AccountsFixture(test).application().test(.router) { client in
                let ana = AgentClient(client)
                let response = try await ana.signIn(" ANA@Example.com ", password, next: "/support?status=open")
                #expect(response.status == .seeOther)
                #expect(response.headers[.location] == "/support?status=open")
                let page = try await ana.get("/support")
                #expect(page.status == .ok)
                #expect(page.text.contains("Alfa"))
                #expect(page.text.contains("owner"))
            }
        }
    }

    @Test(
        "sign-in never leads to another site",
        arguments: ["//evil.example", "https://evil.example", "/\\evil.example", "javascript:alert(1)"])
    func openRedirect(next: String) async throws {
        try await withTestDatabase { test in
            try await AccountsFixture(test).application().test(.router) { client in
                let ana = AgentClient(client)
                #expect(try await ana.signIn("ana@example.com", password, next: next).headers[.location] == "/support")
                let again = try await ana.get("/sign-in?next=\(next.percentEncoded)")
                #expect(again.headers[.location] == "/support")
            }
        }
    }

    @Test("whatever is wrong, the answer is the same, and what was typed is shown escaped")
    func refusals() async throws {
        try await withTestDatabase { test in
            let fixture = try await AccountsFixture(test)
            try await fixture.database.system("test") { system in
                _ = try await system.execute("UPDATE users SET disabled_at = now() WHERE id = \(fixture.bia)")
            }
            try await fixture.application().test(.router) { client in
                var answers: Set<String> = []
                for (email, password) in [
                    ("ana@example.com", "wrong password"), ("nobody@example.com", password),
                    ("bia@example.com", password), ("ana@example.com", String(repeating: "x", count: 10_000)),
                    ("not an address", password), ("", ""),
                ] {
                    let browser = AgentClient(client)
                    let response = try await browser.signIn(email, password)
                    #expect(response.status == .unauthorized)
                    #expect(browser.cookies["secretaria-session"] == nil)
                    let alert = try #require(response.text.firstMatch(of: #/role="alert"[^>]*>([^<]*)</#))
                    answers.insert(String(alert.1))
                }
                #expect(answers.count == 1)
                let hostile = try await AgentClient(client).signIn("\"\u{301}><script>", "x")
                #expect(!hostile.text.contains("<script>"))
            }
        }
    }

    @Test("after five wrong passwords even the right one waits, and time heals it")
    func lockout() async throws {
        try await withTestDatabase { test in
            let fixture = try await AccountsFixture(test)
            try await fixture.application().test(.router) { client in
                for _ in 1...5 { try await AgentClient(client).signIn("ana@example.com", "wrong password") }
                #expect(try await AgentClient(client).signIn("ana@example.com", password).status == .unauthorized)
                let wait = try await fixture.database.system("test") { system -> Double in
                    try await system.one(
                        "SELECT extract(epoch FROM locked_until - now())::float8 AS wait FROM users WHERE id = \(fixture.ana)"
                    )(
                        "wait")
                }
                #expect((1...31).contains(wait))
                try await fixture.database.system("test") { system in
                    _ = try await system.execute(
                        "UPDATE users SET locked_until = now() - interval '1 second' WHERE id = \(fixture.ana)")
                }
                #expect(try await AgentClient(client).signIn("ana@example.com", password).status == .seeOther)
                let failures = try await fixture.database.system("test") { system -> Int in
                    try await system.one("SELECT failed_sign_ins AS n FROM users WHERE id = \(fixture.ana)")("n")
                }
                #expect(failures == 0)
            }
        }
    }

    @Test("one address cannot try for ever, and is told when to come back")
    func addressLimit() async throws {
        try await withTestDatabase { test in
            let limiter = RateLimiter(capacity: 3, interval: .seconds(60))
            try await AccountsFixture(test).application(addresses: limiter).test(.router) { client in
                for _ in 1...3 { try await AgentClient(client).signIn("x@example.com", "wrong password") }
                let response = try await AgentClient(client).signIn("ana@example.com", password)
                #expect(response.status == .tooManyRequests)
                #expect(response.headers[.retryAfter] != nil)
                #expect(response.headers[.contentType] == "text/html; charset=utf-8")
            }
        }
    }

    @Test("a session is new at every sign-in, and the one before it is gone")
    func rotation() async throws {
        try await withTestDatabase { test in
            try await AccountsFixture(test).application().test(.router) { client in
                let ana = AgentClient(client)
                try await ana.signIn("ana@example.com", password)
                let old = try #require(ana.cookies["secretaria-session"])
                _ = try await ana.get("/support")  // takes the session's own token
                _ = try await ana.post("/sign-in", [("email", "ana@example.com"), ("password", password)])
                #expect(ana.cookies["secretaria-session"] != old)
                let replay = try await client.executeRequest(
                    uri: "/support", method: .get, headers: [.cookie: "secretaria-session=\(old)"], body: nil)
                #expect(replay.status == .unauthorized)
            }
        }
    }

    @Test("plain http from another machine is not signed in, even with the right password")
    func insecureTransport() async throws {
        try await withTestDatabase { test in
            try await AccountsFixture(test).application().test(.live) { client in
                let url = "http://127.0.0.1:\(try #require(client.port))/sign-in"
                var ask = HTTPClientRequest(url: url)
                ask.headers = ["host": "loja.example", "accept": "text/html"]
                let form = try await HTTPClient.shared.execute(ask, timeout: .seconds(60))
                let page = String(buffer: try await form.body.collect(upTo: 100_000))
                #expect(page.contains("https"))
                let cookie = try #require(form.headers.first(name: "set-cookie")?.split(separator: ";").first)
                let token = try #require(cookie.split(separator: "=").last)
                ask.method = .POST
                ask.headers = [
                    "host": "loja.example", "accept": "text/html", "cookie": String(cookie),
                    "content-type": "application/x-www-form-urlencoded",
                ]
                ask.body = .bytes(
                    ByteBuffer(
                        string: "_csrf=\(token)&email=ana%40example.com&password=\(password.replacing(" ", with: "+"))")
                )
                let answer = try await HTTPClient.shared.execute(ask, timeout: .seconds(60))
                #expect(answer.status == .ok)
                #expect(answer.headers["set-cookie"] == [])
            }
        }
    }

    @Test("behind a TLS proxy the session cookie is __Host- and secure")
    func proxied() async throws {
        try await withTestDatabase { test in
            var configuration = WebConfiguration()
            configuration.publicURL = URL(string: "https://loja.example")
            try await AccountsFixture(test).application(configuration: configuration).test(.router) { client in
                let browser = AgentClient(client)
                _ = try await browser.get("/sign-in")
                let response = try await browser.post(
                    "/sign-in", [("email", "ana@example.com"), ("password", password)],
                    headers: [.origin: "https://loja.example"])
                let cookie = try #require(response.headers[values: .setCookie].first)
                #expect(cookie.hasPrefix("__Host-secretaria-session="))
                for part in ["Secure", "HttpOnly", "SameSite=Lax", "Path=/"] { #expect(cookie.contains("; \(part)")) }
            }
        }
    }
}
