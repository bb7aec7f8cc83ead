import Domain
import Foundation
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import Web

/// `/support/{id}/copilot` and `/api/conversations/{id}/copilot`: help with writing. The answer is text for the agent; nothing is sent.
package struct CopilotRoutes: Sendable {
    let copilot: Copilot

    package init(copilot: Copilot) { self.copilot = copilot }

    package func add(to agents: some RouterMethods<AgentContext>) {
        agents.post("support/:id/copilot") { request, context -> Response in
            try context.require(.agent)
            let id = try context.parameters.id("id")
            let form = try await request.form()
            let task = form["task"].flatMap(CopilotTask.init(rawValue:)) ?? .suggest
            let order = Copilot.Order(task: task, text: form["content"] ?? "", manner: form["manner"] ?? "")
            do {
                return try await answer(
                    order, in: id, of: context.scope.tenant, request, context.channel, context.localizer,
                    context.logger)
            } catch let problem as Problem where problem.status == .unprocessableContent {
                let words = context.localizer.strings["notice.\(problem.code)"] ?? context.localizer("error.failed")
                return try .json(Refusal(error: problem.code, message: words), status: problem.status)
            }
        }
    }

    package func add(toAPI api: some RouterMethods<ApiContext>) {
        api.post("api/conversations/:id/copilot") { request, context -> Response in
            try context.require(.write)
            let id = try context.parameters.id("id")
            let body = try await request.json(as: Body.self)
            guard let task = CopilotTask(rawValue: body.task ?? "suggest") else {
                throw Problem.unprocessable("invalid_task")
            }
            let order = Copilot.Order(task: task, text: body.text ?? "", manner: body.manner ?? "")
            return try await answer(
                order, in: id, of: context.scope.tenant, request, context.channel, context.visitor.localizer,
                context.logger)
        }
    }

    /// The help whole, or as it comes where the client asks for events.
    private func answer(
        _ order: Copilot.Order, in conversation: UUID, of tenant: TenantID, _ request: Request, _ channel: any Channel,
        _ localizer: Localizer, _ logger: Logger
    ) async throws -> Response {
        guard let turn = try await copilot.begin(order, in: conversation, of: tenant) else { throw Problem.notFound }
        guard request.wantsEvents else {
            return try .json(HelpJSON(try await copilot.help(order, turn), localizer))
        }
        return EventStream.response(on: channel, localizer, logger: logger) { [copilot] tell in
            let help = try await copilot.help(order, turn) { tell(ServerEvent($0, localizer)) }
            tell(try ServerEvent(name: "done", json: HelpJSON(help, localizer)))
        }
    }

    private struct Body: Decodable {
        let task, text, manner: String?
    }

    private struct Refusal: Encodable {
        let error: String
        let message: String
    }

    private struct HelpJSON: Encodable {
        let text, author: String
        let sources: [String]
        let warning: String?
        let note: String?

        init(_ help: Copilot.Help, _ localizer: Localizer) {
            text = help.text
            author = help.author
            sources = help.sources
            warning = help.warning
            note =
                help.warning.map {
                    localizer("copilot.warning.\($0)", ["facts": help.details.joined(separator: ", ")])
                } ?? (help.author == "offline" ? localizer("copilot.offline") : nil)
        }
    }
}
