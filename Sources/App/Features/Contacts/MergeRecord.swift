import Domain
import Foundation

/// What a merge changed, as `contact_merges.moved` keeps it. Old rows must stay readable: new members are optional.
struct MergeRecord: Codable, Sendable, Equatable {
    struct Identity: Codable, Sendable, Equatable {
        let account: UUID
        let kind: String
        let key: String
    }
    /// A conversation that had to end, since one account has one live conversation with a person.
    struct Ended: Codable, Sendable, Equatable {
        let id: UUID
        let status: String
    }
    /// The survivor's own fields.
    struct Fields: Codable, Sendable, Equatable {
        var name: String?
        var email: String?
        var phone: String?
        var username: String?
        var locale: String?
        var isBlocked: Bool
    }

    var identities: [Identity] = []
    var conversations: [UUID] = []
    var ended: [Ended] = []
    var orders: [UUID] = []
    var notes: [UUID] = []
    /// The merged contact's tags, and those of them that the survivor did not have.
    var tags: [String] = []
    var addedTags: [String] = []
    /// Fields of the shop that only the merged contact had.
    var addedFields: [UUID]?
    var before: Fields
    var after: Fields
}

extension MergeRecord.Fields {
    init(_ facts: ContactFacts) {
        self.init(
            name: facts.name, email: facts.email, phone: facts.phone, username: facts.username, locale: facts.locale,
            isBlocked: facts.isBlocked)
    }

    /// Blanks are filled from `other`. A block holds for the whole person.
    func filled(from other: Self) -> Self {
        func fill(_ mine: String?, _ theirs: String?) -> String? { mine?.isEmpty == false ? mine : theirs ?? mine }
        return .init(
            name: fill(name, other.name), email: fill(email, other.email), phone: fill(phone, other.phone),
            username: fill(username, other.username), locale: fill(locale, other.locale),
            isBlocked: isBlocked || other.isBlocked)
    }

    /// What the survivor keeps when the merge that turned `before` into `after` is undone: fields changed since then stay.
    func undoing(before: Self, after: Self) -> Self {
        func back<Value: Equatable>(_ field: KeyPath<Self, Value>) -> Value {
            self[keyPath: field] == after[keyPath: field] ? before[keyPath: field] : self[keyPath: field]
        }
        return .init(
            name: back(\.name), email: back(\.email), phone: back(\.phone), username: back(\.username),
            locale: back(\.locale), isBlocked: back(\.isBlocked))
    }
}
