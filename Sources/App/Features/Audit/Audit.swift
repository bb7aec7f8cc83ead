import Domain
import Foundation
import Postgres
import Privacy

/// Who did what in a shop, in a chain of rows that shows whether somebody changed it.
///
/// Tables owned: `audit_log`, `audit_heads`. Entry points: ``note(_:of:_:outcome:_:tx:)`` for acts that leave no row of configuration
/// behind (sign-ins, exports, openings), ``verify(_:in:)``; pages `/settings/audit…`, API `/api/audit`, `secretaria audit verify`.
/// Changes of roles, tokens, secrets, channels, settings, templates and people are written by triggers (migration 0075).
///
/// Invariants
/// - No role can change or remove a row; number, time and hashes are made by the database, the actor by the transaction's scope.
/// - An act and its row are one transaction. The row comes last in it: writers of one shop wait for each other until the commit.
/// - No personal data of customers: texts in a payload are masked here, triggers tell names of fields only.
package enum Audit {
    package enum Outcome: String, Sendable, CaseIterable { case success, failure, denied }

    /// Acts that belong to no shop: a sign-in that named nobody.
    package static let noShop = UUID(uuid: (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0))

    /// The statement that writes an act of this transaction's actor. Send it last.
    package static func note(
        _ act: String, of resource: String, _ id: String? = nil, outcome: Outcome = .success, _ facts: JSON = [:],
        tx: TenantTransaction
    ) -> SQL {
        note(act, of: resource, id, outcome: outcome, facts, in: tx.tenant)
    }

    /// The same for the machinery, which must say in which shop.
    package static func note(
        _ act: String, of resource: String, _ id: String? = nil, outcome: Outcome = .success, _ facts: JSON = [:],
        in shop: UUID
    ) -> SQL {
        """
        INSERT INTO audit_log (tenant_id, action, resource, resource_id, outcome, payload)
        VALUES (\(shop), \(act), \(resource), \(id), \(outcome.rawValue), \(masked(facts).text())::jsonb)
        """
    }

    /// Somebody who could not prove who they are; `user` where the e-mail is known, and then in each of that person's shops.
    package static func refusedSignIn(email: String, user: UUID?, reason: String, from address: String) -> SQL {
        let actor = email.isEmpty ? "" : Mask.email(email)
        let facts = JSON.object([("reason", JSON(reason))]).text()
        guard let user else {
            return """
                INSERT INTO audit_log (tenant_id, actor_type, actor, action, resource, outcome, payload, ip)
                VALUES (\(noShop), 'anonymous', \(actor), 'sign_in', 'user', 'failure', \(facts)::jsonb, \(address))
                """
        }
        return """
            INSERT INTO audit_log (tenant_id, actor_type, actor, action, resource, resource_id, outcome, payload, ip)
            SELECT shop, 'anonymous', \(actor), 'sign_in', 'user', \(user.lowercase), 'failure', \(facts)::jsonb, \(address)
            FROM (SELECT tenant_id AS shop FROM user_roles WHERE user_id = \(user) ORDER BY tenant_id) shops
            """
    }

    /// An act on a person, who is global: one row in each of their shops.
    package static func note(_ act: String, onUser user: UUID, _ facts: JSON = [:]) -> SQL {
        """
        INSERT INTO audit_log (tenant_id, action, resource, resource_id, payload)
        SELECT shop, \(act), 'user', \(user.lowercase), \(masked(facts).text())::jsonb
        FROM (SELECT tenant_id AS shop FROM user_roles WHERE user_id = \(user) ORDER BY tenant_id) shops
        """
    }

    /// Every text of it with personal data masked; keys are ours.
    package static func masked(_ value: JSON) -> JSON {
        switch value.kind {
        case .string: JSON(Mask.text(value.string ?? ""))
        case .array: JSON((value.array ?? []).map(masked))
        case .object: .object(value.members.map { ($0.key, masked($0.value)) })
        default: value
        }
    }
}
