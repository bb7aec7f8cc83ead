import Domain
import Foundation
import Logging
import Postgres
import Providers
import Simulators
import TestSupport
import Testing

@testable import App

/// Answers, pictures, recordings, questions to the search and documents, all paid for out of one month.
@Suite(.timeLimit(.minutes(10)))
struct EveryKindBudgetTests {
    private let question = "Qual o prazo de entrega para São Paulo?"

    private func reading(isPicture: Bool) -> Media.Reading {
        .init(
            attachment: UUID(), isPicture: isPicture, attempts: 1, maxAttempts: 3, path: nil, byteSize: 0, mimeType: "",
            caption: "", conversation: UUID(), language: "pt-BR", masksForProvider: true)
    }

    @Test("of 200 calls of all kinds at once, spent and set aside never pass the cap, each counted as what it was")
    func allKinds() async throws {
        try await withModel { fixture, _, model in
            let price = try await fixture.reserved(for: question, model: model)
            let before = Int64(try await fixture.usage().microUSD)
            let cap = before + 20 * price
            try await fixture.cap(cap)
            let budget = AIBudget(database: fixture.database)
            let embedder = Embedder(client: model, budget: budget)
            let reader = MediaReader(model: model, budget: budget)
            var turns = try await fixture.waitingTurns(60, asking: question)
            let held = HighWater()
            @Sendable func look() async throws { held.note(try await fixture.heldAndSpent()) }
            let worker = fixture.worker(model: model, deadline: .seconds(120)) { try await look() }
            let picture = PretendPicture.showing("Uma caneca lascada", writing: "")
            let voice = PretendRecording.ogg(saying: question, seconds: 9)
            let nowhere = FileManager.default.temporaryDirectory
            @Sendable func keep(_ result: MediaReader.Result) async -> Bool {
                await budget.close(
                    result.purse, UsageTally(calls: result.attempts.calls(channel: "-", purpose: "media")))
                return result.purse != nil
            }
            var done: [String: Int] = [:]
            try await withThrowingTaskGroup(of: (kind: String, isDone: Bool).self) { group in
                for index in 0..<200 {
                    // Mixed, so that none of the kinds takes everything before the others come.
                    if index % 10 < 3, let (job, context) = turns.popLast() {
                        group.addTask {
                            try await worker.run(job, context)
                            return ("answer", true)
                        }
                        continue
                    }
                    group.addTask {
                        switch index % 10 {
                        case 3, 4:
                            let seen = try await reader.look(at: picture, reading(isPicture: true), of: fixture.shop)
                            try await look()
                            return ("picture", await keep(seen))
                        case 5, 6:
                            let heard = try await reader.listen(
                                to: voice, at: nowhere, reading(isPicture: false), of: fixture.shop)
                            try await look()
                            return ("recording", await keep(heard))
                        case 7, 8:
                            return ("question", (try? await embedder.embed([question], for: fixture.shop)) != nil)
                        default:
                            let texts = (0..<40).map { "Trecho \($0) de um documento comprido da loja." }
                            let made = try? await embedder.embed(texts, for: fixture.shop)
                            try await look()
                            return ("document", made != nil)
                        }
                    }
                }
                for try await one in group where one.isDone { done[one.kind, default: 0] += 1 }
            }
            #expect(done.count == 5, "\(done)")
            let (answered, refused) = try await fixture.outcomes()
            #expect(answered > 0 && answered + refused == 60)
            let spent = Int64(try await fixture.usage().microUSD)
            #expect(spent > before && spent <= cap && held.height <= cap)
            #expect(try await fixture.held() == 0)
            let report = try await fixture.database.tenant(fixture.scope) { try await Usage.report($0) }
            #expect(Set(report.slices.map(\.purpose)).isSubset(of: ["answer", "media", "embedding"]))
            #expect(report.slices.reduce(Int64(0)) { $0 + $1.microUSD } == spent)
        }
    }

    @Test("a question to the search is counted, and with nothing left words alone find, and nobody is asked")
    func search() async throws {
        try await withModel { fixture, simulator, model in
            let embedder = Embedder(client: model, budget: AIBudget(database: fixture.database))
            let search = KnowledgeSearch(database: fixture.database, embedder: embedder)
            #expect(try await search(fixture.scope, question).first?.text.contains("São Paulo") == true)
            #expect(simulator.requests.count == 1)
            let slices = try await fixture.database.tenant(fixture.scope) { try await Usage.report($0).slices }
            #expect(slices.map(\.purpose) == ["embedding"] && slices.first?.calls == 1)
            #expect(try await fixture.held() == 0)
            try await fixture.cap(0)
            #expect(try await search(fixture.scope, question).first?.text.contains("São Paulo") == true)
            #expect(simulator.requests.count == 1)
        }
    }

    @Test("a document that there is no money to embed is found by its words, and embedded when there is")
    func indexing() async throws {
        try await withModel { fixture, simulator, model in
            let embedder = Embedder(client: model, budget: AIBudget(database: fixture.database))
            func work() async throws {
                let indexing = IndexDocumentWorker(database: fixture.database, embedder: embedder)
                let syncing = SyncKnowledgeWorker(database: fixture.database, embedder: embedder)
                var registry = JobRegistry()
                registry.register(IndexDocument.self) { try await indexing.run($0, $1) }
                registry.register(SyncKnowledge.self) { try await syncing.run($0, $1) }
                try await Jobs.drain(fixture.database, registry)
            }
            func models() async throws -> Set<String?> {
                try await fixture.database.tenant(fixture.scope) { tx in
                    Set(
                        try await tx.query(
                            "SELECT embedding_model FROM knowledge_base_chunks WHERE tenant_id = \(tx.tenant)"
                        ).map { try $0("embedding_model") as String? })
                }
            }
            try await fixture.cap(0)
            _ = try await fixture.database.tenant(TenantScope(tenant: fixture.shop, role: .owner)) {
                try await Knowledge.add($0, KnowledgeDraft(title: "Zebra", content: "A zebra inflável custa R$ 40."))
            }
            try await work()
            let search = KnowledgeSearch(database: fixture.database, embedder: embedder)
            #expect(try await search(fixture.scope, "quanto custa a zebra?").first?.text.contains("R$ 40") == true)
            #expect(try await models() == [HashedEmbedding.model, nil] && simulator.requests.isEmpty)
            try await fixture.cap(5_000_000)
            try await fixture.database.tenant(fixture.scope) { tx in
                try await tx.commit([
                    Jobs.enqueue(SyncKnowledge(shop: tx.tenant), tenant: fixture.shop, options: JobOptions())
                ])
            }
            try await work()
            #expect(try await models() == [ModelCatalogue.embedding])
            let report = try await fixture.database.tenant(fixture.scope) { try await Usage.report($0) }
            #expect(report.embeddingTokens > 0 && report.slices.map(\.purpose) == ["embedding"])
            #expect(try await fixture.held() == 0)
        }
    }

    @Test("with nothing left a picture or a recording is not read: nobody is asked, and a person gets the conversation")
    func media() async throws {
        try await ReadingBench.run { bench in
            let owner = TenantScope(tenant: bench.tenant, role: .owner)
            try await bench.database.tenant(owner) { try await Usage.setBudget(0, .offline, $0) }
            try await bench.speaks(question)
            try await bench.shows("Uma caneca lascada")
            try await bench.read()
            #expect(try await bench.queue().map(\.reason) == ["budget_exhausted", "budget_exhausted"])
            #expect(try await bench.queue().map(\.attempts) == [1, 1] && bench.openAI.requests.isEmpty)
            try await bench.think()
            #expect(try await bench.conversation()("handoff_reason") == "unreadable_content")
        }
    }

    @Test("what reading costs is set aside before and counted after, also of tries that led nowhere")
    func mediaIsSettled() async throws {
        try await ReadingBench.run { bench in
            try await bench.database.tenant(TenantScope(tenant: bench.tenant, role: .owner)) {
                try await Usage.setBudget(5_000_000, .handoff, $0)
            }
            bench.openAI.next(.truncated)
            try await bench.shows("Uma caneca lascada")
            try await bench.read()
            #expect(try await bench.queue().map(\.status) == ["completed"])
            let report = try await bench.database.tenant(.service(bench.tenant)) { try await Usage.report($0) }
            let held: Int = try await bench.database.system("test") {
                try await $0.one("SELECT count(*)::int AS held FROM ai_reservations")("held")
            }
            #expect(report.slices.allSatisfy { $0.purpose == "media" })
            #expect(report.slices.reduce(0) { $0 + $1.calls } == 2 && report.images == 1 && held == 0)
        }
    }
}
