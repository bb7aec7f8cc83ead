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
    /// What a provider said of an account; told to `Channels` after the commit.
    struct Connection: Sendable {
        var account: UUID
        var notice: ConnectionNotice
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
        var errors: [ItemError] = []

        var state: String { !errors.isEmpty ? "failed" : items == 0 ? "ignored" : "processed" }
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
            addedRevision += 1
            if message.sentAt >= lastMessageAt || preview == nil {
                preview = String(message.content.prefix(160))
                messageType = message.contentType
                lastFromShop = message.fromShop
            }
            lastMessageAt = max(lastMessageAt, message.sentAt)
            if message.fromShop {
                wasAnswered = true
                addedUnread = 0
                waitingSince = nil
            } else {
                addedUnread += 1
                lastCustomerMessageAt = max(lastCustomerMessageAt ?? message.sentAt, message.sentAt)
                waitingSince = waitingSince ?? message.sentAt
            }
        }
    }
}

extension InboxWrites.Conversation {
    init(existing live: InboxKnowledge.Conversation) {
        self.init(id: live.id, status: live.status, resolvedAt: live.resolvedAt, lastMessageAt: live.lastMessageAt)
    }
}
