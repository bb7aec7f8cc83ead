import Domain
import Foundation
import Postgres

/// An answer that waits for a person.
package struct AnswerDraft: Sendable {
    package let id: UUID
    package let conversation: UUID
    package let content: String
    /// JSON text, as a message has it.
    package let citations: String?
    package let facts: JSON
    package let state: String
    /// The conversation is still as it was: only then may it be sent.
    package let isFresh: Bool
    package let finalContent: String?
    package let difference: JSON?
    package let decidedBy: String?
    package let at: Date

    package var isPending: Bool { state == "pending" && isFresh }
}

extension Assistant {
    private static let draftColumns: SQL = """
        d.id, d.conversation_id, d.content, d.citations::text AS citations, d.facts::text AS facts, d.state, d.revision = v.revision AS is_fresh,
        d.final_content, d.difference::text AS difference, d.decided_name, d.created_at
        """

    /// The newest drafts of a conversation; read them with ``AnswerDraft/init(_:)``.
    package static func drafts(of conversation: UUID, limit: Int = 20, _ tx: TenantTransaction) -> SQL {
        """
        SELECT \(fragment: draftColumns) FROM ai_drafts d JOIN conversations v ON v.tenant_id = d.tenant_id AND v.id = d.conversation_id
        WHERE d.tenant_id = \(tx.tenant) AND d.conversation_id = \(conversation) ORDER BY d.created_at DESC, d.id DESC LIMIT \(limit)
        """
    }

    package static func draft(_ id: UUID, of conversation: UUID, _ tx: TenantTransaction) async throws -> AnswerDraft? {
        try await tx.first(
            """
            SELECT \(fragment: draftColumns) FROM ai_drafts d JOIN conversations v ON v.tenant_id = d.tenant_id AND v.id = d.conversation_id
            WHERE d.tenant_id = \(tx.tenant) AND d.conversation_id = \(conversation) AND d.id = \(id)
            """
        ).map(AnswerDraft.init)
    }

    /// A new draft in the place of an older one.
    static func keep(_ turn: Turn, _ draft: DraftAnswer, facts: [(String, JSON?)], citations: String?) -> [SQL] {
        let (tenant, conversation) = (turn.snapshot.tenant.value, turn.snapshot.conversation)
        return [
            """
            UPDATE ai_drafts SET state = 'replaced' WHERE tenant_id = \(tenant) AND conversation_id = \(conversation) AND state = 'pending'
            """,
            """
            INSERT INTO ai_drafts (tenant_id, conversation_id, revision, content, citations, facts)
            VALUES (\(tenant), \(conversation), \(turn.snapshot.revision), \(draft.text), \(citations)::text::jsonb,
              \(JSON.object(facts).text(.storable))::jsonb)
            """,
        ]
    }

    /// What a person decided, for the transaction that carries it out. `message` is what left, nil for nothing.
    package static func decided(
        _ draft: AnswerDraft, _ state: String, final: String?, message: UUID?, by author: ConfigAuthor,
        _ tx: TenantTransaction
    ) -> [SQL] {
        let made = final.map { TextDifference(from: draft.content, to: $0) }
        let difference: JSON? = made.map { made in
            ["removed": JSON(made.removed.map { JSON($0) }), "added": JSON(made.added.map { JSON($0) })]
        }
        let told: [(String, JSON?)] = [
            ("draft_id", JSON(draft.id.lowercase)), ("decision", JSON(state)), ("difference", difference),
        ]
        let facts = JSON.object(draft.facts.members.map { ($0.key, $0.value) } + told)
        // Only what was sent settles the customer's messages.
        let type = message == nil ? "ai_draft_discarded" : "ai_response"
        let metadata = message == nil ? JSON.object(told) : facts
        return [
            """
            UPDATE ai_drafts SET state = \(state), final_content = \(final), difference = \(difference?.text(.storable))::text::jsonb,
              decided_by = \(author.id), decided_name = \(author.name), decided_at = now(), message_id = \(message)
            WHERE tenant_id = \(tx.tenant) AND id = \(draft.id)
            """,
            """
            INSERT INTO conversation_events (tenant_id, conversation_id, event_type, actor_type, actor_id, metadata)
            VALUES (\(tx.tenant), \(draft.conversation), \(type), 'agent', \(author.id), \(metadata.text(.storable))::jsonb)
            """,
        ]
    }
}

extension AnswerDraft {
    package init(_ row: Row) throws {
        id = try row("id")
        conversation = try row("conversation_id")
        content = try row("content")
        citations = try row("citations")
        facts = (try? JSON.parse(try row("facts") as String)) ?? .object([])
        state = try row("state")
        isFresh = try row("is_fresh")
        finalContent = try row("final_content")
        difference = (try row("difference") as String?).flatMap { try? JSON.parse($0) }
        decidedBy = try row("decided_name")
        at = try row("created_at")
    }
}
