import Domain
import Foundation
import Hummingbird
import Postgres
import Web

/// `/contacts`: pages and their forms.
package struct ContactRoutes: Sendable {
    let book: ContactBook
    let pages: Pages
    /// Nil where nobody can be told anything in a browser.
    let invitations: PushInvitations?
    var database: Database { book.database }

    package init(book: ContactBook, pages: Pages, invitations: PushInvitations? = nil) {
        self.book = book
        self.pages = pages
        self.invitations = invitations
    }

    package func add(to agents: some RouterMethods<AgentContext>) {
        agents.get("contacts", use: list)
        agents.get("contacts/new", use: newForm)
        agents.post("contacts", use: create)
        agents.get("contacts/:id", use: show)
        addMerging(to: agents)
        addTables(to: agents)
        addMail(to: agents)
        addConsentsAndFields(to: agents)
        agents.post("contacts/:id") { request, context in
            try await act(request, context) { id, form in try await book.edit(id, Self.edit(form), by: context.actor) }
        }
        for isBlocked in [true, false] {
            agents.post("contacts/:id/\(isBlocked ? "block" : "unblock")") { request, context in
                try await act(request, context) { id, _ in try await book.setBlocked(isBlocked, id, by: context.actor) }
            }
        }
        agents.post("contacts/:id/tags") { request, context in
            try await act(request, context) { id, form in
                try await book.addTags([form["tag"] ?? ""], to: id, by: context.actor)
            }
        }
        agents.post("contacts/:id/tags/remove") { request, context in
            try await act(request, context) { id, form in
                try await book.removeTag(form["tag"] ?? "", of: id, by: context.actor)
            }
        }
        agents.post("contacts/:id/notes") { request, context in
            try await act(request, context) { id, form in
                try await book.addNote(form["text"] ?? "", to: id, by: context.actor)
            }
        }
        agents.post("contacts/:id/notes/:note/remove") { request, context in
            let note = try context.parameters.id("note")
            return try await act(request, context) { id, _ in try await book.removeNote(note, of: id, by: context.actor)
            }
        }
        agents.post("contacts/:id/addresses") { request, context in
            try await act(request, context) { id, form in
                try await book.addAddress(form["address"] ?? "", to: id, by: context.actor)
            }
        }
        agents.post("contacts/:id/addresses/remove") { request, context in
            try await act(request, context) { id, form in
                guard let reference = IdentityReference(form["reference"] ?? "") else { throw Problem.notFound }
                try await book.removeIdentity(reference, of: id, by: context.actor)
            }
        }
    }

    // MARK: Reading

    @Sendable func list(_ request: Request, _ context: AgentContext) async throws -> Response {
        let query = ContactQuery(try request.query())
        let results = try await database.tenant(context.scope) { tx in
            try await tx.commit([Contacts.page(query, tx: tx)] + Contacts.choices(tx: tx))
        }
        guard results.count == 3 else { throw Problem.unavailable() }
        let model = view(context).list(
            query, lines: try results[0].rows.map(Contacts.line), channels: try results[1].rows.map { try $0(0) },
            tags: try results[2].rows.map { try $0("tag") })
        return try pages.page(
            model, title: context.localizer("contacts.title"), section: "contacts", request: request, in: context)
    }

    @Sendable func show(_ request: Request, _ context: AgentContext) async throws -> Response {
        try await page(of: context.parameters.id("id"), request, context)
    }

    /// The contact's page; that of the survivor for one that was merged.
    func page(
        of id: UUID, notice: String? = nil, draft: ContactEdit? = nil, status: HTTPResponse.Status = .ok,
        _ request: Request, _ context: AgentContext
    ) async throws -> Response {
        guard let facts = try await database.tenant(context.scope, { try await Contacts.facts(id, tx: $0) }) else {
            throw Problem.notFound
        }
        if let survivor = facts.mergedInto { return .redirect(to: "/contacts/\(survivor.lowercase)") }
        let choices = try await database.tenant(context.scope) { try await $0.commit(Contacts.choices(tx: $0)) }
        let tags: [String] = try choices.last?.rows.map { try $0("tag") } ?? []
        let model = view(context).person(
            facts, knownTags: tags, me: context.agent.userID,
            invitations: try await invitations(of: facts, request, context), notice: notice, draft: draft)
        return try pages.page(
            model, title: model.name, section: "contacts", status: status, request: request, in: context)
    }

    /// Addresses behind which the contact turns on notices in his browser: one an account that shows such. Made anew each time; none is
    /// stored.
    private func invitations(
        of facts: ContactFacts, _ request: Request, _ context: AgentContext
    ) async throws -> [(name: String, url: String)] {
        guard let invitations, context.agent.role >= .agent, !facts.isBlocked else { return [] }
        let tenant = context.scope.tenant
        let site = invitations.publicURL ?? context.site(of: request)
        return try await database.tenant(context.scope) { try await CustomerPush.accounts(tx: $0) }.map {
            let invited = PushInvitations.Invited(tenant: tenant, account: $0.account, contact: facts.id)
            return ($0.name, site + invitations.path(invited, now: Date()))
        }
    }

    @Sendable func newForm(_ request: Request, _ context: AgentContext) async throws -> Response {
        try context.require(.agent)
        return try newPage(try request.query(), nil, request, context)
    }

    private func newPage(
        _ form: Form, _ refused: Problem?, _ request: Request, _ context: AgentContext
    ) throws -> Response {
        let model = NewContactPage(
            notice: refused.map { view(context).words($0.code) }, name: form["name"] ?? "", phone: form["phone"] ?? "",
            email: form["email"] ?? "", tags: form["tags"] ?? "")
        return try pages.page(
            model, title: context.localizer("contacts.new.title"), section: "contacts", status: refused?.status ?? .ok,
            request: request, in: context)
    }

    func view(_ context: AgentContext) -> ContactsView {
        ContactsView(localizer: context.localizer, role: context.agent.role, now: Date())
    }

    // MARK: Writing

    @Sendable func create(_ request: Request, _ context: AgentContext) async throws -> Response {
        try context.require(.agent)
        let form = try await request.form()
        do {
            let wanted = NewContact(
                name: form["name"], email: form["email"], phone: form["phone"], tags: [form["tags"] ?? ""])
            let id = try await book.create(wanted, by: context.actor)
            return .redirect(to: "/contacts/\(id.lowercase)")
        } catch let problem as Problem where problem.isRefusal {
            return try newPage(form, problem, request, context)
        }
    }

    private static func edit(_ form: Form) -> ContactEdit {
        ContactEdit(name: form["name"], email: form["email"], locale: form["locale"])
    }

    /// A form of the contact's page: back to it afterwards, or to it with what was refused.
    func act(
        _ request: Request, _ context: AgentContext, _ work: (UUID, Form) async throws -> Void
    ) async throws -> Response {
        try context.require(.agent)
        let id = try context.parameters.id("id")
        let form = try await request.form()
        do {
            try await work(id, form)
        } catch let problem as Problem where problem.isRefusal {
            return try await page(
                of: id, notice: problem.code, draft: Self.edit(form), status: problem.status, request, context)
        }
        return .redirect(to: "/contacts/\(id.lowercase)")
    }
}

extension Problem {
    /// Something the person can put right.
    var isRefusal: Bool { status == .conflict || status == .unprocessableContent }
}
