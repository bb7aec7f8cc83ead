import Domain
import Foundation
import Logging
import Postgres
import Providers
import Simulators
import TestSupport
import Testing

@testable import App

/// The pretend Meta's customer sends files, and the strict OpenAI simulator looks and listens.
struct ReadingBench: Sendable {
    let meta: MetaBench
    let openAI: OpenAISimulator
    private let model: OpenAI?

    static func run(
        hasModel: Bool = true, _ body: @escaping @Sendable (ReadingBench) async throws -> Void
    ) async throws {
        try await OpenAISimulator.serving { simulator, url in
            let logger = Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })
            let model = OpenAI(
                .init(baseURL: url, apiKey: OpenAISimulator.key), http: ProviderHTTP(logger: logger),
                memory: OpenAIMemory())
            try await MetaBench.run { meta in
                try await body(ReadingBench(meta: meta, openAI: simulator, model: hasModel ? model : nil))
            }
        }
    }

    var database: Database { meta.database }
    var tenant: TenantID { meta.tenant }

    // MARK: The customer

    func says(_ text: String) async throws { _ = try await meta.hear(text) }

    func sends(_ bytes: [UInt8], _ kind: String, _ type: String, caption: String? = nil) async throws {
        let id = meta.meta.addMedia(bytes, mimeType: type)
        let message = GraphCustomerMessage.media(
            kind: kind, id: id, mimeType: type, caption: caption, isVoice: kind == "audio")
        let statuses = try await meta.meta.receive(
            [message], from: MetaBench.ana, on: meta.simulation.account.phoneNumberID, copies: 1)
        #expect(statuses.allSatisfy { $0 == 200 })
        _ = try await meta.lanes.drain(tenant)
    }

    func speaks(_ words: String?, seconds: Double = 3) async throws {
        try await sends(PretendRecording.ogg(saying: words, seconds: seconds), "audio", "audio/ogg; codecs=opus")
    }

    func shows(_ description: String, writing: String = "", caption: String? = nil) async throws {
        try await sends(
            PretendPicture.showing(description, writing: writing), "image", "image/png", caption: caption)
    }

    // MARK: The machines

    /// Fetches and reads what is due `later` seconds from now.
    @discardableResult
    func read(later: TimeInterval = 0) async throws -> [DrainedJob] {
        // Fetching takes its time: what it queues for reading is due after that, on the database's clock.
        let fetched = try await Jobs.drain(database, meta.registry, now: Date(timeIntervalSinceNow: later + 1))
        var registry = meta.registry
        let worker = ReadMediaWorker(
            database: database, store: meta.media, reader: reader, realtime: realtime,
            wakeAssistant: {}, logger: logger)
        registry.register(ReadMedia.self) { try await worker.run($0, $1) }
        return fetched + (try await Jobs.drain(database, registry, now: Date(timeIntervalSinceNow: later + 1)))
    }

    /// The assistant's turns alone.
    @discardableResult
    func think(later: TimeInterval = 60) async throws -> [DrainedJob] {
        let search = KnowledgeSearch(database: database, embedder: .offline)
        let worker = AssistantWorker(
            database: database, search: { try await search($0, $1, limit: $2) },
            generator: AnswerGenerator(model: model, deadline: .seconds(120), logger: logger), realtime: realtime,
            wakeOutbox: {},
            logger: logger)
        var registry = JobRegistry()
        registry.register(AssistantTurn.self) { try await worker.run($0, $1) }
        return try await Jobs.drain(database, registry, now: Date(timeIntervalSinceNow: later))
    }

    /// nil without a model.
    var reader: MediaReader? { model.map { MediaReader(model: $0, budget: AIBudget(database: database)) } }

    func learn(_ text: String) async throws {
        _ = try await database.tenant(TenantScope(tenant: tenant, role: .owner)) {
            try await Knowledge.add($0, KnowledgeDraft(title: "Loja", content: text))
        }
        let worker = IndexDocumentWorker(database: database, embedder: .offline)
        var registry = JobRegistry()
        registry.register(IndexDocument.self) { try await worker.run($0, $1) }
        try await Jobs.drain(database, registry)
    }

    private var realtime: Realtime { Realtime(database: database, logger: logger) }
    private var logger: Logger { Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }) }

    // MARK: What came of it

    struct Queued: Equatable {
        let status: String
        let attempts: Int
        let reason: String?
        let isAwaited: Bool
        let isConsumed: Bool
    }

    func queue() async throws -> [Queued] {
        try await database.tenant(.service(tenant)) { tx in
            try await tx.query("SELECT * FROM ai_media_queue WHERE tenant_id = \(tx.tenant) ORDER BY created_at, id")
                .map {
                    Queued(
                        status: try $0("status"), attempts: try $0("attempts"), reason: try $0("reason"),
                        isAwaited: try $0("awaited_at") as Date? != nil,
                        isConsumed: try $0("consumed_at") as Date? != nil)
                }
        }
    }

    func attachment() async throws -> Row {
        try await database.tenant(.service(tenant)) { tx in
            try await tx.one("SELECT * FROM message_attachments WHERE tenant_id = \(tx.tenant) ORDER BY id LIMIT 1")
        }
    }

    /// What the shop said, oldest first.
    func said() async throws -> [String] {
        try await database.tenant(.service(tenant)) { tx in
            try await tx.query(
                "SELECT content FROM messages WHERE tenant_id = \(tx.tenant) AND direction = 'outbound' ORDER BY created_at, id"
            ).map { try $0("content") }
        }
    }

    func conversation() async throws -> Row {
        try await database.tenant(.service(tenant)) { tx in
            try await tx.one("SELECT * FROM conversations WHERE tenant_id = \(tx.tenant)")
        }
    }

    func usage() async throws -> Row? {
        try await database.tenant(.service(tenant)) { tx in
            try await tx.first("SELECT * FROM tenant_monthly_usage WHERE tenant_id = \(tx.tenant)")
        }
    }

    func configure(_ change: SQL) async throws {
        _ = try await database.tenant(TenantScope(tenant: tenant, role: .owner)) { tx in
            try await tx.execute("UPDATE ai_support_config SET \(fragment: change) WHERE tenant_id = \(tx.tenant)")
        }
    }
}
