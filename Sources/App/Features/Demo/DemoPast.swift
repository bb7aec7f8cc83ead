import Domain
import Foundation
import Postgres

/// Plans the statements that write the demo's past: pure, so that it is the same every time but for the clock.
struct DemoPast {
    struct Colleague: Sendable {
        let id: UUID
        let name: String
    }

    let tenant: TenantID
    let account: UUID
    let shop: DemoShop
    /// By first name, lower-cased.
    let team: [String: Colleague]
    /// Title and id of a knowledge document by its file.
    let documents: [String: (id: UUID, title: String)]
    var now = Date()

    func statements(_ conversations: [DemoConversation]) -> [SQL] {
        var all = shop.products.map(product)
        var contacts: [String: UUID] = [:]
        for (index, conversation) in conversations.enumerated() {
            let contact = UUID.v7()
            contacts[conversation.customer] = contact
            all += person(conversation, contact)
            all += thread(conversation, contact, number: index)
        }
        return all + shop.orders.map { order($0, contact: contacts[$0.customer]) }
    }

    private func thread(_ conversation: DemoConversation, _ contact: UUID, number: Int) -> [SQL] {
        guard let first = conversation.messages.first,
            let last = conversation.messages.last(where: { $0.from != "note" })
        else { return [] }
        let id = UUID.v7()
        let asked = conversation.messages.last { $0.from == "customer" } ?? first
        let isWaiting = ["waiting_agent", "open", "new"].contains(conversation.status)
        let isOver = ["resolved", "closed"].contains(conversation.status)
        let row = DemoPast.conversation(
            .init(
                tenant: tenant.value, id: id, account: account, contact: contact, customer: conversation.customer,
                phone: "+" + conversation.phone, status: conversation.status,
                assignee: conversation.assignedTo.flatMap { team[$0]?.id }, priority: conversation.priority ?? "normal",
                handoffReason: conversation.handoff, handoffSummary: conversation.summary,
                revision: conversation.messages.count { $0.from != "bot" },
                unread: isWaiting
                    ? conversation.messages.reversed().prefix { $0.from == "customer" || $0.from == "bot" }.count {
                        $0.from == "customer"
                    } : 0,
                startedAt: time(first), lastAt: time(last), preview: String(last.text.prefix(200)),
                isInbound: last.from == "customer", askedAt: time(asked), waitingSince: isWaiting ? time(asked) : nil,
                resolvedAt: isOver ? time(last).addingTimeInterval(60) : nil))
        var all =
            [row]
            + conversation.messages.enumerated().map {
                message($1, of: id, key: "demo-\(number)-\($0)", customer: conversation.customer)
            }
        if let reason = conversation.handoff {
            all.append(DemoPast.handoff(tenant.value, id, reason: reason, at: time(last)))
        }
        return all
    }

    private func message(_ message: DemoConversation.Message, of conversation: UUID, key: String, customer: String)
        -> SQL
    {
        let colleague = team[message.by ?? message.from]
        let isNote = message.from == "note"
        let (sender, name): (String, String) =
            switch message.from {
            case "customer": ("customer", customer)
            case "bot": ("bot", "Assistente")
            default: ("agent", colleague?.name ?? "")
            }
        return DemoPast.message(
            .init(
                tenant: tenant.value, conversation: conversation, account: account, isInbound: sender == "customer",
                sender: sender,
                colleague: colleague?.id, name: name, text: message.text, externalID: isNote ? nil : "wamid.\(key)",
                isNote: isNote, citations: citations(message), at: time(message)))
    }

    private func citations(_ message: DemoConversation.Message) -> JSONText? {
        guard let file = message.cites, let document = documents[file] else { return nil }
        let citation = JSON.object([
            ("doc_id", JSON(document.id.uuidString.lowercased())), ("title", JSON(document.title)),
            ("quote", JSON(message.text)),
        ])
        return JSONText("[\(citation.text())]")
    }

    private func order(_ order: DemoShop.Order, contact: UUID?) -> SQL {
        let lines = order.items.compactMap { item -> (json: JSON, cents: Int)? in
            guard let product = shop.products.first(where: { $0.sku == item.sku }) else { return nil }
            let json = JSON.object([
                ("sku", JSON(product.sku)), ("name", JSON(product.name)), ("quantity", JSON(item.quantity)),
                ("price_cents", JSON(product.priceCents)),
            ])
            return (json, product.priceCents * item.quantity)
        }
        return DemoPast.order(
            tenant.value, order, contact: contact, total: lines.reduce(0) { $0 + $1.cents },
            items: JSONText("[\(lines.map { $0.json.text() }.joined(separator: ","))]"),
            at: now.addingTimeInterval(Double(order.daysAgo) * -86_400))
    }

    private func time(_ message: DemoConversation.Message) -> Date {
        now.addingTimeInterval(Double(message.minutesAgo) * -60)
    }
}
