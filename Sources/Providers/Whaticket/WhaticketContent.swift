import Domain
import Foundation

/// What a message says: the contract's table of kinds, and those it did not know.
struct WhaticketContent {
    /// Something that is no message of its own.
    enum Act: Equatable {
        case reaction(to: String?, emoji: String?)
        case revoke(String?)
        case edit(of: String?)
        case notice(String)
    }

    var type = "text"
    var text = ""
    var payload: String?
    var attachment: InboundMessage.Attachment?
    /// Id of the message it answers.
    var quoted: String?
    var act: Act?

    static let empty = Act.notice("empty_message")
    /// No words and nothing else were found.
    var isEmpty: Bool { act == Self.empty }

    init(_ message: JSON?) {
        guard let message = message.map(Self.unwrapped), !message.isNull else {
            act = Self.empty
            return
        }
        guard message.kind == .object else {
            say(Wire.text(message) ?? "")
            if text.isEmpty { act = Self.empty }
            return
        }
        if let act = Self.act(message) {
            self.act = act
            guard case .edit = act else { return }
            let edited = WhaticketContent(message["protocolMessage"]?["editedMessage"])
            (type, text, payload) = (edited.type, edited.text, edited.payload)
            return
        }
        read(message)
        quoted = message.members.lazy.compactMap { Wire.id($0.value["contextInfo"]?["stanzaId"]) }.first { _ in true }
    }

    private mutating func read(_ message: JSON) {
        guard let (name, object) = Self.known(message) else {
            say(Wire.text(of: message, "text", "body", "caption", "content") ?? "")
            guard text.isEmpty else { return }
            let kinds = message.members.map(\.key).filter { !Self.wrapping.contains($0) && !Self.identity.contains($0) }
            guard let kind = kinds.first(where: { $0.hasSuffix("Message") }) else {
                act = message["senderKeyDistributionMessage"] == nil ? Self.empty : .notice("sender_key")
                return
            }
            // A kind that is not known yet is kept as it came.
            type = "unsupported"
            payload = JSON.object([(kind, message[kind])]).text(.storable)
            return
        }
        type = Self.types[name] ?? "text"
        say(WhaticketWords.of(name, object))
        if OutboundContent.mediaTypes.contains(type) {
            attachment = .init(
                kind: type, mimeType: Wire.text(object["mimetype"]).map { Wire.cut($0, 200) },
                fileName: Wire.text(object["fileName"]).map { Wire.cut($0, 255) }, isVoice: object["ptt"]?.bool ?? false
            )
        }
        if text.isEmpty, type == "text" { act = Self.empty }
        payload = WhaticketWords.payload(name, type, object)
    }

    private mutating func say(_ words: String) {
        text = Wire.limited(words.trimmingCharacters(in: .whitespacesAndNewlines))
    }

    /// The contract looks for files first, then for words; the rest came later.
    static let order = [
        "imageMessage", "videoMessage", "documentMessage", "conversation", "extendedTextMessage",
        "buttonsResponseMessage",
        "listResponseMessage", "interactiveResponseMessage", "templateMessage", "templateButtonReplyMessage",
        "audioMessage",
        "stickerMessage", "ptvMessage", "locationMessage", "liveLocationMessage", "contactMessage",
        "contactsArrayMessage",
        "orderMessage", "productMessage", "pollCreationMessage", "pollCreationMessageV2", "pollCreationMessageV3",
        "buttonsMessage", "listMessage", "groupInviteMessage", "eventMessage",
    ]

    static let types = [
        "imageMessage": "image", "videoMessage": "video", "documentMessage": "document", "audioMessage": "audio",
        "stickerMessage": "sticker", "ptvMessage": "video", "locationMessage": "location",
        "liveLocationMessage": "location",
        "contactMessage": "contacts", "contactsArrayMessage": "contacts", "buttonsResponseMessage": "interactive",
        "listResponseMessage": "interactive", "interactiveResponseMessage": "interactive",
        "templateMessage": "template",
        "templateButtonReplyMessage": "interactive", "orderMessage": "order", "productMessage": "product",
        "pollCreationMessage": "poll", "pollCreationMessageV2": "poll", "pollCreationMessageV3": "poll",
        "buttonsMessage": "interactive", "listMessage": "interactive", "groupInviteMessage": "group_invite",
        "eventMessage": "event",
    ]

    private static func known(_ message: JSON) -> (String, JSON)? {
        for name in order { if let object = message[name], !object.isNull { return (name, object) } }
        return nil
    }

    static let wrapping: Set<String> = [
        "ephemeralMessage", "viewOnceMessage", "viewOnceMessageV2", "viewOnceMessageV2Extension",
        "documentWithCaptionMessage",
        "deviceSentMessage", "editedMessage", "messageContextInfo", "senderKeyDistributionMessage",
    ]
    private static let identity: Set<String> = ["key", "id", "fromMe", "timestamp"]

    /// Takes the envelopes off. Their depth is the parser's to bound.
    private static func unwrapped(_ message: JSON) -> JSON {
        var message = message
        var depth = 0
        while depth < 64, message.kind == .object, known(message) == nil {
            let inner = wrapping.lazy.compactMap { message[$0]?["message"] }.first { !$0.isNull }
            guard let next = inner ?? message["message"], !next.isNull else { break }
            message = next
            depth += 1
        }
        return message
    }

    private static func act(_ message: JSON) -> Act? {
        if let reaction = message["reactionMessage"], reaction.kind == .object {
            return .reaction(
                to: Wire.id(reaction["key"]?["id"]), emoji: Wire.text(reaction["text"]).map { Wire.cut($0, 40) })
        }
        if let change = message["protocolMessage"], change.kind == .object {
            let original = Wire.id(change["key"]?["id"])
            switch (Wire.text(change["type"]), change["editedMessage"]?.kind) {
            case ("0", _), ("REVOKE", _): return .revoke(original)
            case (_, .object): return .edit(of: original)
            case (let type, _): return .notice("protocol_" + Wire.word(type ?? ""))
            }
        }
        for name in ["pollUpdateMessage", "keepInChatMessage", "pinInChatMessage", "encReactionMessage"]
        where message[name] != nil {
            return .notice(Wire.word(name))
        }
        return nil
    }
}
