import Domain
import Foundation
import HTTPTypes
import HummingbirdTesting
import Postgres
import TestSupport
import Testing
import Web

@testable import App

@Suite(.timeLimit(.minutes(5)))
struct SessionTests {
    private let password = AccountsFixture.password

    @Test("a signed-out cookie opens nothing, in the browser and replayed")
    func signOut() async throws {
        try await withTestDatabase { test in
            try await AccountsFixture(test).application().test(.router) { client in
                let ana = AgentClient(client)
                try await ana.signIn("ana@example.com", password)
                _ = try await ana.get("/support")
                let cookie = try #require(ana.cookies["secretaria-session"])
                let out = try await ana.post("/sign-out")
                #expect(out.headers[.location] == "/sign-in")
                #expect(ana.cookies["secretaria-session"] == nil)
                let page = try await ana.get("/support")
                #expect(page.headers[.location] == "/sign-in?next=/support")
                let replay = try await client.executeRequest(
                    uri: "/support", method: .get, headers: [.cookie: "secretaria-session=\(cookie)"], body: nil)
                #expect(replay.status == .unauthorized)
            }
        }
    }

    @Test(
        "a session ends with its time, its idleness, its person and their place in the shop",
        arguments: [
            "UPDATE sessions SET expires_at = now() - interval '1 second'",
            "UPDATE sessions SET last_seen_at = now() - interval '5 days'",
            "UPDATE users SET disabled_at = now()", "DELETE FROM user_roles", "DELETE FROM sessions",
        ])
    func ends(change: String) async throws {
        try await withTestDatabase { test in
            let fixture = try await AccountsFixture(test)
            try await fixture.application().test(.router) { client in
                let ana = AgentClient(client)
                try await ana.signIn("ana@example.com", password)
                #expect(try await ana.get("/support").status == .ok)
                try await fixture.database.system("test") { system in
                    _ = try await system.execute(SQL(unsafeRaw: change))
                }
                #expect(try await ana.get("/support").status == .seeOther)
            }
        }
    }

    @Test("a new password ends every session and every token of the person")
    func passwordChange() async throws {
        try await withTestDatabase { test in
            let fixture = try await AccountsFixture(test)
            try await fixture.application().test(.router) { client in
                let ana = AgentClient(client)
                try await ana.signIn("ana@example.com", password)
                let token = try await fixture.database.system("test") { system in
                    try await Accounts.createToken(
                        NewToken(tenant: fixture.first, name: "t", scopes: [.read], createdBy: fixture.ana), in: system)
                }
                let bearer: HTTPFields = [.authorization: "Bearer \(token)"]
                #expect(
                    try await client.executeRequest(uri: "/api/me", method: .get, headers: bearer, body: nil).status
                        == .ok)
                try await Accounts.setPassword(
                    "outra senha comprida", of: fixture.ana, hasher: fixture.hasher, in: fixture.database)
                #expect(try await ana.get("/support").status == .seeOther)
                #expect(
                    try await client.executeRequest(uri: "/api/me", method: .get, headers: bearer, body: nil).status
                        == .unauthorized)
                #expect(try await AgentClient(client).signIn("ana@example.com", password).status == .unauthorized)
                #expect(
                    try await AgentClient(client).signIn("ana@example.com", "outra senha comprida").status == .seeOther)
            }
        }
    }

    @Test("a person of two shops switches between them, with another session, and not into a third")
    func switchShop() async throws {
        try await withTestDatabase { test in
            let fixture = try await AccountsFixture(test)
            try await fixture.application().test(.router) { client in
                let caio = AgentClient(client)
                try await caio.signIn("caio@example.com", password)
                let alfa = try await caio.get("/support")
                #expect(alfa.text.contains("Alfa"))
                #expect(alfa.text.contains("agent"))
                let before = caio.cookies["secretaria-session"]
                let number = try await fixture.database.system("test") { system -> Int in
                    try await system.one("SELECT number FROM tenants WHERE slug = 'beta'")("number")
                }
                #expect(try await caio.post("/account/shop", [("number", "\(number)")]).status == .seeOther)
                #expect(caio.cookies["secretaria-session"] != before)
                let beta = try await caio.get("/support")
                #expect(beta.text.contains("value=\"Beta\""))
                #expect(beta.text.contains("viewer"))

                let ana = AgentClient(client)
                try await ana.signIn("ana@example.com", password)
                _ = try await ana.get("/support")
                #expect(try await ana.post("/account/shop", [("number", "\(number)")]).status == .notFound)
                #expect(try await ana.post("/account/shop", [("number", "rubbish")]).status == .notFound)
            }
        }
    }

    @Test("language and theme are kept: in the browser, and the language with the person")
    func preferences() async throws {
        try await withTestDatabase { test in
            let fixture = try await AccountsFixture(test)
            try await fixture.application().test(.router) { client in
                let ana = AgentClient(client)
                try await ana.signIn("ana@example.com", password)
                _ = try await ana.get("/support")
                let set = try await ana.post(
                    "/preferences", [("theme", "dark"), ("lang", "es"), ("next", "//evil.example")])
                #expect(set.headers[.location] == "/support")
                let page = try await ana.get("/support")
                #expect(page.text.contains("<html lang=\"es\" data-theme=\"dark\">"))
                let other = AgentClient(client)
                try await other.signIn("ana@example.com", password)
                #expect(try await other.get("/support").text.contains("<html lang=\"es\""))
                let stranger = try await AgentClient(client).get("/sign-in", headers: [.acceptLanguage: "en"])
                #expect(stranger.text.contains("<html lang=\"en\" data-theme=\"system\">"))
            }
        }
    }

    @Test("only hashes are stored")
    func hashes() async throws {
        try await withTestDatabase { test in
            let fixture = try await AccountsFixture(test)
            try await fixture.application().test(.router) { client in
                let ana = AgentClient(client)
                try await ana.signIn("ana@example.com", password)
                let cookie = try #require(ana.cookies["secretaria-session"])
                let stored = try await fixture.database.system("test") { system -> [[UInt8]] in
                    try await system.query("SELECT id_hash FROM sessions").map { try $0("id_hash") }
                }
                #expect(stored == [Secrets.sha256(cookie)])
            }
        }
    }

    @Test("the sweep removes what is over, and nothing else")
    func sweep() async throws {
        try await withTestDatabase { test in
            let fixture = try await AccountsFixture(test)
            try await fixture.database.system("test") { system in
                for (index, expiry) in ["-1 second", "1 day"].enumerated() {
                    _ = try await system.execute(
                        """
                        INSERT INTO sessions (tenant_id, user_id, id_hash, csrf_token, expires_at)
                        VALUES (\(fixture.first.value), \(fixture.ana), \([UInt8(index)]), 'x', now() + \(expiry)::interval)
                        """)
                }
                for lifetime in [Duration.seconds(-90_000), .seconds(-10), .seconds(60)] {
                    _ = try await Accounts.createToken(
                        NewToken(tenant: fixture.first, name: "t", scopes: [], lifetime: lifetime), in: system)
                }
                try await Accounts.deleteExpired(in: system)
                let left = try await system.one(
                    "SELECT (SELECT count(*) FROM sessions)::int AS s, (SELECT count(*) FROM api_tokens)::int AS t")
                #expect(try left("s") == 1)
                #expect(try left("t") == 2)
            }
        }
    }
}
