import Domain
import Foundation
import Postgres

extension Compliance {
    /// Addresses of the person that must not be written to, with the reason: what is left of them is a keyed hash.
    static func suppressions(
        of subject: Subject, _ tenant: TenantID, _ system: SystemTransaction
    ) async throws -> [(key: String, reason: String)] {
        let keys = Array(subject.keys)
        let mails = try await system.query(
            "SELECT address_key, reason FROM mail_suppressions WHERE tenant_id = \(tenant.value) AND address_key = ANY (\(keys)::text[])"
        ).map { (key: try $0("address_key") as String, reason: try $0("reason") as String) }
        let refuses: Bool = try await system.one(
            """
            SELECT EXISTS (SELECT FROM contacts WHERE tenant_id = \(tenant.value) AND id = ANY (\(subject.contacts)::uuid[])
                AND marketing_opt_out_at IS NOT NULL)
              OR EXISTS (SELECT FROM contact_consents WHERE tenant_id = \(tenant.value) AND contact_id = ANY (\(subject.contacts)::uuid[])
                AND purpose = 'marketing' AND NOT granted) AS refuses
            """)("refuses")
        guard refuses else { return mails }
        return mails + keys.map { (key: $0, reason: "opt_out") }
    }

    static func suppress(_ hashes: [(hash: String, reason: String)], in tenant: TenantID) -> SQL {
        """
        INSERT INTO suppression_hashes (tenant_id, hash, reason)
        SELECT DISTINCT \(tenant.value)::uuid, h.hash, h.reason
        FROM unnest(\(hashes.map(\.hash))::text[], \(hashes.map(\.reason))::text[]) h (hash, reason) ON CONFLICT DO NOTHING
        """
    }

    static func insert(
        _ receipt: ErasureReceipt, id: UUID, hashes: [String], contacts: [UUID], _ order: Eraser.Order,
        in tenant: TenantID
    ) -> SQL {
        let counts = JSON.object(receipt.counts.sorted { $0.key < $1.key }.map { ($0.key, JSON($0.value)) }).text()
        let exceptions = JSON(
            receipt.exceptions.map {
                JSON.object([
                    ("what", JSON($0.what)), ("count", JSON($0.count)), ("until", $0.until.map { JSON($0) }),
                    ("note", $0.note.map { JSON($0) }),
                ])
            }
        ).text()
        return """
            INSERT INTO erasures (tenant_id, id, erased_at, request_id, reason, subject, hashes, contacts, counts, exceptions, actor_name, is_held, proof)
            VALUES (\(tenant.value), \(id), \(receipt.at), \(order.request), \(Audit.masked(JSON(order.reason)).string ?? ""), \(receipt.masked),
              \(hashes)::text[], \(contacts)::uuid[], \(counts)::jsonb, \(exceptions)::jsonb, \(order.by),
              \(receipt.isHeld), \(receipt.proof))
            ON CONFLICT (tenant_id, id) DO NOTHING
            """
    }

    /// The row of the audit log; also where there was nothing to erase.
    static func act(_ receipt: ErasureReceipt, _ order: Eraser.Order, in tenant: TenantID) -> SQL {
        let facts = JSON.object([
            ("subject", JSON(receipt.masked)), ("rows", JSON(receipt.rows)), ("files", JSON(receipt.files)),
            ("conversations", JSON(receipt.counts["conversations"] ?? 0)),
            ("messages", JSON(receipt.counts["messages"] ?? 0)),
            ("reason", order.reason.isEmpty ? nil : JSON(order.reason)),
            ("proof", receipt.proof.isEmpty ? nil : JSON(receipt.proof)),
        ])
        return Audit.note(
            receipt.isHeld ? "delete_data_held" : "delete_data", of: "compliance", receipt.id?.lowercase, facts,
            in: tenant.value)
    }

    static func removal(of files: [String], in tenant: TenantID) -> SQL {
        let jobs = stride(from: 0, to: files.count, by: 500).map {
            RemoveFiles(paths: Array(files[$0..<min($0 + 500, files.count)]))
        }
        return Jobs.enqueueMany(jobs, tenant: tenant)
    }

    static func forgetting(_ contacts: [UUID], in tenant: TenantID) -> SQL {
        Jobs.enqueue(
            ForgetCached(contacts: contacts), tenant: tenant,
            // More than a day: by then nothing is kept any more.
            options: JobOptions(maxAttempts: 120))
    }

    static func followUp(_ erasure: UUID, in tenant: TenantID) -> SQL {
        Jobs.enqueue(
            FollowUpErasure(erasure: erasure), tenant: tenant,
            options: JobOptions(runAt: Date(timeIntervalSinceNow: 120)))
    }

    /// Rows of the register that the ledger lacks, of all shops; `all`: every row. Also of a database that is not brought forward yet, as a
    /// backup or a restore meets it: it knows no answers that a hold gave.
    static func forLedger(all: Bool, after id: UUID?, limit: Int) -> SQL {
        """
        SELECT tenant_id, id, erased_at, contacts, hashes FROM erasures e
        WHERE (\(all) OR ledger_at IS NULL) AND NOT coalesce((to_jsonb(e) ->> 'is_held')::boolean, false)
          AND id > coalesce(\(id)::uuid, '00000000-0000-0000-0000-000000000000')
        ORDER BY id LIMIT \(limit)
        """
    }

    static func written(_ ids: [UUID]) -> SQL {
        "UPDATE erasures SET ledger_at = now() WHERE id = ANY (\(ids)::uuid[]) AND ledger_at IS NULL"
    }

    /// Whether an address that nothing else is known of must not be written to.
    static func isSuppressed(
        _ key: String, for reasons: [String], of tenant: TenantID, vault: Vault, in database: Database
    ) async throws -> Bool {
        try await database.system("suppressions of a shop, by hash") { system in
            let row = try await system.first(
                """
                SELECT wrapped_key FROM tenants WHERE tenant_id = \(tenant.value)
                  AND EXISTS (SELECT FROM suppression_hashes WHERE tenant_id = \(tenant.value))
                """)
            guard let row, let wrapped: [UInt8] = try row("wrapped_key") else { return false }
            let hash = SubjectKey(try vault.dataKey(for: tenant, wrapped: wrapped)).hash(key)
            return try await system.one(
                """
                SELECT EXISTS (SELECT FROM suppression_hashes
                  WHERE tenant_id = \(tenant.value) AND hash = \(hash) AND reason = ANY (\(reasons)::text[])) AS found
                """)("found")
        }
    }
}
