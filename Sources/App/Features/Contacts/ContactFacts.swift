import Domain
import Foundation
import Postgres

/// Everything a contact's page shows, as stored.
struct ContactFacts: Sendable {
    struct Identity: Sendable {
        let account: UUID
        let accountName: String
        let channel: String
        let kind: String
        let matchKey: String
        let value: String
        let isOld: Bool
    }
    struct Conversation: Sendable {
        let id: UUID
        let status: ConversationStatus
        let channel: String
        let lastAt: Date
        let preview: String
    }
    struct Order: Sendable {
        let number: String
        let status: String
        let totalCents: Int
        let tracking: String?
        let placedAt: Date
    }
    struct Note: Sendable {
        let id: UUID
        let author: UUID?
        let authorName: String
        let body: String
        let at: Date
    }
    struct Event: Sendable {
        let id: UUID
        let type: String
        let actorName: String
        let metadata: JSON?
        let at: Date
    }
    /// Somebody who looks like the same person.
    struct Twin: Sendable {
        let id: UUID
        let name: String?
        let phone: String?
        let email: String?
        /// `phone` or `email`: what they share.
        let reason: String
    }

    /// A contact that lives on in this one.
    struct Merge: Sendable {
        let id: UUID
        let at: Date
        let contact: UUID
        let name: String?
        let phone: String?
        let email: String?
    }

    let id: UUID
    let name: String?
    let email: String?
    let phone: String?
    let username: String?
    let locale: String?
    let isBlocked: Bool
    let marketingOptOutAt: Date?
    let createdAt: Date
    let updatedAt: Date
    let mergedInto: UUID?
    var tags: [String] = []
    var identities: [Identity] = []
    var conversations: [Conversation] = []
    var orders: [Order] = []
    var notes: [Note] = []
    var events: [Event] = []
    var twins: [Twin] = []
    var merges: [Merge] = []
    /// Addresses of the contact that are not written to.
    var suppressions: [MailSuppression] = []
    var consents: [ContactConsent] = []
    var consentHistory: [ContactConsent] = []
    var fields: [ContactField] = []

    init(_ row: Row) throws {
        id = try row("id")
        name = try row("name")
        email = try row("email")
        phone = try row("phone")
        username = try row("username")
        locale = try row("locale")
        isBlocked = try row("is_blocked")
        marketingOptOutAt = try row("marketing_opt_out_at")
        createdAt = try row("created_at")
        updatedAt = try row("updated_at")
        mergedInto = try row("merged_into")
    }
}

extension ContactFacts.Identity {
    init(_ row: Row) throws {
        self.init(
            account: try row("account_id"), accountName: try row("account"), channel: try row("channel_type"),
            kind: try row("kind"), matchKey: try row("match_key"), value: try row("value"), isOld: try row("is_old"))
    }
}

extension ContactFacts.Conversation {
    init(_ row: Row) throws {
        self.init(
            id: try row("id"), status: ConversationStatus(rawValue: try row("status")) ?? .waitingAgent,
            channel: try row("channel_type"), lastAt: try row("last_message_at"),
            preview: try row("last_message_preview"))
    }
}

extension ContactFacts.Order {
    init(_ row: Row) throws {
        self.init(
            number: try row("number"), status: try row("status"), totalCents: try row("total_cents"),
            tracking: try row("tracking_code"), placedAt: try row("placed_at"))
    }
}

extension ContactFacts.Note {
    init(_ row: Row) throws {
        self.init(
            id: try row("id"), author: try row("author_id"), authorName: try row("author_name"), body: try row("body"),
            at: try row("created_at"))
    }
}

extension ContactFacts.Event {
    init(_ row: Row) throws {
        self.init(
            id: try row("id"), type: try row("event_type"), actorName: try row("actor_name"),
            metadata: (try row("metadata") as String?).flatMap { try? JSON.parse($0) }, at: try row("created_at"))
    }
}

extension ContactFacts.Twin {
    init(_ row: Row) throws {
        self.init(
            id: try row("id"), name: try row("name"), phone: try row("phone"), email: try row("email"),
            reason: try row("reason"))
    }
}

extension ContactFacts.Merge {
    init(_ row: Row) throws {
        self.init(
            id: try row("id"), at: try row("merged_at"), contact: try row("contact_id"), name: try row("name"),
            phone: try row("phone"), email: try row("email"))
    }
}
