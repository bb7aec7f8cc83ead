import Domain
import Foundation
import Web

/// `/settings/templates/new`, and `…/{id}/edit`
struct TemplateFormPage: PageModel {
    struct Choice: Encodable {
        let value: String
        let label: String
        let isSelected: Bool
    }

    struct ButtonRow: Encodable {
        let index: Int
        let number: String
        let types: [Choice]
        let text: String
        let value: String
        let error: String?
        /// Not needed yet: a script shows it when the row before is used.
        let isExtra: Bool
    }

    let title: String
    let action: String
    let back: String
    let problem: String?
    let warning: String?
    let isFixed: Bool
    let businesses: [Choice]
    let hasBusinesses: Bool
    let name: String
    let nameError: String?
    let languages: [Choice]
    let languageError: String?
    let categories: [Choice]
    let categoryError: String?
    let headerTypes: [Choice]
    let headerType: String
    let headerText: String
    let headerFile: String
    let headerError: String?
    let body: String
    let bodyHelp: String
    let bodyError: String?
    let footer: String
    let footerError: String?
    let buttons: [ButtonRow]
    let check: TemplateCheckModel

    static let template = "templates/form"
    static let sample = TemplateFormPage(
        title: "Novo modelo", action: "/settings/templates", back: "/settings/templates", problem: "Falta",
        warning: "Volta para análise", isFixed: true, businesses: [.init(value: "1", label: "Loja", isSelected: true)],
        hasBusinesses: true, name: "x", nameError: "Falta",
        languages: [.init(value: "pt_BR", label: "Português", isSelected: true)], languageError: "Falta",
        categories: [.init(value: "UTILITY", label: "Utilidade", isSelected: true)], categoryError: "Falta",
        headerTypes: [.init(value: "text", label: "Texto", isSelected: true)], headerType: "text", headerText: "Oi",
        headerFile: "0190", headerError: "Falta", body: "Olá", bodyHelp: "Escreva", bodyError: "Falta", footer: "Loja",
        footerError: "Falta",
        buttons: [
            .init(
                index: 0, number: "Botão 1", types: [.init(value: "url", label: "Página", isSelected: true)],
                text: "Ver", value: "https://", error: "Falta", isExtra: true)
        ], check: .sample)
}

extension TemplateFormPage {
    struct Subject {
        var document: TemplateDocument
        /// nil for a new one.
        var id: UUID?
        var state = "draft"
        var business: String?
        /// Nothing was sent yet: nothing is wrong.
        var isFresh: Bool
        var problem: String?
    }

    init(_ subject: Subject, _ businesses: [TemplateBusiness], _ localizer: Localizer) {
        let document = subject.document
        let problems = subject.isFresh ? [] : document.problems
        func error(_ matches: (TemplateProblem.Place) -> Bool) -> String? {
            let found = problems.filter { matches($0.place) }.map { TemplateWords.sentence($0, localizer) }
            return found.isEmpty ? nil : found.joined(separator: " ")
        }
        func choices(_ values: [String], _ selected: String, _ label: (String) -> String) -> [Choice] {
            (values.contains(selected) || selected.isEmpty ? values : values + [selected]).map {
                Choice(value: $0, label: label($0), isSelected: $0 == selected)
            }
        }
        title = localizer(subject.id == nil ? "templates.new" : "templates.edit.title")
        action = subject.id.map { "/settings/templates/\($0.lowercase)" } ?? "/settings/templates"
        back = action
        problem = subject.problem
        isFixed = subject.state != "draft"
        warning = ["approved", "flagged"].contains(subject.state) ? localizer("templates.edit.approved") : nil
        self.businesses =
            subject.id != nil || businesses.count < 2
            ? []
            : businesses.map {
                .init(value: $0.id, label: "\($0.name) · \($0.id)", isSelected: $0.id == subject.business)
            }
        hasBusinesses = !self.businesses.isEmpty
        name = document.name
        nameError = error { $0 == .name }
        languages = choices(TemplateWords.languages, document.language) { TemplateWords.language($0, localizer) }
        languageError = error { $0 == .language }
        categories = choices(["UTILITY", "MARKETING"], document.category) { TemplateWords.category($0, localizer) }
        categoryError = error { $0 == .category }
        headerType = document.header?.type ?? ""
        headerTypes =
            [Choice(value: "", label: localizer("templates.header.none"), isSelected: headerType.isEmpty)]
            + choices(TemplateDocument.headerTypes, headerType) {
                localizer.strings["templates.header.\($0)"] ?? $0
            }
        headerText = document.header?.text ?? ""
        headerFile = document.header?.file_id?.lowercase ?? ""
        headerError = error { $0 == .header }
        body = document.body
        bodyHelp = localizer("templates.body.help")
        bodyError = error { $0 == .body }
        footer = document.footer ?? ""
        footerError = error { $0 == .footer }
        let used = document.buttons.count
        buttons = (0..<10).map { index in
            let button = index < used ? document.buttons[index] : nil
            return ButtonRow(
                index: index, number: localizer("templates.button", ["number": "\(index + 1)"]),
                types: [
                    Choice(value: "", label: localizer("templates.button.none"), isSelected: button == nil)
                ]
                    + choices(TemplateDocument.buttonTypes, button?.type ?? "") {
                        localizer.strings["templates.button.\($0)"] ?? $0
                    },
                text: button?.text ?? "",
                value: button.flatMap { $0.url ?? $0.phone_number ?? $0.example } ?? "",
                error: error { $0 == .button(index) }, isExtra: index > used)
        }
        check = TemplateCheckModel(document, isNew: subject.isFresh, localizer)
    }
}

extension TemplateDocument {
    /// What the form says. Rows of buttons without a kind are left out.
    init(_ form: Form) {
        self.init(
            name: form.text("name") ?? "", language: form.text("language") ?? "pt_BR",
            category: form.text("category") ?? TemplateCategory.utility.rawValue, body: Self.lines(form["body"]),
            footer: form.text("footer"))
        switch form.text("header_type") {
        case nil: header = nil
        case "text"?: header = Header(type: "text", text: form.text("header_text") ?? "")
        case let type?:
            header = Header(type: type, file_id: form.text("header_file").flatMap { UUID(uuidString: $0) })
        }
        buttons = (0..<10).compactMap { index in
            guard let type = form.text("button_type_\(index)") else { return nil }
            let text = form.text("button_text_\(index)")
            let value = form.text("button_value_\(index)")
            return Button(
                type: type, text: text, url: type == "url" ? value : nil,
                phone_number: type == "phone_number" ? value : nil, example: type == "copy_code" ? value : nil)
        }
        for name in draft().draft.names.all {
            if let value = form.text("example.\(name)") { examples[name] = value }
        }
    }

    /// Browsers end lines with CRLF.
    private static func lines(_ text: String?) -> String {
        (text ?? "").replacing("\r\n", with: "\n").trimmingWhitespace
    }
}

extension TemplateNames {
    var all: [String] { header + body + buttons.flatMap(\.self) }
}
