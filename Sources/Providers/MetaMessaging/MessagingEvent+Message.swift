import Domain
import Foundation

extension MessagingEvent {
    /// A `message`: words, files, an answer to a story; or that one was taken back, or is our own coming back.
    func message(_ message: JSON) throws -> [(String, InboundItem)] {
        guard message.kind == .object else { throw Unreadable(reason: "not_an_object") }
        if message["is_deleted"]?.bool == true {
            return [("", .revoke(externalID: try Self.required(message["mid"], "missing_message_id"), at: time))]
        }
        if message["is_self"]?.bool == true { return [("", .notice("self_message"))] }
        let isEcho = Self.isEcho(message)
        if isEcho, let own = ownSend(message) { return [("", own)] }

        let customer = try customer(isEcho: isEcho)
        let id = MetaEvents.externalID(message["mid"], of: json)
        let quoted = MetaPeople.text(message["reply_to"]?["mid"]).map { MetaPeople.cut($0, 512) }
        return MessagingContent.contents(of: message).enumerated().map { part, content in
            let found = InboundMessage(
                customer: [customer], externalID: id, part: part, sentAt: time, contentType: content.type,
                content: MetaContent.cut(content.text), payload: content.payload, attachment: content.attachment,
                replyToExternalID: quoted, fromShop: isEcho)
            return (part == 0 ? "" : ".attachments[\(part)]", .message(found.standing(by: isStandby)))
        }
    }

    /// An echo that carries our own id: proof that it left, also where the answer to the call was lost.
    private func ownSend(_ message: JSON) -> InboundItem? {
        guard let id = MetaPeople.text(message["mid"]), id.utf8.count <= 512 else { return nil }
        guard let ours = MetaPeople.text(message["metadata"]).flatMap(MetaMessaging.reference(in:)) else { return nil }
        // Parts follow: this one alone does not prove that the message has left.
        if !ours.isLast { return .notice("own_echo") }
        return .status(DeliveryReport(externalID: id, status: "sent", at: time, outboxID: ours.id))
    }
}
