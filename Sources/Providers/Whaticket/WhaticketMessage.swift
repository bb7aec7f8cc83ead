import Domain
import Foundation

/// One message of a body.
struct WhaticketMessage {
    /// Where its fields may stand: the message's own object, then what is around it.
    let sources: [JSON]
    /// Its content, in whatever form; nil when there is none.
    let message: JSON?
    let receivedAt: Date
    let signedAt: Int64?
    let path: String
    let part: Int

    func inboundItem() throws -> InboundItem {
        let people = WhaticketPeople(sources, key: key, isFromShop: isFromShop)
        if isTrue("isGroup") || people.addresses.contains(where: Self.isCrowd) { return .notice("group") }
        if isFromShop, people.claims.isEmpty { return .notice("own_echo") }
        let content = self.content
        switch content.act {
        // The shop's own reaction would stand under the customer's address.
        case .reaction where isFromShop: return .notice("own_reaction")
        case .reaction(let target, let emoji):
            guard !people.claims.isEmpty else { throw Unreadable(reason: "missing_sender") }
            guard let target else { throw Unreadable(reason: "missing_message_id") }
            return .reaction(InboundReaction(by: people.claims, externalID: target, emoji: emoji, at: time))
        case .revoke(let target):
            guard let target else { throw Unreadable(reason: "missing_original_id") }
            return .revoke(externalID: target, at: time)
        case .edit(let target):
            guard let id = target ?? externalID else { throw Unreadable(reason: "missing_original_id") }
            return .edit(InboundEdit(externalID: id, content: content.text, payload: content.payload, at: time))
        case .notice(let word):
            // Whoever says nothing must at least be somebody.
            if content.isEmpty, people.claims.isEmpty { throw Unreadable(reason: "missing_number") }
            return .notice(word)
        case .none: return .message(try message(content, people))
        }
    }

    /// Groups, status stories, broadcast lists and channels.
    static func isCrowd(_ address: String) -> Bool {
        ["@g.us", "@broadcast", "@newsletter"].contains { address.hasSuffix($0) }
    }

    private var isFromShop: Bool {
        key?["fromMe"]?.bool == true || isTrue("fromMe") || message?["fromMe"]?.bool == true
    }

    private func message(_ content: WhaticketContent, _ people: WhaticketPeople) throws -> InboundMessage {
        // With both words and kind given nothing is looked for elsewhere: the number has to be given as well.
        if given("text") != nil, given("kind") != nil, sources.allSatisfy({ Wire.text($0["number"]) == nil }) {
            throw Unreadable(reason: "missing_number")
        }
        let claims = people.claims
        guard !claims.isEmpty else { throw Unreadable(reason: "missing_number") }
        var attachment = content.attachment
        if let url = sources.compactMap({ Wire.text(of: $0, "mediaUrl", "fileUrl") }).first
            ?? Wire.text(message?["mediaUrl"])
        {
            // Unlike the encrypted address inside a Baileys message, this one can be fetched.
            attachment = attachment ?? .init(kind: "document")
            attachment?.url = Wire.cut(url, 2_048)
        }
        var found = InboundMessage(
            customer: claims, customerName: isFromShop ? nil : people.name, externalID: externalID ?? derivedID,
            part: part, sentAt: time,
            contentType: content.type, content: content.text, payload: content.payload, attachment: attachment,
            replyToExternalID: content.quoted
                ?? sources.compactMap { Wire.id($0["quotedMsgId"]) ?? Wire.id($0["quotedMsg"]?["id"]) }.first,
            fromShop: isFromShop)
        // Whaticket marks with an invisible sign what its own menus, campaigns and API say.
        found.isByProgram = isFromShop && content.text.unicodeScalars.contains("\u{200E}")
        return found
    }

    /// Words and kind given beside the message win over what is in it.
    private var content: WhaticketContent {
        var content = WhaticketContent(message)
        let beside = content.isEmpty ? sources.compactMap { Wire.text(of: $0, "text", "body", "caption") }.first : nil
        if let words = given("text") ?? beside {
            content.text = Wire.limited(words.trimmingCharacters(in: .whitespacesAndNewlines))
            if content.isEmpty, !content.text.isEmpty { content.act = nil }
            if content.type == "unsupported" { content.type = "text" }
        }
        if let kind = given("kind"), message == nil { content.type = kind == "media" ? "file" : Wire.word(kind) }
        return content
    }

    private func given(_ name: String) -> String? { sources.last?[name]?.string.flatMap { Wire.text(JSON($0)) } }

    private var key: JSON? {
        (sources.map { $0["key"] } + [message?["key"]]).compactMap { $0 }.first { $0.kind == .object }
    }

    private func isTrue(_ name: String) -> Bool {
        sources.contains {
            $0[name]?.bool == true || $0["ticket"]?[name]?.bool == true || $0["contact"]?[name]?.bool == true
        }
    }

    private var externalID: String? {
        let own =
            Wire.id(key?["id"]) ?? sources.prefix(1).compactMap { WhaticketReader.id($0) ?? Wire.id($0["wid"]) }.first
        return own ?? (message?.kind == .object ? message.flatMap(WhaticketReader.id) : nil)
    }

    /// The same request again gives the same id; the same words, signed anew, another.
    private var derivedID: String {
        let bytes = sources.first.map { $0.rawBytes.map(Array.init) ?? $0.serialize() } ?? []
        return Wire.digest(Array("\(signedAt.map(String.init) ?? "") \(path) ".utf8) + bytes)
    }

    /// Seconds, as a number or text, or the halves Baileys writes a long number in.
    private var time: Date {
        for source in sources {
            for name in ["messageTimestamp", "timestamp", "t"] {
                guard let value = source[name], !value.isNull else { continue }
                return Wire.time(value.kind == .object ? value["low"] : value, or: receivedAt)
            }
        }
        return receivedAt
    }
}
