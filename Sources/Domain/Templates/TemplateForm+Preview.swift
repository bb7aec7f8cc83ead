/// A template as the customer will see it, in pieces: what stands and what is filled in.
package struct TemplatePreview: Sendable, Equatable {
    package struct Piece: Sendable, Equatable {
        /// The words, or the value; of a value that is missing, `{{name}}`.
        package let text: String
        /// What is filled in here; nil for words that stand.
        package let slot: String?
    }

    package struct Button: Sendable, Equatable {
        /// As Meta calls it, in lower case: quick_reply, url, phone_number, copy_code, …
        package let kind: String
        package let title: String
    }

    package let header: [Piece]
    /// image, video, document or location, when the header is no text.
    package let headerMedia: String?
    package let body: [Piece]
    package let footer: String?
    package let buttons: [Button]
}

extension TemplateForm {
    package func preview(_ values: [String: String] = [:]) -> TemplatePreview {
        let format = component("HEADER")?["format"]?.string?.lowercased()
        return TemplatePreview(
            header: pieces("HEADER", .header, values), headerMedia: format == "text" ? nil : format,
            body: pieces("BODY", .body, values), footer: component("FOOTER")?["text"]?.string,
            buttons: buttons.map { _, button in
                .init(kind: button["type"]?.string?.lowercased() ?? "", title: button.templateButtonTitle)
            })
    }

    private func pieces(
        _ type: String, _ place: TemplateProblem.Place, _ values: [String: String]
    ) -> [TemplatePreview.Piece] {
        guard let text = component(type)?["text"]?.string, !text.isEmpty else { return [] }
        guard let variables = TemplateVariables(text) else { return [.init(text: text, slot: nil)] }
        var names = slots.filter { $0.place == place }.map(\.name)[...]
        return variables.pieces.map { piece in
            switch piece {
            case .words(let words): return .init(text: words, slot: nil)
            case .variable(let number):
                let name = names.popFirst() ?? number
                let value = TemplateVariables.clean(values[name] ?? "")
                return .init(text: value.isEmpty ? "{{\(name)}}" : value, slot: name)
            }
        }
    }
}

extension JSON {
    /// What stands on a template's button. A code to copy has no words of its own.
    var templateButtonTitle: String { self["text"]?.string ?? self["type"]?.string?.lowercased() ?? "" }
}

extension OutboundContent {
    /// What the customer sees, part by part: what is sent names only the parameters. Providers never read it.
    func showing(_ preview: TemplatePreview) -> OutboundContent {
        guard let payload else { return self }
        func words(_ pieces: [TemplatePreview.Piece]) -> JSON? {
            pieces.isEmpty ? nil : JSON(pieces.map(\.text).joined())
        }
        var content = self
        let parts = JSON.object([
            ("header", words(preview.header)), ("media", preview.headerMedia.map { JSON($0) }),
            ("body", words(preview.body)), ("footer", preview.footer.map { JSON($0) }),
        ])
        content.payload = payload.setting("shown_parts", parts)
        let titles = preview.buttons.map { JSON($0.title) }
        if !titles.isEmpty { content.payload = content.payload?.setting("shown_buttons", JSON(titles)) }
        return content
    }
}
