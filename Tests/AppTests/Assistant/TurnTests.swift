import Domain
import Foundation
import Logging
import Postgres
import Providers
import Simulators
import Synchronization
import TestSupport
import Testing

@testable import App

/// From a customer's words in the inbox to what leaves for the provider, driven by hand.
@Suite(.timeLimit(.minutes(5))) struct TurnTests {
    struct Shop {
        let bench: DeliveryTests.Bench
        let registry: JobRegistry

        func customer(_ words: String..., from phone: String = "5511987654321") async throws {
            let items = words.map { words in
                InboxItem(
                    event: .v7(), path: "p", account: bench.account,
                    item: .message(
                        InboundMessage(
                            customer: [IdentityClaim(kind: .phone, value: phone, matchKey: phone)], customerName: "Ana",
                            externalID: UUID().uuidString, sentAt: Date(), contentType: "text", content: words)))
            }
            let tenant = bench.tenant
            for item in items {
                try await bench.fixture.database.tenant(.service(tenant)) { tx in
                    var plan = InboxPlan(knowing: try await Inbox.lookUp(tx, for: [item]))
                    plan.add(item)
                    var writes = plan.writes
                    writes.tallies = [:]
                    let turns = Assistant.enqueueTurns(
                        tenant: tenant, writes.turns.map { (conversation: $0.key, debounce: $0.value) })
                    _ = try await tx.batch(writes.statements(tenant: tx.tenant) + turns)
                }
            }
        }

        func work() async throws {
            try await Jobs.drain(bench.fixture.database, registry, now: Date(timeIntervalSinceNow: 60))
        }

        /// Status, handoff reason and number of messages of the only conversation that is not the bench's own.
        func conversation() async throws -> (id: UUID, status: String, reason: String?) {
            try await bench.fixture.database.tenant(.service(bench.tenant)) { tx in
                let row = try await tx.one(
                    """
                    SELECT id, status, handoff_reason FROM conversations WHERE tenant_id = \(tx.tenant) AND id <> \(bench.conversation)
                    """)
                return (try row("id"), try row("status"), try row("handoff_reason"))
            }
        }

        func events() async throws -> [String] {
            try await bench.fixture.database.tenant(.service(bench.tenant)) { tx in
                try await tx.query(
                    "SELECT event_type FROM conversation_events WHERE tenant_id = \(tx.tenant) AND event_type <> 'created' ORDER BY created_at, id"
                ).map { try $0("event_type") }
            }
        }
    }

    static let knowledge = """
        # Prazo de entrega para São Paulo

        Para a cidade de São Paulo a entrega leva de 2 a 3 dias úteis.

        # Formas de pagamento

        Aceitamos pix, boleto e cartão em até 6 vezes sem juros.
        """

    /// - Parameter thinking: runs when the assistant searches, that is: between its snapshot and its commit.
    static func withShop(
        thinking: @escaping @Sendable (Database, TenantID) async throws -> Void = { _, _ in }, model: OpenAI? = nil,
        _ body: (Shop) async throws -> Void
    ) async throws {
        try await DeliveryTests.withBench { bench in
            let database = bench.fixture.database
            let tenant = bench.tenant
            _ = try await database.tenant(bench.fixture.owner(0)) {
                try await Knowledge.add($0, .init(title: "Loja", content: knowledge))
            }
            let logger = Logger(label: "test")
            let search = KnowledgeSearch(database: database, embedder: .offline)
            let worker = AssistantWorker(
                database: database,
                search: { scope, question, limit in
                    try await thinking(database, tenant)
                    return try await search(scope, question, limit: limit)
                },
                generator: AnswerGenerator(model: model, deadline: .seconds(120), logger: logger),
                realtime: Realtime(database: database, logger: logger),
                wakeOutbox: {}, logger: logger)
            let indexing = IndexDocumentWorker(database: database, embedder: .offline)
            var registry = bench.registry
            registry.register(AssistantTurn.self) { try await worker.run($0, $1) }
            registry.register(IndexDocument.self) { try await indexing.run($0, $1) }
            let shop = Shop(bench: bench, registry: registry)
            try await shop.work()  // the index
            try await body(shop)
        }
    }

    @Test("a question is answered from the knowledge base, with the passage it quotes")
    func answers() async throws {
        try await Self.withShop { shop in
            try await shop.customer("Qual o prazo de entrega para São Paulo?")
            try await shop.work()
            #expect(shop.bench.provider.sent.count == 1)
            #expect(shop.bench.provider.sent.first?.contains("2 a 3 dias úteis") == true)
            #expect(try await shop.conversation().status == "bot")
            let citations: String? = try await shop.bench.fixture.database.tenant(.service(shop.bench.tenant)) {
                try await $0.one(
                    "SELECT citations::text AS c FROM messages WHERE tenant_id = \($0.tenant) AND is_ai_generated")("c")
            }
            #expect(citations?.contains("\"quote\"") == true && citations?.contains("chunk_id") == true)
            #expect(try await shop.events() == ["ai_response"])
        }
    }

    @Test(
        "what only a person can do, or know, goes to a person with its reason, once",
        arguments: [
            ("quero cancelar meu pedido", "requires_action"), ("quero falar com um atendente", "human_requested"),
            ("vocês vendem peças de trator?", "no_evidence"),
        ])
    func handsOver(words: String, reason: String) async throws {
        try await Self.withShop { shop in
            try await shop.customer(words)
            try await shop.work()
            try await shop.work()
            let conversation = try await shop.conversation()
            #expect(conversation.status == "waiting_agent" && conversation.reason == reason)
            #expect(shop.bench.provider.sent.count == 1)
            #expect(try await shop.events() == ["handoff"])
            let usage: Int = try await shop.bench.fixture.database.tenant(.service(shop.bench.tenant)) {
                try await $0.one(
                    "SELECT ai_handoff_count AS n FROM tenant_monthly_usage WHERE tenant_id = \($0.tenant)")("n")
            }
            #expect(usage == 1)
        }
    }

    @Test("after a handoff the bot stays silent")
    func silentAfterHandoff() async throws {
        try await Self.withShop { shop in
            try await shop.customer("quero falar com um atendente")
            try await shop.work()
            try await shop.customer("Qual o prazo de entrega para São Paulo?")
            try await shop.work()
            #expect(shop.bench.provider.sent.count == 1)
        }
    }

    @Test("five quick messages get one answer")
    func burst() async throws {
        try await Self.withShop { shop in
            try await shop.customer("oi", "tudo bem?", "queria saber", "qual o prazo de entrega", "para São Paulo?")
            try await shop.work()
            #expect(shop.bench.provider.sent.count == 1)
            #expect(shop.bench.provider.sent.first?.contains("2 a 3 dias úteis") == true)
        }
    }

    @Test("a person who acts while the assistant thinks silences it")
    func humanFence() async throws {
        try await Self.withShop(thinking: { database, tenant in
            try await database.tenant(.service(tenant)) {
                _ = try await $0.execute(
                    "UPDATE conversations SET status = 'open', revision = revision + 1 WHERE tenant_id = \($0.tenant) AND status = 'bot'"
                )
            }
        }) { shop in
            try await shop.customer("Qual o prazo de entrega para São Paulo?")
            try await shop.work()
            #expect(shop.bench.provider.sent.isEmpty)
            #expect(try await shop.events() == ["ai_superseded"])
        }
    }

    @Test("switched off while a customer waits, the assistant says nothing and a person takes over")
    func off() async throws {
        try await Self.withShop { shop in
            try await shop.customer("Qual o prazo de entrega para São Paulo?")
            try await shop.bench.fixture.database.tenant(shop.bench.fixture.owner(0)) {
                _ = try await $0.execute(
                    "UPDATE ai_support_config SET is_enabled = false WHERE tenant_id = \($0.tenant)")
            }
            try await shop.work()
            #expect(shop.bench.provider.sent.isEmpty)
            #expect(try await shop.events() == ["handoff"])
            #expect(try await shop.conversation().status == "waiting_agent")
        }
    }

    @Test("a message with nothing to read in it goes to a person")
    func unreadable() async throws {
        try await Self.withShop { shop in
            try await shop.customer(" ")
            try await shop.work()
            #expect(try await shop.conversation().reason == "unreadable_content")
        }
    }

    @Test(
        "through a strict model server the same conversation is answered, and an unknown model falls back to the next",
        arguments: [false, true])
    func model(isUnknown: Bool) async throws {
        try await OpenAISimulator.serving { simulator, url in
            if isUnknown { simulator.setUnknown(["gpt-5.2"]) }
            let logger = Logger(label: "test")
            let client = OpenAI(
                .init(baseURL: url, apiKey: OpenAISimulator.key), http: ProviderHTTP(logger: logger),
                memory: OpenAIMemory())
            try await Self.withShop(model: client) { shop in
                try await shop.customer("Qual o prazo de entrega para São Paulo?")
                try await shop.work()
                #expect(shop.bench.provider.sent.first?.contains("2 a 3 dias úteis") == true)
                let facts: String = try await shop.bench.fixture.database.tenant(.service(shop.bench.tenant)) {
                    try await $0.one(
                        "SELECT metadata::text AS m FROM conversation_events WHERE tenant_id = \($0.tenant) AND event_type = 'ai_response'"
                    )("m")
                }
                #expect(facts.contains(isUnknown ? "\"gpt-5-2" : "\"gpt-5.2-"), "\(facts)")
                #expect(facts.contains("gpt-5.2:") == isUnknown)
                let spent: Int64 = try await shop.bench.fixture.database.tenant(.service(shop.bench.tenant)) {
                    try await $0.one(
                        "SELECT ai_usage_micro_usd AS n FROM tenant_monthly_usage WHERE tenant_id = \($0.tenant)")("n")
                }
                #expect(spent > 0)
            }
        }
    }

    @Test(
        "with no model to be reached the knowledge base is quoted without one, or a person takes over, as the shop chose",
        arguments: [true, false])
    func unreachable(offline: Bool) async throws {
        let logger = Logger(label: "test")
        let nowhere = OpenAI(
            .init(baseURL: "http://127.0.0.1:9", apiKey: "k"), http: ProviderHTTP(logger: logger),
            memory: OpenAIMemory())
        try await Self.withShop(model: nowhere) { shop in
            try await shop.bench.fixture.database.tenant(shop.bench.fixture.owner(0)) {
                _ = try await $0.execute(
                    "UPDATE ai_support_config SET answer_offline_when_unavailable = \(offline) WHERE tenant_id = \($0.tenant)"
                )
            }
            try await shop.customer("Qual o prazo de entrega para São Paulo?")
            try await shop.work()
            let conversation = try await shop.conversation()
            #expect(conversation.status == (offline ? "bot" : "waiting_agent"))
            #expect(conversation.reason == (offline ? nil : "assistant_unavailable"))
        }
    }
}
