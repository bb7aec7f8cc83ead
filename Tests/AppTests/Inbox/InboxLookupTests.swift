import Domain
import Foundation
import Postgres
import TestSupport
import Testing

@testable import App

@Suite(.timeLimit(.minutes(5))) struct InboxLookupTests {
    @Test(
        "a shop that the planner has never heard of is looked up by address, not by comparing everybody with everybody")
    func newShop() async throws {
        let people = 2_000
        try await withTestDatabase { test in
            let (old, new, account) = (UUID.v7(), UUID.v7(), UUID.v7())
            try await withSuperuser(test) { tx in
                for table in ["contacts", "contact_identities", "conversations"] {
                    try await tx.execute("ALTER TABLE \(unsafeRaw: table) SET (autovacuum_enabled = false)")
                }
                // Only the old shop is there when the statistics are made.
                try await fill(tx, tenant: old, account, people)
                for table in ["contacts", "contact_identities", "conversations"] {
                    try await tx.execute("ANALYZE \(unsafeRaw: table)")
                }
                try await fill(tx, tenant: new, account, people)
            }
            let item = InboxItem(
                event: .v7(), path: "p", account: account,
                item: .message(
                    InboundMessage(
                        customer: [
                            IdentityClaim(kind: .phone, value: "+77", matchKey: "77"),
                            IdentityClaim(kind: .bsuid, value: "BR.77", matchKey: "BR.77"),
                        ], customerName: "Ana", externalID: "a", sentAt: Date(), contentType: "text", content: "oi")))
            try await Database(pool: test.pool).tenant(.service(TenantID(new))) { tx in
                let known = try await Inbox.lookUp(tx, for: [item])
                #expect(known.contacts.count == 2 && known.conversations.count == 1)
                let read: Int = try await tx.one(
                    """
                    SELECT sum(coalesce(seq_tup_read, 0) + coalesce(idx_tup_fetch, 0))::bigint FROM pg_stat_xact_user_tables
                    WHERE relname IN ('contacts', 'contact_identities', 'conversations')
                    """)(0)
                #expect(read < 20 * people, "\(read) rows were read to find two addresses")
            }
        }
    }

    /// People with two addresses and a conversation each.
    private func fill(_ tx: Transaction, tenant: UUID, _ account: UUID, _ people: Int) async throws {
        _ = try await tx.batch([
            "SET LOCAL session_replication_role = replica",
            "CREATE TEMP TABLE IF NOT EXISTS people AS SELECT n, gen_random_uuid() AS id FROM generate_series(1, \(people)) n",
            "INSERT INTO contacts (tenant_id, id, name, phone) SELECT \(tenant), id, 'Ana', n::text FROM people",
            """
            INSERT INTO contact_identities (tenant_id, account_id, kind, match_key, value, contact_id)
            SELECT \(tenant), \(account), k.kind, k.prefix || n, k.prefix || n, id
            FROM people, (VALUES ('phone_e164', ''), ('bsuid', 'BR.')) AS k (kind, prefix)
            """,
            """
            INSERT INTO conversations (tenant_id, id, account_id, customer_id, channel_type, status)
            SELECT \(tenant), id, \(account), id, 'whatsapp', 'bot' FROM people
            """,
        ])
    }
}
