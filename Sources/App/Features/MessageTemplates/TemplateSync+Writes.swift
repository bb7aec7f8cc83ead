import Domain
import Foundation
import Postgres
import Providers

extension TemplateSync {
    /// What the plan changes, one statement however many templates.
    func statements(_ business: String, _ tenant: UUID) throws -> [SQL] {
        var all: [SQL] = []
        if !writes.isEmpty {
            all.append(
                """
                INSERT INTO message_templates AS t (tenant_id, business_account_id, id, name, language, category, status, provider_id, rejection,
                  quality, components, names)
                SELECT \(tenant), \(business), w.id, w.name, w.language, w.category, w.status, w.provider_id, w.rejection, w.quality,
                  w.components, w.names
                FROM unnest(\(writes.map(\.id))::uuid[], \(writes.map { String($0.template.name.prefix(512)) })::text[],
                  \(writes.map { String($0.template.language.prefix(16)) })::text[], \(writes.map(\.template.category))::text[],
                  \(writes.map(\.state))::text[], \(writes.map(\.template.id))::text[], \(writes.map(\.rejection))::text[],
                  \(writes.map(\.template.quality))::text[], \(writes.map { $0.template.components.text(.storable) })::jsonb[],
                  \(try writes.map { try MessageTemplates.text($0.names) })::jsonb[])
                  AS w (id, name, language, category, status, provider_id, rejection, quality, components, names)
                ON CONFLICT (tenant_id, id) DO UPDATE SET category = excluded.category, provider_id = excluded.provider_id,
                  rejection = excluded.rejection, quality = coalesce(excluded.quality, t.quality), components = excluded.components,
                  names = excluded.names, detail = CASE WHEN t.status = excluded.status THEN t.detail END, status = excluded.status,
                  updated_at = now()
                """)
        }
        if !gone.isEmpty {
            all.append(
                """
                UPDATE message_templates SET status = 'deleted', rejection = NULL, detail = NULL, updated_at = now()
                WHERE tenant_id = \(tenant) AND id = ANY (\(gone)::uuid[])
                """)
        }
        return all
    }
}

extension MessageTemplates {
    /// The rows a sync compares, held until it is written: two syncs of one account take turns.
    static func lockAll(_ business: String, _ tenant: UUID) -> SQL {
        """
        SELECT id, name, language, category, status, provider_id, rejection, quality, components::text AS components,
          names::text AS names, noticed_at
        FROM message_templates WHERE tenant_id = \(tenant) AND business_account_id = \(business) ORDER BY id FOR UPDATE
        """
    }

    static func synced(_ business: String, _ started: Date, _ tenant: UUID) -> SQL {
        """
        INSERT INTO template_syncs (tenant_id, business_account_id, started_at, finished_at)
        VALUES (\(tenant), \(business), \(started), now())
        ON CONFLICT (tenant_id, business_account_id) DO UPDATE SET started_at = excluded.started_at, finished_at = now(),
          error_code = NULL, error_title = NULL
        """
    }

    static func syncFailed(_ business: String, _ started: Date, _ code: String, _ title: String, _ tenant: UUID) -> SQL
    {
        """
        INSERT INTO template_syncs (tenant_id, business_account_id, started_at, error_code, error_title)
        VALUES (\(tenant), \(business), \(started), \(code), \(String(title.prefix(300))))
        ON CONFLICT (tenant_id, business_account_id) DO UPDATE SET started_at = excluded.started_at,
          error_code = excluded.error_code, error_title = excluded.error_title
        """
    }

    static func requestSync(_ business: String, _ tenant: TenantID) -> SQL {
        Jobs.enqueue(
            SyncBusinessTemplates(business: business), tenant: tenant,
            options: JobOptions(lockKey: "templates:\(business)", uniqueKey: "templates:\(business)", maxAttempts: 5))
    }
}
