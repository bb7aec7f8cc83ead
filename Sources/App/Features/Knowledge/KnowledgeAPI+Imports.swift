import Domain
import Foundation
import Hummingbird
import Web

extension KnowledgeAPI {
    private var desk: KnowledgeDesk {
        KnowledgeDesk(database: database, search: search) { [jobs] in jobs?.wake(.knowledge) }
    }

    @Sendable func versions(_ request: Request, _ context: ApiContext) async throws -> Response {
        try context.require(.read)
        let id = try context.parameters.id("id")
        let found = try await database.tenant(context.scope) { tx in
            try await Knowledge.document(tx, id) == nil ? nil : try await Knowledge.versions(of: id, tx)
        }
        guard let found else { throw Problem.notFound }
        return try .json(["items": found.map(VersionJSON.init)])
    }

    /// A JSON body names an address; any other body is the file itself, `name` its name.
    @Sendable func startImport(_ request: Request, _ context: ApiContext) async throws -> Response {
        try context.require(.write)
        let id: UUID
        if request.headers[.contentType]?.hasPrefix("application/json") == true {
            let wanted = try await request.json(as: PageBody.self)
            id = try await desk.importPage(
                wanted.url, kind: wanted.kind ?? "policy", by: "API", in: context.scope)
        } else {
            let query = try request.query()
            let content = Array(try await request.bytes(limit: Knowledge.fileLimit).readableBytesView)
            id = try await desk.importFile(
                content, name: query["name"] ?? "", kind: query["kind"] ?? "policy", by: "API",
                in: context.scope)
        }
        guard
            let file = try await database.tenant(context.scope, { try await Knowledge.importing(id, $0) })
        else {
            throw Problem.notFound
        }
        return try .json(ImportJSON(file), status: .accepted)
    }

    @Sendable func imports(_ request: Request, _ context: ApiContext) async throws -> Response {
        try context.require(.read)
        let all = try await database.tenant(context.scope) {
            try await Knowledge.imports($0, limit: 100)
        }
        return try .json(["items": all.map(ImportJSON.init)])
    }

    @Sendable func importing(_ request: Request, _ context: ApiContext) async throws -> Response {
        try context.require(.read)
        let id = try context.parameters.id("id")
        guard
            let file = try await database.tenant(context.scope, { try await Knowledge.importing(id, $0) })
        else {
            throw Problem.notFound
        }
        return try .json(ImportJSON(file))
    }

    @Sendable func gaps(_ request: Request, _ context: ApiContext) async throws -> Response {
        try context.require(.read)
        let all = try await database.tenant(context.scope) { try await Knowledge.openGaps($0) }
        let groups = GapCluster.of(all.map(\.question)).map { cluster in
            GapJSON(
                question: all[cluster.representative].question, count: cluster.members.count,
                questions: cluster.members.map { all[$0].question },
                last_asked_at: cluster.members.map { all[$0].askedAt }.max()
                    ?? all[cluster.representative].askedAt)
        }
        return try .json(["items": groups])
    }
}

private struct PageBody: Decodable {
    let url: String
    let kind: String?
}

private struct VersionJSON: Encodable {
    let version: Int
    let title, edited_by: String
    let written_at: Date

    init(_ old: KnowledgeVersion) {
        version = old.version
        title = old.title
        edited_by = old.editedBy
        written_at = old.writtenAt
    }
}

private struct ImportJSON: Encodable {
    let id, name, state: String
    let url, error, document_id: String?
    let skipped: Int
    let created_at: Date

    init(_ file: KnowledgeImport) {
        id = file.id.lowercase
        name = file.name
        state = file.state.rawValue
        url = file.url
        error = file.error
        document_id = file.document?.lowercase
        skipped = file.skipped
        created_at = file.createdAt
    }
}

private struct GapJSON: Encodable {
    let question: String
    let count: Int
    let questions: [String]
    let last_asked_at: Date
}
