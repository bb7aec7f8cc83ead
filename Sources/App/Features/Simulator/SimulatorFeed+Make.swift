import Domain
import Foundation
import Simulators
import Web

extension SimulatorFeed {
    /// Requests and webhooks shown at once.
    static let shownEntries = 40

    init(_ line: PhoneLine, localizer: Localizer) {
        version = Self.version(line)
        bubbles = line.meta.transcript(with: line.customer.key, on: line.account.number).suffix(200).map {
            Bubble($0, localizer)
        }
        let receipts = line.receipts
        self.receipts = PhoneLine.Receipts.allCases.map {
            Choice(value: $0.rawValue, label: localizer("sim.receipts.\($0.rawValue)"), isCurrent: $0 == receipts)
        }
        let armed = line.armed
        faults = PhoneLine.Fault.allCases.map {
            Choice(value: $0.rawValue, label: localizer("sim.fault.\($0.rawValue)"), isCurrent: $0 == armed)
        }
        entries = Self.entries(line, localizer)
    }

    /// Counts of everything that only grows, and the switches.
    static func version(_ line: PhoneLine) -> String {
        line.meta.read { state in
            "\(state.calls.total).\(state.posted.total).\(state.sent.total).\(state.received.total).\(state.readByShop.count)"
        } + ".\(line.receipts.rawValue).\(line.armed?.rawValue ?? "-")"
    }

    private static func entries(_ line: PhoneLine, _ localizer: Localizer) -> [Entry] {
        let (calls, posted) = line.meta.read { state in
            (
                state.calls.filter { $0.phoneNumberID == line.account.number }.suffix(shownEntries),
                state.posted.filter { $0.phoneNumberID == line.account.number }.suffix(shownEntries)
            )
        }
        let asked = calls.map { call in
            (
                call.at,
                Entry(
                    key: "c\(call.at.timeIntervalSince1970)", style: "chip-accent", direction: localizer("sim.log.out"),
                    title: "\(call.path) → \(call.status.map(String.init) ?? "✕")", at: localizer.iso(call.at),
                    time: localizer.time(call.at),
                    body: PrettyJSON.text(call.body.serialize()))
            )
        }
        let told = posted.map { webhook in
            (
                webhook.at,
                Entry(
                    key: "w\(webhook.at.timeIntervalSince1970)", style: "chip-info", direction: localizer("sim.log.in"),
                    title: "\(subject(webhook.body)) → \(webhook.status)", at: localizer.iso(webhook.at),
                    time: localizer.time(webhook.at),
                    body: PrettyJSON.text(webhook.body))
            )
        }
        return (asked + told).sorted { $0.0 > $1.0 }.prefix(shownEntries).map(\.1)
    }

    /// What a webhook speaks of: `messages text`, `statuses read`.
    private static func subject(_ body: [UInt8]) -> String {
        guard let value = (try? JSON.parse(body))?["entry"]?[0]?["changes"]?[0]?["value"] else { return "?" }
        if let status = value["statuses"]?[0]?["status"]?.string { return "status \(status)" }
        return "message \(value["messages"]?[0]?["type"]?.string ?? "?")"
    }
}

extension SimulatorFeed.Bubble {
    init(_ bubble: MetaGraphSimulator.Bubble, _ localizer: Localizer) {
        let kind = MessageKind(bubble.type)
        let isMedia = if case .media = kind { true } else { false }
        key = bubble.id
        isMine = !bubble.isFromShop
        icon = isMedia ? kind.icon : nil
        self.kind = isMedia ? kind.label(localizer) : nil
        let words = bubble.text + (bubble.reactions.isEmpty ? "" : " " + bubble.reactions.joined())
        text = words.isEmpty ? nil : words
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
