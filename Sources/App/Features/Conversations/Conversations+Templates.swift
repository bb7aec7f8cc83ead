import Domain
import Foundation
import HTTPTypes
import Hummingbird
import Postgres
import Web

/// `/support/{id}/templates`: what may be sent when the window is closed, and while it is open.
extension ConversationRoutes {
    @Sendable func pickTemplate(_ request: Request, _ context: AgentContext) async throws -> Response {
        try context.require(.agent)
        let id = try context.parameters.id("id")
        let use = try request.query()["use"].flatMap { UUID(uuidString: $0) }
        let (templates, name) = try await usable(id, context)
        guard let chosen = templates.first(where: { $0.id == use }) else {
            return try picker(
                TemplatePicker(templates, for: id, mayWrite: context.agent.role >= .admin, context.localizer), request,
                context)
        }
        let filling = TemplatePicker.Filling(
            template: chosen, values: Self.known(chosen, customer: name), clientKey: UUID.v7().lowercase)
        return try picker(
            TemplatePicker(templates, for: id, filling, mayWrite: context.agent.role >= .admin, context.localizer),
            request, context)
    }

    /// A variable that asks for the customer's name has one already.
    static func known(_ template: MessageTemplate, customer: String) -> [String: String] {
        let first = String(customer.split(separator: " ").first ?? "")
        guard !first.isEmpty, first.contains(where: \.isLetter) else { return [:] }
        var values: [String: String] = [:]
        for slot in template.form.slots where ["nome", "name", "nombre", "cliente"].contains(slot.name.lowercased()) {
            values[slot.name] = first
        }
        return values
    }

    private func usable(_ id: UUID, _ context: AgentContext) async throws -> ([MessageTemplate], String) {
        let results = try await database.tenant(context.scope) {
            try await $0.commit([
                Conversations.lines([id], tx: $0), MessageTemplates.usable(inConversation: id, tx: $0),
            ])
        }
        guard results.count == 2, let row = results[0].rows.first else { throw Problem.notFound }
        return (try results[1].rows.map(MessageTemplate.init), try Conversations.line(row).name)
    }

    private func picker(
        _ model: TemplatePicker, status: HTTPResponse.Status = .ok, _ request: Request, _ context: AgentContext
    ) throws -> Response {
        if try request.query()["part"] == "picker" {
            var response = Response.fragment(try pages.fragment(model, in: context))
            response.status = status
            return response
        }
        return try pages.page(
            TemplatePickerPage(picker: model), title: context.localizer("picker.title"), section: "support",
            status: status, request: request, in: context)
    }

    private struct Sent: Encodable { let ok = true }

    @Sendable func sendTemplate(_ request: Request, _ context: AgentContext) async throws -> Response {
        try context.require(.agent)
        let id = try context.parameters.id("id")
        let (templates, _) = try await usable(id, context)
        let form = try await request.form()
        let key = try form.required("client_key", maxBytes: 200)
        let chosen = templates.first { $0.id == form.text("template").flatMap { UUID(uuidString: $0) } }
        var values: [String: String] = [:]
        for slot in chosen?.form.slots ?? [] { values[slot.name] = form.text("value.\(slot.name)") }
        let link = form.text("link")
        do {
            guard let chosen else { throw Problem.unknownTemplate }
            let template = OutgoingTemplate(.id(chosen.id), values: values, media: link.map { .link($0) })
            _ = try await desk.sendTemplate(id, template, key: key, by: context.actor, context.localizer)
        } catch let problem as Problem where problem.status == .conflict || problem.status == .unprocessableContent {
            let words = context.localizer.strings["notice.\(problem.code)"] ?? context.localizer("error.failed")
            var filling = chosen.map {
                TemplatePicker.Filling(
                    template: $0, values: values, link: link ?? "", clientKey: key, problem: words)
            }
            for fault in problem.faults {
                guard fault.place.hasPrefix("variables.") else {
                    filling?.problem = fault.message
                    continue
                }
                filling?.errors[String(fault.place.dropFirst("variables.".count))] = fault.message
            }
            return try picker(
                TemplatePicker(templates, for: id, filling, mayWrite: false, context.localizer), status: problem.status,
                request, context)
        }
        if request.wantsPage { return .redirect(to: "/support/\(id.lowercase)") }
        return try .json(Sent())
    }
}
