import Foundation

/// What a person may do in a shop. The order is the order of power.
package enum Role: String, Sendable, Comparable, CaseIterable {
    case viewer, agent, admin, owner

    private var rank: Int {
        switch self {
        case .viewer: 0
        case .agent: 1
        case .admin: 2
        case .owner: 3
        }
    }

    package static func < (left: Role, right: Role) -> Bool { left.rank < right.rank }
}

/// A shop as the account menu shows it.
package struct Shop: Sendable, Equatable {
    package let number: Int
    package let name: String

    package init(number: Int, name: String) {
        self.number = number
        self.name = name
    }
}

/// The signed-in person and the shop they are working in.
package struct AgentIdentity: Sendable {
    package let userID: UUID
    package let name: String
    package let email: String
    package let role: Role
    package let tenantID: UUID
    package let tenantNumber: Int
    package let tenantName: String
    package let timeZone: String
    package let currency: String
    /// The person's own choice, else nil: then the browser's.
    package let language: SiteLanguage?
    package let csrfToken: String
    /// SHA-256 of the session cookie: names the session without opening it.
    package let sessionHash: [UInt8]
    /// Every shop this person works in, the current one included.
    package let shops: [Shop]
    /// Channels of the shop that worked and do not; counted for those who can mend them.
    package var brokenChannels = 0

    package init(
        userID: UUID, name: String, email: String, role: Role, tenantID: UUID, tenantNumber: Int, tenantName: String,
        timeZone: String, currency: String, language: SiteLanguage?, csrfToken: String, sessionHash: [UInt8],
        shops: [Shop]
    ) {
        self.userID = userID
        self.name = name
        self.email = email
        self.role = role
        self.tenantID = tenantID
        self.tenantNumber = tenantNumber
        self.tenantName = tenantName
        self.timeZone = timeZone
        self.currency = currency
        self.language = language
        self.csrfToken = csrfToken
        self.sessionHash = sessionHash
        self.shops = shops
    }
}

/// What an API token may be used for.
package enum Scope: String, Sendable, CaseIterable {
    case read, write, admin, events, feedback
}

/// The shop and the rights behind a bearer token.
package struct ApiIdentity: Sendable {
    package let tokenID: UUID
    package let tenantID: UUID
    package let tenantNumber: Int
    package let userID: UUID?
    package let scopes: Set<Scope>

    package init(tokenID: UUID, tenantID: UUID, tenantNumber: Int, userID: UUID?, scopes: Set<Scope>) {
        self.tokenID = tokenID
        self.tenantID = tenantID
        self.tenantNumber = tenantNumber
        self.userID = userID
        self.scopes = scopes
    }
}
