import Domain
import Foundation
import HTTPTypes
import HummingbirdTesting
import NIOCore
import Postgres
import TestSupport
import Testing
import Web

@testable import App

@Suite(.timeLimit(.minutes(5)))
struct AccountAPITests {
    private struct Token: Decodable {
        let access_token: String
        let token_type: String
        let expires_in: Int
        let company_id: Int
    }

    private func ask(_ client: any TestClientProtocol, _ json: String) async throws -> TestResponse {
        try await client.executeRequest(
            uri: "/auth/token", method: .post, headers: [.contentType: "application/json"],
            body: ByteBuffer(string: json))
    }

    @Test("e-mail and password give a token that says who it is")
    func token() async throws {
        try await withTestDatabase { test in
            try await AccountsFixture(test).application().test(.router) { client in
                let response = try await ask(
                    client, #"{"email":"ana@example.com","password":"\#(AccountsFixture.password)"}"#)
                #expect(response.status == .ok)
                #expect(response.headers[.cacheControl] == "no-store")
                let token = try JSONDecoder().decode(Token.self, from: Data(response.body.readableBytesView))
                #expect(token.token_type == "bearer")
                #expect(token.expires_in == 3600)
                let me = try await client.executeRequest(
                    uri: "/api/me", method: .get, headers: [.authorization: "Bearer \(token.access_token)"], body: nil)
                #expect(me.status == .ok)
                #expect(me.text.contains(#""company_id":\#(token.company_id)"#))
                #expect(me.text.contains(#""role":"owner""#))
                #expect(me.text.contains(#""scopes":["admin","events","feedback","read","write"]"#))
            }
        }
    }

    @Test("the wished shop is taken if it is theirs, with the rights they have there")
    func company() async throws {
        try await withTestDatabase { test in
            let fixture = try await AccountsFixture(test)
            let (alfa, beta) = try await fixture.database.system("test") { system -> (Int, Int) in
                let rows = try await system.query("SELECT number FROM tenants ORDER BY slug")
                return (try rows[0]("number"), try rows[1]("number"))
            }
            try await fixture.application().test(.router) { client in
                let credentials = #""password":"\#(AccountsFixture.password)""#
                let caio = try await ask(client, #"{"email":"caio@example.com",\#(credentials),"company_id":\#(beta)}"#)
                let token = try JSONDecoder().decode(Token.self, from: Data(caio.body.readableBytesView))
                #expect(token.company_id == beta)
                let me = try await client.executeRequest(
                    uri: "/api/me", method: .get, headers: [.authorization: "Bearer \(token.access_token)"], body: nil)
                #expect(me.text.contains(#""scopes":["read"]"#))
                #expect(me.text.contains(#""slug":"beta""#))
                for (company, status, code) in [
                    ("\(alfa)", 404, "company_not_found"), ("0", 400, "invalid_company_id"),
                    ("-1", 400, "invalid_company_id"), ("999999", 404, "company_not_found"),
                    ("\"1\"", 422, "invalid_company_id"),
                ] {
                    let bia = try await ask(
                        client, #"{"email":"bia@example.com",\#(credentials),"company_id":\#(company)}"#)
                    #expect(bia.status.code == status)
                    #expect(bia.text.contains(#""error":"\#(code)""#))
                }
            }
        }
    }

    @Test(
        "what is no sign-in is refused in words",
        arguments: [
            (#"{"email":"ana@example.com","password":"wrong password"}"#, 401, "invalid_credentials"),
            (#"{"email":"nobody@example.com","password":"wrong password"}"#, 401, "invalid_credentials"),
            (#"{"password":"x"}"#, 422, "invalid_email"), ("[]", 422, "invalid_body"),
            ("nonsense", 400, "invalid_json"),
            (#"{"email":"a\u0000@example.com","password":"x"}"#, 401, "invalid_credentials"),
        ])
    func refused(body: String, status: Int, code: String) async throws {
        try await withTestDatabase { test in
            try await AccountsFixture(test).application().test(.router) { client in
                let response = try await ask(client, body)
                #expect(response.status.code == status)
                #expect(response.text.contains(#""error":"\#(code)""#))
                #expect(response.headers[.contentType] == "application/problem+json")
            }
        }
    }

    @Test("revoked, expired, made-up and orphaned tokens open nothing")
    func dead() async throws {
        try await withTestDatabase { test in
            let fixture = try await AccountsFixture(test)
            let make = { (lifetime: Duration?, person: UUID?) in
                try await fixture.database.system("test") { system in
                    try await Accounts.createToken(
                        NewToken(
                            tenant: fixture.first, name: "t", scopes: [.read], createdBy: person, lifetime: lifetime),
                        in: system)
                }
            }
            let alive = try await make(nil, nil)
            let expired = try await make(.seconds(-1), nil)
            let orphaned = try await make(nil, fixture.bia)  // who has no place in that shop
            let revoked = try await make(nil, nil)
            try await fixture.database.system("test") { system in
                _ = try await system.execute(
                    "UPDATE api_tokens SET revoked_at = now() WHERE token_hash = \(Secrets.sha256(revoked))")
            }
            try await fixture.application().test(.router) { client in
                for (token, status) in [
                    (alive, 200), (expired, 401), (orphaned, 401), (revoked, 401),
                    ("secretaria_" + Secrets.random(), 401),
                    (alive.uppercased(), 401), ("", 401),
                ] {
                    let response = try await client.executeRequest(
                        uri: "/api/me", method: .get, headers: [.authorization: "Bearer \(token)"], body: nil)
                    #expect(response.status.code == status)
                }
            }
        }
    }
}
