import Domain
import Foundation
import HTTPTypes
import Hummingbird
import Web

/// `/settings/templates`: everybody in the shop sees the templates and how they stand; owners and admins write them.
package struct TemplateRoutes: Sendable {
    let studio: TemplateStudio
    let pages: Pages

    package init(studio: TemplateStudio, pages: Pages) {
        self.studio = studio
        self.pages = pages
    }

    package func add(to agents: some RouterMethods<AgentContext>) {
        agents.get("settings/templates", use: list)
        agents.post("settings/templates", use: create)
        agents.get("settings/templates/new", use: form)
        agents.post("settings/templates/check", use: check)
        agents.post("settings/templates/sync", use: sync)
        agents.post("settings/templates/files", use: upload)
        agents.get("settings/templates/files/:id") { _, context in
            try await studio.serve(context.parameters.id("id"), as: context.scope)
        }
        agents.get("settings/templates/:id", use: show)
        agents.post("settings/templates/:id", use: change)
        agents.get("settings/templates/:id/edit", use: edit)
        agents.post("settings/templates/:id/submit", use: submit)
        agents.post("settings/templates/:id/delete", use: remove)
    }

    // MARK: Reading

    @Sendable func list(_ request: Request, _ context: AgentContext) async throws -> Response {
        let query = try request.query()
        let done = query["done"].flatMap { word in
            context.localizer.strings["templates.done.\(word)"].map { _ in
                context.localizer(
                    "templates.done.\(word)",
                    [
                        "added": number(query["added"]), "changed": number(query["changed"]),
                        "gone": number(query["gone"]),
                    ])
            }
        }
        return try await list(notice: done, request, context)
    }

    private func number(_ text: String?) -> String { String(text.flatMap { Int($0) } ?? 0) }

    private func list(notice: String? = nil, problem: Problem? = nil, _ request: Request, _ context: AgentContext)
        async throws -> Response
    {
        let (templates, businesses) = try await studio.database.tenant(context.scope) { tx in
            (try await MessageTemplates.all(tx), try await MessageTemplates.businesses(tx))
        }
        let model = TemplatesPage(
            templates, businesses, canChange: context.agent.role >= .admin, notice: notice,
            problem: problem.map { words($0, context) }, now: studio.now(), context.localizer)
        return try page(model, context.localizer("templates.title"), status: problem?.status ?? .ok, request, context)
    }

    @Sendable func show(_ request: Request, _ context: AgentContext) async throws -> Response {
        let done = try request.query()["done"].flatMap { context.localizer.strings["templates.done.\($0)"] }
        return try await show(context.parameters.id("id"), notice: done, request, context)
    }

    private func show(
        _ id: UUID, notice: String? = nil, problem: Problem? = nil, _ request: Request, _ context: AgentContext
    ) async throws -> Response {
        let found = try await studio.database.tenant(context.scope) { tx in
            (try await MessageTemplates.template(id, tx), try await MessageTemplates.businesses(tx))
        }
        guard let template = found.0 else { throw Problem.notFound }
        let businesses = found.1
        let faults = problem?.code == "template_invalid" ? problem?.faults ?? [] : []
        let model = TemplatePage(
            template, businesses, isAdmin: context.agent.role >= .admin,
            .init(
                notice: notice, problem: problem.map { words($0, context) }, problems: faults.map(\.message),
                now: studio.now()), context.localizer)
        return try page(model, template.name, status: problem?.status ?? .ok, request, context)
    }

    /// Empty, or a copy of another (`?from=`).
    @Sendable func form(_ request: Request, _ context: AgentContext) async throws -> Response {
        try context.require(.admin)
        var document = TemplateDocument(name: "")
        var business: String?
        if let id = try request.query()["from"].flatMap({ UUID(uuidString: $0) }) {
            let template = try await studio.template(id, as: context.scope)
            guard let copy = template.document else { throw Problem.notFound }
            document = copy
            document.name = String(copy.name.prefix(500)) + "_2"
            business = template.businessAccount
        }
        return try await form(
            .init(document: document, business: business, isFresh: true), request, context)
    }

    @Sendable func edit(_ request: Request, _ context: AgentContext) async throws -> Response {
        try context.require(.admin)
        let template = try await studio.template(context.parameters.id("id"), as: context.scope)
        guard template.mayChange, let document = template.document else {
            return try await show(template.id, problem: .templateFixed, request, context)
        }
        return try await form(
            .init(
                document: document, id: template.id, state: template.state, business: template.businessAccount,
                isFresh: true), request, context)
    }

    func form(
        _ subject: TemplateFormPage.Subject, status: HTTPResponse.Status = .ok, _ request: Request,
        _ context: AgentContext
    ) async throws -> Response {
        let businesses = try await studio.database.tenant(context.scope) { try await MessageTemplates.businesses($0) }
        let model = TemplateFormPage(subject, businesses, context.localizer)
        return try page(model, model.title, status: status, request, context)
    }

    // MARK: Writing

    @Sendable func create(_ request: Request, _ context: AgentContext) async throws -> Response {
        try await write(nil, request, context)
    }

    @Sendable func change(_ request: Request, _ context: AgentContext) async throws -> Response {
        try context.require(.admin)
        return try await write(studio.template(context.parameters.id("id"), as: context.scope), request, context)
    }

    /// Keeps what was written, and hands it in where that was asked. Whatever goes wrong, nothing of it is lost.
    private func write(_ known: MessageTemplate?, _ request: Request, _ context: AgentContext) async throws -> Response
    {
        try context.require(.admin)
        let form = try await request.form()
        var document = TemplateDocument(form)
        if let known, !known.isDraft { (document.name, document.language) = (known.name, known.language) }
        var subject = TemplateFormPage.Subject(
            document: document, id: known?.id, state: known?.state ?? "draft",
            business: known?.businessAccount ?? form.text("business"), isFresh: false)
        if form["act"] == "preview" { return try await self.form(subject, request, context) }
        do {
            if form["act"] == "submit", !document.problems.isEmpty {
                throw Problem.template(document.problems, context.localizer)
            }
            let id = try await studio.save(document, over: known?.id, business: subject.business, as: context.scope)
            subject.id = id
            guard form["act"] == "submit" else {
                return .redirect(to: "/settings/templates/\(id.lowercase)?done=saved")
            }
            try await studio.submit(id, as: context.scope, context.localizer)
            return .redirect(to: "/settings/templates/\(id.lowercase)?done=submitted")
        } catch let problem as Problem where problem.isTellable {
            subject.problem = words(problem, context)
            return try await self.form(subject, status: problem.status, request, context)
        }
    }

    @Sendable func submit(_ request: Request, _ context: AgentContext) async throws -> Response {
        try context.require(.admin)
        let id = try context.parameters.id("id")
        do {
            try await studio.submit(id, as: context.scope, context.localizer)
        } catch let problem as Problem where problem.isTellable {
            return try await show(id, problem: problem, request, context)
        }
        return .redirect(to: "/settings/templates/\(id.lowercase)?done=submitted")
    }

    @Sendable func remove(_ request: Request, _ context: AgentContext) async throws -> Response {
        try context.require(.admin)
        let id = try context.parameters.id("id")
        _ = try await studio.template(id, as: context.scope)
        guard try await request.form()["sure"] == "yes" else {
            return .redirect(to: "/settings/templates/\(id.lowercase)")
        }
        do {
            try await studio.delete(id, as: context.scope)
        } catch let problem as Problem where problem.isTellable {
            return try await show(id, problem: problem, request, context)
        }
        return .redirect(to: "/settings/templates?done=deleted")
    }

    @Sendable func sync(_ request: Request, _ context: AgentContext) async throws -> Response {
        try context.require(.agent)
        var sum = TemplateSyncReport()
        do {
            let businesses = try await studio.database.tenant(context.scope) {
                try await MessageTemplates.businesses($0)
            }
            for business in businesses {
                let report = try await studio.sync(business.id, context.scope.tenant)
                sum.added += report.added
                sum.changed += report.changed
                sum.gone += report.gone
            }
        } catch let problem as Problem where problem.isTellable {
            return try await list(problem: problem, request, context)
        }
        return .redirect(
            to: "/settings/templates?done=synced&added=\(sum.added)&changed=\(sum.changed)&gone=\(sum.gone)")
    }
}
