import Domain
import Foundation
import Hummingbird
import Postgres
import Web

/// `/support`: pages, their pieces (`?part=`), acts and live updates.
package struct ConversationRoutes: Sendable {
    let database: Database
    let desk: ConversationDesk
    let realtime: Realtime
    let pages: Pages
    let hasSimulator: Bool
    let convertsVoice: Bool
    let hasModel: Bool

    package init(
        database: Database, desk: ConversationDesk, realtime: Realtime, pages: Pages, hasSimulator: Bool,
        convertsVoice: Bool = false, hasModel: Bool = false
    ) {
        self.database = database
        self.desk = desk
        self.realtime = realtime
        self.pages = pages
        self.hasSimulator = hasSimulator
        self.convertsVoice = convertsVoice
        self.hasModel = hasModel
    }

    package func add(to agents: some RouterMethods<AgentContext>) {
        agents.get("support", use: list)
        agents.get("support/events", use: events)
        agents.get("support/:id", use: show)
        agents.post("support/:id/seen", use: seen)
        agents.post("support/:id/messages", use: write)
        agents.post("support/:id/messages/:message/retry", use: retry)
        agents.post("support/:id/messages/:message/reaction", use: react)
        agents.post("support/:id/typing", use: typing)
        agents.get("support/:id/messages/:message/mail", use: mail)
        agents.post("support/:id/drafts/:draft", use: decideDraft)
        agents.get("support/:id/templates", use: pickTemplate)
        agents.post("support/:id/templates", use: sendTemplate)
        for verb in Verb.allCases {
            agents.post("support/:id/\(verb.rawValue)") { request, context in try await act(verb, request, context) }
        }
    }

    /// What a button does. The raw values stand in addresses and in the texts `act.…`.
    enum Verb: String, CaseIterable, Sendable {
        case takeover, handback, resolve, reopen, close, spam, unspam, assign, unassign
    }

    // MARK: Reading

    @Sendable func list(_ request: Request, _ context: AgentContext) async throws -> Response {
        let form = try request.query()
        let query = InboxQuery(form)
        let view = view(context)
        switch form["part"] {
        case "tabs":
            let row = try await database.tenant(context.scope) {
                try await $0.commit([Conversations.figures(user: $0.scope.user, tx: $0)])
            }
            let figures = try row.first?.rows.first.map(Conversations.figures) ?? InboxFigures()
            return try fragment(view.tabs(query, figures), context)
        case "changed":
            let ids = (form["ids"] ?? "").split(separator: ",").prefix(100).compactMap { UUID(uuidString: String($0)) }
            let lines = try await lines(context) { Conversations.lines(ids, tx: $0) }
            return try fragment(
                InboxRows(rows: lines.map { view.row($0, keep: query.text) }, empty: nil, next: nil), context)
        case "rows":
            let lines = try await lines(context) { Conversations.page(query, user: $0.scope.user, tx: $0) }
            return try fragment(view.rows(query, lines: lines), context)
        case let part:
            let found = try await inbox(query, context)
            let list = view.list(query, lines: found.lines, figures: found.figures)
            if part == "list" { return try fragment(list, context) }
            return try page(
                InboxPage(me: me(context), cursor: found.figures.cursor, list: list, thread: nil), request, context)
        }
    }

    @Sendable func show(_ request: Request, _ context: AgentContext) async throws -> Response {
        let id = try context.parameters.id("id")
        let form = try request.query()
        let before = form["before"].flatMap(InboxQuery.Cursor.init)
        if form["part"] == "older" {
            let messages = try await database.tenant(context.scope) { tx in
                guard try await Conversations.exists(id, tx: tx) else { throw Problem.notFound }
                return try await Conversations.messages(of: id, before: before, tx: tx)
            }
            return try fragment(view(context).earlier(messages, of: id), context)
        }
        if form["part"] == "thread" {
            guard let facts = try await database.tenant(context.scope, { try await Conversations.thread(id, tx: $0) })
            else {
                throw Problem.notFound
            }
            return try fragment(view(context).thread(facts, query: InboxQuery(form), role: context.agent.role), context)
        }
        return try await wholePage(id, form: form, before: before, request, context)
    }

    /// List and conversation together: a first visit, a reload, or a browser without scripts.
    func wholePage(
        _ id: UUID, form: Form, before: InboxQuery.Cursor? = nil, notice: String? = nil, text: String = "",
        status: HTTPResponse.Status = .ok, _ request: Request, _ context: AgentContext
    ) async throws -> Response {
        let query = InboxQuery(form)
        let found = try await inbox(query, context, open: id, before: before)
        guard let facts = found.thread else { throw Problem.notFound }
        if facts.line.unread > 0, context.agent.role >= .agent { try await desk.markSeen(id, by: context.actor) }
        let view = view(context)
        var lines = found.lines
        if let place = lines.firstIndex(where: { $0.id == id }) { lines[place].unread = 0 }
        let model = InboxPage(
            me: me(context), cursor: found.figures.cursor,
            list: view.list(query, lines: lines, figures: found.figures, open: id),
            thread: view.thread(facts, query: query, role: context.agent.role, notice: notice, text: text))
        return try page(model, status: status, request, context)
    }

    private struct Found: Sendable {
        var lines: [ConversationLine] = []
        var figures = InboxFigures()
        var thread: ThreadFacts?
    }

    private func inbox(
        _ query: InboxQuery, _ context: AgentContext, open: UUID? = nil, before: InboxQuery.Cursor? = nil
    ) async throws -> Found {
        try await database.tenant(context.scope) { tx in
            let statements = [
                Conversations.page(query, user: tx.scope.user, tx: tx),
                Conversations.figures(user: tx.scope.user, tx: tx),
            ]
            let results = try await open == nil ? tx.commit(statements) : tx.batch(statements)
            var found = Found()
            guard results.count == 2 else { return found }
            found.lines = try results[0].rows.map(Conversations.line)
            if let row = results[1].rows.first { found.figures = try Conversations.figures(row) }
            if let open { found.thread = try await Conversations.thread(open, before: before, tx: tx) }
            return found
        }
    }

    private func lines(
        _ context: AgentContext, _ sql: @Sendable (TenantTransaction) -> SQL
    ) async throws -> [ConversationLine] {
        let results = try await database.tenant(context.scope) { try await $0.commit([sql($0)]) }
        return try results.first?.rows.map(Conversations.line) ?? []
    }

    // MARK: Answering

    private func me(_ context: AgentContext) -> String { context.agent.userID.lowercase }

    func view(_ context: AgentContext) -> InboxView {
        InboxView(
            localizer: context.localizer, me: context.agent.userID, now: Date(), hasSimulator: hasSimulator,
            convertsVoice: convertsVoice, hasModel: hasModel)
    }

    private func page(
        _ model: InboxPage, status: HTTPResponse.Status = .ok, _ request: Request, _ context: AgentContext
    ) throws -> Response {
        try pages.page(
            model, title: context.localizer("inbox.title"), section: "support", status: status, request: request,
            in: context)
    }

    private func fragment(_ model: some PageModel, _ context: AgentContext) throws -> Response {
        .fragment(try pages.fragment(model, in: context))
    }
}

extension AgentContext {
    /// This person, as the one who acts.
    var actor: ConversationDesk.Actor { .init(scope: scope, name: agent.name) }
}

extension Response {
    /// A piece of a page.
    static func fragment(_ html: String) -> Response {
        Response(
            status: .ok,
            headers: [
                .contentType: "text/html; charset=utf-8", .cacheControl: "no-store", .vary: "Accept-Language, Cookie",
            ],
            body: .init(byteBuffer: ByteBuffer(string: html)))
    }
}
