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
                let draft = try ReplyDraft(form, listLabel: context.localizer("composer.options.open"))
                _ = try await desk.reply(id, draft, key: key, by: context.actor)
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

    @Sendable func react(_ request: Request, _ context: AgentContext) async throws -> Response {
        try context.require(.agent)
        let id = try context.parameters.id("id")
        let message = try context.parameters.id("message")
        let form = try await request.form()
        return try await answer(id, form, request, context) {
            try await desk.react(form["emoji"] ?? "", to: message, in: id, by: context.actor)
        }
    }

    /// `decision`: accept (`answer` is the text as it now is) or discard.
    @Sendable func decideDraft(_ request: Request, _ context: AgentContext) async throws -> Response {
        try context.require(.agent)
        let id = try context.parameters.id("id")
        let draft = try context.parameters.id("draft")
        let form = try await request.form()
        return try await answer(id, form, request, context) {
            if form["decision"] == "discard" {
                try await desk.discardDraft(draft, in: id, by: context.actor)
            } else {
                try await desk.acceptDraft(draft, in: id, text: form["answer"], by: context.actor)
            }
        }
    }

    @Sendable func typing(_ request: Request, _ context: AgentContext) async throws -> Response {
        try context.require(.agent)
        try await desk.showTyping(context.parameters.id("id"), by: context.actor)
        return Response(status: .noContent)
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

extension ReplyDraft {
    /// As the composer's form has it.
    init(_ form: Form, listLabel: String) throws {
        func id(_ name: String) throws -> UUID? {
            guard let text = form.text(name) else { return nil }
            guard let id = UUID(uuidString: text) else { throw Problem.unprocessable("invalid_\(name)") }
            return id
        }
        var options: ReplyOptions?
        if let lines = form.text("options") { options = try .checked(lines: lines, listLabel: listLabel) }
        self.init(text: form["content"] ?? "", file: try id("file"), replyTo: try id("reply_to"), options: options)
    }
}

extension ReplyOptions {
    static func checked(lines: String, listLabel: String) throws -> ReplyOptions {
        do throws(Refusal) {
            return try ReplyOptions(lines: lines, listLabel: listLabel)
        } catch {
            throw Problem.unprocessable(error.rawValue)
        }
    }

    static func checked(_ options: [Option], listLabel: String) throws -> ReplyOptions {
        do throws(Refusal) {
            return try ReplyOptions(options, listLabel: listLabel)
        } catch {
            throw Problem.unprocessable(error.rawValue)
        }
    }
}
