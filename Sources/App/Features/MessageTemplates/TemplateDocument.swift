import Domain
import Foundation

/// A template as forms and the API write it, and as `draft` keeps it.
package struct TemplateDocument: Codable, Sendable, Equatable {
    package struct Header: Codable, Sendable, Equatable {
        /// text, image, video, document or location
        package var type: String
        package var text: String?
        /// One of `template_files`.
        package var file_id: UUID?
    }

    package struct Button: Codable, Sendable, Equatable {
        /// quick_reply, url, phone_number or copy_code
        package var type: String
        package var text: String?
        package var url: String?
        package var phone_number: String?
        package var example: String?
    }

    package var name: String
    package var language: String
    package var category: String
    package var header: Header?
    package var body: String
    package var footer: String?
    package var buttons: [Button]
    package var examples: [String: String]

    package init(
        name: String, language: String = "pt_BR", category: String = TemplateCategory.utility.rawValue,
        header: Header? = nil, body: String = "", footer: String? = nil, buttons: [Button] = [],
        examples: [String: String] = [:]
    ) {
        self.name = name
        self.language = language
        self.category = category
        self.header = header
        self.body = body
        self.footer = footer
        self.buttons = buttons
        self.examples = examples
    }

    package init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        name = try values.decode(String.self, forKey: .name)
        language = try values.decodeIfPresent(String.self, forKey: .language) ?? "pt_BR"
        category = try values.decodeIfPresent(String.self, forKey: .category) ?? TemplateCategory.utility.rawValue
        header = try values.decodeIfPresent(Header.self, forKey: .header)
        body = try values.decode(String.self, forKey: .body)
        footer = try values.decodeIfPresent(String.self, forKey: .footer)
        buttons = try values.decodeIfPresent([Button].self, forKey: .buttons) ?? []
        examples = try values.decodeIfPresent([String: String].self, forKey: .examples) ?? [:]
    }

    static let headerTypes = ["text", "image", "video", "document", "location"]
    static let buttonTypes = ["quick_reply", "url", "phone_number", "copy_code"]
    /// More than WhatsApp allows of anything: what is longer is not even kept.
    static let maximumBytes = 20_000
}

extension TemplateDocument {
    /// The draft the rules know, and what is wrong before they are asked.
    ///
    /// - Parameter handle: what Meta calls the header's file; its own id stands in until it is there.
    package func draft(handle: String? = nil) -> (draft: TemplateDraft, problems: [TemplateProblem]) {
        var unknown: [TemplateProblem] = []
        let category = TemplateCategory(rawValue: category)
        if category == nil { unknown.append(.init(.category, .invalid)) }
        var top: TemplateDraft.Header?
        switch header?.type {
        case nil, "": break
        case "text"?: top = .text(header?.text ?? "")
        case "location"?: top = .location
        case let kind?:
            top = .media(kind: kind, example: handle ?? header?.file_id?.uuidString.lowercased() ?? "")
        }
        var list: [TemplateDraft.Button] = []
        for (index, button) in buttons.enumerated() {
            let title = button.text ?? ""
            switch button.type {
            case "quick_reply": list.append(.quickReply(title))
            case "url": list.append(.url(title, url: button.url ?? ""))
            case "phone_number": list.append(.phone(title, number: button.phone_number ?? ""))
            case "copy_code": list.append(.copyCode(example: button.example ?? ""))
            default:
                unknown.append(.init(.button(index), .unsupported, String(button.type.prefix(40))))
                list.append(.quickReply(title))
            }
        }
        let draft = TemplateDraft(
            name: name, language: language, category: category ?? .utility, header: top, body: body,
            footer: footer.flatMap { $0.isEmpty ? nil : $0 }, buttons: list, examples: examples)
        return (draft, unknown)
    }

    /// Everything WhatsApp would refuse.
    package var problems: [TemplateProblem] {
        let (draft, unknown) = draft()
        return unknown + draft.problems
    }

    init(_ draft: TemplateDraft, file: UUID?) {
        self.init(
            name: draft.name, language: draft.language, category: draft.category.rawValue, body: draft.body,
            footer: draft.footer, examples: draft.examples)
        switch draft.header {
        case .text(let text): header = Header(type: "text", text: text)
        case .media(let kind, _): header = Header(type: kind, file_id: file)
        case .location: header = Header(type: "location")
        case nil: header = nil
        }
        buttons = draft.buttons.map { button in
            switch button {
            case .quickReply(let text): Button(type: "quick_reply", text: text)
            case .url(let text, let url): Button(type: "url", text: text, url: url)
            case .phone(let text, let number): Button(type: "phone_number", text: text, phone_number: number)
            case .copyCode(let example): Button(type: "copy_code", example: example)
            }
        }
    }

    func encoded() throws -> String { String(decoding: try JSONEncoder().encode(self), as: UTF8.self) }
}
