import Domain
import Foundation
import Postgres
import Web

/// Names one identity in an address of ours: account, kind and key. Rows of `contact_identities` have no id of their own.
struct IdentityReference: Sendable, Equatable {
    let account: UUID
    let kind: String
    let matchKey: String

    init(account: UUID, kind: String, matchKey: String) {
        self.account = account
        self.kind = kind
        self.matchKey = matchKey
    }

    init?(_ text: String) {
        let parts = text.split(separator: "~", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3, let account = UUID(uuidString: String(parts[0])),
            IdentityClaim.Kind(rawValue: String(parts[1])) != nil, !parts[2].isEmpty, !text.utf8.contains(0)
        else { return nil }
        self.init(account: account, kind: String(parts[1]), matchKey: String(parts[2]))
    }

    var text: String { "\(account.lowercase)~\(kind)~\(matchKey)" }
}

extension ContactBook {
    /// Gives the contact another telephone number or e-mail, on every account of a channel that uses such addresses.
    func addAddress(_ text: String, to id: UUID, by actor: Actor) async throws {
        guard let address = ContactAddress(text) else { throw Problem.unprocessable("invalid_address") }
        try await perform(on: id, by: actor) { contact, tx in
            if let holder = try await Contacts.holder(of: address, tx: tx), holder != id { throw Problem.addressTaken }
            let known = try await tx.query(Contacts.identities(of: id, tx: tx))
            guard known.count < Contacts.Limit.identities else { throw Problem.unprocessable("too_many_addresses") }
            return Change(
                statements: [
                    Contacts.claim(address, for: id, tx: tx), Contacts.fill(id, with: address, tx: tx),
                    Contacts.event(
                        "address_added", ["kind": address.claim.kind.rawValue, "value": address.stored], of: id,
                        by: actor),
                ], describesCustomer: true)
        }
    }

    /// Takes an address away: whoever writes from it next is somebody new.
    func removeIdentity(_ reference: IdentityReference, of id: UUID, by actor: Actor) async throws {
        try await perform(on: id, by: actor) { _, tx in
            let rows = try await tx.query(Contacts.remove(reference, of: id, tx: tx))
            guard let row = rows.first else { throw Problem.notFound }
            let value: String = try row("value")
            return Change(
                statements: [
                    Contacts.clear(reference, of: id, tx: tx),
                    Contacts.event("address_removed", ["kind": reference.kind, "value": value], of: id, by: actor),
                ], describesCustomer: true)
        }
    }
}
