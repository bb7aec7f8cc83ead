import Domain
import Foundation
import Postgres

extension MessageTemplates {
    static func all(_ tx: TenantTransaction) async throws -> [MessageTemplate] {
        try await tx.query(
            """
            SELECT \(fragment: MessageTemplate.columns) FROM message_templates t WHERE t.tenant_id = \(tx.tenant)
            ORDER BY t.name, t.language, t.id LIMIT 1000
            """
        ).map(MessageTemplate.init)
    }

    static func template(_ id: UUID, _ tx: TenantTransaction) async throws -> MessageTemplate? {
        try await tx.first(
            """
            SELECT \(fragment: MessageTemplate.columns) FROM message_templates t WHERE t.tenant_id = \(tx.tenant) AND t.id = \(id)
            """
        ).map(MessageTemplate.init)
    }

    /// What was written. Sent and previewed is it only while Meta has nothing: an approved template goes on as it is until a change of
    /// it was submitted.
    static func save(_ id: UUID, _ document: TemplateDocument, business: String, tenant: UUID) throws -> SQL {
        let (draft, _) = document.draft()
        return """
            INSERT INTO message_templates AS t (tenant_id, id, business_account_id, name, language, category, components, names, draft, header_file)
            VALUES (\(tenant), \(id), \(business), \(document.name), \(document.language), \(draft.category.rawValue),
              \(draft.shape.text(.storable))::jsonb, \(try text(draft.names))::jsonb, \(try document.encoded())::jsonb,
              (SELECT f.id FROM template_files f WHERE f.tenant_id = \(tenant) AND f.id = \(document.header?.file_id)))
            ON CONFLICT (tenant_id, id) DO UPDATE SET draft = excluded.draft, updated_at = now(),
              header_file = coalesce(excluded.header_file, t.header_file),
              name = CASE WHEN t.status = 'draft' THEN excluded.name ELSE t.name END,
              language = CASE WHEN t.status = 'draft' THEN excluded.language ELSE t.language END,
              category = CASE WHEN t.status = 'draft' THEN excluded.category ELSE t.category END,
              components = CASE WHEN t.status = 'draft' THEN excluded.components ELSE t.components END,
              names = CASE WHEN t.status = 'draft' THEN excluded.names ELSE t.names END
            """
    }

    /// Meta took it.
    static func submitted(
        _ id: UUID, as draft: TemplateDraft, providerID: String, state: String, category: String, tenant: UUID
    ) throws -> SQL {
        """
        UPDATE message_templates SET status = \(state), provider_id = \(providerID), category = \(category), rejection = NULL,
          detail = NULL, components = \(draft.shape.text(.storable))::jsonb, names = \(try text(draft.names))::jsonb,
          status_at = NULL, noticed_at = now(), updated_at = now()
        WHERE tenant_id = \(tenant) AND id = \(id)
        """
    }

    static func delete(_ id: UUID, tenant: UUID) -> SQL {
        "DELETE FROM message_templates WHERE tenant_id = \(tenant) AND id = \(id)"
    }

    static func text(_ names: TemplateNames) throws -> String {
        String(decoding: try JSONEncoder().encode(names), as: UTF8.self)
    }

    // MARK: Notices

    /// Writes down what Meta said of one template; the row's id, nil where it is not known or knows better.
    static func apply(_ notice: TemplateNoticed, _ change: TemplateNotice.Change, tenant: UUID) -> SQL {
        let setting: SQL =
            switch change {
            case .status(let status, let rejection, let detail):
                """
                status = \(status.rawValue), rejection = \(rejection?.rawValue), detail = \(detail.map { String($0.prefix(600)) }),
                provider_id = coalesce(t.provider_id, \(notice.templateID.isEmpty ? nil : notice.templateID)), status_at = \(notice.at)
                """
            case .quality(let quality): "quality = \(quality)"
            case .category(let category): "category = \(category)"
            case .content: "updated_at = now()"
            }
        let isNewer: SQL =
            switch change {
            case .status:
                """
                (t.status_at IS NULL OR t.status_at <= \(notice.at)) AND NOT EXISTS (
                  SELECT 1 FROM template_syncs s WHERE s.tenant_id = t.tenant_id AND s.business_account_id = t.business_account_id
                    AND s.error_code IS NULL AND s.started_at > \(notice.at.addingTimeInterval(60)))
                """
            default: "true"
            }
        return """
            UPDATE message_templates t SET \(fragment: setting), noticed_at = now(), updated_at = now()
            WHERE t.tenant_id = \(tenant) AND t.business_account_id = \(notice.businessAccount) AND t.name = \(notice.name)
              AND t.language = \(notice.language) AND \(fragment: isNewer)
            RETURNING t.id
            """
    }

    static func exists(_ notice: TemplateNoticed, tenant: UUID) -> SQL {
        """
        SELECT 1 FROM message_templates WHERE tenant_id = \(tenant) AND business_account_id = \(notice.businessAccount)
          AND name = \(notice.name) AND language = \(notice.language)
        """
    }

    /// An account that speaks for the business account: any of its numbers.
    static func account(of business: String, tenant: UUID) -> SQL {
        """
        SELECT id FROM channel_accounts WHERE tenant_id = \(tenant) AND provider = 'meta' AND channel_type = 'whatsapp'
          AND removed_at IS NULL AND settings ->> 'business_account_id' = \(business)
        ORDER BY is_enabled DESC, created_at, id LIMIT 1
        """
    }

    /// One account for each business account of every shop.
    static let accountsToSync: SQL = """
        SELECT DISTINCT tenant_id, settings ->> 'business_account_id' AS business
        FROM channel_accounts WHERE provider = 'meta' AND channel_type = 'whatsapp' AND removed_at IS NULL AND is_enabled
          AND settings ->> 'business_account_id' <> ''
        ORDER BY 1, 2
        """
}
