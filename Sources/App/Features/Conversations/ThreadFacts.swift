import Domain
import Foundation
import Postgres

/// The open conversation as stored: what the thread, its panel and the API are made of.
struct ThreadFacts: Sendable {
    struct Identity: Sendable {
        var kind: String
        var value: String
        var isOld: Bool
        var account: String
        var channel: String
    }

    struct Order: Sendable {
        var number: String
        var status: String
        var totalCents: Int
        var items: JSON?
        var tracking: String?
        var placedAt: Date
    }

    struct Previous: Sendable {
        var id: UUID
        var status: ConversationStatus
        var channel: String
        var lastAt: Date
        var preview: String
    }

    struct Event: Sendable {
        var id: UUID
        var type: String
        var actorType: String
        var actor: String?
        var metadata: JSON?
        var at: Date
    }

    var line: ConversationLine
    var handoffReason: String?
    var handoffSummary: String?
    var handedOffAt: Date?
    var accountName: String
    /// Of a conversation by mail.
    var subject: String?
    var provider: String
    var accountIsOn: Bool
    var email: String?
    var username: String?
    var isBlocked: Bool
    var contactSince: Date
    var messages: [MessageFacts]
    var identities: [Identity] = []
    var orders: [Order] = []
    var previous: [Previous] = []
    var events: [Event] = []
    /// The first few templates that may be sent here.
    var templates: [MessageTemplate] = []
    /// An answer of the assistant that waits for a person.
    var draft: AnswerDraft?
}

/// One message as stored, with what hangs on it.
struct MessageFacts: Sendable {
    struct Attachment: Sendable {
        var id: UUID
        var kind: String
        var mimeType: String?
        var fileName: String?
        var byteSize: Int?
        var isVoice: Bool
        /// waiting, here, refused or gone; nil for what no file belongs to.
        var state: String?
        /// What a machine made of it.
        var reading = Reading()

        struct Reading: Sendable, Equatable {
            /// pending, processing, completed or failed; nil for what is not read.
            var status: String?
            var description: String?
            var extractedText: String?
            var suggestedActions: [String] = []
            var transcription: String?
            var seconds: Int?
        }

        var isHere: Bool { state == "here" }
    }

    struct Edit: Sendable {
        var content: String
        var at: Date
    }

    struct Quote: Sendable {
        var id: UUID
        var senderType: String
        var senderName: String
        var content: String
        var kind: String
    }

    var id: UUID
    var isInbound: Bool
    var senderType: String
    var senderID: UUID?
    var senderName: String
    var content: String
    var kind: String
    var payload: String?
    var externalID: String?
    var replyTo: String?
    var clientKey: String?
    var delivery: DeliveryStatus?
    var failureCode: String?
    var failureReason: String?
    var isAI: Bool
    var isNote: Bool
    var isInternal: Bool
    var citations: JSON?
    var editedAt: Date?
    var deletedAt: Date?
    var sentAt: Date
    var micros: Int64
    var outboxState: String?
    /// A mail that can be seen as it was sent.
    var hasHTML = false
    var attachments: [Attachment] = []
    var reactions: String?
    /// Of those, the shop's own.
    var ownReaction: String?
    var quote: Quote?
    /// What it said before, oldest first.
    var edits: [Edit] = []

    var cursor: InboxQuery.Cursor { .init(micros: micros, id: id) }
}

extension ThreadFacts {
    init(head row: Row, messages: [MessageFacts]) throws {
        line = try Conversations.line(row)
        handoffReason = try row("handoff_reason")
        handoffSummary = try row("handoff_summary")
        handedOffAt = try row("handed_off_at")
        accountName = try row("account_name")
        subject = try row("subject")
        provider = try row("provider")
        accountIsOn = try row("is_enabled")
        email = try row("email") ?? row("customer_email")
        username = try row("username")
        isBlocked = try row("is_blocked")
        contactSince = try row("contact_since")
        self.messages = messages
        if line.phone == nil { line.phone = try row("phone") }
    }
}

extension ThreadFacts.Identity {
    init(_ row: Row) throws {
        kind = try row("kind")
        value = try row("value")
        isOld = try row("is_old")
        account = try row("account")
        channel = try row("channel_type")
    }
}

extension ThreadFacts.Order {
    init(_ row: Row) throws {
        number = try row("number")
        status = try row("status")
        totalCents = try row("total_cents")
        items = try? JSON.parse(row("items") as String)
        tracking = try row("tracking_code")
        placedAt = try row("placed_at")
    }
}

extension ThreadFacts.Previous {
    init(_ row: Row) throws {
        id = try row("id")
        status = ConversationStatus(rawValue: try row("status")) ?? .closed
        channel = try row("channel_type")
        lastAt = try row("last_message_at")
        preview = try row("last_message_preview")
    }
}

extension ThreadFacts.Event {
    init(_ row: Row) throws {
        id = try row("id")
        type = try row("event_type")
        actorType = try row("actor_type")
        actor = try row("actor")
        metadata = try? JSON.parse(row("metadata") as String)
        at = try row("created_at")
    }
}

extension MessageFacts {
    init(_ row: Row) throws {
        id = try row("id")
        isInbound = try row("direction") as String == "inbound"
        senderType = try row("sender_type")
        senderID = try row("sender_id")
        senderName = try row("sender_name")
        content = try row("content")
        kind = try row("content_type")
        payload = try row("payload")
        externalID = try row("external_id")
        replyTo = try row("reply_to_external_id")
        clientKey = try row("client_key")
        delivery = (try row("delivery_status") as String?).flatMap(DeliveryStatus.init(rawValue:))
        failureCode = try row("failure_code")
        failureReason = try row("failure_reason")
        isAI = try row("is_ai_generated")
        isNote = try row("is_note")
        isInternal = try row("is_internal")
        citations = (try row("citations") as String?).flatMap { try? JSON.parse($0) }
        editedAt = try row("edited_at")
        deletedAt = try row("deleted_at")
        sentAt = try row("sent_at")
        micros = try row("micros")
        outboxState = try row("outbox_state")
        hasHTML = try row("has_html")
    }
}

extension MessageFacts.Attachment {
    init(_ row: Row) throws {
        id = try row("id")
        kind = try row("kind")
        mimeType = try row("mime_type")
        fileName = try row("file_name")
        byteSize = try row("byte_size")
        isVoice = try row("voice")
        state = try row("state")
        reading = Reading(
            status: try row("reading"), description: try row("ai_description"),
            extractedText: try row("ai_extracted_text"),
            suggestedActions: try row("ai_suggested_actions") ?? [], transcription: try row("transcription"),
            seconds: try row("transcription_duration_seconds"))
    }
}

extension MessageFacts.Quote {
    init(_ row: Row) throws {
        id = try row("quoted")
        senderType = try row("sender_type")
        senderName = try row("sender_name")
        content = try row("content")
        kind = try row("content_type")
    }
}
