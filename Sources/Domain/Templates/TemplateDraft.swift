/// A template as a shop writes it, with friendly names for what is filled in later.
package struct TemplateDraft: Sendable {
    package enum Header: Sendable, Equatable {
        case text(String)
        /// kind: image, video or document. `example` is the handle of a sample file uploaded for the review.
        case media(kind: String, example: String)
        case location
    }

    package enum Button: Sendable, Equatable {
        case quickReply(String)
        /// The address may end with one variable.
        case url(String, url: String)
        case phone(String, number: String)
        case copyCode(example: String)
    }

    package var name: String
    /// Exactly as WhatsApp spells it: `pt_BR`.
    package var language: String
    package var category: TemplateCategory
    package var header: Header?
    package var body: String
    package var footer: String?
    package var buttons: [Button]
    /// A value for each name, for the people who review it.
    package var examples: [String: String]

    package init(
        name: String, language: String = "pt_BR", category: TemplateCategory = .utility, header: Header? = nil,
        body: String,
        footer: String? = nil, buttons: [Button] = [], examples: [String: String] = [:]
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

    /// What each number stands for: kept with the template, since the provider gives back numbers only.
    package var names: TemplateNames {
        var names = TemplateNames()
        if case .text(let text) = header { names.header = TemplateVariables(text)?.names ?? [] }
        names.body = TemplateVariables(body)?.names ?? []
        names.buttons = buttons.map { button in
            switch button {
            case .url(_, let url): TemplateVariables(url)?.names ?? []
            case .quickReply, .phone, .copyCode: []
            }
        }
        return names
    }
}

/// The friendly names behind a template's numbers.
package struct TemplateNames: Sendable, Equatable, Codable {
    package var header: [String] = []
    package var body: [String] = []
    package var buttons: [[String]] = []

    package init(header: [String] = [], body: [String] = [], buttons: [[String]] = []) {
        self.header = header
        self.body = body
        self.buttons = buttons
    }
}
