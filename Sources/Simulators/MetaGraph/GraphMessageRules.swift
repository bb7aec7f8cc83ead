import Domain

/// What the Cloud API demands of a message, kind by kind.
struct GraphMessageRules {
    let body: JSON
    let templates: [GraphState.Template]
    let media: Set<String>

    func check() throws {
        let type = body["type"]?.string ?? "text"
        if let reference = body["biz_opaque_callback_data"]?.string {
            try limit(reference, "biz_opaque_callback_data", 512)
        }
        if let context = body["context"], context["message_id"]?.string == nil {
            throw GraphError.missing("context['message_id']")
        }
        guard let object = body[type], object.kind == .object || type == "contacts" else {
            throw GraphError.missing(type)
        }
        switch type {
        case "text": try text(object["body"], "text['body']", 4_096)
        case "image", "video", "document", "audio", "sticker": try file(object, type)
        case "reaction":
            guard object["message_id"]?.string != nil else { throw GraphError.missing("reaction['message_id']") }
        case "location":
            guard object["latitude"] != nil, object["longitude"] != nil else {
                throw GraphError.missing("location['latitude']")
            }
        case "contacts":
            guard object.kind == .array, object[0]?["name"]?["formatted_name"] != nil else {
                throw GraphError.missing("contacts[0]['name']")
            }
        case "interactive": try interactive(object)
        case "template": try GraphTemplateRules.check(message: object, among: templates, media: media)
        default:
            throw GraphError.parameter(
                "Param type must be one of {AUDIO, CONTACTS, DOCUMENT, IMAGE, INTERACTIVE, LOCATION, REACTION, STICKER, TEMPLATE, TEXT, VIDEO}"
            )
        }
    }

    private func file(_ object: JSON, _ type: String) throws {
        let (id, link) = (object["id"]?.scalarText, object["link"]?.string)
        guard (id == nil) != (link == nil) else { throw GraphError.parameter("Exactly one of id and link is needed") }
        if let id, !media.contains(id) { throw GraphError.value("Media id \(id) does not exist") }
        if let link, !link.hasPrefix("https://"), !link.hasPrefix("http://") {
            throw GraphError.value("The link is not a URL")
        }
        if let caption = object["caption"]?.string {
            guard type != "audio", type != "sticker" else {
                throw GraphError.parameter("Unexpected key \"caption\" on param \"\(type)\"")
            }
            try limit(caption, "\(type)['caption']", 1_024)
        }
        if object["filename"] != nil, type != "document" {
            throw GraphError.parameter("Unexpected key \"filename\" on param \"\(type)\"")
        }
    }

    private func interactive(_ object: JSON) throws {
        let type = object["type"]?.string
        guard let action = object["action"] else { throw GraphError.missing("interactive['action']") }
        if let header = object["header"]?["text"]?.string { try limit(header, "interactive['header']['text']", 60) }
        if let footer = object["footer"]?["text"]?.string { try limit(footer, "interactive['footer']['text']", 60) }
        switch type {
        case "button":
            try text(object["body"]?["text"], "interactive['body']['text']", 1_024)
            let replies = action.elements(of: "buttons").map { $0["reply"] }
            guard (1...3).contains(replies.count) else {
                throw GraphError.value("Invalid buttons count. Min allowed buttons: 1, Max allowed buttons: 3")
            }
            for reply in replies {
                try text(reply?["title"], "button title", 20)
                try text(reply?["id"], "button id", 256)
            }
            guard Set(replies.map { $0?["title"]?.string }).count == replies.count else {
                throw GraphError.value("Duplicate button titles")
            }
        case "list":
            try text(object["body"]?["text"], "interactive['body']['text']", 4_096)
            try text(action["button"], "interactive['action']['button']", 20)
            let sections = Array(action.elements(of: "sections"))
            if sections.count > 1 { for section in sections { try text(section["title"], "section title", 24) } }
            let rows = sections.flatMap { Array($0.elements(of: "rows")) }
            guard sections.count <= 10, (1...10).contains(rows.count) else {
                throw GraphError.value("Total row count exceed max allowed count: 10")
            }
            for row in rows {
                try text(row["id"], "row id", 200)
                try text(row["title"], "row title", 24)
                if let description = row["description"]?.string { try limit(description, "row description", 72) }
            }
        case "cta_url", "location_request_message", "flow", "request_contact_info":
            try text(object["body"]?["text"], "interactive['body']['text']", 1_024)
        default: throw GraphError.parameter("Param interactive['type'] is not valid")
        }
    }

    private func text(_ value: JSON?, _ name: String, _ most: Int) throws {
        guard let text = value?.string, !text.isEmpty else { throw GraphError.missing(name) }
        try limit(text, name, most)
    }

    private func limit(_ text: String, _ name: String, _ most: Int) throws {
        guard text.unicodeScalars.count <= most else {
            throw GraphError.parameter("Param \(name) must be at most \(most) characters long.")
        }
    }
}
