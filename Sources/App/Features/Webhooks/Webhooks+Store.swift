import Domain
import Foundation
import Postgres

extension Webhooks {
    /// Stores a batch in one statement. A body known already only counts its delivery.
    static func insert(_ webhooks: [AcceptedWebhook]) -> SQL {
        // The same body twice in one statement would touch one row twice, which PostgreSQL refuses: count it here.
        struct Key: Hashable {
            var account: UUID
            var digest: [UInt8]
        }
        var deliveries: [Key: Int32] = [:]
        var unique: [AcceptedWebhook] = []
        unique.reserveCapacity(webhooks.count)
        for webhook in webhooks {
            let key = Key(account: webhook.account, digest: webhook.digest)
            if deliveries[key] == nil { unique.append(webhook) }
            deliveries[key, default: 0] &+= 1
        }
        // One order for every process: two batches with the same bodies wait for each other instead of dead-locking.
        unique.sort { $0.digest.lexicographicallyPrecedes($1.digest) }
        let counts = unique.map { deliveries[Key(account: $0.account, digest: $0.digest)] ?? 1 }
        return """
            INSERT INTO webhook_events AS e (tenant_id, account_id, provider, digest, body, headers, deliveries)
            SELECT * FROM unnest(\(unique.map(\.tenant.value))::uuid[], \(unique.map(\.account))::uuid[], \(unique.map(\.provider))::text[],
              \(unique.map(\.digest))::bytea[], \(unique.map(\.body))::bytea[], \(unique.map(\.headers))::jsonb[], \(counts.map(Int.init))::int[])
            ON CONFLICT (tenant_id, account_id, digest) DO UPDATE SET deliveries = e.deliveries + excluded.deliveries
            """
    }
}
