import Domain
import Foundation
import Postgres
import Providers
import Testing

@testable import App

extension AssistantFixture {
    func cap(_ cap: Int64?, _ whenSpent: UsageTerms.WhenSpent = .handoff) async throws {
        try await database.tenant(TenantScope(tenant: shop, role: .owner)) {
            try await Usage.setBudget(cap, whenSpent, $0)
        }
    }

    func held() async throws -> Int64 {
        try await database.system("test") {
            try await $0.one("SELECT coalesce(sum(micro_usd), 0)::bigint AS held FROM ai_reservations")("held")
        }
    }

    /// Both as they stood at one moment.
    func heldAndSpent() async throws -> Int64 {
        try await database.system("test") {
            try await $0.one(
                """
                SELECT (SELECT coalesce(sum(micro_usd), 0) FROM ai_reservations)::bigint
                  + (SELECT coalesce(sum(ai_usage_micro_usd), 0) FROM tenant_monthly_usage)::bigint AS sum
                """)("sum")
        }
    }

    /// What gate 3 sets aside for a first question.
    func reserved(for question: String, model: OpenAI) async throws -> Int64 {
        let seen = HighWater()
        let fixture = self
        try await customerWrites(question)
        try await runTurns(model: model) {
            seen.note(try await fixture.held())
        }
        return seen.height
    }

    func know(_ text: String) async throws {
        _ = try await database.tenant(TenantScope(tenant: shop, role: .owner)) {
            try await Knowledge.add($0, KnowledgeDraft(title: "Entrega", content: text))
        }
        let worker = IndexDocumentWorker(database: database, embedder: .offline)
        var registry = JobRegistry()
        registry.register(IndexDocument.self) { try await worker.run($0, $1) }
        try await Jobs.drain(database, registry)
    }

    /// Conversations of as many customers, each with the same question and a turn that has been claimed.
    func waitingTurns(_ count: Int, asking question: String) async throws -> [(AssistantTurn, JobContext)] {
        let tenant = shop
        return try await database.system("test") { system in
            let rows = try await system.query(
                """
                WITH people AS (
                  INSERT INTO contacts (tenant_id, name) SELECT \(tenant.value), 'Cliente ' || n FROM generate_series(1, \(count)) n RETURNING id
                ), talks AS (
                  INSERT INTO conversations (tenant_id, account_id, customer_id, customer_name, channel_type, status, revision, last_customer_message_at)
                  SELECT \(tenant.value), \(account), id, 'Cliente', 'whatsapp', 'bot', 1, now() FROM people RETURNING id
                ), said AS (
                  INSERT INTO messages (tenant_id, conversation_id, account_id, direction, sender_type, content, external_id)
                  SELECT \(tenant.value), id, \(account), 'inbound', 'customer', \(question), 'wamid.' || new_id()::text FROM talks
                )
                INSERT INTO jobs (tenant_id, queue, name, arguments, state, attempt, max_attempts, lease_token, lease_until)
                SELECT \(tenant.value), 'assistant', \(AssistantTurn.name), jsonb_build_object('conversation', id), 'running', 1, 5,
                  gen_random_uuid(), now() + interval '1 hour' FROM talks RETURNING id, lease_token, arguments ->> 'conversation' AS talk
                """)
            return try rows.map { row in
                let talk: String = try row("talk")
                return (
                    AssistantTurn(conversation: try #require(UUID(uuidString: talk))),
                    JobContext(
                        id: try row("id"), tenant: tenant, attempt: 1, maxAttempts: 5,
                        leaseToken: try row("lease_token"))
                )
            }
        }
    }

    /// Takes the turns that wait, as the runner does.
    func claimTurns() async throws -> [(AssistantTurn, JobContext)] {
        let (tenant, conversation) = (shop, conversation)
        return try await database.system("test") { system in
            try await system.query(
                """
                UPDATE jobs SET state = 'running', attempt = 1, lease_token = gen_random_uuid(), lease_until = now() + interval '1 hour'
                WHERE name = \(AssistantTurn.name) AND state = 'ready' RETURNING id, lease_token
                """
            ).map { row in
                (
                    AssistantTurn(conversation: conversation),
                    JobContext(
                        id: try row("id"), tenant: tenant, attempt: 1, maxAttempts: 5,
                        leaseToken: try row("lease_token"))
                )
            }
        }
    }

    /// Of the conversations that ``waitingTurns(_:asking:)`` made.
    func outcomes() async throws -> (answered: Int, refused: Int) {
        let row = try await database.system("test") {
            try await $0.one(
                """
                SELECT count(*) FILTER (WHERE event_type = 'ai_response')::int AS answered,
                  count(*) FILTER (WHERE event_type = 'handoff' AND metadata ->> 'reason' = 'budget_exhausted')::int AS refused
                FROM conversation_events WHERE conversation_id <> \(conversation)
                """)
        }
        return (try row("answered"), try row("refused"))
    }
}
