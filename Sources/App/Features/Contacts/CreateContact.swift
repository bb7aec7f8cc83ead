import Domain
import Foundation
import Postgres
import Web

/// A contact that has not written yet.
struct NewContact: Sendable {
    var name: String?
    var email: String?
    var phone: String?
    var locale: String?
    var tags: [String] = []
}

extension ContactBook {
    /// Makes a contact whose addresses are known to every account that could be written to, so that the first message finds it.
    ///
    /// - Throws: 409 `address_taken` when somebody has the telephone number or the e-mail already.
    func create(_ wanted: NewContact, by actor: Actor) async throws -> UUID {
        let edit = try ContactEdit(name: wanted.name, email: wanted.email, locale: wanted.locale).checked()
        let tags = try Contacts.tags(wanted.tags)
        var addresses: [ContactAddress] = []
        var phone: String?
        if let text = wanted.phone, !text.trimmingWhitespace.isEmpty {
            guard let address = ContactAddress(text), address.claim.kind == .phone else {
                throw Problem.unprocessable("invalid_phone")
            }
            phone = address.stored
            addresses.append(address)
        }
        if let email = edit.email, let address = ContactAddress(email) { addresses.append(address) }
        guard edit.name?.isEmpty == false || !addresses.isEmpty else { throw Problem.unprocessable("empty_contact") }

        let (id, all) = (UUID.v7(), addresses)
        let stored = ContactEdit(
            name: edit.name?.isEmpty == true ? nil : edit.name, email: edit.email?.isEmpty == true ? nil : edit.email,
            locale: edit.locale?.isEmpty == true ? nil : edit.locale)
        let number = phone
        try await database.tenant(actor.scope) { tx in
            for address in all where try await Contacts.holder(of: address, tx: tx) != nil {
                throw Problem.addressTaken
            }
            var statements = [Contacts.insert(id, stored, phone: number, tx: tx)]
            statements += all.map { Contacts.claim($0, for: id, tx: tx) }
            if !tags.isEmpty { statements.append(Contacts.addTags(tags, to: id, tx: tx)) }
            statements.append(Contacts.event("created", [:], of: id, by: actor))
            try await tx.commit(statements)
        }
        return id
    }
}
