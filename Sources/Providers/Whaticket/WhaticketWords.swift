import Domain

/// Words and details of each kind of content.
enum WhaticketWords {
    static func of(_ name: String, _ object: JSON) -> String {
        func text(_ keys: String...) -> String {
            for key in keys { if let text = Wire.text(object[key]) { return text } }
            return ""
        }
        switch name {
        case "conversation": return Wire.text(object) ?? ""
        case "imageMessage", "videoMessage", "ptvMessage", "documentMessage": return text("caption", "fileName")
        case "extendedTextMessage": return text("text", "caption")
        case "buttonsResponseMessage": return text("selectedDisplayText", "selectedButtonId")
        case "templateButtonReplyMessage": return text("selectedDisplayText", "selectedId")
        case "listResponseMessage":
            let reply = object["singleSelectReply"]
            return [object["title"], object["description"], reply?["selectedRowId"], reply?["selectedText"]]
                .compactMap { Wire.text($0) }.first ?? ""
        case "interactiveResponseMessage": return interactive(object)
        case "templateMessage": return template(object)
        case "locationMessage", "liveLocationMessage":
            let named = [object["name"], object["address"], object["caption"]].compactMap { Wire.text($0) }
            if !named.isEmpty { return named.joined(separator: ", ") }
            return [object["degreesLatitude"], object["degreesLongitude"]].compactMap { $0?.scalarText }.joined(
                separator: ", ")
        case "contactMessage": return text("displayName")
        case "contactsArrayMessage":
            let names = object.elements(of: "contacts").compactMap { Wire.text($0["displayName"]) }
            return names.isEmpty ? text("displayName") : names.joined(separator: ", ")
        case "pollCreationMessage", "pollCreationMessageV2", "pollCreationMessageV3":
            return ([text("name")] + object.elements(of: "options").compactMap { Wire.text($0["optionName"]) })
                .joined(separator: "\n")
        case "productMessage": return Wire.text(of: object["product"], "title", "description") ?? ""
        default:
            return text("message", "contentText", "description", "title", "name", "orderTitle", "caption", "groupName")
        }
    }

    private static func interactive(_ object: JSON) -> String {
        let parameters = object["result"]?["paramsJson"]
        if let text = Wire.text(parameters) { return text }
        if let text = Wire.text(of: parameters, "id", "title", "description") { return text }
        let flow = object["nativeFlowResponseMessage"]
        if let text = Wire.text(of: decoded(flow?["messageParamsJson"]), "id") { return text }
        if let text = Wire.text(object["body"]) ?? Wire.text(object["body"]?["text"]) { return text }
        if let text = Wire.text(of: decoded(flow?["paramsJson"]), "title", "id") { return text }
        return Wire.text(object["id"]) ?? ""
    }

    /// JSON within a string, as WhatsApp nests it.
    private static func decoded(_ value: JSON?) -> JSON? {
        guard let text = value?.string else { return value }
        return try? JSON.parse(text)
    }

    private static func template(_ object: JSON) -> String {
        let filled = object["hydratedTemplate"] ?? object["hydratedFourRowTemplate"]
        if let text = Wire.text(of: filled, "hydratedContentText", "contentText", "bodyText")
            ?? Wire.text(object["contentText"])
        {
            return text
        }
        let buttons = [filled?["hydratedButtons"], filled?["buttons"], object["buttons"]].compactMap { $0?[0] }
        for button in buttons {
            let inner = [button] + button.members.map(\.value)
            if let text = inner.lazy.compactMap({ Wire.text(of: $0, "buttonId", "displayText", "id") }).first {
                return text
            }
        }
        return ""
    }

    /// The provider's own object under its kind, places and cards in the shape all channels share; nil for plain text.
    static func payload(_ name: String, _ type: String, _ object: JSON) -> String? {
        switch type {
        case "text": return nil
        case "location":
            let place = JSON.object([
                ("latitude", object["degreesLatitude"]), ("longitude", object["degreesLongitude"]),
                ("name", object["name"]),
                ("address", object["address"]),
            ])
            return JSON.object([("location", place)]).text(.storable)
        case "contacts":
            let cards = name == "contactMessage" ? [object] : Array(object.elements(of: "contacts"))
            return JSON.object([("contacts", JSON(cards.map(card)))]).text(.storable)
        default:
            // A thumbnail is as large as all the rest and is in the file anyway.
            let kept = object.members.filter { $0.key != "jpegThumbnail" }.map { ($0.key, Optional($0.value)) }
            return JSON.object([(name, object.kind == .object ? .object(kept) : object)]).text(.storable)
        }
    }

    private static func card(_ contact: JSON) -> JSON {
        let vcard = Wire.text(contact["vcard"]) ?? ""
        let phones = vcard.split(whereSeparator: \.isNewline).compactMap { line -> JSON? in
            guard line.uppercased().contains("TEL"), let colon = line.lastIndex(of: ":") else { return nil }
            return ["phone": JSON(String(line[line.index(after: colon)...]))]
        }
        return .object([
            ("name", ["formatted_name": JSON(Wire.text(contact["displayName"]) ?? "")]), ("phones", JSON(phones)),
            ("vcard", vcard.isEmpty ? nil : JSON(vcard)),
        ])
    }
}
