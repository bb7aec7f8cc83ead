import Domain
import Foundation

// What the shop says comes back from most providers, whoever said it. What we sent ourselves stands in the conversation already; what a
// person typed on the shop's phone belongs there, and takes the conversation over. The provider's id tells them apart, but the copy may
// come before the answer that names the id. So a copy waits while a call to the same customer is under way that began before it came.
extension InboxPlan {
    /// A call is over long before that; whoever made it is gone.
    static let patience: TimeInterval = 120

    /// True where nothing is to be stored for this message of the shop: it is ours, it has to wait, or nobody asks for it.
    mutating func isSettled(echo message: InboundMessage, _ item: InboxItem) -> Bool {
        let key = InboxKnowledge.MessageKey(account: item.account, externalID: message.externalID, part: 0)
        if known.ownIDs.contains(key) {
            writes.count(item.event) { $0.duplicates += 1 }
            return true
        }
        guard let contact = find(message.customer, item.account) else { return message.isByProgram }
        let sends = known.sends.indices.filter {
            known.sends[$0].account == item.account && known.sends[$0].contact == contact.id
        }
        let mayWait = known.now.timeIntervalSince(item.receivedAt) < Self.patience
        if mayWait, let open = sends.first(where: { known.sends[$0].isUnderWay(at: item.receivedAt) }) {
            writes.count(item.event) { $0.heldFor = known.sends[open].outbox }
            return true
        }
        if let index = sends.first(where: { match(message, known.sends[$0]) != .other }) {
            take(index, as: match(message, known.sends[index]), key)
            writes.count(item.event) { $0.duplicates += 1 }
            return true
        }
        // A program tells every customer of every order: shown where there is a conversation, never opening one.
        let conversation = InboxKnowledge.ConversationKey(account: item.account, contact: contact.id)
        return message.isByProgram && known.conversations[conversation] == nil
    }

    private func match(_ message: InboundMessage, _ send: InboxKnowledge.Send) -> SentCopy {
        guard send.unanswered > 0 else { return .other }
        let seen = SentCopy.Content(type: message.contentType, text: message.content)
        let copy = SentCopy(of: seen, sent: send.content)
        guard copy == .other, let writtenOut = send.writtenOut else { return copy }
        return SentCopy(of: seen, sent: writtenOut)
    }

    private mutating func take(_ index: Int, as copy: SentCopy, _ key: InboxKnowledge.MessageKey) {
        writes.ownCopies.append(
            .init(send: known.sends[index], externalID: key.externalID, isWhole: copy == .whole))
        known.ownIDs.insert(key)
        if copy == .whole {
            known.sends[index].unanswered -= 1
            // A call that is under way goes on: its own copy waits for it.
            if known.sends[index].state != "sending" { known.sends[index].state = "accepted" }
        }
    }
}

extension InboxKnowledge.Send {
    /// Its present call may be what was heard of then.
    fileprivate func isUnderWay(at moment: Date) -> Bool {
        state == "sending" && calledAt.map { $0 <= moment } ?? true
    }
}
