import Foundation

struct ChannelBody: Decodable {
    let kind: String
    let name: String
    let fields: [String: String]
}

struct ChannelChangeBody: Decodable {
    let name: String?
    let is_enabled: Bool?
    let fields: [String: String]?
}

struct ChannelJSON: Encodable {
    let id: String
    let kind: String?
    let provider: String
    let channel_type: String
    let is_official: Bool
    let name: String
    let address: String
    let display_address: String?
    let settings: [String: String]
    /// Names only; absent for tokens that may not know.
    let secrets: [String]?
    let is_enabled: Bool
    let connection_status: String
    let health: String
    let last_event_at: Date?
    let last_error: String?
    let conversations: Int
    let open_conversations: Int
    let created_at: Date

    init(_ account: ChannelAccount, now: Date) {
        id = account.id.lowercase
        kind = account.kind?.rawValue
        provider = account.provider
        channel_type = account.channelType
        is_official = account.kind?.isOfficial ?? true
        name = account.name
        address = account.address
        display_address = account.displayAddress
        settings = account.settings
        secrets = account.secrets.map { names in
            let fields = account.kind?.fields ?? []
            return names.map { name in fields.first { $0.secret == name }?.name ?? name.rawValue }.sorted()
        }
        is_enabled = account.isEnabled
        connection_status = account.status
        health = ChannelHealth(account, now: now).rawValue
        last_event_at = account.lastEventAt
        last_error = account.lastError
        conversations = account.conversations
        open_conversations = account.openConversations
        created_at = account.createdAt
    }
}

struct ConnectedJSON: Encodable {
    let channel: ChannelJSON
    /// Below this server's address; nil when the provider never calls.
    let webhook_path: String?
    /// What the provider has to be told, by field name. Not to be had again.
    let made_up: [String: String]
    /// Whether the provider took the address by itself; absent where it is told by hand.
    let webhook_is_set: Bool?
}

struct WebhookJSON: Encodable {
    let webhook_path: String?
    let webhook_is_set: Bool?
}

struct ChannelKindJSON: Encodable {
    struct Field: Encodable {
        let name: String
        let is_required: Bool
        let is_secret: Bool
        let is_made_up: Bool
        let choices: [String]?
    }

    let kind: String
    let provider: String
    let channel_type: String
    let is_official: Bool
    let fields: [Field]

    init(_ kind: ChannelKind) {
        self.kind = kind.rawValue
        provider = kind.provider.rawValue
        channel_type = kind.channelType.rawValue
        is_official = kind.isOfficial
        fields = kind.fields.map { field in
            var choices: [String]?
            if case .choice(let all) = field.rule { choices = all }
            return Field(
                name: field.name, is_required: field.isRequired, is_secret: field.isSecret, is_made_up: field.isMadeUp,
                choices: choices)
        }
    }
}

/// How a test went.
struct OutcomeJSON: Encodable {
    let is_good: Bool
    /// `connected`, `qr_pending`, `disconnected`, `needs_reauth`; absent when the provider could not be asked.
    let status: String?
    let facts: [String: String]
    let error: String?

    init(_ outcome: ConnectionOutcome) {
        let verdict = ConnectionVerdict(outcome)
        is_good = outcome.isGood
        status = verdict.status
        error = verdict.error
        if case .report(let report) = outcome {
            facts = report.facts.reduce(into: [:]) { $0[$1.label] = $1.value }
        } else {
            facts = [:]
        }
    }
}
