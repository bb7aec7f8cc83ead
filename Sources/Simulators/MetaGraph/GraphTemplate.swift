import Domain

extension GraphState {
    /// A message template of a business account.
    package struct Template: Sendable {
        package let id: String
        package let businessAccountID: String
        package let name: String
        package let language: String
        package internal(set) var category: String
        package internal(set) var components: JSON
        /// PENDING, APPROVED, REJECTED, PAUSED, DISABLED, …
        package internal(set) var status: String
        package internal(set) var rejectedReason: String?
        /// GREEN, YELLOW, RED or UNKNOWN.
        package internal(set) var quality = "UNKNOWN"

        package init(
            id: String, businessAccountID: String, name: String, language: String, category: String = "UTILITY",
            components: JSON, status: String = "PENDING"
        ) {
            self.id = id
            self.businessAccountID = businessAccountID
            self.name = name
            self.language = language
            self.category = category
            self.components = components
            self.status = status
        }

        func component(_ type: String) -> JSON? { components.elements.first { $0["type"]?.string == type } }

        var json: JSON {
            .object([
                ("id", JSON(id)), ("name", JSON(name)), ("language", JSON(language)), ("status", JSON(status)),
                ("category", JSON(category)), ("components", components),
                ("rejected_reason", JSON(rejectedReason ?? "NONE")),
                ("quality_score", ["score": JSON(quality)]),
            ])
        }
    }
}

/// The variables of a template's text, as Meta counts them.
enum GraphPlaceholders {
    /// `{{1}}` and `{{nome}}` in order; nil when braces do not match.
    static func names(in text: String) -> [String]? {
        var names: [String] = []
        var rest = text[...]
        while let open = rest.firstRange(of: "{{") {
            guard let close = rest[open.upperBound...].firstRange(of: "}}") else { return nil }
            names.append(String(rest[open.upperBound..<close.lowerBound]))
            rest = rest[close.upperBound...]
        }
        return names
    }
}

extension GraphState {
    /// Somebody deletes everything in Meta's own pages.
    package mutating func clearTemplates() { templates = [] }
}

extension GraphState {
    /// What a message was made of.
    func template(of message: Sent) -> Template? {
        guard message.type == "template", let business = accounts[message.phoneNumberID]?.businessAccountID else {
            return nil
        }
        let object = message.body["template"]
        return templates.first {
            $0.businessAccountID == business && $0.name == object?["name"]?.string
                && $0.language == object?["language"]?["code"]?.string
        }
    }
}

extension GraphState.Template {
    /// As the customer reads it.
    func text(filled message: JSON) -> String {
        let given = message["template"].map { Array($0.elements(of: "components")) } ?? []
        func words(_ type: String) -> String? {
            guard let text = component(type)?["text"]?.string else { return nil }
            let own = given.first { $0["type"]?.string == type.lowercased() }
            let values = own.map { Array($0.elements(of: "parameters")).map { $0["text"]?.string ?? "" } } ?? []
            return TemplateVariables(text)?.filled(values) ?? text
        }
        return [words("HEADER"), words("BODY"), component("FOOTER")?["text"]?.string].compactMap(\.self)
            .joined(separator: "\n\n")
    }

    /// Quick replies the customer can tap.
    var replies: [(id: String, title: String)] {
        let buttons = component("BUTTONS").map { Array($0.elements(of: "buttons")) } ?? []
        return buttons.filter { $0["type"]?.string == "QUICK_REPLY" }.compactMap { $0["text"]?.string }.map { ($0, $0) }
    }
}
