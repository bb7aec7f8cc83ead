import Domain
import Foundation
import Web

/// A template as a bubble on the customer's phone.
struct TemplatePreviewModel: Sendable, Encodable {
    struct Piece: Encodable {
        let text: String
        /// What is filled in here: a script puts the value in its place.
        let slot: String?
    }

    struct Button: Encodable {
        let icon: String
        let title: String
    }

    let header: [Piece]
    let hasHeader: Bool
    let mediaIcon: String?
    let mediaLabel: String
    let image: String?
    let body: [Piece]
    let footer: String?
    let buttons: [Button]
    let hasButtons: Bool

    static let sample = TemplatePreviewModel(
        header: [.init(text: "Pedido", slot: "pedido")], hasHeader: true, mediaIcon: "image", mediaLabel: "Imagem",
        image: "/settings/templates/files/1", body: [.init(text: "Ana", slot: "nome")],
        footer: "Loja", buttons: [.init(icon: "reply", title: "Rastrear")], hasButtons: true)
}

extension TemplatePreviewModel {
    /// - Parameter file: the header's own, when there is one.
    init(_ form: TemplateForm, values: [String: String] = [:], file: UUID? = nil, _ localizer: Localizer) {
        let preview = form.preview(values)
        header = preview.header.map { Piece(text: $0.text, slot: $0.slot) }
        hasHeader = !header.isEmpty
        image = preview.headerMedia == "image" ? file.map { "/settings/templates/files/\($0.lowercase)" } : nil
        mediaIcon = image == nil ? preview.headerMedia : nil
        mediaLabel = preview.headerMedia.map { localizer.strings["templates.header.\($0)"] ?? $0 } ?? ""
        body = preview.body.map { Piece(text: $0.text, slot: $0.slot) }
        footer = preview.footer
        buttons = preview.buttons.map { button in
            let title =
                button.kind == "copy_code" && button.title == button.kind
                ? localizer("templates.button.copy_code") : button.title
            return Button(icon: Self.icon(button.kind), title: title)
        }
        hasButtons = !buttons.isEmpty
    }

    private static func icon(_ kind: String) -> String {
        switch kind {
        case "url": "plug"
        case "phone_number": "phone"
        case "copy_code": "clip"
        default: "reply"
        }
    }
}

/// The part of the form that follows what is typed: problems, examples, bubble.
struct TemplateCheckModel: PageModel {
    struct Example: Encodable {
        let name: String
        let value: String
    }

    let preview: TemplatePreviewModel
    let problems: [String]
    let hasProblems: Bool
    let examples: [Example]
    let hasExamples: Bool

    static let template = "templates/check"
    static let sample = TemplateCheckModel(
        preview: .sample, problems: ["Falta"], hasProblems: true, examples: [.init(name: "nome", value: "Ana")],
        hasExamples: true)
}

extension TemplateCheckModel {
    /// - Parameter isNew: nothing was written yet, so nothing is wrong.
    init(_ document: TemplateDocument, isNew: Bool = false, _ localizer: Localizer) {
        let (draft, _) = document.draft()
        let form = TemplateForm(components: draft.shape, names: draft.names)
        preview = TemplatePreviewModel(
            form, values: draft.examples, file: document.header?.file_id, localizer)
        problems = isNew ? [] : document.problems.map { TemplateWords.sentence($0, localizer) }
        hasProblems = !problems.isEmpty
        var seen: Set<String> = []
        examples = form.slots.filter { slot in
            if case .button(let index) = slot.place, draft.buttons.indices.contains(index),
                case .copyCode = draft.buttons[index]
            {
                return false
            }
            return seen.insert(slot.name).inserted
        }.map { Example(name: $0.name, value: draft.examples[$0.name] ?? "") }
        hasExamples = !examples.isEmpty
    }
}
