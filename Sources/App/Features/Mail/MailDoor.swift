import Crypto
import Domain
import Foundation
import Postgres
import Web

/// Takes a raw mail (RFC 5322) for a mailbox of the shop: from a person, a program, or a file. It comes in as if it had come by the
/// mailbox's own address, and the same bytes again change nothing.
package struct MailDoor: Sendable {
    let database: Database
    let stored: @Sendable (TenantID) -> Void

    package init(database: Database, stored: @escaping @Sendable (TenantID) -> Void = { _ in }) {
        self.database = database
        self.stored = stored
    }

    /// What became of it.
    package struct Taken: Sendable, Encodable {
        package let event_id: String
        /// These bytes were here already.
        package let is_known: Bool
    }

    /// - Returns: nil when the shop has no such mailbox.
    package func take(_ body: [UInt8], for account: UUID, of tenant: TenantID) async throws -> Taken? {
        guard !body.isEmpty else { throw Problem.unprocessable("empty_mail") }
        let digest = Array(SHA256.hash(data: Data(body)))
        let taken = try await database.tenant(.service(tenant)) { tx -> Taken? in
            guard try await tx.first(Self.mailbox(account, tx: tx)) != nil else { return nil }
            let row = try await tx.one(
                Inbox.keep(body, digest: digest, account: account, provider: "smtp", tenant: tenant))
            let id: UUID = try row("id")
            return Taken(event_id: id.uuidString.lowercased(), is_known: try row("deliveries") as Int > 1)
        }
        if taken != nil { stored(tenant) }
        return taken
    }

    /// The mailbox of that address.
    package func mailbox(_ address: String, of tenant: TenantID) async throws -> UUID? {
        try await database.tenant(.service(tenant)) { tx in
            try await tx.first(
                """
                SELECT id FROM channel_accounts
                WHERE tenant_id = \(tx.tenant) AND channel_type = 'email' AND removed_at IS NULL AND lower(address) = lower(\(address))
                """)?("id")
        }
    }

    private static func mailbox(_ account: UUID, tx: TenantTransaction) -> SQL {
        """
        SELECT id FROM channel_accounts
        WHERE tenant_id = \(tx.tenant) AND id = \(account) AND channel_type = 'email' AND removed_at IS NULL
        """
    }
}
