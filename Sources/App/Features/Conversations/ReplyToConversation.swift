import Domain
import Foundation
import Postgres
import Web

extension ConversationDesk {
    /// What became of a text that was to be sent or noted.
    package struct Written: Sendable, Equatable {
        package let message: UUID
        /// False when the same key had been used before: nothing was added.
        package let isNew: Bool
    }

    /// Queues a person's answer. `key` is the sender's: the same key again is the same message.
    package func reply(_ id: UUID, text: String, key: String, by actor: Actor) async throws -> Written {
        try await reply(id, ReplyDraft(text: text), key: key, by: actor)
    }

    package func reply(_ id: UUID, _ draft: ReplyDraft, key: String, by actor: Actor) async throws -> Written {
        let draft = try draft.checked()
        let key = try Self.checked(key: key)
        let written = try await perform(on: id, by: actor) { standing, tx in
            if let known = try await Conversations.message(tx, conversation: id, key: key) {
                return ([], Written(message: known, isNew: false))
            }
            guard let next = standing.status.after(.personReplied) else { throw Problem.conversationMoved }
            guard standing.accountIsOn else { throw Problem.channelIsOff }
            try standing.requireWindow(for: actor, at: now())
            let reply = try await draft.fitted(to: standing, tx)
            let messages = reply.messages(draft, key: key, in: standing, by: actor)
            let change = Change(
                status: next, by: "reply", assignee: .ifNone(actor.scope.user), endsHandoff: true, endsWaiting: true,
                lastWord: String(draft.text.prefix(160)), lastType: reply.lastType)
            var statements: [SQL] = []
            for (index, message) in messages.enumerated() {
                statements += Outbox.enqueue(message, tenant: tx.scope.tenant)
                if index == 0, let file = reply.file {
                    statements.append(Media.attach(file.upload.id, to: message.id, as: file.passage, tx: tx))
                }
            }
            return (
                statements + Conversations.apply(change, to: standing, tx: tx)
                    + Outbox.showRead(standing.id, unread: standing.unread, tenant: tx.scope.tenant),
                Written(message: messages[0].id, isNew: true)
            )
        }
        if written.isNew { outboxHasWork() }
        return written
    }

    static func checked(_ text: String) throws -> String {
        let text = try clean(text)
        guard !text.isEmpty else { throw Problem.unprocessable("empty_text") }
        return text
    }

    static func clean(_ text: String) throws -> String {
        let text = text.replacing("\r\n", with: "\n").trimmingWhitespace
        guard !text.utf8.contains(0) else { throw Problem.unprocessable("invalid_text") }
        return text
    }

    static func checked(key: String) throws -> String {
        let isPlain = key.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7f }
        guard (1...200).contains(key.utf8.count), isPlain else {
            throw Problem.unprocessable("invalid_idempotency_key")
        }
        return key
    }
}

/// The longest text a channel takes, in UTF-16 units (what a browser's field counts too).
enum MessageLimit {
    static func of(_ channel: String) -> Int {
        switch channel {
        case "whatsapp": 4096
        case "instagram": 1000
        case "messenger": 2000
        case "push": CustomerPushSender.textLimit
        default: 65_536
        }
    }

    /// A note never leaves the shop.
    static let note = 65_536
}
