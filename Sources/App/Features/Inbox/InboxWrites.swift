import Domain
import Foundation

/// Everything a batch changes, in the shape the store writes it: one array a table.
struct InboxWrites {
    struct NewContact {
        var id: UUID
        var name: String?
        var phone: String?
        var email: String?
        var username: String?
    }
    struct ContactFill {
        var name: String?
        var phone: String?
    }
    struct Identity {
        var account: UUID
        var claim: IdentityClaim
        var contact: UUID
    }
    struct Superseded {
        var account: UUID
        var claim: IdentityClaim
        var at: Date
    }
    struct OptOut {
        var contact: UUID
        var at: Date?
    }
    struct Message {
        var id: UUID
        var conversation: UUID
        var account: UUID
        var message: InboundMessage
    }
    struct Reaction {
        var account: UUID
        var externalID: String
        var sender: String
        var emoji: String?
        var at: Date
    }
    struct Edit {
        var message: UUID
        var edit: InboundEdit
    }
    struct Revoke {
        var message: UUID
        var at: Date
    }
    struct Report {
        var account: UUID
        var report: DeliveryReport
    }
    struct Watermark {
        var account: UUID
        var mark: DeliveryWatermark
    }
    /// A copy of what we sent ourselves, which tells the id of it.
    struct OwnCopy {
        var send: InboxKnowledge.Send
        var externalID: String
        /// All of the message has left.
        var isWhole: Bool
    }
    /// What a provider said of an account; told to `Channels` after the commit.
    struct Connection: Sendable {
        var account: UUID
        var notice: ConnectionNotice
    }
    /// What a provider said of a message template.
    struct Template {
        var businessAccount: String
        var notice: TemplateNotice
    }
    struct Event {
        var conversation: UUID
        var type: String
        var metadata: [String: String]
    }
    struct ItemError: Equatable {
        var path: String
        var reason: String
    }
    /// What became of one webhook event.
    struct Tally {
        var items = 0
        var duplicates = 0
        /// A row of the outbox whose call has to end before all of it can be read.
        var heldFor: UUID?
        var errors: [ItemError] = []

        var state: String {
            heldFor != nil ? "held" : !errors.isEmpty ? "failed" : items == 0 ? "ignored" : "processed"
        }
    }

    var contacts: [NewContact] = []
    var contactFills: [UUID: ContactFill] = [:]
    var identities: [Identity] = []
    var superseded: [Superseded] = []
    var optOuts: [OptOut] = []
    var conversations: [Conversation] = []
    var messages: [Message] = []
    var reactions: [Reaction] = []
    var edits: [Edit] = []
    var revokes: [Revoke] = []
    var reports: [Report] = []
    var watermarks: [Watermark] = []
    var connections: [Connection] = []
    var ownCopies: [OwnCopy] = []
    var mailIDs: [MailID] = []
    var suppressions: [Mail.Suppression] = []
    /// Received mail to be fetched.
    var fetches: [FetchReceivedMail] = []
    /// Customers to ask the provider about.
    var profiles: Set<FetchProfile> = []
    var templates: [Template] = []
    var events: [Event] = []
    /// Conversations to be answered, with how long to wait for more.
    var turns: [UUID: Debounce] = [:]
    /// Conversations that look different now although no message was added.
    var touched: Set<UUID> = []
    var tallies: [UUID: Tally] = [:]

    mutating func count(_ event: UUID, _ change: (inout Tally) -> Void) {
        change(&tallies[event, default: Tally()])
    }

    mutating func event(_ conversation: UUID, _ type: String, _ metadata: [String: String]) {
        events.append(.init(conversation: conversation, type: type, metadata: metadata))
    }

    /// A conversation the batch creates or changes. Counters are what the batch adds, not what they become.
    struct Conversation {
        var id: UUID
        var isNew = false
        var account: UUID?
        var contact: UUID?
        var channelType = ""
        var customerName: String?
        var customerPhone: String?
        var customerEmail: String?
        /// Of a conversation by mail.
        var subject: String?
        var status: ConversationStatus
        var resolvedAt: Date?
        var lastMessageAt: Date
        var addedRevision = 0
        var addedUnread = 0
        var preview: String?
        var messageType: String?
        var lastFromShop = false
        var lastCustomerMessageAt: Date?
        /// A person of the shop spoke: what was unread and waiting is answered.
        var wasAnswered = false
        /// First customer message after that.
        var waitingSince: Date?

        mutating func record(_ message: InboundMessage) {
            // The assistant may answer past a program's word. A machine's mail is shown, and nobody waits for an answer to it: what the
            // assistant thinks of meanwhile stays good.
            let isAutomatic = message.email?.automatic != nil
            if !isAutomatic, !message.isByProgram { addedRevision += 1 }
            if message.sentAt >= lastMessageAt || preview == nil {
                preview = String(message.preview.prefix(160))
                messageType = message.contentType
                lastFromShop = message.fromShop
            }
            lastMessageAt = max(lastMessageAt, message.sentAt)
            if message.isByProgram { return }
            if message.fromShop {
                wasAnswered = true
                addedUnread = 0
                waitingSince = nil
            } else {
                addedUnread += 1
                guard !isAutomatic else { return }
                lastCustomerMessageAt = max(lastCustomerMessageAt ?? message.sentAt, message.sentAt)
                waitingSince = waitingSince ?? message.sentAt
            }
        }
    }
}

extension InboundMessage {
    /// A mail is known by its subject first.
    fileprivate var preview: String {
        guard let subject = email.map({ EmailSubject.withoutPrefixes($0.subject) }), !subject.isEmpty else {
            return content
        }
        return content.isEmpty || content == subject ? subject : "\(subject) — \(content)"
    }
}

extension InboxWrites.Conversation {
    /// One a conversation by mail, the same for all others of an account and contact.
    var thread: String { subject == nil ? "" : id.uuidString.lowercased() }

    init(existing live: InboxKnowledge.Conversation) {
        self.init(id: live.id, status: live.status, resolvedAt: live.resolvedAt, lastMessageAt: live.lastMessageAt)
    }
}
