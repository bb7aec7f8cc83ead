import Domain
import Foundation
import Web

/// Who the customer is: beside the thread.
struct PanelModel: Sendable, Encodable {
    struct Identity: Encodable {
        let icon: String
        let value: String
        let label: String
    }
    struct Order: Encodable {
        let number: String
        let total: String
        let items: String
        let date: String
        let tracking: String?
        let status: String
        let statusStyle: String
    }
    struct Previous: Encodable {
        let id: String
        let channel: String
        let date: String
        let status: String
        let statusStyle: String
        let preview: String
    }
    struct Event: Encodable {
        let label: String
        let detail: String
    }

    let tone: String
    let initials: String
    let name: String
    let address: String?
    let blockedLabel: String?
    let identities: [Identity]
    let since: String
    let orderCount: Int?
    let orders: [Order]
    let previousCount: Int?
    let previous: [Previous]
    let events: [Event]

    static let sample = PanelModel(
        tone: "tone-1", initials: "MA", name: "Mariana", address: "+55 11 98765-4321", blockedLabel: "Bloqueado",
        identities: [.init(icon: "whatsapp", value: "+55", label: "Telefone")], since: "20/11/2026", orderCount: 1,
        orders: [
            .init(
                number: "Pedido 1", total: "R$ 1,00", items: "1× Camiseta", date: "20/11/2026", tracking: "BR1",
                status: "Pago",
                statusStyle: "chip-info")
        ],
        previousCount: 1,
        previous: [
            .init(
                id: "0193", channel: "email", date: "1/1", status: "Resolvida", statusStyle: "chip-good", preview: "Oi")
        ],
        events: [.init(label: "Conversa iniciada", detail: "20/11 14:00")])
}

extension InboxView {
    func panel(_ facts: ThreadFacts, _ person: Person) -> PanelModel {
        PanelModel(
            tone: person.tone, initials: person.initials, name: person.name,
            address: facts.line.phone.map(PhoneNumber.display) ?? facts.username ?? facts.email,
            blockedLabel: facts.isBlocked ? localizer("panel.blocked") : nil, identities: identities(facts),
            since: localizer.date(facts.contactSince), orderCount: facts.orders.isEmpty ? nil : facts.orders.count,
            orders: facts.orders.map(order), previousCount: facts.previous.isEmpty ? nil : facts.previous.count,
            previous: facts.previous.map { previous in
                .init(
                    id: previous.id.lowercase, channel: previous.channel, date: localizer.date(previous.lastAt),
                    status: localizer("status.\(previous.status.rawValue)"),
                    statusStyle: StatusStyle.of(previous.status),
                    preview: previous.preview)
            },
            events: facts.events.map(event))
    }

    private func identities(_ facts: ThreadFacts) -> [PanelModel.Identity] {
        var all = facts.identities.map { identity in
            let label = localizer("panel.identity.\(identity.kind)", ["account": identity.account])
            return PanelModel.Identity(
                icon: identity.kind == "bsuid" || identity.kind == "lid" ? "card" : identity.channel,
                value: identity.kind == "phone_e164" ? PhoneNumber.display(identity.value) : identity.value,
                label: identity.isOld ? label + " · " + localizer("panel.identity.old") : label)
        }
        if let name = facts.username, !name.isEmpty {
            all.append(.init(icon: "user", value: name, label: localizer("panel.identity.username")))
        }
        if let email = facts.email, !all.contains(where: { $0.value == email }) {
            all.append(.init(icon: "email", value: email, label: localizer("channel.email")))
        }
        return all
    }

    private func order(_ order: ThreadFacts.Order) -> PanelModel.Order {
        let items = (order.items?.array ?? []).prefix(4).compactMap { item -> String? in
            guard let name = item["name"]?.string else { return nil }
            return "\(item["quantity"]?.int ?? 1)× \(name)"
        }
        return .init(
            number: localizer("panel.order", ["number": order.number]), total: localizer.money(cents: order.totalCents),
            items: items.joined(separator: ", "), date: localizer.date(order.placedAt), tracking: order.tracking,
            status: localizer("order.\(order.status)"), statusStyle: Self.orderStyle(order.status))
    }

    static func orderStyle(_ status: String) -> String {
        switch status {
        case "paid", "confirmed": "chip-info"
        case "shipped": "chip-accent"
        case "delivered": "chip-good"
        case "cancelled": "chip-bad"
        default: ""
        }
    }

    private func event(_ event: ThreadFacts.Event) -> PanelModel.Event {
        let by = event.metadata?["by"]?.string ?? ""
        let label =
            localizer.strings["event.\(event.type).\(by)"] ?? localizer.strings["event.\(event.type)"]
            ?? localizer("event.other", ["type": event.type])
        var detail = [localizer.dateTime(event.at)]
        if let actor = event.actor { detail.append(actor) }
        if let reason = event.metadata?["reason"]?.string, let words = localizer.strings["handoff.reason.\(reason)"] {
            detail.append(words)
        }
        return .init(label: label, detail: detail.joined(separator: " · "))
    }
}
