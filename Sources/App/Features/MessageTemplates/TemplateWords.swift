import Domain
import Foundation
import Web

/// Templates in the reader's words.
enum TemplateWords {
    static func fault(_ problem: TemplateProblem, _ localizer: Localizer) -> Problem.Fault {
        let place = problem.code == .missingValue ? "variables.\(problem.detail ?? "")" : problem.place.description
        return .init(place: place, code: problem.code.rawValue, message: sentence(problem, localizer))
    }

    /// Where, what, and what to do.
    static func sentence(_ problem: TemplateProblem, _ localizer: Localizer) -> String {
        let detail = problem.detail ?? ""
        let arguments = ["place": place(problem.place, localizer), "detail": detail]
        let own = "templates.problem.\(problem.code.rawValue).\(word(problem.place))"
        if localizer.strings[own] != nil { return localizer(own, arguments) }
        return localizer("templates.problem.\(problem.code.rawValue)", arguments)
    }

    static func place(_ place: TemplateProblem.Place, _ localizer: Localizer) -> String {
        if case .button(let index) = place { return localizer("templates.place.button", ["number": "\(index + 1)"]) }
        return localizer("templates.place.\(word(place))")
    }

    private static func word(_ place: TemplateProblem.Place) -> String {
        if case .button = place { "button" } else { place.description }
    }

    static func status(_ state: String, _ localizer: Localizer) -> String { localizer("templates.status.\(state)") }

    static func style(_ state: String) -> String {
        switch state {
        case "approved": "chip-good"
        case "pending", "in_appeal": "chip-info"
        case "flagged", "paused", "limit_exceeded": "chip-warn"
        case "rejected", "disabled", "locked", "deleted": "chip-bad"
        default: ""
        }
    }

    /// Why it stands where it stands and what to do, in our words and then Meta's; nil where there is nothing to say.
    static func advice(_ template: MessageTemplate, _ localizer: Localizer) -> String? {
        let reason = template.rejection.map { localizer("templates.rejection.\($0.rawValue)") }
        let state = localizer.strings["templates.advice.\(template.state)"]
        return template.state == "rejected" ? reason ?? state : state
    }

    static func quality(_ quality: String?, _ localizer: Localizer) -> (label: String, style: String)? {
        switch quality?.uppercased() {
        case "GREEN": (localizer("templates.quality.green"), "chip-good")
        case "YELLOW": (localizer("templates.quality.yellow"), "chip-warn")
        case "RED": (localizer("templates.quality.red"), "chip-bad")
        default: nil
        }
    }

    static func category(_ category: String, _ localizer: Localizer) -> String {
        localizer.strings["templates.category.\(category.lowercased())"] ?? category
    }

    static let languages = ["pt_BR", "en", "en_US", "es", "es_AR", "es_MX", "pt_PT"]

    static func language(_ code: String, _ localizer: Localizer) -> String {
        localizer.strings["templates.language.\(code)"] ?? code
    }
}
