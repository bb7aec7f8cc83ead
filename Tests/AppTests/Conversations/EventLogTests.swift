import Domain
import Foundation
import HTTPTypes
import HummingbirdTesting
import Postgres
import TestSupport
import Testing
import Web

@testable import App

@Suite(.timeLimit(.minutes(5))) struct EventLogTests {
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
            let id = try await failed(fixture)
            try await fixture.browse(as: "olga") { (agent: AgentClient) async throws in
                let list = try await agent.get("/settings/events")
                #expect(list.status == .ok && list.text.contains("Tipo de mensagem que ainda não conhecemos"))
                #expect(list.text.contains("1 item já era conhecido"))
                let page = try await agent.get("/settings/events/\(id.lowercase)")
                #expect(page.text.contains("entry[0].changes[0]") && page.text.contains("unknown_type"))
                #expect(page.text.contains("***.982.247-**") && !page.text.contains("529.982.247-25"))
                let open = try await agent.post("/settings/events/\(id.lowercase)/open")
                #expect(open.status == .ok && open.text.contains("529.982.247-25"))
            }
            try await fixture.browse(as: "joana") { (agent: AgentClient) async throws in
                for path in [
                    "/settings/events", "/settings/events/\(id.lowercase)", "/settings/events/jobs",
                    "/settings/events/progress?run=1",
                ] {
                    #expect(try await agent.get(path).status == .forbidden, "\(path)")
                }
                for path in [
                    "\(id.lowercase)/open", "\(id.lowercase)/replay", "replay", "jobs/retry",
                    "jobs/\(id.lowercase)/discard",
                ] {
                    #expect(try await agent.post("/settings/events/" + path).status == .forbidden, "\(path)")
                }
            }
        }
    }

    private func failed(_ fixture: InboxFixture) async throws -> UUID {
        try await fixture.database.system("test") {
            try await $0.one("SELECT id FROM webhook_events WHERE state = 'failed' LIMIT 1")("id")
        }
    }

    private func count(_ page: String) -> Int { page.components(separatedBy: #"<li class="event">"#).count - 1 }

    @Test func `the list is narrowed by state, channel, provider and day, and unknown words narrow nothing`()
        async throws
    {
        try await withInbox { (fixture: InboxFixture) async throws in
            for (number, state) in ["failed", "processed", "ignored", "pending"].enumerated() {
                try await event(number, state: state, in: fixture)
            }
            try await event(60 * 24 * 40, state: "failed", in: fixture)
            let account = fixture.otherAccount.lowercase
            let month = Date(timeIntervalSinceNow: -20 * 86_400).formatted(.iso8601.year().month().day())
            try await fixture.browse(as: "olga") { (agent: AgentClient) async throws in
                let cases: [(String, Int)] = [
                    ("", 5), ("?state=failed", 2), ("?state=ignored", 1), ("?state=pending", 1),
                    ("?account=\(account)", 5),
                    ("?account=\(fixture.account.lowercase)", 0), ("?provider=meta", 5), ("?provider=z-api", 0),
                    ("?from=\(month)", 4),
                    ("?until=\(month)", 1), ("?state=failed&from=\(month)&provider=meta", 1),
                    ("?state=x&account=y&from=2026-02-31&provider=q", 5),
                ]
                for (query, expected) in cases {
                    let page = try await agent.get("/settings/events" + query)
                    #expect(page.status == .ok && count(page.text) == expected, "\(query)")
                }
            }
        }
    }

    @Test func `failed events are read again together, and their run tells how far it is`() async throws {
        try await withInbox { (fixture: InboxFixture) async throws in
            for number in 0..<4 { try await event(number, state: number < 3 ? "failed" : "processed", in: fixture) }
            try await fixture.browse(as: "olga") { (agent: AgentClient) async throws in
                let list = try await agent.get("/settings/events?state=failed").text
                #expect(list.contains("Reprocessar todos com problema"))
                let response = try await agent.post("/settings/events/replay")
                let path = try #require(response.headers[.location])
                #expect(path.hasPrefix("/settings/events?state=failed&run="))
                #expect(try await agent.get(path).text.contains("Reprocessando: 0 de 3"))
                try await fixture.database.system("test") { system in
                    _ = try await system.execute(
                        """
                        UPDATE webhook_events SET state = CASE WHEN id = (SELECT min(id::text)::uuid FROM webhook_events WHERE state = 'pending')
                          THEN 'failed' ELSE 'processed' END WHERE state = 'pending'
                        """)
                }
                let run = try #require(path.split(separator: "=").last)
                let part = try await agent.get("/settings/events/progress?run=\(run)")
                #expect(
                    part.text.contains("2 sem problema, 1 ainda com problema") && part.text.contains("data-replay-done")
                )
                #expect(try await agent.get("/settings/events/progress?run=1").status == .notFound)
                #expect(try await agent.get("/settings/events/progress?run=-9223372036854775808").status == .notFound)
            }
            #expect(try await fixture.count("SELECT count(*) FROM webhook_events WHERE signature = 'replayed'") == 3)
        }
    }

    @Test func `one event is read again once: what waits already is left alone`() async throws {
        try await withInbox { (fixture: InboxFixture) async throws in
            try await event(1, state: "failed", errors: "[]", in: fixture)
            let id = try await failed(fixture)
            try await fixture.browse(as: "olga") { (agent: AgentClient) async throws in
                _ = try await agent.get("/settings/events/\(id.lowercase)")
                let first = try await agent.post("/settings/events/\(id.lowercase)/replay")
                #expect(first.headers[.location]?.contains("?run=") == true)
                let second = try await agent.post("/settings/events/\(id.lowercase)/replay")
                #expect(second.headers[.location] == "/settings/events/\(id.lowercase)")
                #expect(try await agent.get("/settings/events/\(id.lowercase)").text.contains("Na fila"))
            }
        }
    }

    @Test func `a job that gave up is tried again or thrown away, its reason masked`() async throws {
        try await withInbox { (fixture: InboxFixture) async throws in
            func bury(_ shop: TenantID, _ reason: String) async throws -> UUID {
                try await fixture.database.system("test") { system in
                    try await system.one(
                        """
                        INSERT INTO jobs_dead (tenant_id, id, queue, name, arguments, priority, attempt, max_attempts, reason, created_at)
                        VALUES (\(shop.value), new_id(), 'outbox', 'outbox.deliver', '{}', 100, 20, 20, \(reason), now()) RETURNING id
                        """)("id")
                }
            }
            let first = try await bury(fixture.other, "CPF 529.982.247-25")
            let second = try await bury(fixture.other, "timeout")
            let foreign = try await bury(fixture.shop, "alheia")
            try await fixture.browse(as: "olga") { (agent: AgentClient) async throws in
                #expect(try await agent.get("/settings/events").text.contains("2 tarefas foram abandonadas"))
                let page = try await agent.get("/settings/events/jobs").text
                #expect(page.contains("Enviar mensagem") && page.contains("***.982.247-**") && !page.contains("alheia"))
                let retried = try await agent.post("/settings/events/jobs/\(first.lowercase)/retry")
                #expect(retried.headers[.location] == "/settings/events/jobs?done=ready")
                #expect(try await agent.get("/settings/events/jobs?done=ready").text.contains("De volta à fila"))
                #expect(try await agent.post("/settings/events/jobs/\(second.lowercase)/discard").status == .seeOther)
                for act in ["retry", "discard"] {
                    #expect(
                        try await agent.post("/settings/events/jobs/\(foreign.lowercase)/\(act)").status == .notFound)
                }
                #expect(try await agent.get("/settings/events/jobs").text.contains("Nenhuma tarefa abandonada"))
            }
            #expect(try await fixture.count("SELECT count(*) FROM jobs WHERE id = \(first)") == 1)
            #expect(try await fixture.count("SELECT count(*) FROM jobs_dead") == 1)
        }
    }

    @Test func `older events come a page at a time, each once`() async throws {
        try await withInbox { (fixture: InboxFixture) async throws in
            for number in 0..<60 {
                try await event(
                    number, state: "processed", errors: #"[{"path":"","reason":"e\#(number)."}]"#, in: fixture)
            }
            try await fixture.browse(as: "olga") { (agent: AgentClient) async throws in
                var path: String? = "/settings/events"
                var seen: [String] = []
                while let address = path {
                    let page = try await agent.get(address).text
                    seen += page.matches(of: #/e(\d+)\./#).map { String($0.1) }
                    path = page.firstMatch(of: #/href="(\/settings\/events\?cursor=[^"]+)"/#)
                        .map { String($0.1).replacing("&amp;", with: "&") }
                }
                #expect(seen == (0..<60).map(String.init))
            }
        }
    }
}
