import Domain
import Foundation
import Postgres
import Web

/// How a contact is written to first, before they have ever written on that channel.
struct ContactReach: Sendable {
    let contact: UUID
    let name: String?
    let email: String?
    let phone: String?
    let isBlocked: Bool

    /// The addresses a person has, each by the kind of channel that uses it.
    func address(on channel: String) -> ContactAddress? {
        switch channel {
        case "email": email.flatMap { ContactAddress($0) }
        case "whatsapp", "sms": phone.flatMap { ContactAddress($0) }
        default: nil
        }
    }
}

extension Contacts {
    /// Who it is, and where they can be reached: what stands on the contact, else an address of any account. Nil for nobody; the
    /// survivor of one that was merged.
    static func reach(_ id: UUID, tx: TenantTransaction) async throws -> ContactReach? {
        let row = try await tx.first(
            """
            WITH RECURSIVE chain AS (
              SELECT id, merged_into, 1 AS depth FROM contacts WHERE tenant_id = \(tx.tenant) AND id = \(id)
              UNION ALL
              SELECT c.id, c.merged_into, h.depth + 1 FROM chain h
              JOIN contacts c ON c.tenant_id = \(tx.tenant) AND c.id = h.merged_into WHERE h.depth < 20
            )
            SELECT c.id, c.name, c.is_blocked,
              coalesce(c.email, (SELECT i.value FROM contact_identities i WHERE i.tenant_id = c.tenant_id AND i.contact_id = c.id
                AND i.kind = 'email' AND i.superseded_at IS NULL ORDER BY i.first_seen DESC LIMIT 1)) AS email,
              coalesce(c.phone, (SELECT i.value FROM contact_identities i WHERE i.tenant_id = c.tenant_id AND i.contact_id = c.id
                AND i.kind = 'phone_e164' AND i.superseded_at IS NULL ORDER BY i.first_seen DESC LIMIT 1)) AS phone
            FROM chain h JOIN contacts c ON c.tenant_id = \(tx.tenant) AND c.id = h.id WHERE h.merged_into IS NULL
            """)
        return try row.map {
            ContactReach(
                contact: try $0("id"), name: try $0("name"), email: try $0("email"), phone: try $0("phone"),
                isBlocked: try $0("is_blocked"))
        }
    }

    /// Whoever has that address.
    static func reach(at address: ContactAddress, tx: TenantTransaction) async throws -> ContactReach? {
        guard let holder = try await holder(of: address, tx: tx) else { return nil }
        return try await reach(holder, tx: tx)
    }

    /// Makes an account know the address, so that what is sent finds it and the answer finds the contact. Gives whose it is there: an
    /// address that stands for somebody else on that account stays theirs.
    static func introduce(
        _ address: ContactAddress, of contact: UUID, to account: UUID, tx: TenantTransaction
    ) async throws -> UUID? {
        let (kind, key) = (address.claim.kind.rawValue, address.claim.matchKey)
        return try await tx.batch([
            """
            INSERT INTO contact_identities AS i (tenant_id, account_id, kind, match_key, value, contact_id)
            VALUES (\(tx.tenant), \(account), \(kind), \(key), \(address.claim.value), \(contact))
            ON CONFLICT (tenant_id, account_id, kind, match_key)
              DO UPDATE SET contact_id = excluded.contact_id, value = excluded.value, superseded_at = NULL
              WHERE i.superseded_at IS NOT NULL
            """,
            """
            SELECT contact_id FROM contact_identities
            WHERE tenant_id = \(tx.tenant) AND account_id = \(account) AND kind = \(kind) AND match_key = \(key)
            """,
        ]).last?.rows.first.map { try $0("contact_id") }
    }
}

extension ContactBook {
    /// The contact of an address as a person types it; made where nobody has it yet.
    func contact(at typed: String, by actor: Actor) async throws -> UUID {
        guard let address = ContactAddress(typed) else { throw Problem.unprocessable("invalid_address") }
        let known = try await database.tenant(actor.scope) { try await Contacts.holder(of: address, tx: $0) }
        if let known { return known }
        let isEmail = address.claim.kind == .email
        do {
            return try await create(
                NewContact(email: isEmail ? address.stored : nil, phone: isEmail ? nil : address.stored), by: actor)
        } catch let problem as Problem where problem.code == Problem.addressTaken.code {
            // Somebody was quicker.
            guard
                let known = try await database.tenant(actor.scope, { try await Contacts.holder(of: address, tx: $0) })
            else { throw problem }
            return known
        }
    }
}
