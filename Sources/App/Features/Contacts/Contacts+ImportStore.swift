import Domain
import Foundation
import Postgres

/// An uploaded file and how far it is.
struct ContactImport: Sendable {
    enum State: String, Sendable { case draft, queued, running, done, failed }

    let id: UUID
    let fileName: String
    let state: State
    let headers: [String]
    let mapping: [ContactColumn?]
    let total: Int
    let processed: Int
    let created: Int
    let updated: Int
    let failed: Int
    let createdAt: Date
    let author: ContactBook.Actor?

    static let columns: SQL = """
        id, file_name, state, headers, mapping, total, processed, created, updated, failed, created_at, created_by, created_by_name
        """

    init(_ row: Row, tenant: TenantID) throws {
        id = try row("id")
        fileName = try row("file_name")
        state = State(rawValue: try row("state")) ?? .failed
        headers = try row("headers")
        mapping = (try row("mapping") as [String]).map(ContactColumn.init(rawValue:))
        total = try row("total")
        processed = try row("processed")
        created = try row("created")
        updated = try row("updated")
        failed = try row("failed")
        createdAt = try row("created_at")
        author = .init(
            scope: TenantScope(tenant: tenant, role: .service, user: try row("created_by")),
            name: try row("created_by_name"))
    }
}

extension Contacts {
    static func insert(
        _ file: ImportFile, id: UUID, name: String, content: [UInt8], by actor: ContactBook.Actor
    ) -> SQL {
        """
        INSERT INTO contact_imports (tenant_id, id, file_name, content, headers, mapping, total, created_by, created_by_name)
        VALUES (\(actor.scope.tenant.value), \(id), \(name), \(content), \(file.headers), \(file.mapping.map { $0?.rawValue ?? "" }),
          \(file.rows.count), \(actor.scope.user), \(actor.name))
        """
    }

    static func imports(tx: TenantTransaction) -> SQL {
        "SELECT \(fragment: ContactImport.columns) FROM contact_imports WHERE tenant_id = \(tx.tenant) ORDER BY id DESC LIMIT 20"
    }

    static func importing(_ id: UUID, tx: TenantTransaction) async throws -> ContactImport? {
        try await tx.first(
            "SELECT \(fragment: ContactImport.columns) FROM contact_imports WHERE tenant_id = \(tx.tenant) AND id = \(id)"
        ).map { try ContactImport($0, tenant: tx.scope.tenant) }
    }

    static func importedFile(_ id: UUID, tx: TenantTransaction) async throws -> [UInt8]? {
        try await tx.first("SELECT content FROM contact_imports WHERE tenant_id = \(tx.tenant) AND id = \(id)").map {
            try $0("content")
        }
    }

    static func map(_ id: UUID, to mapping: [ContactColumn?], tx: TenantTransaction) -> SQL {
        """
        UPDATE contact_imports SET mapping = \(mapping.map { $0?.rawValue ?? "" })
        WHERE tenant_id = \(tx.tenant) AND id = \(id) AND state = 'draft'
        """
    }

    /// Moves an import on; false when it was somewhere else already.
    static func move(_ id: UUID, from: [ContactImport.State], to: ContactImport.State, tx: TenantTransaction)
        async throws -> Bool
    {
        try await tx.execute(
            """
            UPDATE contact_imports SET state = \(to.rawValue),
              finished_at = CASE WHEN \(to == .done || to == .failed) THEN now() END,
              content = CASE WHEN \(to == .done) THEN ''::bytea ELSE content END
            WHERE tenant_id = \(tx.tenant) AND id = \(id) AND state = ANY (\(from.map(\.rawValue))::text[])
            """) > 0
    }

    /// Who has these addresses, the oldest contact first where there are twins.
    static func holders(of keys: [ImportPlan.Key], tx: TenantTransaction) async throws -> [ImportPlan.Key: UUID] {
        guard !keys.isEmpty else { return [:] }
        let rows = try await tx.query(
            """
            WITH q AS MATERIALIZED (
              SELECT DISTINCT kind, key FROM unnest(\(keys.map(\.kind))::text[], \(keys.map(\.matchKey))::text[]) u (kind, key))
            SELECT q.kind, q.key, i.contact_id AS id FROM q JOIN channel_accounts a ON a.tenant_id = \(tx.tenant)
            JOIN contact_identities i ON i.tenant_id = a.tenant_id AND i.account_id = a.id AND i.kind = q.kind AND i.match_key = q.key
              AND i.superseded_at IS NULL
            UNION SELECT q.kind, q.key, c.id FROM q
            JOIN contacts c ON c.tenant_id = \(tx.tenant) AND c.phone_key = q.key AND c.merged_into IS NULL WHERE q.kind = 'phone_e164'
            UNION SELECT q.kind, q.key, c.id FROM q
            JOIN contacts c ON c.tenant_id = \(tx.tenant) AND c.email_key = q.key AND c.merged_into IS NULL WHERE q.kind = 'email'
            ORDER BY id DESC
            """)
        var known: [ImportPlan.Key: UUID] = [:]
        for row in rows { known[.init(kind: try row("kind"), matchKey: try row("key"))] = try row("id") }
        return known
    }

    static func importErrors(of id: UUID, after line: Int, limit: Int, tx: TenantTransaction) -> SQL {
        """
        SELECT line, reason, fields FROM contact_import_errors
        WHERE tenant_id = \(tx.tenant) AND import_id = \(id) AND line > \(line) ORDER BY line LIMIT \(limit)
        """
    }
}
