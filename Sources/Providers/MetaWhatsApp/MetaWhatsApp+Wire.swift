import Domain

extension MetaWhatsApp {
    /// The JSON of a message. Throws for what Meta would refuse anyway, before anything is sent.
    static func wire(_ message: OutboundMessage) throws(ProviderError) -> JSON {
        let type = message.content.type
        let object = try object(message.content)
        var members: [(String, JSON?)] = [("messaging_product", "whatsapp"), ("recipient_type", "individual")]
        // Digits without `+` may be read as a number of the sender's own country.
        if message.to.kind == .phone, let phone = PhoneNumber(message.to.value) {
            members.append(("to", JSON(phone.e164)))
        } else {
            members.append(("recipient", JSON(message.to.value)))
        }
        members.append(("type", JSON(type)))
        members.append((type, object))
        if type != "reaction" { members.append(("context", message.replyTo.map { ["message_id": JSON($0)] })) }
        members.append(("biz_opaque_callback_data", JSON(MetaPeople.cut(message.reference, 512))))
        return .object(members)
    }

    private static func object(_ content: OutboundContent) throws(ProviderError) -> JSON {
        if content.type == "text" {
            try check(content.text, 1...4_096)
            return ["body": JSON(content.text), "preview_url": JSON(content.text.contains("https://"))]
        }
        let isList = content.type == "contacts"
        guard let object = content.payload?[content.type], object.kind == (isList ? .array : .object) else {
            throw .rejected(ProviderFault(code: "bad_content", title: "The message has no content"))
        }
        switch content.type {
        case "image", "video", "document":
            try check(content.text, 0...1_024)
            return content.text.isEmpty ? object : object.setting("caption", JSON(content.text))
        case "interactive":
            try checkInteractive(object)
            return object
        default:
            return object
        }
    }

    private static func checkInteractive(_ object: JSON) throws(ProviderError) {
        let action = object["action"]
        let isList = object["type"]?.string == "list"
        try check(object["body"]?["text"]?.string ?? "", 1...(isList ? 4_096 : 1_024))
        try check(object["footer"]?["text"]?.string ?? "", 0...60)
        try check(object["header"]?["text"]?.string ?? "", 0...60)
        if object["type"]?.string == "cta_url" {
            try check(action?["parameters"]?["display_text"]?.string ?? "", 1...20)
        }
        let buttons = action?.elements(of: "buttons").map { $0["reply"]?["title"]?.string ?? "" } ?? []
        guard buttons.count <= 3, Set(buttons).count == buttons.count else {
            throw badContent("More than three buttons, or two alike")
        }
        for title in buttons { try check(title, 1...20) }
        guard isList else { return }
        try check(action?["button"]?.string ?? "", 1...20)
        let rows = action?.elements(of: "sections").flatMap { Array($0.elements(of: "rows")) } ?? []
        guard (1...10).contains(rows.count) else { throw badContent("A list has one to ten rows") }
        for row in rows {
            try check(row["id"]?.string ?? "", 1...200)
            try check(row["title"]?.string ?? "", 1...24)
            try check(row["description"]?.string ?? "", 0...72)
        }
    }

    private static func check(_ text: String, _ length: ClosedRange<Int>) throws(ProviderError) {
        let count = text.unicodeScalars.count
        if count > length.upperBound {
            throw .rejected(
                ProviderFault(
                    code: "too_long", title: "A text of \(count) characters; the limit is \(length.upperBound)"))
        }
        if count < length.lowerBound { throw badContent("A text is empty") }
    }

    private static func badContent(_ title: String) -> ProviderError {
        .rejected(ProviderFault(code: "bad_content", title: title))
    }
}
