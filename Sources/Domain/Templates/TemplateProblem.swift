/// One thing wrong with a template or with the values for it. The code is stable: each has a sentence in every language.
package struct TemplateProblem: Sendable, Equatable, CustomStringConvertible {
    package enum Place: Sendable, Equatable, CustomStringConvertible {
        case name, language, category, header, body, footer
        case button(Int)

        package var description: String {
            switch self {
            case .name: "name"
            case .language: "language"
            case .category: "category"
            case .header: "header"
            case .body: "body"
            case .footer: "footer"
            case .button(let index): "buttons[\(index)]"
            }
        }
    }

    package enum Code: String, Sendable, CaseIterable {
        case empty, invalid
        case tooLong = "too_long"
        case tooMany = "too_many"
        case duplicate
        /// `{{` without `}}`, or a name of other than letters, digits and `_`.
        case badVariable = "bad_variable"
        case variableNotAllowed = "variable_not_allowed"
        case variableAtEdge = "variable_at_edge"
        case adjacentVariables = "adjacent_variables"
        case tooFewWords = "too_few_words"
        case missingExample = "missing_example"
        case missingValue = "missing_value"
        case missingMedia = "missing_media"
        case mixedButtons = "mixed_buttons"
        /// Of a kind that only the provider's own pages make.
        case unsupported
    }

    package let place: Place
    package let code: Code
    /// The variable, the limit, or the part that is meant.
    package let detail: String?

    package init(_ place: Place, _ code: Code, _ detail: String? = nil) {
        self.place = place
        self.code = code
        self.detail = detail
    }

    package var description: String { "\(place): \(code.rawValue)" + (detail.map { " (\($0))" } ?? "") }
}

/// Everything that is wrong, at once: a form shows all of it.
package struct TemplateProblems: Error, Sendable, Equatable, CustomStringConvertible {
    package let list: [TemplateProblem]

    package init(_ list: [TemplateProblem]) { self.list = list }

    package var description: String { list.map(\.description).joined(separator: "; ") }
}
