import Domain
import Foundation
import Web

/// Choosing a template for a conversation, and filling it in: a part for the dialog of the open conversation.
struct TemplatePicker: PageModel {
    struct Item: Sendable, Encodable {
        let href: String
        let name: String
        let text: String
    }

    struct Field: Sendable, Encodable {
        let id: String
        let name: String
        let label: String
        let value: String
        let error: String?
    }

    /// The template that was chosen.
    struct Chosen: Sendable, Encodable {
        let action: String
        let id: String
        let name: String
        let clientKey: String
        let preview: TemplatePreviewModel
        let fields: [Field]
        let hasFields: Bool
        let fileHint: String?
        let link: String
        let problem: String?
    }

    let href: String
    let back: String
    let items: [Item]
    let hasItems: Bool
    let newHref: String?
    let chosen: Chosen?

    static let template = "conversations/picker"
    static let sample = TemplatePicker(
        href: "/support/1/templates", back: "/support/1",
        items: [.init(href: "/support/1/templates?use=2", name: "pedido_enviado", text: "Olá {{nome}}")],
        hasItems: true, newHref: "/settings/templates/new",
        chosen: .init(
            action: "/support/1/templates", id: "2", name: "pedido_enviado", clientKey: "k", preview: .sample,
            fields: [.init(id: "v-0", name: "value.nome", label: "nome", value: "Ana", error: "Falta")],
            hasFields: true,
            fileHint: "Cole um link", link: "https://", problem: "Falta"))
}

/// The same as a page of its own, for a browser without scripts.
struct TemplatePickerPage: PageModel {
    let picker: TemplatePicker

    static let template = "conversations/picker-page"
    static let sample = TemplatePickerPage(picker: .sample)
}

extension TemplatePicker.Item {
    init(_ template: MessageTemplate, in href: String) {
        self.href = "\(href)\(href.contains("?") ? "&" : "?")use=\(template.id.lowercase)"
        name = template.name
        text = String(template.form.text([:]).prefix(160))
    }
}

extension TemplatePicker {
    struct Filling {
        var template: MessageTemplate
        var values: [String: String] = [:]
        var link = ""
        var clientKey: String
        var problem: String?
        /// By the variable's name.
        var errors: [String: String] = [:]
    }

    init(
        _ templates: [MessageTemplate], for conversation: UUID, _ filling: Filling? = nil, mayWrite: Bool,
        _ localizer: Localizer
    ) {
        self.init(
            templates, at: "/support/\(conversation.lowercase)/templates", back: "/support/\(conversation.lowercase)",
            filling, mayWrite: mayWrite, localizer)
    }

    /// - Parameter address: where templates are chosen, and where the chosen one is sent to.
    init(
        _ templates: [MessageTemplate], at address: String, back: String, _ filling: Filling? = nil, mayWrite: Bool,
        _ localizer: Localizer
    ) {
        href = address
        self.back = back
        let base = address
        items = filling == nil ? templates.map { Item($0, in: base) } : []
        hasItems = !items.isEmpty
        newHref = mayWrite ? "/settings/templates/new" : nil
        chosen = filling.map { Chosen($0, action: base, localizer) }
    }
}

extension TemplatePicker.Chosen {
    init(_ filling: TemplatePicker.Filling, action: String, _ localizer: Localizer) {
        let template = filling.template
        self.action = action
        id = template.id.lowercase
        name = template.name
        clientKey = filling.clientKey
        preview = TemplatePreviewModel(template.form, values: filling.values, file: template.headerFile, localizer)
        var seen: Set<String> = []
        fields = template.form.slots.filter { seen.insert($0.name).inserted }.enumerated().map { index, slot in
            TemplatePicker.Field(
                id: "v-\(index)", name: "value.\(slot.name)", label: slot.name, value: filling.values[slot.name] ?? "",
                error: filling.errors[slot.name])
        }
        hasFields = !fields.isEmpty
        fileHint = template.form.headerMedia.map { _ in
            localizer(template.headerFile == nil ? "picker.file.needed" : "picker.file")
        }
        link = filling.link
        problem = filling.problem
    }
}
