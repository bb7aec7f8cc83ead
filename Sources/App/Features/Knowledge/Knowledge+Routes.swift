import Domain
import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import Web

/// `/knowledge`: everybody in the shop reads it; agents, admins and owners write it.
package struct KnowledgeRoutes: Sendable {
    let desk: KnowledgeDesk
    let trial: AssistantTrial
    let pages: Pages
    let now: @Sendable () -> Date
    var database: Database { desk.database }

    package init(
        desk: KnowledgeDesk, trial: AssistantTrial, pages: Pages,
        now: @escaping @Sendable () -> Date = { Date() }
    ) {
        self.desk = desk
        self.trial = trial
        self.pages = pages
        self.now = now
    }

    package func add(to agents: some RouterMethods<AgentContext>) {
        agents.get("knowledge", use: list)
        agents.post("knowledge", use: create)
        agents.get("knowledge/new", use: newForm)
        agents.get("knowledge/gaps", use: gaps)
        agents.post("knowledge/gaps/dismiss", use: dismiss)
        agents.get("knowledge/test", use: test)
        agents.get("knowledge/imports", use: imports)
        agents.post("knowledge/imports", use: upload)
        agents.get("knowledge/docs/:id", use: show)
        agents.post("knowledge/docs/:id", use: change)
        agents.post("knowledge/docs/:id/delete", use: delete)
        agents.get("knowledge/docs/:id/versions/:version", use: showVersion)
        agents.post("knowledge/docs/:id/versions/:version/restore", use: restore)
    }

    private func view(_ context: AgentContext) -> KnowledgeView {
        KnowledgeView(localizer: context.localizer, now: now(), mayWrite: context.agent.role >= .agent)
    }

    private func page<Model: PageModel>(
        _ model: Model, _ title: String, _ problem: Problem? = nil, _ request: Request,
        _ context: AgentContext
    ) throws -> Response {
        try pages.page(
            model, title: title, section: "knowledge", status: problem?.status ?? .ok, request: request,
            in: context)
    }

    /// What was done just before, in words.
    private func notice(_ request: Request, _ context: AgentContext) throws -> String? {
        try request.query()["done"].flatMap { context.localizer.strings["knowledge.done.\($0)"] }
    }

    // MARK: The list

    @Sendable func list(_ request: Request, _ context: AgentContext) async throws -> Response {
        try await list(nil, request, context)
    }

    private func list(_ problem: Problem?, _ request: Request, _ context: AgentContext) async throws
        -> Response
    {
        let (documents, imports, gaps) = try await database.tenant(context.scope) { tx in
            (
                try await Knowledge.documents(tx), try await Knowledge.imports(tx, limit: 8),
                try await Knowledge.countOpenGaps(tx)
            )
        }
        let view = view(context)
        let model = view.list(
            documents, imports, gaps: gaps, query: try request.query(),
            notice: try notice(request, context),
            problem: problem.map { view.words($0.code) })
        return try page(model, context.localizer("knowledge.title"), problem, request, context)
    }

    // MARK: One document

    @Sendable func newForm(_ request: Request, _ context: AgentContext) async throws -> Response {
        try context.require(.agent)
        let query = try request.query()
        let wanted = Self.ids(query["gaps"])
        let gaps = try await openGaps(wanted, context)
        let view = view(context)
        var draft = view.draft(answering: gaps)
        if let asked = query["q"].map(Words.oneLine), !asked.isEmpty, gaps.isEmpty {
            draft = KnowledgeDraft(
                title: String(asked.prefix(200)), kind: "faq", content: "## \(asked.prefix(200))\n\n")
        }
        return try page(
            view.form(nil, draft, gaps: gaps), context.localizer("knowledge.new"), nil, request, context)
    }

    private func openGaps(_ ids: [UUID], _ context: AgentContext) async throws -> [KnowledgeGap] {
        guard !ids.isEmpty else { return [] }
        let wanted = Set(ids)
        return try await database.tenant(context.scope) { try await Knowledge.openGaps($0) }.filter {
            wanted.contains($0.id)
        }
    }

    @Sendable func create(_ request: Request, _ context: AgentContext) async throws -> Response {
        try context.require(.agent)
        return try await save(nil, request, context)
    }

    @Sendable func change(_ request: Request, _ context: AgentContext) async throws -> Response {
        try context.require(.agent)
        return try await save(try context.parameters.id("id"), request, context)
    }

    /// A form that cannot be stored comes back as it was filled in.
    private func save(_ id: UUID?, _ request: Request, _ context: AgentContext) async throws
        -> Response
    {
        let form = try await request.form(limit: 3 * KnowledgeDraft.contentLimit)
        let gaps = Self.ids(form["gaps"])
        let known = try await stored(id, context)
        if id != nil, known == nil { throw Problem.notFound }
        var draft = Self.draft(form)
        do {
            (draft.validFrom, draft.validUntil) = try await desk.days(
                form["valid_from"], form["valid_until"], in: context.scope)
            let saved = try await desk.save(
                draft, as: id, answering: gaps, by: context.agent.name, in: context.scope)
            return .redirect(
                to: gaps.isEmpty
                    ? "/knowledge/docs/\(saved.lowercase)?done=saved" : "/knowledge/gaps?done=answered")
        } catch let problem as Problem where problem.isRefusal {
            let view = view(context)
            let model = view.form(
                known?.document, draft, versions: known?.versions ?? [],
                gaps: try await openGaps(gaps, context),
                dates: (form["valid_from"] ?? "", form["valid_until"] ?? ""),
                problem: view.words(problem.code))
            return try page(
                model, known?.document.title ?? context.localizer("knowledge.new"), problem, request,
                context)
        }
    }

    private static func draft(_ form: Form) -> KnowledgeDraft {
        let content = (form["content"] ?? "").replacing("\r\n", with: "\n")
        return KnowledgeDraft(
            title: Words.oneLine(form["title"] ?? ""), kind: form["kind"] ?? "policy",
            format: form["format"] ?? "markdown",
            content: content.trimmingWhitespace.isEmpty ? "" : content,
            priority: min(max(Int(form["priority"]?.trimmingWhitespace ?? "") ?? 0, -1_000), 1_000),
            status: form["status"] ?? "published")
    }

    private func stored(_ id: UUID?, _ context: AgentContext) async throws -> (
        document: KnowledgeDocument, versions: [KnowledgeVersion]
    )? {
        guard let id else { return nil }
        return try await database.tenant(context.scope) { tx in
            guard let document = try await Knowledge.document(tx, id) else { return nil }
            return (document, try await Knowledge.versions(of: id, tx))
        }
    }

    @Sendable func show(_ request: Request, _ context: AgentContext) async throws -> Response {
        guard let found = try await stored(try context.parameters.id("id"), context) else {
            throw Problem.notFound
        }
        let model = view(context).form(
            found.document, KnowledgeDraft(found.document), versions: found.versions,
            notice: try notice(request, context))
        return try page(model, found.document.title, nil, request, context)
    }

    @Sendable func delete(_ request: Request, _ context: AgentContext) async throws -> Response {
        try context.require(.agent)
        _ = try await request.form()
        let id = try context.parameters.id("id")
        guard try await database.tenant(context.scope, { try await Knowledge.delete($0, id) }) else {
            throw Problem.notFound
        }
        return .redirect(to: "/knowledge?done=deleted")
    }

    @Sendable func showVersion(_ request: Request, _ context: AgentContext) async throws -> Response {
        let (id, number) = (try context.parameters.id("id"), try Self.number(context))
        let found = try await database.tenant(context.scope) {
            try await Knowledge.version(number, of: id, $0)
        }
        guard let found else { throw Problem.notFound }
        return try page(view(context).version(found, of: id), found.title, nil, request, context)
    }

    @Sendable func restore(_ request: Request, _ context: AgentContext) async throws -> Response {
        try context.require(.agent)
        _ = try await request.form()
        let id = try context.parameters.id("id")
        try await desk.restore(
            try Self.number(context), of: id, by: context.agent.name, in: context.scope)
        return .redirect(to: "/knowledge/docs/\(id.lowercase)?done=restored")
    }

    private static func number(_ context: AgentContext) throws -> Int {
        guard let number = context.parameters.get("version").flatMap({ Int32($0) }) else {
            throw Problem.notFound
        }
        return Int(number)
    }

    // MARK: Imports

    @Sendable func imports(_ request: Request, _ context: AgentContext) async throws -> Response {
        let all = try await database.tenant(context.scope) { try await Knowledge.imports($0, limit: 8) }
        let model = view(context).imports(all)
        if try request.query()["part"] != nil {
            return .fragment(try pages.fragment(model, in: context))
        }
        return .redirect(to: "/knowledge")
    }

    private struct Uploaded: Encodable { let id: String }
    private struct Refusal: Encodable { let error, message: String }

    /// A script sends each file itself as a body; the form brings an address or a pasted text.
    @Sendable func upload(_ request: Request, _ context: AgentContext) async throws -> Response {
        try context.require(.agent)
        let isForm =
            request.headers[.contentType]?.hasPrefix("application/x-www-form-urlencoded") == true
        do {
            guard isForm else {
                let query = try request.query()
                let content = Array(try await request.bytes(limit: Knowledge.fileLimit).readableBytesView)
                let id = try await desk.importFile(
                    content, name: query["name"] ?? "", kind: query["kind"] ?? "policy",
                    by: context.agent.name,
                    in: context.scope)
                return try .json(Uploaded(id: id.lowercase), status: .created)
            }
            let form = try await request.form()
            _ = try await desk.importPage(
                form["url"] ?? "", kind: form["kind"] ?? "policy", by: context.agent.name, in: context.scope
            )
            return .redirect(to: "/knowledge?done=import#imports")
        } catch let problem as Problem where problem.isRefusal || problem.status == .contentTooLarge {
            if isForm { return try await list(problem, request, context) }
            return try .json(
                Refusal(error: problem.code, message: view(context).words(problem.code)),
                status: problem.status)
        }
    }

    // MARK: Gaps and test

    @Sendable func gaps(_ request: Request, _ context: AgentContext) async throws -> Response {
        let all = try await database.tenant(context.scope) { try await Knowledge.openGaps($0) }
        let model = view(context).gaps(all, notice: try notice(request, context))
        return try page(model, context.localizer("knowledge.gaps.title"), nil, request, context)
    }

    @Sendable func dismiss(_ request: Request, _ context: AgentContext) async throws -> Response {
        try context.require(.agent)
        let ids = Self.ids(try await request.form()["gaps"])
        try await database.tenant(context.scope) {
            try await Knowledge.closeGaps(ids, answeredBy: nil, tx: $0)
        }
        return .redirect(to: "/knowledge/gaps?done=dismissed")
    }

    /// Asking costs what an answer costs, so it is for those who write.
    @Sendable func test(_ request: Request, _ context: AgentContext) async throws -> Response {
        try context.require(.agent)
        let question = (try request.query()["q"] ?? "").trimmingWhitespace
        var result: KnowledgeTestPage.Result?
        var problem: String?
        if question.utf8.count > 2_000 {
            problem = view(context).words("invalid_question")
        } else if !question.isEmpty {
            let found = try await trial.ask(question, looksAnyway: true, in: context.scope.tenant)
            result = view(context).result(found, question: question)
        }
        let model = KnowledgeTestPage(
            question: String(question.prefix(2_000)), problem: problem, result: result)
        return try page(model, context.localizer("knowledge.test.title"), nil, request, context)
    }

    /// A list of ids as a form carries it; what is none is left out.
    private static func ids(_ text: String?) -> [UUID] {
        (text ?? "").split(separator: ",").prefix(200).compactMap { UUID(uuidString: String($0)) }
    }
}
