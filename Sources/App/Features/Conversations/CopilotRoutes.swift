import Domain
import Foundation
import HTTPTypes
import Hummingbird
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
                guard let help = try await copilot.help(order, in: id, of: context.scope.tenant) else {
                    throw Problem.notFound
                }
                return try .json(HelpJSON(help, context.localizer))
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
            guard let help = try await copilot.help(order, in: id, of: context.scope.tenant) else {
                throw Problem.notFound
            }
            return try .json(HelpJSON(help, context.visitor.localizer))
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
