import Domain
import Foundation
import Logging
import Postgres
import Simulators
import Providers
import Synchronization
import TestSupport
import Testing

@testable import App

/// A shop's knowledge with its jobs, and pretend pages in place of the web.
struct KnowledgeBench: Sendable {
    let assistant: AssistantFixture
    let pages: Pages
    var database: Database { assistant.database }
    var scope: TenantScope { TenantScope(tenant: assistant.shop, role: .owner) }
    let desk: KnowledgeDesk

    /// Addresses and what they answer.
    final class Pages: Sendable {
        private let all = Mutex<[String: Result<WebPage, ProviderError>]>([:])
        private let asked = Mutex<[String]>([])

        func set(_ url: String, _ text: String, type: String = "text/html") {
            all.withLock { $0[url] = .success(WebPage(bytes: Array(text.utf8), contentType: type, url: url)) }
        }
        func fail(_ url: String, _ error: ProviderError) { all.withLock { $0[url] = .failure(error) } }
        var requests: [String] { asked.withLock { $0 } }

        func fetch(_ url: String) throws(ProviderError) -> WebPage {
            asked.withLock { $0.append(url) }
            let answer = all.withLock { $0[url] }
            guard let answer else { throw .rejected(ProviderFault(code: "page_gone", title: "")) }
            return try answer.get()
        }
    }

    static func run(_ body: (KnowledgeBench) async throws -> Void) async throws {
        try await withAssistant(knowledge: false) { fixture in
            let desk = KnowledgeDesk(database: fixture.database, search: fixture.search) {}
            try await body(KnowledgeBench(assistant: fixture, pages: Pages(), desk: desk))
        }
    }

    /// Runs what is due, `later` seconds from now.
    @discardableResult
    func work(
        later: TimeInterval = 0, embedder: Embedder = .offline, pdf: PDFText? = .installed(path: "/usr/bin:/bin")
    ) async throws -> [DrainedJob] {
        let indexing = IndexDocumentWorker(database: database, embedder: embedder)
        let importing = ImportKnowledgeWorker(
            database: database, fetch: { (url) async throws(ProviderError) in try pages.fetch(url) }, pdf: pdf)
        let syncing = SyncKnowledgeWorker(database: database, embedder: embedder)
        var registry = JobRegistry()
        registry.register(IndexDocument.self) { try await indexing.run($0, $1) }
        registry.register(ImportKnowledge.self) { try await importing.run($0, $1) }
        registry.register(SyncKnowledge.self) { try await syncing.run($0, $1) }
        return try await Jobs.drain(database, registry, now: Date(timeIntervalSinceNow: later + 1))
    }

    func sync(embedder: Embedder = .offline) async throws {
        let syncing = SyncKnowledgeWorker(database: database, embedder: embedder)
        _ = try await database.system("test") {
            try await $0.execute(Jobs.enqueue(SyncKnowledge(), tenant: nil))
        }
        _ = syncing
        try await work(embedder: embedder)
    }

    @discardableResult
    func bring(_ content: [UInt8], _ name: String, pdf: PDFText? = .installed(path: "/usr/bin:/bin")) async throws
        -> KnowledgeImport
    {
        let id = try await desk.importFile(content, name: name, kind: "policy", by: "Joana", in: scope)
        try await work(pdf: pdf)
        return try await imported(id)
    }

    @discardableResult
    func bring(_ text: String, _ name: String) async throws -> KnowledgeImport {
        try await bring(Array(text.utf8), name)
    }

    func imported(_ id: UUID) async throws -> KnowledgeImport {
        try #require(try await database.tenant(scope) { try await Knowledge.importing(id, $0) })
    }

    func documents() async throws -> [KnowledgeDocument] {
        try await database.tenant(scope) { try await Knowledge.documents($0) }
    }

    func document(_ id: UUID?) async throws -> KnowledgeDocument {
        let id = try #require(id)
        return try #require(try await database.tenant(scope) { try await Knowledge.document($0, id) })
    }

    func find(_ question: String) async throws -> FoundPassage? {
        try await assistant.search(scope, question, limit: 3).first
    }

    func gaps() async throws -> [KnowledgeGap] { try await database.tenant(scope) { try await Knowledge.openGaps($0) } }

    /// A PDF of one page with one line.
    static func pdf(_ line: String) -> [UInt8] { PretendPDF.page(line, width: 600) }
}
