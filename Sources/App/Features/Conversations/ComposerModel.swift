import Domain
import Foundation
import Web

/// Where the agent writes, and why it may only be a note.
struct ComposerModel: Sendable, Encodable {
    struct Window: Encodable {
        /// open, closing (less than an hour), closed
        let state: String
        let closesAt: String
        let left: String?
        let label: String?
    }

    let keep: String
    let clientKey: String
    let replyOn: Bool
    let replyOff: Bool
    let noteOff: Bool
    let window: Window?
    let blocked: String?
    let limit: Int
    let hint: String
    /// What was written and could not be sent: given back, not lost.
    let text: String

    static let sample = ComposerModel(
        keep: "?filter=bot", clientKey: "k1", replyOn: true, replyOff: true, noteOff: true,
        window: .init(state: "open", closesAt: "2026-11-21T14:00:00Z", left: "3 h 20 min", label: "Fechada"),
        blocked: "A janela fechou.", limit: 4096, hint: "Ctrl+Enter envia", text: "Oi")
}

extension InboxView {
    static let window: TimeInterval = 24 * 3600

    func composer(_ facts: ThreadFacts, role: Role, keep: String, text: String) -> ComposerModel {
        let closesAt = facts.provider == "meta" ? facts.lastCustomerMessageAt?.addingTimeInterval(Self.window) : nil
        let blocked = blocked(facts, role: role, closesAt: closesAt)
        return ComposerModel(
            keep: keep, clientKey: UUID.v7().lowercase, replyOn: blocked == nil, replyOff: blocked != nil,
            noteOff: role < .agent, window: closesAt.map(window), blocked: blocked,
            limit: MessageLimit.of(facts.line.channel),
            hint: localizer("composer.hint"), text: text)
    }

    private func blocked(_ facts: ThreadFacts, role: Role, closesAt: Date?) -> String? {
        if role < .agent { return localizer("composer.blocked.viewer") }
        switch facts.line.status {
        case .closed: return localizer("composer.blocked.closed")
        case .spam: return localizer("composer.blocked.spam")
        default: break
        }
        if !facts.accountIsOn { return localizer("composer.blocked.account", ["account": facts.accountName]) }
        guard facts.provider == "meta" else { return nil }
        guard let closesAt else { return localizer("composer.blocked.never") }
        guard closesAt <= now else { return nil }
        return localizer("composer.blocked.window", ["ago": localizer.ago(closesAt, now: now)])
    }

    private func window(_ closesAt: Date) -> ComposerModel.Window {
        let seconds = max(0, min(closesAt.timeIntervalSince(now), 1e6))
        let minutes = Int(seconds / 60)
        let iso = localizer.iso(closesAt)
        guard seconds > 0 else {
            return .init(state: "closed", closesAt: iso, left: nil, label: localizer("composer.window.closed"))
        }
        let left = minutes < 60 ? "\(minutes) min" : "\(minutes / 60) h \(minutes % 60) min"
        return .init(state: minutes < 60 ? "closing" : "open", closesAt: iso, left: left, label: nil)
    }
}
