import Domain
import Foundation

/// Decides what rows of a file change. Pure: the same rows and the same known addresses give the same plan, so a file that is
/// imported twice changes nothing the second time.
struct ImportPlan: Sendable {
    struct Key: Hashable, Sendable {
        let kind: String
        let matchKey: String
    }
    struct Draft: Sendable {
        var id: UUID
        var isNew: Bool
        var name: String?
        var phone: String?
        var email: String?
        var locale: String?
    }
    struct Claim: Sendable {
        let contact: UUID
        let address: ContactAddress
    }
    struct Tag: Sendable {
        let contact: UUID
        let tag: String
    }
    struct Note: Sendable {
        let contact: UUID
        let text: String
    }
    struct Failure: Sendable {
        let line: Int
        let reason: String
        let fields: [String]
    }

    /// Who has an address: from the database, and from earlier rows of the file.
    var known: [Key: UUID]
    private(set) var drafts: [Draft] = []
    private(set) var claims: [Claim] = []
    private(set) var tags: [Tag] = []
    private(set) var notes: [Note] = []
    private(set) var failures: [Failure] = []
    private(set) var created = 0
    private(set) var updated = 0
    private var places: [UUID: Int] = [:]

    init(known: [Key: UUID]) { self.known = known }

    mutating func add(_ line: ImportLine, newID: () -> UUID) {
        let holders = Set(line.keys.compactMap { known[$0] })
        if let fault = line.fault ?? (holders.count > 1 ? "two_people" : nil) {
            failures.append(.init(line: line.row.line, reason: fault, fields: line.row.fields))
            return
        }
        // A row with a name alone cannot be recognised the next time.
        guard !line.keys.isEmpty else {
            failures.append(.init(line: line.row.line, reason: "no_address", fields: line.row.fields))
            return
        }
        let id = holders.first ?? newID()
        if holders.isEmpty { created += 1 } else { updated += 1 }
        let place = places[id] ?? drafts.count
        if place == drafts.count {
            drafts.append(Draft(id: id, isNew: holders.isEmpty))
            places[id] = place
        }
        drafts[place].name = line.name ?? drafts[place].name
        drafts[place].phone = drafts[place].phone ?? line.phone?.stored
        drafts[place].email = line.email?.stored ?? drafts[place].email
        drafts[place].locale = line.locale ?? drafts[place].locale
        for address in [line.phone, line.email].compactMap({ $0 }) {
            known[.init(kind: address.claim.kind.rawValue, matchKey: address.claim.matchKey)] = id
            claims.append(.init(contact: id, address: address))
        }
        tags += line.tags.map { .init(contact: id, tag: $0) }
        if let note = line.note { notes.append(.init(contact: id, text: note)) }
    }
}
