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
    let book: ContactBook

    package init(database: Database, desk: ConversationDesk, book: ContactBook) {
        self.database = database
        self.desk = desk
        self.book = book
    }

    package func add(to api: some RouterMethods<ApiContext>) {
        api.get("api/conversations", use: list)
        api.post("api/conversations", use: start)
        api.get("api/conversations/:id", use: show)
        api.get("api/conversations/:id/messages", use: messages)
        api.post("api/conversations/:id/messages", use: reply)
        api.post("api/conversations/:id/messages/:message/reaction", use: react)
        addDrafts(to: api)
        api.post("api/conversations/:id/typing", use: typing)
        api.post("api/conversations/:id/notes", use: note)
        api.post("api/conversations/:id/templates", use: sendTemplate)
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
            try await tx.commit([
                Conversations.page(
                    InboxQuery(form), user: tx.scope.user, limit: limit + 1, window: Outbox.windowColumns, tx: tx)
            ])
        }
        let lines = try results.first?.rows.map(Conversations.line) ?? []
        let shown = lines.prefix(limit)
        let now = desk.now()
        return try .json(
            PageOf(
                data: shown.map { ConversationJSON($0, at: now) },
                next_cursor: lines.count > shown.count ? shown.last?.cursor.text : nil))
    }

    @Sendable func show(_ request: Request, _ context: ApiContext) async throws -> Response {
        try context.require(.read)
        return try .json(try await conversation(context.parameters.id("id"), context))
    }

    private func conversation(_ id: UUID, _ context: ApiContext) async throws -> ConversationJSON {
        let results = try await database.tenant(context.scope) {
            try await $0.commit([Conversations.lines([id], window: Outbox.windowColumns, tx: $0)])
        }
        guard let row = results.first?.rows.first else { throw Problem.notFound }
        return ConversationJSON(try Conversations.line(row), at: desk.now())
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
    private struct Reply: Decodable {
        struct Option: Decodable {
            let id: String?
            let title: String
            let description: String?
        }
        let content: String?
        let media_id, reply_to: UUID?
        let options: [Option]?
        let options_label: String?
    }
    private struct Reaction: Decodable { let emoji: String }

    /// `Idempotency-Key` makes a repeat harmless: the answer is the first message, with `Idempotent-Replayed: true`.
    @Sendable func reply(_ request: Request, _ context: ApiContext) async throws -> Response {
        let body = try await body(Reply.self, request, context)
        let options = try body.options.map { all in
            try ReplyOptions.checked(
                all.enumerated().map {
                    .init(id: $1.id ?? "o\($0 + 1)", title: $1.title, description: $1.description)
                }, listLabel: body.options_label ?? "Ver opções")
        }
        let draft = ReplyDraft(
            text: body.content ?? "", file: body.media_id, replyTo: body.reply_to, options: options)
        return try await write(request, context) { id, key, actor in
            try await desk.reply(id, draft, key: key, by: actor)
        }
    }

    @Sendable func note(_ request: Request, _ context: ApiContext) async throws -> Response {
        let text = try await body(Text.self, request, context).content
        return try await write(request, context) { id, key, actor in
            try await desk.addNote(id, text: text, key: key, by: actor)
        }
    }

    /// An empty emoji takes the reaction back.
    @Sendable func react(_ request: Request, _ context: ApiContext) async throws -> Response {
        let emoji = try await body(Reaction.self, request, context).emoji
        let (id, message) = (try context.parameters.id("id"), try context.parameters.id("message"))
        try await desk.react(emoji, to: message, in: id, by: context.actor)
        return try await stored(message, of: id, context)
    }

    @Sendable func typing(_ request: Request, _ context: ApiContext) async throws -> Response {
        try context.require(.write)
        try await desk.showTyping(context.parameters.id("id"), by: context.actor)
        return Response(status: .noContent)
    }

    private func body<Body: Decodable>(_ type: Body.Type, _ request: Request, _ context: ApiContext) async throws
        -> Body
    {
        try context.require(.write)
        return try await request.json(as: type)
    }

    private func write(
        _ request: Request, _ context: ApiContext,
        _ work: (UUID, String, ConversationDesk.Actor) async throws -> ConversationDesk.Written
    ) async throws -> Response {
        let id = try context.parameters.id("id")
        return try await written(id, request, context) { key in try await work(id, key, context.actor) }
    }

    /// The message that was written, as the answer to whoever wrote it.
    func written(
        _ id: UUID, _ request: Request, _ context: ApiContext,
        _ work: (_ key: String) async throws -> ConversationDesk.Written
    ) async throws -> Response {
        let key = request.headers[.idempotencyKey].map { "api:" + $0 } ?? "api:" + UUID.v7().uuidString
        let written = try await work(key)
        return try await stored(
            written.message, of: id, context, status: written.isNew ? .created : .ok,
            headers: written.isNew ? [:] : [.idempotentReplayed: "true"])
    }

    func stored(
        _ message: UUID, of id: UUID, _ context: ApiContext, status: HTTPResponse.Status = .ok,
        headers: HTTPFields = [:]
    ) async throws -> Response {
        let found = try await database.tenant(context.scope) {
            try await Conversations.message(message, of: id, tx: $0)
        }
        guard let found else { throw Problem.notFound }
        return try .json(MessageJSON(found, in: id), status: status, headers: headers)
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
    var actor: ConversationDesk.Actor { .init(scope: scope, name: "API", isPerson: false) }
}

extension HTTPField.Name {
    static let idempotencyKey = HTTPField.Name("Idempotency-Key") ?? .eTag
    static let idempotentReplayed = HTTPField.Name("Idempotent-Replayed") ?? .eTag
}
