import Domain
import Foundation
import Postgres

extension Demo {
    static func user(email: String, in system: SystemTransaction) async throws -> UUID? {
        try await system.first("SELECT id FROM users WHERE email = \(email)").map { try $0("id") }
    }

    /// The account of a kind and an address, removed ones too.
    static func selectChannel(_ channel: DemoChannel, of tenant: TenantID) -> SQL {
        """
        SELECT id, removed_at IS NOT NULL AS removed FROM channel_accounts
        WHERE tenant_id = \(tenant.value) AND provider = \(channel.kind.provider)
          AND channel_type = \(channel.kind.channelType) AND address = \(channel.address)
        ORDER BY removed_at NULLS FIRST LIMIT 1
        """
    }

    /// The shop's people by first name, lower-cased.
    static func team(of tenant: TenantID, in system: SystemTransaction) async throws -> [String: DemoPast.Colleague] {
        let rows = try await system.query(
            "SELECT u.id, u.name FROM user_roles r JOIN users u ON u.id = r.user_id WHERE r.tenant_id = \(tenant.value)"
        )
        var team: [String: DemoPast.Colleague] = [:]
        for row in rows {
            let colleague = DemoPast.Colleague(id: try row("id"), name: try row("name"))
            team[colleague.name.split(separator: " ").first.map { $0.lowercased() } ?? ""] = colleague
        }
        return team
    }
}

extension DemoPast {
    struct ConversationRow {
        let tenant: UUID
        let id: UUID
        let account: UUID
        let contact: UUID
        let customer: String
        let phone: String
        let status: String
        let assignee: UUID?
        let priority: String
        let handoffReason: String?
        let handoffSummary: String?
        let revision: Int
        let unread: Int
        let startedAt: Date
        let lastAt: Date
        let preview: String
        let isInbound: Bool
        let askedAt: Date
        let waitingSince: Date?
        let resolvedAt: Date?
    }

    struct MessageRow {
        let tenant: UUID
        let conversation: UUID
        let account: UUID
        let isInbound: Bool
        let sender: String
        let colleague: UUID?
        let name: String
        let text: String
        let externalID: String?
        let isNote: Bool
        let citations: JSONText?
        let at: Date
    }

    func product(_ product: DemoShop.Product) -> SQL {
        """
        INSERT INTO products (tenant_id, sku, name, description, category, price_cents, stock)
        VALUES (\(tenant.value), \(product.sku), \(product.name), \(product.description), \(product.category), \(product.priceCents),
                \(product.stock))
        """
    }

    func person(_ conversation: DemoConversation, _ contact: UUID) -> [SQL] {
        let digits = conversation.phone
        let key = PhoneNumber(digits)?.matchKey ?? digits
        return [
            "INSERT INTO contacts (tenant_id, id, name, phone) VALUES (\(tenant.value), \(contact), \(conversation.customer), \("+" + digits))",
            """
            INSERT INTO contact_identities (tenant_id, account_id, kind, match_key, value, contact_id)
            VALUES (\(tenant.value), \(account), 'phone_e164', \(key), \(digits), \(contact))
            """,
        ]
    }

    static func conversation(_ row: ConversationRow) -> SQL {
        """
        INSERT INTO conversations (tenant_id, id, account_id, customer_id, customer_name, customer_phone, channel_type, status, assigned_to,
          priority, handoff_reason, handoff_summary, revision, unread_count, last_message_at, last_message_preview, last_direction,
          last_customer_message_at, waiting_since, resolved_at, created_at)
        VALUES (\(row.tenant), \(row.id), \(row.account), \(row.contact), \(row.customer), \(row.phone), 'whatsapp', \(row.status),
          \(row.assignee), \(row.priority), \(row.handoffReason), \(row.handoffSummary), \(row.revision), \(row.unread), \(row.lastAt),
          \(row.preview), \(row.isInbound ? "inbound" : "outbound"), \(row.askedAt), \(row.waitingSince), \(row.resolvedAt), \(row.startedAt))
        """
    }

    static func message(_ row: MessageRow) -> SQL {
        """
        INSERT INTO messages (tenant_id, conversation_id, account_id, direction, sender_type, sender_id, sender_name, content, external_id,
          delivery_status, is_ai_generated, is_internal, is_note, citations, sent_at, created_at)
        VALUES (\(row.tenant), \(row.conversation), \(row.account), \(row.isInbound ? "inbound" : "outbound"), \(row.sender),
          \(row.colleague), \(row.name), \(row.text), \(row.externalID), \(row.isInbound || row.isNote ? nil : "read" as String?),
          \(row.sender == "bot"), \(row.isNote), \(row.isNote), \(row.citations), \(row.at), \(row.at))
        """
    }

    static func handoff(_ tenant: UUID, _ conversation: UUID, reason: String, at time: Date) -> SQL {
        """
        INSERT INTO conversation_events (tenant_id, conversation_id, event_type, actor_type, metadata, created_at)
        VALUES (\(tenant), \(conversation), 'handoff', 'bot', jsonb_build_object('reason', \(reason)::text), \(time))
        """
    }

    static func order(
        _ tenant: UUID, _ order: DemoShop.Order, contact: UUID?, total: Int, items: JSONText, at time: Date
    ) -> SQL {
        """
        INSERT INTO orders (tenant_id, number, contact_id, status, total_cents, items, tracking_code, placed_at, updated_at)
        VALUES (\(tenant), \(order.number), \(contact), \(order.status), \(total), \(items), \(order.trackingCode), \(time), \(time))
        """
    }
}
