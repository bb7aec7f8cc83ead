extension TemplateDraft {
    /// A template of the provider's as the shop would have written it, to be changed or copied. Nil where it has parts that we
    /// do not write (flows, codes for signing in, …).
    package init?(name: String, language: String, category: TemplateCategory, form: TemplateForm) {
        var examples: [String: String] = [:]
        func named(_ text: String, _ place: TemplateProblem.Place, _ samples: [String]) -> String {
            var names = form.slots.filter { $0.place == place }.map(\.name)[...]
            var samples = samples[...]
            guard let variables = TemplateVariables(text) else { return text }
            return variables.pieces.map { piece in
                switch piece {
                case .words(let words): return words
                case .variable(let number):
                    let name = names.popFirst() ?? number
                    examples[name] = samples.popFirst() ?? examples[name]
                    return "{{\(name)}}"
                }
            }.joined()
        }
        func samples(_ json: JSON?) -> [String] { json.map { Array($0.elements).compactMap(\.string) } ?? [] }

        let top = form.component("HEADER")
        switch top?["format"]?.string?.uppercased() {
        case nil: header = nil
        case "TEXT"?:
            header = .text(
                named(top?["text"]?.string ?? "", .header, samples(top?["example"]?["header_text"])))
        case "LOCATION"?: header = .location
        case "IMAGE"?, "VIDEO"?, "DOCUMENT"?: header = .media(kind: form.headerMedia ?? "", example: "")
        default: return nil
        }
        let text = form.component("BODY")
        body = named(text?["text"]?.string ?? "", .body, samples(text?["example"]?["body_text"]?[0]))
        footer = form.component("FOOTER")?["text"]?.string
        buttons = []
        for (index, button) in form.buttons {
            let title = button["text"]?.string ?? ""
            let example = samples(button["example"]).first ?? button["example"]?.string
            switch button["type"]?.string?.uppercased() {
            case "QUICK_REPLY": buttons.append(.quickReply(title))
            case "PHONE_NUMBER": buttons.append(.phone(title, number: button["phone_number"]?.string ?? ""))
            case "COPY_CODE": buttons.append(.copyCode(example: example ?? ""))
            case "URL":
                let url = button["url"]?.string ?? ""
                // The example is a whole address: what stands in the variable's place is its end.
                let start = TemplateVariables(url)?.pieces.first
                var end = example
                if case .words(let words)? = start, let whole = example, whole.hasPrefix(words) {
                    end = String(whole.dropFirst(words.count))
                }
                buttons.append(.url(title, url: named(url, .button(index), [end].compactMap(\.self))))
            default: return nil
            }
        }
        guard form.components.elements.allSatisfy({ Self.known.contains($0["type"]?.string?.uppercased() ?? "") })
        else {
            return nil
        }
        self.name = name
        self.language = language
        self.category = category
        self.examples = examples
    }

    private static let known: Set<String> = ["HEADER", "BODY", "FOOTER", "BUTTONS"]
}
