import Domain
import Foundation
import Postgres
import Web

extension ConversationDesk {
    /// Reacts to a message with one emoji; an empty text takes the reaction back. It leaves through the outbox like anything that is
    /// said, and it is no answer: the conversation's status stays.
    package func react(_ emoji: String, to message: UUID, in id: UUID, by actor: Actor) async throws {
        let emoji = try Self.checked(emoji: emoji)
        let isNew = try await perform(on: id, by: actor) { standing, tx in
            guard standing.status.after(.personReplied) != nil else { throw Problem.conversationMoved }
            guard standing.accountIsOn else { throw Problem.channelIsOff }
            try standing.requireWindow(for: actor, at: now())
            guard ChannelAbilities.of(channel: standing.channel, provider: standing.provider).reactions else {
                throw Problem.unprocessable("reactions_not_supported")
            }
            let address = try await Conversations.address(of: message, in: id, tx)
            let before = try await Conversations.ownReaction(to: address, standing, tx) ?? ""
            guard before != emoji else { return ([], false) }
            let reaction = OutgoingMessage(
                conversation: id, account: standing.account, senderType: "agent", senderID: actor.scope.user,
                senderName: actor.name, content: emoji, contentType: "reaction",
                payload: OutboundContent.reaction(to: address, emoji: emoji).payload?.text(),
                replyToExternalID: address,
                isByPerson: actor.isPerson)
            return (Outbox.enqueue(reaction, tenant: tx.scope.tenant) + [Conversations.touch(standing, tx: tx)], true)
        }
        if isNew { outboxHasWork() }
    }

    /// One emoji: what a reaction is everywhere.
    static func checked(emoji: String) throws -> String {
        let emoji = emoji.trimmingWhitespace
        guard !emoji.isEmpty else { return "" }
        guard emoji.count == 1, emoji.unicodeScalars.count <= 12,
            emoji.unicodeScalars.contains(where: { $0.properties.isEmoji && $0.value > 0x7F })
        else { throw Problem.unprocessable("invalid_emoji") }
        return emoji
    }
}

extension Conversations {
    /// The shop's last reaction to a message that did not fail.
    static func ownReaction(
        to address: String, _ standing: ConversationDesk.Standing, _ tx: TenantTransaction
    ) async throws -> String? {
        try await tx.first(
            """
            SELECT content FROM messages WHERE tenant_id = \(tx.tenant) AND account_id = \(standing.account)
              AND reply_to_external_id = \(address) AND content_type = 'reaction' AND direction = 'outbound'
              AND coalesce(delivery_status, '') <> 'failed' ORDER BY id DESC LIMIT 1
            """
        ).map { try $0("content") }
    }
}
