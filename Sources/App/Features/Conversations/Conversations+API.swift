import Domain
import Foundation
import HTTPTypes
import Hummingbird
import Postgres
import Web

/// `/api/conversations`: the same list, thread and verbs for programs. Foreign and malformed ids are 404.
package struct ConversationAPI: Sendable {
    let database: Database
    let desk: ConversationDesk

    package init(database: Database, desk: ConversationDesk) {
        self.database = database
        self.desk = desk
    }

    package func add(to api: some RouterMethods<ApiContext>) {
        api.get("api/conversations", use: list)
        api.get("api/conversations/:id", use: show)
        api.get("api/conversations/:id/messages", use: messages)
        api.post("api/conversations/:id/messages", use: reply)
        api.post("api/conversations/:id/notes", use: note)
        api.get("api/conversations/:id/events", use: events)
        api.post("api/conversations/:id/takeover") { try await act($0, $1) { try await desk.takeOver($0, by: $1) } }
        api.post("api/conversations/:id/handback") { try await act($0, $1) { try await desk.handBack($0, by: $1) } }
        api.post("api/conversations/:id/resolve") { try await act($0, $1) { try await desk.resolve($0, by: $1) } }
        api.post("api/conversations/:id/reopen") { try await act($0, $1) { try await desk.reopen($0, by: $1) } }
        api.post("api/conversations/:id/close") { try await act($0, $1) { try await desk.close($0, by: $1) } }
    }

    @Sendable func list(_ request: Request, _ context: ApiContext) async throws -> Response {
        try context.require(.read)
        let form = try request.query()
        if let text = form["cursor"], InboxQuery.Cursor(text) == nil { throw Problem.unprocessable("invalid_cursor") }
        if let text = form["filter"], InboxQuery.Filter(rawValue: text) == nil {
            throw Problem.unprocessable("invalid_filter")
        }
        let limit = try Self.limit(form)
        let results = try await database.tenant(context.scope) { tx in
            try await tx.commit([Conversations.page(InboxQuery(form), user: tx.scope.user, limit: limit + 1, tx: tx)])
        }
        let lines = try results.first?.rows.map(Conversations.line) ?? []
        let shown = lines.prefix(limit)
        return try .json(
            PageOf(
                data: shown.map(ConversationJSON.init),
                next_cursor: lines.count > shown.count ? shown.last?.cursor.text : nil))
    }

    @Sendable func show(_ request: Request, _ context: ApiContext) async throws -> Response {
        try context.require(.read)
        return try .json(try await conversation(context.parameters.id("id"), context))
    }

    private func conversation(_ id: UUID, _ context: ApiContext) async throws -> ConversationJSON {
        let results = try await database.tenant(context.scope) {
            try await $0.commit([Conversations.lines([id], tx: $0)])
        }
        guard let row = results.first?.rows.first else { throw Problem.notFound }
        return ConversationJSON(try Conversations.line(row))
    }

    @Sendable func messages(_ request: Request, _ context: ApiContext) async throws -> Response {
        try context.require(.read)
        let id = try context.parameters.id("id")
        let text = try request.query()["cursor"]
        let before = text.flatMap(InboxQuery.Cursor.init)
        if text != nil, before == nil { throw Problem.unprocessable("invalid_cursor") }
        let all = try await database.tenant(context.scope) { tx in
            guard try await Conversations.exists(id, tx: tx) else { throw Problem.notFound }
            return try await Conversations.messages(of: id, before: before, tx: tx)
        }
        let shown = all.suffix(Conversations.threadLength)
        return try .json(
            PageOf(
                data: shown.map { MessageJSON($0, in: id) },
                next_cursor: all.count > shown.count ? shown.first?.cursor.text : nil))
    }

    @Sendable func events(_ request: Request, _ context: ApiContext) async throws -> Response {
        try context.require(.read)
        let id = try context.parameters.id("id")
        let all = try await database.tenant(context.scope) { tx in
            guard try await Conversations.exists(id, tx: tx) else { throw Problem.notFound }
            return try await tx.commit([Conversations.events(of: id, tx: tx)])
        }
        return try .json(
            PageOf(data: try (all.first?.rows ?? []).map { EventJSON(try .init($0), in: id) }, next_cursor: nil))
    }

    // MARK: Writing

    private struct Text: Decodable { let content: String }

    /// `Idempotency-Key` makes a repeat harmless: the answer is the first message, with `Idempotent-Replayed: true`.
    @Sendable func reply(_ request: Request, _ context: ApiContext) async throws -> Response {
        try await write(request, context) { id, text, key, actor in
            try await desk.reply(id, text: text, key: key, by: actor)
        }
    }

    @Sendable func note(_ request: Request, _ context: ApiContext) async throws -> Response {
        try await write(request, context) { id, text, key, actor in
            try await desk.addNote(id, text: text, key: key, by: actor)
        }
    }

    private func write(
        _ request: Request, _ context: ApiContext,
        _ work: (UUID, String, String, ConversationDesk.Actor) async throws -> ConversationDesk.Written
    ) async throws -> Response {
        try context.require(.write)
        let id = try context.parameters.id("id")
        let body = try await request.json(as: Text.self)
        let key = request.headers[.idempotencyKey].map { "api:" + $0 } ?? "api:" + UUID.v7().uuidString
        let written = try await work(id, body.content, key, context.actor)
        let results = try await database.tenant(context.scope) {
            try await Conversations.message(written.message, of: id, tx: $0)
        }
        guard let message = results else { throw Problem.notFound }
        return try .json(
            MessageJSON(message, in: id), status: written.isNew ? .created : .ok,
            headers: written.isNew ? [:] : [.idempotentReplayed: "true"])
    }

    private func act(
        _ request: Request, _ context: ApiContext, _ work: (UUID, ConversationDesk.Actor) async throws -> Void
    ) async throws -> Response {
        try context.require(.write)
        let id = try context.parameters.id("id")
        try await work(id, context.actor)
        return try .json(try await conversation(id, context))
    }

    static func limit(_ form: Form) throws -> Int {
        guard let text = form["limit"] else { return Conversations.pageLength }
        guard let limit = Int(text), (1...100).contains(limit) else { throw Problem.unprocessable("invalid_limit") }
        return limit
    }
}

extension ApiContext {
    /// A program acts with the rights of an agent: configuration and secrets stay closed to it.
    var actor: ConversationDesk.Actor { .init(scope: scope, name: "API") }
}

extension HTTPField.Name {
    static let idempotencyKey = HTTPField.Name("Idempotency-Key") ?? .eTag
    static let idempotentReplayed = HTTPField.Name("Idempotent-Replayed") ?? .eTag
}
