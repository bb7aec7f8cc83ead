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
                ("category", JSON(category)), ("components", components), ("rejected_reason", JSON(rejectedReason ?? "NONE")),
                ("quality_score", ["score": "UNKNOWN"]),
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
