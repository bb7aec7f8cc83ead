import Domain
import Foundation
import Hummingbird
import Web

/// The knowledge base for programs: `/api/knowledge/docs` and `/api/knowledge/search`.
struct KnowledgeAPI: Sendable {
    let database: Database
    let search: KnowledgeSearch
    let jobs: JobRunner?

    func addRoutes(to api: some RouterMethods<ApiContext>) {
        api.get("api/knowledge/docs", use: list)
        api.post("api/knowledge/docs", use: add)
        api.get("api/knowledge/docs/:id", use: show)
        api.put("api/knowledge/docs/:id", use: replace)
        api.delete("api/knowledge/docs/:id", use: delete)
        api.post("api/knowledge/search", use: find)
        api.get("api/knowledge/docs/:id/versions", use: versions)
        api.post("api/knowledge/imports", use: startImport)
        api.get("api/knowledge/imports", use: imports)
        api.get("api/knowledge/imports/:id", use: importing)
        api.get("api/knowledge/gaps", use: gaps)
    }

    @Sendable private func list(_ request: Request, _ context: ApiContext) async throws -> Response {
        try context.require(.read)
        let documents = try await database.tenant(context.scope) { try await Knowledge.documents($0) }
        return try .json(["items": documents.map { DocumentJSON($0, withContent: false) }])
    }

    @Sendable private func show(_ request: Request, _ context: ApiContext) async throws -> Response {
        try context.require(.read)
        let id = try context.parameters.id("id")
        guard let document = try await database.tenant(context.scope, { try await Knowledge.document($0, id) }) else {
            throw Problem.notFound
        }
        return try .json(DocumentJSON(document, withContent: true))
    }

    @Sendable private func add(_ request: Request, _ context: ApiContext) async throws -> Response {
        try context.require(.write)
        let draft = try await draft(request)
        let document = try await database.tenant(context.scope) { tx in
            let id = try await Knowledge.add(tx, draft)
            return try await Knowledge.document(tx, id)
        }
        jobs?.wake(.knowledge)
        guard let document else { throw Problem.notFound }
        return try .json(DocumentJSON(document, withContent: true), status: .created)
    }

    @Sendable private func replace(_ request: Request, _ context: ApiContext) async throws -> Response {
        try context.require(.write)
        let id = try context.parameters.id("id")
        let draft = try await draft(request)
        let document = try await database.tenant(context.scope) { tx in
            try await Knowledge.replace(tx, id, draft) ? try await Knowledge.document(tx, id) : nil
        }
        guard let document else { throw Problem.notFound }
        jobs?.wake(.knowledge)
        return try .json(DocumentJSON(document, withContent: true))
    }

    @Sendable private func delete(_ request: Request, _ context: ApiContext) async throws -> Response {
        try context.require(.write)
        let id = try context.parameters.id("id")
        guard try await database.tenant(context.scope, { try await Knowledge.delete($0, id) }) else {
            throw Problem.notFound
        }
        return Response(status: .noContent)
    }

    @Sendable private func find(_ request: Request, _ context: ApiContext) async throws -> Response {
        try context.require(.read)
        let asked = try await request.json(as: SearchBody.self)
        let question = asked.question.trimmingCharacters(in: .whitespacesAndNewlines)
        guard !question.isEmpty, question.utf8.count <= 4_000 else { throw Problem.unprocessable("invalid_question") }
        let limit = min(max(asked.limit ?? 5, 1), 20)
        let found = try await search(context.scope, question, limit: limit)
        return try .json(["items": found.map(PassageJSON.init)])
    }

    private func draft(_ request: Request) async throws -> KnowledgeDraft {
        let body = try await request.json(as: DocumentBody.self, limit: 4 * KnowledgeDraft.contentLimit)
        let draft = KnowledgeDraft(
            title: body.title.trimmingCharacters(in: .whitespacesAndNewlines), kind: body.kind ?? "policy",
            format: body.format ?? "markdown",
            content: body.content, priority: min(max(body.priority ?? 0, -1_000), 1_000),
            status: body.status ?? "published",
            validFrom: body.valid_from, validUntil: body.valid_until)
        if let problem = draft.problem { throw Problem.unprocessable(problem) }
        return draft
    }
}

private struct DocumentBody: Decodable {
    let title: String
    let content: String
    let kind: String?
    let format: String?
    let status: String?
    let priority: Int?
    let valid_from: Date?
    let valid_until: Date?
}

private struct SearchBody: Decodable {
    let question: String
    let limit: Int?
}

private struct DocumentJSON: Encodable {
    let id, title, kind, format, status: String
    let content: String?
    let priority, version, chunks: Int
    let indexed: Bool
    let valid_from, valid_until: Date?
    let updated_at: Date

    init(_ document: KnowledgeDocument, withContent: Bool) {
        id = document.id.uuidString.lowercased()
        title = document.title
        kind = document.kind
        format = document.format
        status = document.status
        content = withContent ? document.content : nil
        priority = document.priority
        version = document.version
        chunks = document.chunks
        indexed = document.isIndexed
        valid_from = document.validFrom
        valid_until = document.validUntil
        updated_at = document.updatedAt
    }
}

private struct PassageJSON: Encodable {
    let doc_id, chunk_id, title, heading_path, text: String
    let score: Double

    init(_ passage: FoundPassage) {
        doc_id = passage.document.uuidString.lowercased()
        chunk_id = passage.chunk.uuidString.lowercased()
        title = passage.title
        heading_path = passage.headingPath
        text = passage.text
        score = (passage.relevance * 10_000).rounded() / 10_000
    }
}
