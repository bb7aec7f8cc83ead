import Domain
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import Postgres
import TestSupport
import Testing
import Web

@testable import App

@Suite(.timeLimit(.minutes(5))) struct ConversationAPITests {
    private struct Caller {
        let client: any TestClientProtocol
        let token: String

        func get(_ path: String) async throws -> TestResponse {
            try await client.executeRequest(
                uri: path, method: .get, headers: [.authorization: "Bearer \(token)"], body: nil)
        }

        func post(_ path: String, _ body: String = "{}", key: String? = nil) async throws -> TestResponse {
            var headers: HTTPFields = [.authorization: "Bearer \(token)", .contentType: "application/json"]
            if let key { headers[.idempotencyKey] = key }
            return try await client.executeRequest(
                uri: path, method: .post, headers: headers, body: ByteBuffer(string: body))
        }
    }

    private func call(
        _ fixture: InboxFixture, scopes: [String] = ["read", "write"], in shop: TenantID? = nil,
        _ body: @Sendable (Caller) async throws -> Void
    ) async throws {
        let secret = Secrets.random()
        try await fixture.database.system("test") { system in
            _ = try await system.execute(
                """
                INSERT INTO api_tokens (tenant_id, token_hash, name, scopes)
                VALUES (\((shop ?? fixture.shop).value), \(Secrets.sha256(secret)), 'test', \(scopes)::text[])
                """)
        }
        try await fixture.application().test(.router) { client in try await body(Caller(client: client, token: secret))
        }
    }

    private func json(_ response: TestResponse) throws -> JSON { try JSON.parse(response.text) }

    @Test func `a program writes first: once for each key, to a contact or an address, and is told what is missing`()
        async throws
    {
        try await withInbox { (fixture: InboxFixture) async throws in
            let account: UUID = try await fixture.database.system("test") { system in
                try await system.one(
                    """
                    INSERT INTO channel_accounts (tenant_id, channel_type, provider, name, address)
                    VALUES (\(fixture.shop.value), 'email', 'smtp', 'SAC', 'sac@loja.com') RETURNING id
                    """)("id")
            }
            try await call(fixture) { (api: Caller) async throws in
                func body(_ more: String) -> String { #"{"channel_id":"\#(account)",\#(more)}"# }
                let whole = body(#""to":"rita@example.com","subject":"Oi","content":"Pronto.""#)
                let first = try await api.post("/api/conversations", whole, key: "k")
                let again = try await api.post("/api/conversations", whole, key: "k")
                #expect(first.status == .created && again.status == .ok)
                let ids = [try json(first)["id"]?.string, try json(again)["id"]?.string]
                #expect(ids[0] != nil && ids[0] == ids[1])
                let conversation = try #require(try json(first)["conversation_id"]?.string)
                #expect(
                    try json(try await api.get("/api/conversations/\(conversation)"))["status"]?.string
                        == "waiting_customer")
                for (part, code) in [
                    (#""to":"rita@example.com","content":"x""#, "empty_subject"),
                    (#""to":"nobody","subject":"x","content":"x""#, "invalid_address"),
                    (#""subject":"x","content":"x""#, "missing_recipient"),
                    (#""to":"rita@example.com","subject":"x""#, "missing_content"),
                ] {
                    let refused = try await api.post("/api/conversations", body(part))
                    #expect(refused.status == .unprocessableContent)
                    #expect(try json(refused)["error"]?.string == code, "\(part)")
                }
                let foreign =
                    #"{"channel_id":"\#(fixture.otherAccount)","to":"rita@example.com","subject":"x","content":"x"}"#
                #expect(try await api.post("/api/conversations", foreign).status == .notFound)
            }
            try await call(fixture, scopes: ["read"]) { (api: Caller) async throws in
                #expect(try await api.post("/api/conversations", "{}").status == .forbidden)
            }
        }
    }

    @Test func `lists, shows and pages`() async throws {
        try await withInbox { (fixture: InboxFixture) async throws in
            let ids = [
                try await fixture.conversation("A", age: .seconds(30)),
                try await fixture.conversation("B", age: .seconds(20)),
                try await fixture.conversation("C", age: .seconds(10)),
            ]
            try await call(fixture) { (api: Caller) async throws in
                let first = try json(try await api.get("/api/conversations?limit=2"))
                #expect(first.elements(of: "data").compactMap { $0["customer_name"]?.string } == ["C", "B"])
                let cursor = try #require(first["next_cursor"]?.string)
                let second = try json(try await api.get("/api/conversations?limit=2&cursor=\(cursor)"))
                #expect(second.elements(of: "data").compactMap { $0["id"]?.string } == [ids[0].lowercase])
                #expect(second["next_cursor"]?.string == nil)
                let one = try json(try await api.get("/api/conversations/\(ids[1].lowercase)"))
                #expect(one["status"]?.string == "waiting_agent")
                for bad in ["limit=0", "limit=1000", "cursor=zzz", "filter=zzz"] {
                    #expect(try await api.get("/api/conversations?\(bad)").status == .unprocessableContent)
                }
            }
        }
    }

    @Test func `the same idempotency key is the same message, and the answer says so`() async throws {
        try await withInbox { (fixture: InboxFixture) async throws in
            let id = try await fixture.conversation()
            try await call(fixture) { (api: Caller) async throws in
                let path = "/api/conversations/\(id.lowercase)/messages"
                let first = try await api.post(path, #"{"content":"Oi"}"#, key: "abc")
                #expect(first.status == .created)
                let again = try await api.post(path, #"{"content":"Oi"}"#, key: "abc")
                #expect(again.status == .ok)
                #expect(again.headers[.idempotentReplayed] == "true")
                #expect(try json(again)["id"]?.string == (try json(first)["id"]?.string))
                let list = try json(try await api.get(path))
                #expect(list.elements(of: "data").compactMap { $0["content"]?.string } == ["Oi"])
                #expect(list.elements(of: "data").compactMap { $0["delivery_status"]?.string } == ["queued"])
            }
        }
    }

    @Test func `the verbs work and the history tells them`() async throws {
        try await withInbox { (fixture: InboxFixture) async throws in
            let id = try await fixture.conversation(status: .bot)
            try await call(fixture) { (api: Caller) async throws in
                let base = "/api/conversations/\(id.lowercase)"
                for (verb, status) in [
                    ("takeover", "open"), ("handback", "bot"), ("resolve", "resolved"), ("reopen", "open"),
                    ("close", "closed"),
                ] {
                    let answer = try await api.post("\(base)/\(verb)")
                    #expect(try json(answer)["status"]?.string == status, "\(verb)")
                }
                #expect(try await api.post("\(base)/takeover").status == .conflict)
                #expect(try await api.post("\(base)/notes", #"{"content":"fim"}"#).status == .created)
                let events = try json(try await api.get("\(base)/events"))
                let told = events.elements(of: "data").compactMap { $0["metadata"]?["by"]?.string }
                #expect(Set(told) == ["took_over", "handed_back", "resolved", "reopened", "closed"])
            }
        }
    }

    @Test func `foreign and malformed ids are not found, by any verb`() async throws {
        try await withInbox { (fixture: InboxFixture) async throws in
            let foreign = try await fixture.conversation(in: fixture.other)
            try await call(fixture) { (api: Caller) async throws in
                for id in [foreign.lowercase, UUID().lowercase, "7", "x"] {
                    for tail in ["", "/messages", "/events"] {
                        #expect(try await api.get("/api/conversations/\(id)\(tail)").status == .notFound)
                    }
                    for tail in ["/messages", "/notes"] {
                        #expect(
                            try await api.post("/api/conversations/\(id)\(tail)", #"{"content":"x"}"#).status
                                == .notFound)
                    }
                    for tail in ["/takeover", "/handback", "/resolve", "/reopen", "/close"] {
                        #expect(try await api.post("/api/conversations/\(id)\(tail)").status == .notFound)
                    }
                }
                #expect(try await fixture.row(foreign)("revision") == 0)
            }
        }
    }

    @Test func `a token that may read may not write, and the other way round`() async throws {
        try await withInbox { (fixture: InboxFixture) async throws in
            let id = try await fixture.conversation()
            try await call(fixture, scopes: ["read"]) { (api: Caller) async throws in
                #expect(try await api.get("/api/conversations").status == .ok)
                #expect(
                    try await api.post("/api/conversations/\(id.lowercase)/messages", #"{"content":"x"}"#).status
                        == .forbidden)
            }
            try await call(fixture, scopes: ["write"]) { (api: Caller) async throws in
                #expect(try await api.get("/api/conversations").status == .forbidden)
            }
        }
    }

    @Test(
        "bad bodies are refused with a reason",
        arguments: [
            (#"{"content":""}"#, 422), (#"{"content":7}"#, 422), ("{}", 422), ("[", 400),
            (#"{"content":"a\u0000b"}"#, 422),
        ])
    func badBodies(body: String, status: Int) async throws {
        try await withInbox { (fixture: InboxFixture) async throws in
            let id = try await fixture.conversation()
            try await call(fixture) { (api: Caller) async throws in
                let answer = try await api.post("/api/conversations/\(id.lowercase)/messages", body)
                #expect(answer.status.code == status)
                #expect(answer.text.contains("\"error\""))
            }
        }
    }
}
