import Domain
import Foundation
import Logging
import Metrics
import Postgres
import Providers
import Simulators
import Synchronization
import TestSupport
import Web

@testable import App

/// The demo shop's knowledge, one customer on WhatsApp, and an assistant whose queue is driven by hand.
struct AssistantFixture: Sendable {
    let database: Database
    let realtime: Realtime
    let desk: ConversationDesk
    let shop: TenantID
    let agent: UUID
    let account: UUID
    let conversation: UUID
    let search: KnowledgeSearch

    var scope: TenantScope { .service(shop) }
    var actor: ConversationDesk.Actor {
        .init(scope: TenantScope(tenant: shop, role: .agent, user: agent), name: "Joana")
    }

    init(_ test: TestDatabase, knowledge: Bool) async throws {
        let database = Database(pool: test.pool)
        self.database = database
        search = KnowledgeSearch(database: database, embedder: .offline)
        realtime = Realtime(database: database, logger: Logger(label: "test"))
        desk = ConversationDesk(database: database, realtime: realtime) {}
        let agent = try await Accounts.createUser(
            NewUser(email: "joana@example.com", name: "Joana", password: "uma senha comprida"),
            hasher: PasswordHasher(cost: .cheap), in: database)
        self.agent = agent
        (shop, account, conversation) = try await database.system("test") { system in
            let shop = try await Tenants.insert(NewTenant(name: "Aurora"), in: system).id
            try await Accounts.setRole(.agent, of: agent, in: shop, transaction: system)
            let account: UUID = try await system.one(
                """
                INSERT INTO channel_accounts (tenant_id, channel_type, provider, name, address)
                VALUES (\(shop.value), 'whatsapp', 'meta', 'WhatsApp', '100') RETURNING id
                """)("id")
            let contact: UUID = try await system.one(
                "INSERT INTO contacts (tenant_id, name, phone) VALUES (\(shop.value), 'Mariana', '5511987654321') RETURNING id"
            )("id")
            let conversation: UUID = try await system.one(
                """
                INSERT INTO conversations (tenant_id, account_id, customer_id, customer_name, channel_type, status, last_customer_message_at)
                VALUES (\(shop.value), \(account), \(contact), 'Mariana', 'whatsapp', 'bot', now()) RETURNING id
                """)("id")
            return (shop, account, conversation)
        }
        if knowledge { try await learn() }
    }

    /// The documents that the demo ships.
    private func learn() async throws {
        let folder = AppResources.current.root.appending(path: "demo/knowledge")
        let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil).sorted {
            $0.path < $1.path
        }
        for file in files where file.pathExtension == "md" {
            let draft = KnowledgeDraft(
                title: file.deletingPathExtension().lastPathComponent,
                content: try String(contentsOf: file, encoding: .utf8))
            _ = try await database.tenant(TenantScope(tenant: shop, role: .owner)) {
                try await Knowledge.add($0, draft)
            }
        }
        let worker = IndexDocumentWorker(database: database, embedder: .offline)
        var registry = JobRegistry()
        registry.register(IndexDocument.self) { try await worker.run($0, $1) }
        try await Jobs.drain(database, registry)
    }

    // MARK: The customer

    /// Stores a message as the inbox does: the row, the revision and the turn in one transaction.
    @discardableResult
    func customerWrites(
        _ text: String, kind: String = "text", backdated seconds: Double = 0,
        debounce: Debounce = Debounce(quiet: .seconds(6), cap: .seconds(25))
    ) async throws -> UUID {
        try await database.tenant(scope) { tx in
            let id: UUID = try await tx.one(
                """
                INSERT INTO messages (tenant_id, conversation_id, account_id, direction, sender_type, content, content_type, external_id, created_at)
                VALUES (\(tx.tenant), \(conversation), \(account), 'inbound', 'customer', \(text), \(kind), 'wamid.' || new_id()::text,
                  now() - make_interval(secs => \(seconds))) RETURNING id
                """)("id")
            try await tx.commit([
                """
                UPDATE conversations SET revision = revision + 1, unread_count = unread_count + 1, waiting_since = coalesce(waiting_since, now())
                WHERE tenant_id = \(tx.tenant) AND id = \(conversation)
                """,
                Assistant.enqueueTurn(tenant: shop, conversation: conversation, debounce: debounce),
            ])
            return id
        }
    }

    // MARK: The assistant

    func worker(
        model: OpenAI? = nil, deadline: Duration = .seconds(120),
        whileSearching act: @escaping @Sendable () async throws -> Void = {},
        at now: @escaping @Sendable () -> Date = { Date() }, metrics: any MetricsFactory = NOOPMetricsHandler.instance
    ) -> AssistantWorker {
        let search = search
        return AssistantWorker(
            database: database,
            search: { scope, question, limit in
                try await act()
                return try await search(scope, question, limit: limit)
            },
            generator: AnswerGenerator(model: model, deadline: deadline, logger: Logger(label: "test")),
            realtime: realtime, wakeOutbox: {}, now: now, factory: metrics, logger: Logger(label: "test"))
    }

    /// Runs all turns that wait, debounce over.
    @discardableResult
    func runTurns(
        model: OpenAI? = nil, deadline: Duration = .seconds(60),
        whileSearching act: @escaping @Sendable () async throws -> Void = {},
        at now: @escaping @Sendable () -> Date = { Date() }
    ) async throws -> [DrainedJob] {
        let worker = worker(model: model, deadline: deadline, whileSearching: act, at: now)
        var registry = JobRegistry()
        registry.register(AssistantTurn.self) { try await worker.run($0, $1) }
        return try await Jobs.drain(database, registry, now: Date.now.addingTimeInterval(60))
    }

    /// The customer writes, the assistant has its turn.
    func exchange(_ text: String, model: OpenAI? = nil) async throws -> Row? {
        try await customerWrites(text)
        try await runTurns(model: model)
        return try await said().last
    }

    /// The gates of an assistant without a model.
    var steps: [TurnStep] {
        TurnSteps(
            search: { _, _, _ in [] }, generator: AnswerGenerator(model: nil, logger: Logger(label: "test")),
            budget: AIBudget(database: database), now: { Date() }
        ).all
    }

    // MARK: What came of it

    func said() async throws -> [Row] {
        try await database.system("test") {
            try await $0.query(
                """
                SELECT m.*, m.citations::text AS sources, o.state AS outbox FROM messages m LEFT JOIN outbox o ON o.message_id = m.id
                WHERE m.conversation_id = \(conversation) AND m.direction = 'outbound' ORDER BY m.created_at, m.id
                """)
        }
    }

    func standing() async throws -> Row {
        try await database.system("test") { try await $0.one("SELECT * FROM conversations WHERE id = \(conversation)") }
    }

    /// Metadata of the events of a type, oldest first.
    func events(_ type: String) async throws -> [JSON] {
        try await database.system("test") {
            try await $0.query(
                """
                SELECT metadata::text AS metadata FROM conversation_events
                WHERE conversation_id = \(conversation) AND event_type = \(type) ORDER BY created_at, id
                """
            ).map { try JSON.parse(try $0("metadata") as String) }
        }
    }

    func usage() async throws -> (messages: Int, handoffs: Int, withoutEvidence: Int, microUSD: Int) {
        try await database.system("test") { system in
            let row = try await system.first("SELECT * FROM tenant_monthly_usage WHERE tenant_id = \(shop.value)")
            guard let row else { return (0, 0, 0, 0) }
            return (
                try row("ai_messages_count"), try row("ai_handoff_count"), try row("ai_no_evidence_count"),
                try row("ai_usage_micro_usd")
            )
        }
    }

    func configure(_ change: SQL) async throws {
        _ = try await database.tenant(TenantScope(tenant: shop, role: .owner)) { tx in
            try await tx.execute("UPDATE ai_support_config SET \(fragment: change) WHERE tenant_id = \(tx.tenant)")
        }
    }
}

func withAssistant(knowledge: Bool = true, _ body: (AssistantFixture) async throws -> Void) async throws {
    try await withTestDatabase { test in try await body(AssistantFixture(test, knowledge: knowledge)) }
}

/// The same with a strict model server.
func withModel(_ body: (AssistantFixture, OpenAISimulator, OpenAI) async throws -> Void) async throws {
    try await OpenAISimulator.serving { simulator, url in
        let model = OpenAI(
            .init(baseURL: url, apiKey: OpenAISimulator.key), http: ProviderHTTP(logger: Logger(label: "test")),
            memory: OpenAIMemory())
        try await withAssistant { try await body($0, simulator, model) }
    }
}
