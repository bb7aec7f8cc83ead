import Domain
import Foundation
import Providers

/// What planning mails needs to know besides.
struct MailKnowledge {
    struct Key: Hashable {
        var account: UUID
        /// Without brackets.
        var id: String
    }

    /// Knows the shop's own reply addresses.
    var replyToken: ReplyToken?
    /// Live conversations by mail that may be meant.
    var conversations: [UUID: InboxKnowledge.Conversation] = [:]
    /// Conversations of mails that are answered.
    var ids: [Key: UUID] = [:]

    mutating func add(_ conversation: InboxKnowledge.Conversation) { conversations[conversation.id] = conversation }
}

extension InboxPlan {
    /// A mail goes to the conversation that our reply address names, that it answers, or that has its subject; the last two only where
    /// the conversation is its sender's own. Else it begins one.
    mutating func add(
        _ message: InboundMessage, _ thread: EmailThread, _ item: InboxItem, _ account: InboxKnowledge.Account
    ) {
        let sender = find(message.customer, account.id)
        guard sender?.isBlocked != true else { return refuse(item, "contact_blocked") }
        let forPeople = thread.isForPeople || isStale(message)
        let live = place(of: message, thread, sender, account.id)
        let index: Int
        if let live, let found = goOn(live, with: message, thread, thread.act(account, forPeople)) {
            // Somebody the customer passed our reply address to stays a guest: the answer goes to the customer, and two people stay two.
            if live.contact == sender?.id { _ = contact(of: message, item) }
            index = found
        } else {
            if let live { known.mail.conversations[live.id] = nil }
            let subject = EmailSubject.clean(thread.subject)
            let fresh = begin(
                with: contact(of: message, item), message, status: thread.firstStatus(account, forPeople), account,
                subject: String(subject.prefix(300)))
            known.mail.add(fresh)
            index = planned(fresh)
        }
        store(message, thread, at: index, item)
        let conversation = writes.conversations[index]
        if forPeople { return }
        writes.turns[conversation.id] = conversation.status.belongsToAssistant ? account.debounce : nil
    }

    private mutating func store(_ message: InboundMessage, _ thread: EmailThread, at index: Int, _ item: InboxItem) {
        let (id, conversation) = (newID(), writes.conversations[index].id)
        known.messages[.init(account: item.account, externalID: message.externalID, part: message.part)] =
            .init(id: id, conversation: conversation)
        writes.messages.append(.init(id: id, conversation: conversation, account: item.account, message: message))
        // The files of a mail are parts of it: they are neither unread by themselves nor the last word.
        guard message.part == 0 else { return }
        writes.conversations[index].record(message)
        guard let mailID = thread.messageID else { return }
        writes.mailIDs.append(.init(account: item.account, id: mailID, conversation: conversation, message: id))
        let key = MailKnowledge.Key(account: item.account, id: mailID)
        known.mail.ids[key] = known.mail.ids[key] ?? conversation
    }

    private func place(
        of message: InboundMessage, _ thread: EmailThread, _ sender: InboxKnowledge.Contact?, _ account: UUID
    ) -> InboxKnowledge.Conversation? {
        // Its first part has a place already.
        if let first = known.messages[.init(account: account, externalID: message.externalID, part: 0)] {
            return known.mail.conversations[first.conversation]
        }
        let mine = known.mail.conversations.values.filter { $0.account == account }
        func candidate(_ conversation: InboxKnowledge.Conversation) -> EmailThreading.Candidate {
            .init(
                conversation: conversation.id, isSenders: sender != nil && conversation.contact == sender?.id,
                subject: conversation.subject)
        }
        let token = known.mail.replyToken?.conversation(in: thread.recipients).flatMap { id in
            mine.first { $0.id == id }.map(candidate)
        }
        let referenced = thread.references.compactMap { id in
            known.mail.ids[.init(account: account, id: id)].flatMap { id in mine.first { $0.id == id } }.map(candidate)
        }
        let recent = mine.sorted { ($0.lastMessageAt, $0.id.uuidString) > ($1.lastMessageAt, $1.id.uuidString) }
        switch EmailThreading.choose(thread, token: token, referenced: referenced, recent: recent.map(candidate)) {
        case .append(let id): return known.mail.conversations[id]
        case .new: return nil
        }
    }

    /// A machine's mail moves nothing: a note of absence must not take up what was resolved.
    private mutating func goOn(
        _ live: InboxKnowledge.Conversation, with message: InboundMessage, _ thread: EmailThread,
        _ act: ConversationAct
    ) -> Int? {
        if thread.automatic != nil || message.part > 0 {
            let index = planned(live)
            return writes.conversations[index].status == .closed ? nil : index
        }
        return goOn(live, with: message, act)
    }
}

extension EmailThread {
    /// Not to be answered by the assistant: a machine wrote it, or its words are missing.
    fileprivate var isForPeople: Bool { automatic != nil || isIncomplete }

    fileprivate func act(_ account: InboxKnowledge.Account, _ forPeople: Bool) -> ConversationAct {
        account.assistantIsOn && !forPeople ? .customerWroteAssistantOn : .customerWroteAssistantOff
    }

    fileprivate func firstStatus(_ account: InboxKnowledge.Account, _ forPeople: Bool) -> ConversationStatus {
        automatic == nil ? ConversationStatus.new.after(act(account, forPeople)) ?? .new : .new
    }
}
