import Foundation
import Postgres
import Providers
import Web

extension Alerts {
    struct Device: Sendable {
        let id: UUID
        let endpoint: String
        let name: String
        let createdAt: Date
        let lastPushAt: Date?
    }

    /// Browsers to tell, of the people it concerns as things stand now.
    static func audience(_ alert: Alert, tx: TenantTransaction) async throws -> [UUID] {
        let concerned: SQL =
            switch alert.kind {
            case .waiting:
                """
                JOIN conversations v ON v.tenant_id = s.tenant_id AND v.id = \(alert.subject) AND v.status IN ('new', 'waiting_agent')
                  AND (v.assigned_to IS NULL OR v.assigned_to = s.user_id)
                WHERE r.role IN ('owner', 'admin', 'agent')
                """
            case .draft:
                """
                JOIN conversations v ON v.tenant_id = s.tenant_id AND v.id = \(alert.subject)
                  AND (v.assigned_to IS NULL OR v.assigned_to = s.user_id) AND \(fragment: draftWaits)
                WHERE r.role IN ('owner', 'admin', 'agent')
                """
            case .assigned:
                // Whoever took it himself knows.
                """
                JOIN conversations v ON v.tenant_id = s.tenant_id AND v.id = \(alert.subject) AND v.assigned_to = s.user_id
                  AND v.status NOT IN ('resolved', 'closed', 'spam')
                WHERE NOT EXISTS (SELECT 1 FROM conversation_events e WHERE e.tenant_id = v.tenant_id AND e.conversation_id = v.id
                  AND e.actor_id = v.assigned_to AND e.created_at > now() - interval '1 minute')
                """
            case .channel:
                """
                JOIN channel_accounts a ON a.tenant_id = s.tenant_id AND a.id = \(alert.subject) AND a.broken_since IS NOT NULL
                WHERE r.role IN ('owner', 'admin')
                """
            case .test: "WHERE s.id = \(alert.subject)"
            }
        return try await tx.query(
            """
            SELECT s.id FROM push_subscriptions s
            JOIN user_roles r ON r.tenant_id = s.tenant_id AND r.user_id = s.user_id
            JOIN users u ON u.id = s.user_id AND u.disabled_at IS NULL
            \(fragment: concerned) AND s.tenant_id = \(tx.tenant)
            """
        ).map { try $0("id") }
    }

    /// Of a conversation `v`: a draft that can still be sent.
    private static let draftWaits: SQL = """
        EXISTS (SELECT FROM ai_drafts d WHERE d.tenant_id = v.tenant_id AND d.conversation_id = v.id AND d.state = 'pending'
          AND d.revision = v.revision)
        """

    /// One browser, and what it is to be told. Nil where the browser or the subject has gone.
    static func letter(_ job: PushAlert, tx: TenantTransaction) async throws
        -> (subscription: PushSubscription, words: AlertWords)?
    {
        let isNews: SQL =
            job.alert.kind == .draft ? draftWaits : "v.status NOT IN ('resolved', 'closed', 'spam', 'bot')"
        let row = try await tx.first(
            """
            SELECT s.endpoint, s.p256dh, s.auth, coalesce(u.locale, t.locale) AS locale,
              coalesce(v.customer_name, a.name, '') AS who, coalesce(v.last_message_preview, '') AS preview
            FROM push_subscriptions s
            JOIN tenants t ON t.tenant_id = s.tenant_id
            JOIN users u ON u.id = s.user_id
            LEFT JOIN conversations v ON v.tenant_id = s.tenant_id AND v.id = \(job.alert.subject)
            LEFT JOIN channel_accounts a ON a.tenant_id = s.tenant_id AND a.id = \(job.alert.subject)
            WHERE s.tenant_id = \(tx.tenant) AND s.id = \(job.subscription)
              AND (v.id IS NULL OR \(fragment: isNews))
              AND (a.id IS NULL OR a.broken_since IS NOT NULL)
            """)
        guard let row,
            let subscription = PushSubscription(
                endpoint: try row("endpoint"), p256dh: try row("p256dh"), auth: try row("auth"))
        else { return nil }
        let language = SiteLanguage(rawValue: try row("locale") as String) ?? .portuguese
        return (
            subscription,
            AlertWords(job.alert.kind, who: try row("who"), preview: try row("preview"), language)
        )
    }

    static func delivered(_ subscription: UUID, _ tenant: UUID) -> SQL {
        "UPDATE push_subscriptions SET last_push_at = now() WHERE tenant_id = \(tenant) AND id = \(subscription)"
    }

    static func forget(_ subscription: UUID, of user: UUID? = nil, _ tenant: UUID) -> SQL {
        """
        DELETE FROM push_subscriptions WHERE tenant_id = \(tenant) AND id = \(subscription)
          AND (\(user)::uuid IS NULL OR user_id = \(user)::uuid) RETURNING id
        """
    }

    static func forget(endpoint: String, of user: UUID, _ tenant: UUID) -> SQL {
        "DELETE FROM push_subscriptions WHERE tenant_id = \(tenant) AND user_id = \(user) AND endpoint = \(endpoint)"
    }

    /// A browser belongs to whoever uses it now. `limit` devices a person: the oldest gives way.
    static func keep(
        _ endpoint: String, p256dh: String, auth: String, device: String, of user: UUID, limit: Int = 20, _ tenant: UUID
    ) -> [SQL] {
        [
            """
            INSERT INTO push_subscriptions (tenant_id, user_id, endpoint, p256dh, auth, device)
            VALUES (\(tenant), \(user), \(endpoint), \(p256dh), \(auth), \(device))
            ON CONFLICT (tenant_id, endpoint) DO UPDATE SET user_id = excluded.user_id, p256dh = excluded.p256dh, auth = excluded.auth,
              device = excluded.device
            """,
            """
            DELETE FROM push_subscriptions WHERE tenant_id = \(tenant) AND id IN (
              SELECT id FROM push_subscriptions WHERE tenant_id = \(tenant) AND user_id = \(user)
              ORDER BY created_at DESC, id DESC OFFSET \(limit))
            """,
        ]
    }

    static func devices(of user: UUID, _ tenant: UUID) -> SQL {
        """
        SELECT id, endpoint, device, created_at, last_push_at FROM push_subscriptions
        WHERE tenant_id = \(tenant) AND user_id = \(user) ORDER BY created_at, id
        """
    }
}

extension Alerts.Device {
    init(_ row: Row) throws {
        self.init(
            id: try row("id"), endpoint: try row("endpoint"), name: try row("device"), createdAt: try row("created_at"),
            lastPushAt: try row("last_push_at"))
    }
}
