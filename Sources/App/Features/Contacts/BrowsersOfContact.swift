import Foundation
import Postgres

// The identity of kind `push`: one a contact and account, keyed by the contact, standing for all browsers that take notices.
extension Contacts {
    /// - Parameter name: the newest browser's, for people to read.
    static func reachInBrowsers(_ contact: UUID, named name: String, on account: UUID, _ tenant: UUID) -> SQL {
        """
        INSERT INTO contact_identities AS i (tenant_id, account_id, kind, match_key, value, contact_id)
        VALUES (\(tenant), \(account), 'push', \(contact.lowercase), \(name), \(contact))
        ON CONFLICT (tenant_id, account_id, kind, match_key)
          DO UPDATE SET contact_id = excluded.contact_id, value = excluded.value, superseded_at = NULL
        """
    }

    /// An identity without a browser is no address.
    static func forgetWithoutBrowsers(on account: UUID, _ tenant: UUID) -> SQL {
        """
        DELETE FROM contact_identities i WHERE i.tenant_id = \(tenant) AND i.account_id = \(account) AND i.kind = 'push'
          AND NOT EXISTS (SELECT 1 FROM contact_browsers b WHERE b.tenant_id = i.tenant_id AND b.account_id = i.account_id
            AND b.kind = i.kind AND b.match_key = i.match_key)
        """
    }
}
