import Domain
import Foundation
import Hummingbird
import Web

/// An import as programs see it: `rehearsal` while nothing has been written.
struct ContactImportJSON: Encodable {
    struct Rehearsal: Encodable {
        let created: Int
        let updated: Int
        let failed: Int
        let errors: [Fault]
    }
    struct Fault: Encodable {
        let line: Int
        let error: String
    }

    let id: String
    let state: String
    let columns: [String]
    let total: Int
    let processed: Int
    let created: Int
    let updated: Int
    let failed: Int
    let rehearsal: Rehearsal?
    let created_at: Date

    init(_ file: ContactImport, _ rehearsal: ContactBook.Rehearsal?) {
        id = file.id.lowercase
        state = file.state.rawValue
        columns = file.mapping.map { $0?.rawValue ?? "" }
        total = file.total
        processed = file.processed
        created = file.created
        updated = file.updated
        failed = file.failed
        self.rehearsal = rehearsal.map { found in
            .init(
                created: found.created, updated: found.updated, failed: found.failures.count,
                errors: found.failures.prefix(100).map { .init(line: $0.line, error: $0.reason) })
        }
        created_at = file.createdAt
    }
}

extension ContactAPI {
    func addTables(to api: some RouterMethods<ApiContext>) {
        api.post("api/contacts/imports", use: upload)
        api.get("api/contacts/imports/:id", use: importing)
        api.post("api/contacts/imports/:id/start", use: start)
    }

    /// The table itself is the body; the answer says what importing it would do.
    @Sendable func upload(_ request: Request, _ context: ApiContext) async throws -> Response {
        try context.require(.write)
        let content = Array(try await request.bytes(limit: ImportFile.maximumBytes).readableBytesView)
        let id = try await book.upload(content, name: try request.query()["name"] ?? "", by: context.actor)
        return try .json(try await file(id, context), status: .created)
    }

    @Sendable func importing(_ request: Request, _ context: ApiContext) async throws -> Response {
        try context.require(.read)
        return try .json(try await file(context.parameters.id("id"), context))
    }

    @Sendable func start(_ request: Request, _ context: ApiContext) async throws -> Response {
        try context.require(.write)
        let id = try context.parameters.id("id")
        try await book.start(id, by: context.actor)
        return try .json(try await file(id, context))
    }

    private func file(_ id: UUID, _ context: ApiContext) async throws -> ContactImportJSON {
        guard let file = try await database.tenant(context.scope, { try await Contacts.importing(id, tx: $0) }) else {
            throw Problem.notFound
        }
        let rehearsal = file.state == .draft ? try await book.rehearse(file, by: context.actor) : nil
        return ContactImportJSON(file, rehearsal)
    }
}
