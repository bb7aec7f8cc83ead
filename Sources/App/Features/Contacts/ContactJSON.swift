import Domain
import Foundation

/// A contact in a list.
struct ContactLineJSON: Encodable {
    let id: String
    let name: String?
    let email: String?
    let phone: String?
    let is_blocked: Bool
    let tags: [String]
    let channels: [String]
    let last_message_at: Date?
    let created_at: Date

    init(_ line: ContactLine) {
        id = line.id.lowercase
        name = line.name
        email = line.email
        phone = line.phone
        is_blocked = line.isBlocked
        tags = line.tags
        channels = line.channels
        last_message_at = line.lastAt
        created_at = line.createdAt
    }
}

/// One contact with its addresses and tags.
struct ContactJSON: Encodable {
    struct Identity: Encodable {
        let id: String
        let account_id: String
        let channel_type: String
        let kind: String
        let value: String
        let is_superseded: Bool
    }

    let id: String
    let name: String?
    let email: String?
    let phone: String?
    let locale: String?
    let is_blocked: Bool
    /// The survivor, where this one was merged.
    let merged_into: String?
    let tags: [String]
    let identities: [Identity]
    let suppressions: [MailSuppression]
    let fields: [ContactFieldJSON]
    let consents: [ContactConsentJSON]
    let created_at: Date
    let updated_at: Date

    init(_ facts: ContactFacts) {
        id = facts.id.lowercase
        name = facts.name
        email = facts.email
        phone = facts.phone
        locale = facts.locale
        is_blocked = facts.isBlocked
        merged_into = facts.mergedInto?.lowercase
        tags = facts.tags
        identities = facts.identities.map {
            Identity(
                id: IdentityReference(account: $0.account, kind: $0.kind, matchKey: $0.matchKey).text,
                account_id: $0.account.lowercase, channel_type: $0.channel, kind: $0.kind, value: $0.value,
                is_superseded: $0.isOld)
        }
        suppressions = facts.suppressions
        fields = facts.fields.map(ContactFieldJSON.init)
        consents = facts.consents.map(ContactConsentJSON.init)
        created_at = facts.createdAt
        updated_at = facts.updatedAt
    }
}

struct ContactNoteJSON: Encodable {
    let id: String
    let author_name: String
    let content: String
    let created_at: Date

    init(_ note: ContactFacts.Note) {
        id = note.id.lowercase
        author_name = note.authorName
        content = note.body
        created_at = note.at
    }
}

struct ContactEventJSON: Encodable {
    let id: String
    let event_type: String
    let actor_name: String
    let metadata: [String: String]
    let created_at: Date

    init(_ event: ContactFacts.Event) {
        id = event.id.lowercase
        event_type = event.type
        actor_name = event.actorName
        var plain: [String: String] = [:]
        if let members = event.metadata?.members {
            for (key, value) in members { plain[key] = value.scalarText ?? value.text() }
        }
        metadata = plain
        created_at = event.at
    }
}

struct ContactTwinJSON: Encodable {
    let id: String
    let name: String?
    let phone: String?
    let email: String?
    let reason: String

    init(_ twin: ContactFacts.Twin) {
        id = twin.id.lowercase
        name = twin.name
        phone = twin.phone
        email = twin.email
        reason = twin.reason
    }
}

struct ContactMergeJSON: Encodable {
    let id: String
    let contact_id: String
    let name: String?
    let merged_at: Date

    init(_ merge: ContactFacts.Merge) {
        id = merge.id.lowercase
        contact_id = merge.contact.lowercase
        name = merge.name
        merged_at = merge.at
    }
}
