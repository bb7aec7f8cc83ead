import Domain

extension ZAPI {
    /// What to call, and with what.
    struct Operation {
        var path: String
        var body: JSON
    }

    /// How reply buttons and lists leave: WhatsApp shows those of an unofficial gateway on some phones only, so the choices are
    /// written out with numbers unless the shop wants it otherwise.
    package enum ChoiceStyle: String, Sendable {
        case numbered, native
    }

    static func operation(_ message: OutboundMessage, _ style: ChoiceStyle) throws(ProviderError) -> Operation {
        let content = message.content
        let phone = try address(message.to)
        func make(_ path: String, _ members: [(String, JSON?)], quotes: Bool = true) -> Operation {
            let quote = quotes ? message.replyTo.map { JSON($0) } : nil
            return Operation(path: path, body: .object([("phone", JSON(phone))] + members + [("messageId", quote)]))
        }
        let caption = content.text.isEmpty ? Optional<JSON>.none : JSON(content.text)
        switch content.type {
        case "image", "video":
            return make("send-\(content.type)", [(content.type, try file(content)), ("caption", caption)])
        case "audio", "sticker": return make("send-\(content.type)", [(content.type, try file(content))])
        case "document":
            let name = content.fileName ?? "documento"
            return make(
                "send-document/\(fileExtension(of: name, content))",
                [("document", try file(content)), ("fileName", JSON(Wire.cut(name, 255))), ("caption", caption)])
        case "reaction":
            guard let target = Wire.id(content.object?["message_id"]) else { throw OutboundContent.empty() }
            let emoji = Wire.text(content.object?["emoji"])
            return make(
                emoji == nil ? "send-remove-reaction" : "send-reaction",
                [("reaction", emoji.map { JSON($0) }), ("messageId", JSON(target))], quotes: false)
        case "location":
            guard let latitude = Wire.text(content.object?["latitude"]),
                let longitude = Wire.text(content.object?["longitude"])
            else { throw OutboundContent.empty() }
            let title = Wire.text(content.object?["name"]) ?? content.text
            return make(
                "send-location",
                [
                    ("title", JSON(title)), ("address", JSON(Wire.text(content.object?["address"]) ?? title)),
                    ("latitude", JSON(latitude)), ("longitude", JSON(longitude)),
                ])
        case "contacts" where content.payload?["contacts"]?.elements.reduce(0) { count, _ in count + 1 } == 1:
            let card = content.payload?["contacts"]?[0]
            guard let name = Wire.text(card?["name"]?["formatted_name"]),
                let number = Wire.text(card?["phones"]?[0]?["phone"])
            else { throw OutboundContent.empty() }
            return make(
                "send-contact",
                [("contactName", JSON(name)), ("contactPhone", JSON(PhoneNumber(number)?.digits ?? number))])
        case "interactive" where style == .native && !content.choices.isEmpty:
            return try choices(content, make)
        default:
            guard let text = content.plainText else { throw OutboundContent.empty() }
            return make("send-text", [("message", JSON(text))])
        }
    }

    private static func choices(
        _ content: OutboundContent, _ make: (String, [(String, JSON?)], Bool) -> Operation
    ) throws(ProviderError) -> Operation {
        guard !content.text.isEmpty else { throw OutboundContent.empty() }
        if content.object?["type"]?.string == "list" {
            let label = Wire.text(content.object?["action"]?["button"]) ?? "…"
            let options = content.choices.map {
                JSON.object([
                    ("id", JSON($0.id)), ("title", JSON($0.title)), ("description", JSON($0.description ?? "")),
                ])
            }
            let list: JSON = ["title": JSON(label), "buttonLabel": JSON(label), "options": JSON(options)]
            return make("send-option-list", [("message", JSON(content.text)), ("optionList", list)], false)
        }
        let buttons = content.choices.map { JSON.object([("id", JSON($0.id)), ("label", JSON($0.title))]) }
        return make(
            "send-button-list", [("message", JSON(content.text)), ("buttonList", ["buttons": JSON(buttons)])], false)
    }

    /// Digits without `+`, or the hidden id as it came.
    static func address(_ claim: IdentityClaim) throws(ProviderError) -> String {
        switch claim.kind {
        case .phone: if let phone = PhoneNumber(claim.value) { return phone.digits }
        case .lid: return claim.value
        default: break
        }
        throw .rejected(ProviderFault(code: "bad_address", title: "Not an address of WhatsApp"))
    }

    private static func file(_ content: OutboundContent) throws(ProviderError) -> JSON {
        guard let link = content.mediaLink else {
            throw .rejected(ProviderFault(code: "bad_media", title: "The file has no address"))
        }
        return JSON(link)
    }

    /// Stands in the path, hence nothing but letters and digits.
    private static func fileExtension(of name: String, _ content: OutboundContent) -> String {
        let last = name.split(separator: ".").dropFirst().last.map(String.init) ?? ""
        let isPlain =
            (1...8).contains(last.utf8.count)
            && last.utf8.allSatisfy { ($0 | 0x20) >= 0x61 && ($0 | 0x20) <= 0x7A || (0x30...0x39).contains($0) }
        return isPlain ? last.lowercased() : "pdf"
    }
}
