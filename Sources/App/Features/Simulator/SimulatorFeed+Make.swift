import Domain
import Foundation
import Providers
import Simulators
import Web

extension SimulatorFeed {
    /// Bubbles, requests and webhooks shown at once.
    static let shownBubbles = 200
    static let shownEntries = 40

    init(_ line: any PretendLine, localizer: Localizer) {
        let all = Array(line.bubbles.suffix(Self.shownBubbles))
        version = Self.version(line)
        let texts = Dictionary(all.map { ($0.id, $0.text) }, uniquingKeysWith: { $1 })
        bubbles = all.map { Bubble($0, line, quoted: $0.quoted.flatMap { texts[$0] }, localizer) }
        let current = line.current
        receipts = line.receipts.map {
            Choice(value: $0.rawValue, label: localizer("sim.receipts.\($0.rawValue)"), isCurrent: $0 == current)
        }
        let armed = line.armed
        faults = line.faults.map {
            Choice(value: $0.rawValue, label: localizer("sim.fault.\($0.rawValue)"), isCurrent: $0 == armed)
        }
        entries = Self.entries(line, localizer)
    }

    /// Counts of everything that only grows, the switches, and what may change on a bubble.
    static func version(_ line: any PretendLine) -> String {
        var hasher = Hasher()
        for bubble in line.bubbles.suffix(shownBubbles) {
            hasher.combine(bubble.id)
            hasher.combine(bubble.status)
            hasher.combine(bubble.reactions)
            hasher.combine(bubble.text)
        }
        let log = line.front.log
        return
            "\(log.calls.total).\(log.posted.total).\(UInt(bitPattern: hasher.finalize()))"
            + ".\(line.current.rawValue).\(line.armed?.rawValue ?? "-")"
    }

    private static func entries(_ line: any PretendLine, _ localizer: Localizer) -> [Entry] {
        let asked = line.calls.suffix(shownEntries).map { call in
            (
                call.at,
                Entry(
                    key: "c\(call.at.timeIntervalSince1970)", style: "chip-accent", direction: localizer("sim.log.out"),
                    title: "\(call.path) → \(call.status.map(String.init) ?? "✕")", at: localizer.iso(call.at),
                    time: localizer.time(call.at), body: PrettyJSON.text(call.body.serialize()))
            )
        }
        let told = line.posted.suffix(shownEntries).map { webhook in
            let wire = WireWebhook(webhook.body)
            return (
                webhook.at,
                Entry(
                    key: "w\(webhook.at.timeIntervalSince1970)", style: "chip-info", direction: localizer("sim.log.in"),
                    title: "\(wire.title) → \(webhook.status)", at: localizer.iso(webhook.at),
                    time: localizer.time(webhook.at), body: wire.text)
            )
        }
        return (asked + told).sorted { $0.0 > $1.0 }.prefix(shownEntries).map(\.1)
    }
}

extension SimulatorFeed.Bubble {
    init(_ bubble: SimulatedBubble, _ line: any PretendLine, quoted: String?, _ localizer: Localizer) {
        let kind = MessageKind(bubble.type)
        let isMedia = if case .media = kind { true } else { false }
        let isMail = line.account.kind.channelType == .email
        let mail = isMail ? QuotedText.fold(bubble.text) : nil
        key = bubble.id
        isMine = !bubble.isFromShop
        subject = bubble.subject
        self.quoted = isMail ? nil : quoted.map { String($0.prefix(120)) }
        icon = isMedia ? kind.icon : nil
        self.kind = isMedia ? kind.label(localizer) : nil
        let words = (mail?.visible ?? bubble.text) + (bubble.reactions.isEmpty ? "" : " " + bubble.reactions.joined())
        text = words.isEmpty ? nil : words
        folded = mail?.folded
        choices = bubble.choices.map {
            .init(value: "\(bubble.id)\n\($0.id)", label: $0.title, isCurrent: false)
        }
        let canReply = bubble.isFromShop && line.canQuote
        replyHref = canReply ? line.href + "?quote=" + bubble.id.queryEscaped : nil
        canReact = bubble.isFromShop && line.canReact
        hasActs = canReply || canReact
        let size = line.account.kind.channelType == .sms ? SMSText.size(bubble.text) : nil
        parts = size.map { localizer("sim.parts", count: $0.parts) }
        state = bubble.isFromShop ? localizer.strings["sim.state.\(bubble.status)"] : nil
        isFailed = ["failed", "bounced", "undelivered"].contains(bubble.status)
        at = localizer.iso(bubble.at)
        time = localizer.time(bubble.at)
        let isRead = bubble.status == "read"
        tick =
            bubble.isFromShop
            ? nil
            : .init(
                key: isRead ? "read" : "sent", icon: isRead ? "checks" : "check",
                label: localizer(isRead ? "tick.read" : "tick.sent"))
    }
}

extension PretendLine {
    var href: String { "/simulator/\(account.id.lowercase)/\(customer.key)" }
}

extension String {
    /// For the value of a query: ids of providers hold any sign.
    var queryEscaped: String {
        addingPercentEncoding(withAllowedCharacters: .alphanumerics.union(CharacterSet(charactersIn: "-._"))) ?? ""
    }
}
