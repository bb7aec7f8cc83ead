import Domain
import Foundation
import Postgres

/// What the assistant knows of the person who writes: orders, and what they thought of its words. No name, no address.
enum CustomerContext {
    /// The newest orders of a conversation's customer, on channels whose provider proves who writes: a mail's sender can be forged.
    static func orders(of conversation: UUID, _ tx: TenantTransaction) -> SQL {
        """
        SELECT o.number, o.status, o.total_cents, to_char(o.placed_at AT TIME ZONE t.time_zone, 'DD/MM/YYYY') AS placed_on, o.tracking_code,
          t.currency, (SELECT coalesce(array_agg(i ->> 'name'), '{}') FROM (
            SELECT i FROM jsonb_array_elements(CASE jsonb_typeof(o.items) WHEN 'array' THEN o.items ELSE '[]' END) i LIMIT 5) x
            WHERE i ->> 'name' IS NOT NULL) AS items
        FROM conversations v JOIN orders o ON o.tenant_id = v.tenant_id AND o.contact_id = v.customer_id
        JOIN tenants t ON t.tenant_id = v.tenant_id
        WHERE v.tenant_id = \(tx.tenant) AND v.id = \(conversation) AND v.channel_type IN ('whatsapp', 'instagram', 'messenger')
        ORDER BY o.placed_at DESC LIMIT 5
        """
    }

    /// The customer's reactions to the assistant's messages.
    static func votes(in conversation: UUID, _ tx: TenantTransaction) -> SQL {
        """
        SELECT count(*) FILTER (WHERE r.emoji = ANY(\(liked)))::int AS positive, count(*) FILTER (WHERE r.emoji = ANY(\(disliked)))::int AS negative
        FROM messages m JOIN message_reactions r ON r.tenant_id = m.tenant_id AND r.account_id = m.account_id AND r.external_id = m.external_id
        WHERE m.tenant_id = \(tx.tenant) AND m.conversation_id = \(conversation) AND m.sender_type = 'bot' AND m.sent_at > now() - interval '90 days'
        """
    }

    private static let liked = ["👍", "❤️", "❤", "😍", "🙏", "😀", "😊", "👏", "🎉", "😂"]
    private static let disliked = ["👎", "😡", "😠", "😢", "😭", "😞", "😤"]

    /// The orders as passages, where somebody asks after one.
    static func passages(_ orders: [CustomerOrder], asked question: String, _ language: Language) -> [FoundPassage] {
        guard CustomerOrder.isAskedAfter(in: question, orders) else { return [] }
        let named = orders.filter { CustomerOrder.isAskedAfter(in: question, [$0]) && question.contains($0.number) }
        return (named.isEmpty ? orders : named).prefix(3).enumerated().map { index, order in
            FoundPassage(
                document: document, chunk: UUID(uuid: (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 0, UInt8(index))),
                title: title,
                headingPath: "\(title) > \(order.number)", text: order.text(language),
                // Newest first: whoever asks where it is means the last one.
                relevance: 0.99 - Double(index) / 100)
        }
    }

    /// Number of the customer's order that a passage tells of.
    static func order(of passage: FoundPassage) -> String? {
        guard passage.document == document else { return nil }
        return passage.headingPath.components(separatedBy: " > ").last
    }

    private static let title = "Pedidos deste cliente"
    private static let document = UUID(uuid: (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2))

    // MARK: Rows

    static func order(_ row: Row) throws -> CustomerOrder {
        let cents: Int64 = try row("total_cents")
        let currency: String = try row("currency")
        return CustomerOrder(
            number: try row("number"), status: try row("status"),
            total: "\(currency == "BRL" ? "R$" : currency) \(Dollars.text(cents, places: 2))",
            placedOn: try row("placed_on"), tracking: try row("tracking_code"), items: try row("items"))
    }

    static func votes(_ row: Row) throws -> ToneProfile.Votes {
        .init(positive: try row("positive"), negative: try row("negative"))
    }
}
