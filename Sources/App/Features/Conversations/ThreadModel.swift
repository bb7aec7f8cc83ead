import Domain
import Foundation
import Web

/// The open conversation.
struct ThreadModel: PageModel {
    struct Act: Encodable {
        let verb: String
        let label: String
        let icon: String
        let style: String
    }
    struct Handoff: Encodable {
        let reason: String
        let since: String?
        let summary: String?
    }

    let id: String
    let seq: Int64
    let unread: Int
    let listHref: String
    let tone: String
    let initials: String
    let name: String
    /// Of a conversation by mail.
    let subject: String?
    let statusLabel: String
    let statusStyle: String
    let assignee: String?
    let channel: String
    let accountName: String
    let keep: String
    let acts: [Act]
    let moreActs: [Act]
    /// What the last act was refused for, where a page was reloaded to say so.
    let notice: String?
    let handoff: Handoff?
    let draft: DraftModel?
    let messages: [MessageModel]
    let older: String?
    /// What can be done with a message here: `quotes`, `reactions`, `typing`.
    let abilities: String
    let composer: ComposerModel
    let panel: PanelModel

    static let template = "conversations/thread"
    static let sample = ThreadModel(
        id: "0190", seq: 1, unread: 1, listHref: "/support", tone: "tone-1", initials: "MA", name: "Mariana",
        subject: "Pedido 1001", statusLabel: "Nova",
        statusStyle: "chip-accent", assignee: "com você", channel: "whatsapp", accountName: "Loja", keep: "?filter=bot",
        acts: [.init(verb: "takeover", label: "Assumir", icon: "take", style: "btn-primary")],
        moreActs: [.init(verb: "spam", label: "Spam", icon: "ban", style: "menu-item-bad")], notice: "Mudou.",
        handoff: .init(reason: "Pediu uma pessoa", since: "há 2 min", summary: "Quer trocar."), draft: .sample,
        messages: [.sample],
        older: "/support/0190?before=1_2", abilities: "quotes reactions", composer: .sample, panel: .sample)
}

/// Messages from before those on the page.
struct EarlierMessages: PageModel {
    let messages: [MessageModel]
    let older: String?

    static let template = "conversations/earlier"
    static let sample = EarlierMessages(messages: [.sample], older: "/support/0190?before=1_2")
}

extension InboxView {
    func thread(_ facts: ThreadFacts, query: InboxQuery, role: Role, notice: String? = nil, text: String = "")
        -> ThreadModel
    {
        let line = facts.line
        let person = Person(id: line.customer, name: line.name, phone: line.phone, localizer)
        let id = line.id.lowercase
        let mayAct = role >= .agent
        return ThreadModel(
            id: id, seq: line.seq, unread: line.unread, listHref: "/support" + query.text, tone: person.tone,
            initials: person.initials,
            name: person.name, subject: facts.subject.flatMap { $0.isEmpty ? nil : $0 },
            statusLabel: localizer("status.\(line.status.rawValue)"),
            statusStyle: StatusStyle.of(line.status),
            assignee: assignee(line), channel: line.channel, accountName: facts.accountName, keep: query.text,
            acts: mayAct ? mainActs(line) : [], moreActs: mayAct ? moreActs(line) : [],
            notice: notice.flatMap { localizer.strings["notice.\($0)"] }, handoff: handoff(facts),
            draft: draft(facts, role), messages: messages(facts.messages, of: line),
            older: older(facts.messages, of: line.id),
            abilities: abilities(facts, role), composer: composer(facts, role: role, keep: query.text, text: text),
            panel: panel(facts, person))
    }

    private func abilities(_ facts: ThreadFacts, _ role: Role) -> String {
        guard role >= .agent, facts.line.status.after(.personReplied) != nil else { return "" }
        let can = ChannelAbilities.of(channel: facts.line.channel, provider: facts.provider)
        return [can.quotes ? "quotes" : "", can.reactions ? "reactions" : "", can.typing ? "typing" : ""]
            .filter { !$0.isEmpty }.joined(separator: " ")
    }

    func earlier(_ messages: [MessageFacts], of line: UUID) -> EarlierMessages {
        EarlierMessages(messages: self.messages(messages, of: nil), older: older(messages, of: line))
    }

    private func older(_ messages: [MessageFacts], of id: UUID) -> String? {
        guard messages.count > Conversations.threadLength, messages.count > 1 else { return nil }
        return "/support/\(id.lowercase)?before=\(messages[1].cursor.text)"
    }

    private func assignee(_ line: ConversationLine) -> String? {
        guard let person = line.assignee else { return nil }
        if person == me { return localizer("thread.mine") }
        return localizer("thread.assignee", ["name": line.assigneeName ?? "?"])
    }

    private func handoff(_ facts: ThreadFacts) -> ThreadModel.Handoff? {
        guard let reason = facts.handoffReason, facts.line.status.needsPerson else { return nil }
        let words = localizer.strings["handoff.reason.\(reason)"] ?? localizer("handoff.reason.other")
        return .init(
            reason: words, since: (facts.handedOffAt ?? facts.line.waitingSince).map { localizer.ago($0, now: now) },
            summary: facts.handoffSummary)
    }

    private func act(_ verb: String, _ icon: String, _ style: String) -> ThreadModel.Act {
        .init(verb: verb, label: localizer("act.\(verb)"), icon: icon, style: style)
    }

    /// The one or two things to do next. Only what the status table allows.
    private func mainActs(_ line: ConversationLine) -> [ThreadModel.Act] {
        switch line.status {
        case .new, .bot, .waitingAgent:
            [act("takeover", "take", "btn-primary btn-fold"), act("resolve", "check", "btn-fold")]
        case .open, .waitingCustomer:
            (line.assignee == me ? [] : [act("takeover", "take", "btn-fold")]) + [
                act("resolve", "check", "btn-primary btn-fold")
            ]
        case .resolved: [act("reopen", "refresh", "btn-fold")]
        case .spam: [act("unspam", "inbox", "btn-fold")]
        case .closed: []
        }
    }

    private func moreActs(_ line: ConversationLine) -> [ThreadModel.Act] {
        var acts: [ThreadModel.Act] = []
        if line.status.after(.handedBack) != nil, line.status != .bot { acts.append(act("handback", "spark", "")) }
        if ![.bot, .closed, .spam].contains(line.status) {
            acts.append(line.assignee == me && me != nil ? act("unassign", "user", "") : act("assign", "user-plus", ""))
        }
        if line.status != .closed { acts.append(act("close", "lock", "")) }
        if line.status.after(.markedSpam) != nil, line.status != .spam {
            acts.append(act("spam", "ban", "menu-item-bad"))
        }
        return acts
    }
}
