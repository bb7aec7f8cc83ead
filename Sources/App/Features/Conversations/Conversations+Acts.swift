import Domain
import Foundation
import HTTPTypes
import Hummingbird
import Web

/// The forms of the open conversation. A browser without scripts is led back to the page; a script gets JSON.
extension ConversationRoutes {
    func act(_ verb: Verb, _ request: Request, _ context: AgentContext) async throws -> Response {
        try context.require(.agent)
        let id = try context.parameters.id("id")
        let form = try await request.form()
        return try await answer(id, form, request, context) { try await perform(verb, on: id, by: context.actor) }
    }

    private func perform(_ verb: Verb, on id: UUID, by actor: ConversationDesk.Actor) async throws {
        switch verb {
        case .takeover: try await desk.takeOver(id, by: actor)
        case .handback: try await desk.handBack(id, by: actor)
        case .resolve: try await desk.resolve(id, by: actor)
        case .reopen: try await desk.reopen(id, by: actor)
        case .close: try await desk.close(id, by: actor)
        case .spam: try await desk.markSpam(id, by: actor)
        case .unspam: try await desk.unmarkSpam(id, by: actor)
        case .assign: try await desk.assignToMe(id, by: actor)
        case .unassign: try await desk.unassign(id, by: actor)
        }
    }

    @Sendable func write(_ request: Request, _ context: AgentContext) async throws -> Response {
        try context.require(.agent)
        let id = try context.parameters.id("id")
        let form = try await request.form()
        let text = form["content"] ?? ""
        let key = try form.required("client_key", maxBytes: 200)
        return try await answer(id, form, text: text, request, context) {
            if form["kind"] == "note" {
                _ = try await desk.addNote(id, text: text, key: key, by: context.actor)
            } else {
                _ = try await desk.reply(id, text: text, key: key, by: context.actor)
            }
        }
    }

    @Sendable func retry(_ request: Request, _ context: AgentContext) async throws -> Response {
        try context.require(.agent)
        let id = try context.parameters.id("id")
        let message = try context.parameters.id("message")
        let form = try await request.form()
        return try await answer(id, form, request, context) { try await desk.retry(message, in: id, by: context.actor) }
    }

    @Sendable func seen(_ request: Request, _ context: AgentContext) async throws -> Response {
        try context.require(.agent)
        try await desk.markSeen(context.parameters.id("id"), by: context.actor)
        return Response(status: .noContent)
    }

    private struct Done: Encodable { let ok = true }
    private struct Refusal: Encodable {
        let error: String
        let message: String
    }

    /// What the domain refuses is said in the reader's words; what was written is given back.
    private func answer(
        _ id: UUID, _ form: Form, text: String = "", _ request: Request, _ context: AgentContext,
        _ work: () async throws -> Void
    ) async throws -> Response {
        let keep = try Form(parsing: (form["keep"] ?? "").utf8.drop { $0 == UInt8(ascii: "?") })
        do {
            try await work()
        } catch let problem as Problem where problem.status == .conflict || problem.status == .unprocessableContent {
            if request.wantsPage {
                return try await wholePage(
                    id, form: keep, notice: problem.code, text: text, status: problem.status, request, context)
            }
            let words = context.localizer.strings["notice.\(problem.code)"] ?? context.localizer("error.failed")
            return try .json(Refusal(error: problem.code, message: words), status: problem.status)
        }
        if request.wantsPage {
            return .redirect(to: "/support/\(id.lowercase)\(InboxQuery(keep).text)")
        }
        return try .json(Done())
    }
}
