import Domain
import Foundation
import Postgres

/// What a machine read in a customer's file, or where that stands.
package struct HeardMedia: Sendable, Equatable {
    package enum State: String, Sendable {
        case pending, completed, failed
    }

    package let kind: PromptMedia.Kind
    package let state: State
    /// Since the message came.
    package let age: Duration
    /// What was said; empty for a picture, and where nobody speaks.
    package let transcript: String
    /// What a picture shows and what stands written in it.
    package let description: String
    package let writing: String

    /// What customers are left to wait at most. Then a person looks.
    static let patience = Duration.seconds(120)

    /// A picture in words, for the search and for the model.
    var seen: String { [description, writing].filter { !$0.isEmpty }.joined(separator: "\n") }

    var forPrompt: PromptMedia? {
        let text = kind == .audio ? transcript : seen
        return text.isEmpty ? nil : PromptMedia(kind: kind, text: text)
    }

    /// As a column of the messages `said`, see ``init(_:)``.
    static let column: SQL = """
        (SELECT jsonb_agg(jsonb_build_object(
            'type', q.process_type, 'status', q.status, 'age', extract(epoch FROM now() - q.created_at)::bigint,
            'transcript', a.transcription, 'description', a.ai_description, 'writing', a.ai_extracted_text) ORDER BY a.id)
         FROM ai_media_queue q
         JOIN message_attachments a ON a.tenant_id = q.tenant_id AND a.id = q.attachment_id
         WHERE q.tenant_id = messages.tenant_id AND q.message_id = messages.id)::text
        """

    static func all(_ text: String?) -> [HeardMedia] {
        guard let json = text.flatMap({ try? JSON.parse($0) }) else { return [] }
        return json.elements.map(HeardMedia.init)
    }

    private init(_ json: JSON) {
        kind = json["type"]?.string == "vision" ? .image : .audio
        state =
            switch json["status"]?.string {
            case "completed": .completed
            case "pending", "processing": .pending
            default: .failed
            }
        age = .seconds(max(0, json["age"]?.int ?? 0))
        transcript = json["transcript"]?.string ?? ""
        description = json["description"]?.string ?? ""
        writing = json["writing"]?.string ?? ""
    }
}

extension Turn.Snapshot {
    /// Files of the unanswered messages.
    var media: [HeardMedia] { unanswered.flatMap(\.media) }
}

extension TurnSteps {
    /// Gate 4: what is still being read is waited for, and what cannot be read is a person's.
    func mediaGate(_ turn: inout Turn) -> TurnStep.Verdict {
        let media = turn.snapshot.media
        guard !media.isEmpty else { return .next }
        turn.classification = Classifier.classify(turn.utterance)
        let isHopeless = media.contains { item in
            item.state == .failed
                || item.state == .pending && (!generator.readsMedia || item.age >= HeardMedia.patience)
        }
        if isHopeless { return .stop(.handoff(.unreadableContent)) }
        return media.contains { $0.state == .pending } ? .stop(.wait) : .next
    }
}

extension Assistant {
    /// Leaves the messages unanswered until their files are read: the turn comes back then, or when patience ends. The customer is told
    /// once, however often he adds to it.
    static func wait(
        _ tx: TenantTransaction, _ turn: Turn, at step: String, completion: () -> SQL
    ) async throws -> Bool {
        let snapshot = turn.snapshot
        let ids = snapshot.unanswered.map(\.id)
        let awaited = try await tx.execute(
            """
            UPDATE ai_media_queue SET awaited_at = coalesce(awaited_at, now())
            WHERE tenant_id = \(tx.tenant) AND message_id = ANY (\(ids)::uuid[]) AND status IN ('pending', 'processing')
            """)
        // Read between our look and now: nobody would wake us.
        let quiet = awaited == 0 ? Duration.zero : HeardMedia.patience
        let again = enqueueTurn(
            tenant: snapshot.tenant, conversation: snapshot.conversation,
            debounce: Debounce(quiet: quiet, cap: HeardMedia.patience * 2))
        let told = try await tx.first(
            """
            SELECT 1 FROM conversation_events WHERE tenant_id = \(tx.tenant) AND conversation_id = \(snapshot.conversation)
              AND event_type = 'ai_waiting' AND metadata -> 'waits_for' ?| \(ids.map { $0.uuidString.lowercased() })::text[] LIMIT 1
            """)
        let kinds = snapshot.media.filter { $0.state == .pending }.map(\.kind)
        let notice = AssistantSentences.waiting(
            audio: kinds.contains(.audio), image: kinds.contains(.image), turn.language)
        guard awaited > 0, told == nil, try await passFence(tx, snapshot, setting: spoke(notice)) else {
            try await tx.commit([again] + turn.settled(turn.tally()) + [completion()])
            return false
        }
        let message = OutgoingMessage(
            conversation: snapshot.conversation, account: snapshot.account, senderType: "bot",
            senderName: turn.settings.personalityName, content: notice,
            clientKey: "\(waitingKey)\(ids.last?.uuidString.lowercased() ?? "")")
        let waits: JSON = .object([
            ("step", JSON(step)), ("waits_for", JSON(ids.map { JSON($0.uuidString.lowercased()) })),
        ])
        try await tx.commit(
            Outbox.enqueue(message, tenant: snapshot.tenant) + [
                event(snapshot, "ai_waiting", waits), again,
            ] + turn.settled(turn.tally()) + [completion()])
        return true
    }

    /// Client keys of waiting notices begin with it: they answer nothing.
    static let waitingKey = "wait:"

    /// What an outcome rests on has been read.
    static func consume(_ snapshot: Turn.Snapshot) -> [SQL] {
        guard !snapshot.media.isEmpty else { return [] }
        return [
            """
            UPDATE ai_media_queue SET consumed_at = now()
            WHERE tenant_id = \(snapshot.tenant.value) AND message_id = ANY (\(snapshot.unanswered.map(\.id))::uuid[])
              AND status = 'completed' AND consumed_at IS NULL
            """
        ]
    }
}
