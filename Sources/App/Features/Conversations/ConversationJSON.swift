import Domain
import Foundation

/// Field names of the API are the source document's, section 2.
struct PageOf<Item: Encodable>: Encodable {
    let data: [Item]
    let next_cursor: String?
}

/// How long the customer can be answered freely, and how.
struct ServiceWindowJSON: Encodable {
    /// unlimited, open, people_only or closed
    let state: String
    /// When the state ends; nil for one that does not end by itself.
    let closes_at: Date?
    /// What a program may send now: anything, template, or nothing.
    let allows: String

    init(_ window: ServiceWindow, at now: Date) {
        state =
            switch window.state(at: now) {
            case .unlimited: "unlimited"
            case .open: "open"
            case .peopleOnly: "people_only"
            case .closed: "closed"
            }
        closes_at = window.closesAt(now)
        allows =
            switch window.permit(for: .machine, at: now) {
            case .free, .asPerson: "anything"
            case .templateOnly: "template"
            case .refused: "nothing"
            }
    }
}

struct ConversationJSON: Encodable {
    let id: String
    let customer_id: String
    let customer_name: String
    let customer_phone: String?
    let channel_type: String
    let status: String
    let assigned_to: String?
    let unread_count: Int
    let last_message_at: Date
    let last_message_preview: String
    let waiting_since: Date?
    let handoff_reason: String?
    let subject: String?
    let service_window: ServiceWindowJSON

    init(_ line: ConversationLine, at now: Date) {
        id = line.id.lowercase
        customer_id = line.customer.lowercase
        customer_name = line.name
        customer_phone = line.phone
        channel_type = line.channel
        status = line.status.rawValue
        assigned_to = line.assignee?.lowercase
        unread_count = line.unread
        last_message_at = line.lastAt
        last_message_preview = line.preview
        waiting_since = line.waitingSince
        handoff_reason = line.handoffReason
        subject = line.subject
        service_window = ServiceWindowJSON(line.window, at: now)
    }
}

struct MessageJSON: Encodable {
    struct Citation: Encodable {
        let title: String
        let quote: String
    }

    struct Attachment: Encodable {
        let id: String
        let kind: String
        let mime_type: String?
        let file_name: String?
        let byte_size: Int?
        let voice: Bool
        /// waiting, here, refused or gone: only what is here can be fetched.
        let state: String?
        /// pending, processing, completed or failed, for what a machine reads.
        let ai_status: String?
        let ai_description: String?
        let ai_extracted_text: String?
        let ai_suggested_actions: [String]
        let transcription: String?
        let transcription_duration_seconds: Int?
    }
    struct Edit: Encodable {
        let content: String
        let replaced_at: Date
    }

    let id: String
    let conversation_id: String
    let direction: String
    let sender_type: String
    let sender_id: String?
    let sender_name: String
    let content: String
    let content_type: String
    let delivery_status: String?
    let failure_code: String?
    let failure_reason: String?
    let is_ai_generated: Bool
    let is_internal: Bool
    let is_note: Bool
    let citations: [Citation]
    let attachments: [Attachment]
    /// The message this answers, where we have it.
    let reply_to: String?
    let reactions: [String]
    /// What it said before.
    let edits: [Edit]
    let edited_at: Date?
    let deleted_at: Date?
    let email: MailFacts?
    let created_at: Date

    init(_ message: MessageFacts, in conversation: UUID) {
        id = message.id.lowercase
        conversation_id = conversation.lowercase
        direction = message.isInbound ? "inbound" : "outbound"
        sender_type = message.senderType
        sender_id = message.senderID?.lowercase
        sender_name = message.senderName
        content = message.content
        content_type = message.kind
        delivery_status = message.delivery?.rawValue
        failure_code = message.failureCode
        failure_reason = message.failureReason
        is_ai_generated = message.isAI
        is_internal = message.isInternal
        is_note = message.isNote
        citations = (message.citations?.array ?? []).compactMap { item in
            item["quote"]?.string.map { Citation(title: item["title"]?.string ?? "", quote: $0) }
        }
        attachments = message.attachments.map {
            Attachment(
                id: $0.id.lowercase, kind: $0.kind, mime_type: $0.mimeType, file_name: $0.fileName,
                byte_size: $0.byteSize, voice: $0.isVoice, state: $0.state, ai_status: $0.reading.status,
                ai_description: $0.reading.description, ai_extracted_text: $0.reading.extractedText,
                ai_suggested_actions: $0.reading.suggestedActions, transcription: $0.reading.transcription,
                transcription_duration_seconds: $0.reading.seconds)
        }
        reply_to = message.quote?.id.lowercase
        reactions = message.reactions?.split(separator: " ").map(String.init) ?? []
        edits = message.edits.map { Edit(content: $0.content, replaced_at: $0.at) }
        edited_at = message.editedAt
        deleted_at = message.deletedAt
        email = message.mail
        created_at = message.sentAt
    }
}

struct EventJSON: Encodable {
    let id: String
    let conversation_id: String
    let event_type: String
    let actor_type: String
    let metadata: [String: String]
    let created_at: Date

    init(_ event: ThreadFacts.Event, in conversation: UUID) {
        id = event.id.lowercase
        conversation_id = conversation.lowercase
        event_type = event.type
        actor_type = event.actorType
        var plain: [String: String] = [:]
        if let members = event.metadata?.members {
            for (key, value) in members { plain[key] = value.scalarText ?? value.text() }
        }
        metadata = plain
        created_at = event.at
    }
}

extension UUID {
    /// As PostgreSQL and every address of ours write it.
    var lowercase: String { uuidString.lowercased() }
}
