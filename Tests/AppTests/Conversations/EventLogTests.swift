import Domain
import Foundation
import HTTPTypes
import HummingbirdTesting
import Postgres
import TestSupport
import Testing
import Web

@testable import App

@Suite(.timeLimit(.minutes(2))) struct EventLogTests {
    private func event(
        _ number: Int, state: String, errors: String? = nil, body: String = "{}", in fixture: InboxFixture
    ) async throws {
        try await fixture.database.system("test") { system in
            _ = try await system.execute(
                """
                INSERT INTO webhook_events (tenant_id, account_id, provider, digest, body, state, items, duplicates, item_errors, received_at)
                VALUES (\(fixture.other.value), \(fixture.otherAccount), 'meta', \(Array("\(number)".utf8)), \(Array(body.utf8)), \(state), 2, 1,
                  \(errors)::jsonb, now() - \(number) * interval '1 minute')
                """)
        }
    }

    @Test
    func `what was not understood is shown with its place and reason, personal data masked, for those who may see it`()
        async throws
    {
        try await withInbox { (fixture: InboxFixture) async throws in
            try await event(
                1, state: "failed", errors: #"[{"path":"entry[0].changes[0]","reason":"unknown_type"}]"#,
                body: #"{"text":{"body":"meu CPF é 529.982.247-25"}}"#, in: fixture)
            try await event(2, state: "processed", in: fixture)
            try await fixture.browse(as: "olga") { (agent: AgentClient) async throws in
                let page = try await agent.get("/settings/events")
                #expect(page.status == .ok)
                #expect(page.text.contains("entry[0].changes[0]"))
                #expect(page.text.contains("unknown_type"))
                #expect(page.text.contains("***.982.247-**"))
                #expect(!page.text.contains("529.982.247-25"))
                #expect(page.text.contains("1 item já era conhecido"))
                let failed = try await agent.get("/settings/events?filter=failed")
                #expect(failed.text.components(separatedBy: "<tr>").count == 3)
            }
            try await fixture.browse(as: "joana") { (agent: AgentClient) async throws in
                #expect(try await agent.get("/settings/events").status == .forbidden)
            }
        }
    }

    @Test func `older events come a page at a time, each once`() async throws {
        try await withInbox { (fixture: InboxFixture) async throws in
            for number in 0..<60 {
                try await event(number, state: "processed", body: "{\"n\":\"e\(number).\"}", in: fixture)
            }
            try await fixture.browse(as: "olga") { (agent: AgentClient) async throws in
                var path: String? = "/settings/events"
                var seen: [String] = []
                while let address = path {
                    let page = try await agent.get(address).text
                    seen += page.matches(of: #/e(\d+)\./#).map { String($0.1) }
                    path = page.firstMatch(of: #/href="(\/settings\/events\?filter=all&amp;cursor=[^"]+)"/#)
                        .map { String($0.1).replacing("&amp;", with: "&") }
                }
                #expect(seen == (0..<60).map(String.init))
            }
        }
    }
}
