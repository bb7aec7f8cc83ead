import Domain
import Foundation
import HTTPTypes
import Hummingbird
import Web

/// Answers of the assistant that wait for a person (`approval_mode`), for programs.
extension ConversationAPI {
    func addDrafts(to api: some RouterMethods<ApiContext>) {
        api.get("api/conversations/:id/drafts", use: drafts)
        api.post("api/conversations/:id/drafts/:draft", use: decide)
    }

    /// The newest first, with what became of them.
    @Sendable private func drafts(_ request: Request, _ context: ApiContext) async throws -> Response {
        try context.require(.read)
        let id = try context.parameters.id("id")
        let drafts = try await database.tenant(context.scope) { tx in
            guard try await Conversations.exists(id, tx: tx) else { throw Problem.notFound }
            return try await tx.query(Assistant.drafts(of: id, tx)).map(AnswerDraft.init)
        }
        return .document(.object([("items", JSON(drafts.map(\.json)))]))
    }

    private struct Decision: Decodable {
        let decision: String?
        let content: String?
    }

    @Sendable private func decide(_ request: Request, _ context: ApiContext) async throws -> Response {
        try context.require(.write)
        let body = try await request.json(as: Decision.self)
        let (id, draft) = (try context.parameters.id("id"), try context.parameters.id("draft"))
        switch body.decision ?? "accept" {
        case "accept": try await desk.acceptDraft(draft, in: id, text: body.content, by: context.actor)
        case "discard": try await desk.discardDraft(draft, in: id, by: context.actor)
        default: throw Problem.unprocessable("invalid_decision")
        }
        let decided = try await database.tenant(context.scope) { try await Assistant.draft(draft, of: id, $0) }
        guard let decided else { throw Problem.notFound }
        return .document(decided.json)
    }
}

extension AnswerDraft {
    fileprivate var json: JSON {
        let members: [(String, JSON?)] = [
            ("id", JSON(id.lowercase)), ("conversation_id", JSON(conversation.lowercase)), ("content", JSON(content)),
            ("state", JSON(state == "pending" && !isFresh ? "replaced" : state)),
            ("citations", citations.flatMap { try? JSON.parse($0) }), ("final_content", finalContent.map { JSON($0) }),
            ("difference", difference), ("decided_by", decidedBy.map { JSON($0) }),
            ("created_at", JSON(at.formatted(.iso8601))),
        ]
        return .object(members)
    }
}
