import Domain
import Foundation
import Hummingbird
import Postgres
import Web

extension ContactRoutes {
    func addConsentsAndFields(to agents: some RouterMethods<AgentContext>) {
        agents.post("contacts/:id/consents") { request, context in
            try await act(request, context) { id, form in
                try await book.decide(
                    form["purpose"] ?? "", channel: form["channel"] ?? "", granted: form["decision"] == "granted",
                    source: form["source"] ?? "", of: id, by: context.actor)
            }
        }
        agents.post("contacts/:id/fields") { request, context in
            try await act(request, context) { id, form in
                try await book.setFields(Self.fields(form), of: id, by: context.actor)
            }
        }
        agents.get("contacts/fields") { request, context in try await fieldsPage(nil, nil, request, context) }
        agents.post("contacts/fields") { request, context in
            try await manage(request, context) { form in
                try await book.addField(
                    form["label"] ?? "", type: form["type"] ?? "", options: [form["options"] ?? ""], by: context.actor)
            }
        }
        agents.post("contacts/fields/:field/archive") { request, context in
            let field = try context.parameters.id("field")
            return try await manage(request, context) { _ in try await book.archiveField(field, by: context.actor) }
        }
    }

    /// `f<id of the field>`: at most as many as a form may have fields.
    private static func fields(_ form: Form) -> [UUID: String] {
        var typed: [UUID: String] = [:]
        for name in form.names where name.hasPrefix("f") {
            if let id = UUID(uuidString: String(name.dropFirst())) { typed[id] = form[name] }
        }
        return typed
    }

    private func manage(
        _ request: Request, _ context: AgentContext, _ work: (Form) async throws -> Void
    ) async throws -> Response {
        try context.require(.admin)
        let form = try await request.form()
        do {
            try await work(form)
        } catch let problem as Problem where problem.isRefusal {
            return try await fieldsPage(problem, form, request, context)
        }
        return .redirect(to: "/contacts/fields")
    }

    private func fieldsPage(
        _ refused: Problem?, _ form: Form?, _ request: Request, _ context: AgentContext
    ) async throws -> Response {
        try context.require(.admin)
        let results = try await database.tenant(context.scope) {
            try await $0.commit([Contacts.fields(of: nil, tx: $0)])
        }
        let all = try results.first?.rows.map(ContactField.init) ?? []
        return try pages.page(
            view(context).fields(all, notice: refused?.code, form: form),
            title: context.localizer("contacts.fields.title"),
            section: "contacts", status: refused?.status ?? .ok, request: request, in: context)
    }
}
