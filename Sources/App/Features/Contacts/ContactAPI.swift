import Domain
import Foundation
import HTTPTypes
import Hummingbird
import Postgres
import Web

/// `/api/contacts`: the same contacts and verbs for programs. Foreign and malformed ids are 404.
package struct ContactAPI: Sendable {
    let book: ContactBook
    var database: Database { book.database }

    package init(book: ContactBook) { self.book = book }

    package func add(to api: some RouterMethods<ApiContext>) {
        api.get("api/contacts", use: list)
        api.post("api/contacts", use: create)
        api.get("api/contacts/:id", use: show)
        addTables(to: api)
        addMail(to: api)
        addConsentsAndFields(to: api)
        api.patch("api/contacts/:id", use: edit)
        api.post("api/contacts/:id/block") { try await act($0, $1) { try await book.setBlocked(true, $0, by: $1) } }
        api.post("api/contacts/:id/unblock") { try await act($0, $1) { try await book.setBlocked(false, $0, by: $1) } }
        api.put("api/contacts/:id/tags", use: setTags)
        api.get("api/contacts/:id/notes", use: notes)
        api.post("api/contacts/:id/notes", use: addNote)
        api.delete("api/contacts/:id/notes/:note", use: removeNote)
        api.post("api/contacts/:id/identities", use: addIdentity)
        api.delete("api/contacts/:id/identities/:identity", use: removeIdentity)
        api.get("api/contacts/:id/events", use: events)
        api.get("api/contacts/:id/duplicates", use: duplicates)
        api.post("api/contacts/:id/merge", use: merge)
        api.get("api/contacts/:id/merges", use: merges)
        api.post("api/contacts/:id/merges/:merge/undo", use: unmerge)
    }

    // MARK: Reading

    @Sendable func list(_ request: Request, _ context: ApiContext) async throws -> Response {
        try context.require(.read)
        let form = try request.query()
        if let text = form["cursor"], UUID(uuidString: text) == nil { throw Problem.unprocessable("invalid_cursor") }
        if let text = form["channel"], !ContactQuery.channels.contains(text) {
            throw Problem.unprocessable("invalid_channel")
        }
        let limit = try ConversationAPI.limit(form)
        let results = try await database.tenant(context.scope) { tx in
            try await tx.commit([Contacts.page(ContactQuery(form), limit: limit + 1, tx: tx)])
        }
        let lines = try results.first?.rows.map(Contacts.line) ?? []
        let shown = lines.prefix(limit)
        return try .json(
            PageOf(
                data: shown.map(ContactLineJSON.init),
                next_cursor: lines.count > shown.count ? shown.last?.id.lowercase : nil))
    }

    @Sendable func show(_ request: Request, _ context: ApiContext) async throws -> Response {
        try context.require(.read)
        return try .json(ContactJSON(try await facts(context.parameters.id("id"), context)))
    }

    func facts(_ id: UUID, _ context: ApiContext) async throws -> ContactFacts {
        guard let facts = try await database.tenant(context.scope, { try await Contacts.facts(id, tx: $0) }) else {
            throw Problem.notFound
        }
        return facts
    }

    @Sendable func notes(_ request: Request, _ context: ApiContext) async throws -> Response {
        try context.require(.read)
        let facts = try await facts(context.parameters.id("id"), context)
        return try .json(PageOf(data: facts.notes.map(ContactNoteJSON.init), next_cursor: nil))
    }

    @Sendable func events(_ request: Request, _ context: ApiContext) async throws -> Response {
        try context.require(.read)
        let facts = try await facts(context.parameters.id("id"), context)
        return try .json(PageOf(data: facts.events.map(ContactEventJSON.init), next_cursor: nil))
    }

    @Sendable func duplicates(_ request: Request, _ context: ApiContext) async throws -> Response {
        try context.require(.read)
        let facts = try await facts(context.parameters.id("id"), context)
        return try .json(PageOf(data: facts.twins.map(ContactTwinJSON.init), next_cursor: nil))
    }

    // MARK: Writing

    private struct Draft: Decodable {
        let name, email, phone, locale: String?
        let tags: [String]?
    }
    private struct Tags: Decodable { let tags: [String] }
    private struct Text: Decodable { let content: String }
    private struct Address: Decodable { let address: String }

    @Sendable func create(_ request: Request, _ context: ApiContext) async throws -> Response {
        try context.require(.write)
        let draft = try await request.json(as: Draft.self)
        let id = try await book.create(
            NewContact(
                name: draft.name, email: draft.email, phone: draft.phone, locale: draft.locale, tags: draft.tags ?? []),
            by: context.actor)
        return try .json(ContactJSON(try await facts(id, context)), status: .created)
    }

    @Sendable func edit(_ request: Request, _ context: ApiContext) async throws -> Response {
        let draft = try await body(Draft.self, request, context)
        return try await act(request, context) { id, actor in
            try await book.edit(id, ContactEdit(name: draft.name, email: draft.email, locale: draft.locale), by: actor)
        }
    }

    @Sendable func setTags(_ request: Request, _ context: ApiContext) async throws -> Response {
        let wanted = try await body(Tags.self, request, context)
        return try await act(request, context) { try await book.setTags(wanted.tags, of: $0, by: $1) }
    }

    @Sendable func addNote(_ request: Request, _ context: ApiContext) async throws -> Response {
        let text = try await body(Text.self, request, context)
        let id = try context.parameters.id("id")
        let note = try await book.addNote(text.content, to: id, by: context.actor)
        guard let stored = try await facts(id, context).notes.first(where: { $0.id == note }) else {
            throw Problem.notFound
        }
        return try .json(ContactNoteJSON(stored), status: .created)
    }

    @Sendable func removeNote(_ request: Request, _ context: ApiContext) async throws -> Response {
        let note = try context.parameters.id("note")
        return try await act(request, context) { try await book.removeNote(note, of: $0, by: $1) }
    }

    @Sendable func addIdentity(_ request: Request, _ context: ApiContext) async throws -> Response {
        let wanted = try await body(Address.self, request, context)
        return try await act(request, context) { try await book.addAddress(wanted.address, to: $0, by: $1) }
    }

    @Sendable func removeIdentity(_ request: Request, _ context: ApiContext) async throws -> Response {
        let text = context.parameters.get("identity").flatMap(\.removingPercentEncoding) ?? ""
        guard let reference = IdentityReference(text) else { throw Problem.notFound }
        return try await act(request, context) { try await book.removeIdentity(reference, of: $0, by: $1) }
    }

    private struct Other: Decodable { let contact_id: UUID }

    /// The contact of the path stays; the one of the body joins it.
    @Sendable func merge(_ request: Request, _ context: ApiContext) async throws -> Response {
        let other = try await body(Other.self, request, context)
        return try await act(request, context) { try await book.merge(other.contact_id, into: $0, by: $1) }
    }

    @Sendable func merges(_ request: Request, _ context: ApiContext) async throws -> Response {
        try context.require(.read)
        let facts = try await facts(context.parameters.id("id"), context)
        return try .json(PageOf(data: facts.merges.map(ContactMergeJSON.init), next_cursor: nil))
    }

    @Sendable func unmerge(_ request: Request, _ context: ApiContext) async throws -> Response {
        let merge = try context.parameters.id("merge")
        return try await act(request, context) { try await book.unmerge(merge, of: $0, by: $1) }
    }

    func body<Body: Decodable>(
        _ type: Body.Type, _ request: Request, _ context: ApiContext
    ) async throws -> Body {
        try context.require(.write)
        return try await request.json(as: type)
    }

    /// A verb; the answer is the contact as it is afterwards.
    func act(
        _ request: Request, _ context: ApiContext, _ work: (UUID, ContactBook.Actor) async throws -> Void
    ) async throws -> Response {
        try context.require(.write)
        let id = try context.parameters.id("id")
        try await work(id, context.actor)
        return try .json(ContactJSON(try await facts(id, context)))
    }
}
