/// A template as the provider has it, ready to be filled in: what is asked for, what is sent, what the customer reads.
package struct TemplateForm: Sendable {
    /// One thing to be filled in.
    package struct Slot: Sendable, Equatable {
        package let place: TemplateProblem.Place
        /// What it is asked for by: the friendly name, or `1`, `header_1`, `button_0` where none is known.
        package let name: String
        /// Set for templates whose parameters have names at the provider too.
        package let parameterName: String?
    }

    package let components: JSON
    package let names: TemplateNames

    /// - Parameter components: as a list of templates gives them.
    package init(components: JSON, names: TemplateNames = TemplateNames()) {
        self.components = components
        self.names = names
    }

    func component(_ type: String) -> JSON? {
        components.elements.first { $0["type"]?.string?.uppercased() == type }
    }

    /// image, video or document, when the header is a file.
    package var headerMedia: String? {
        guard let format = component("HEADER")?["format"]?.string?.lowercased(),
            ["image", "video", "document"].contains(format)
        else { return nil }
        return format
    }

    package var slots: [Slot] {
        let header = slots(of: component("HEADER")?["text"], .header, names.header) { "header_\($0)" }
        let body = slots(of: component("BODY")?["text"], .body, names.body) { "\($0)" }
        let buttons = buttons.flatMap { index, button -> [Slot] in
            let known = names.buttons.indices.contains(index) ? names.buttons[index] : []
            switch button["type"]?.string?.uppercased() {
            case "URL": return slots(of: button["url"], .button(index), known) { _ in "button_\(index)" }
            case "COPY_CODE":
                return [Slot(place: .button(index), name: known.first ?? "button_\(index)", parameterName: nil)]
            default: return []
            }
        }
        return header + body + buttons
    }

    var buttons: [(index: Int, button: JSON)] {
        (component("BUTTONS")?.elements(of: "buttons")).map { Array($0.enumerated()) }?.map { ($0.offset, $0.element) }
            ?? []
    }

    private func slots(
        of text: JSON?, _ place: TemplateProblem.Place, _ known: [String], fallback: (Int) -> String
    ) -> [Slot] {
        let found = TemplateVariables(text?.string ?? "")?.names ?? []
        return found.enumerated().map { index, name in
            let isNumber = name.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
            let friendly = known.indices.contains(index) ? known[index] : isNumber ? fallback(index + 1) : name
            return Slot(place: place, name: friendly, parameterName: isNumber ? nil : name)
        }
    }

    /// What the customer reads, with whatever values there are; a value that is missing shows as its name.
    package func text(_ values: [String: String]) -> String {
        func filled(_ type: String, _ place: TemplateProblem.Place) -> String? {
            guard let text = component(type)?["text"]?.string else { return nil }
            let given = slots.filter { $0.place == place }.map { slot -> String in
                let value = TemplateVariables.clean(values[slot.name] ?? "")
                return value.isEmpty ? "{{\(slot.name)}}" : value
            }
            return TemplateVariables(text)?.filled(given) ?? text
        }
        return [filled("HEADER", .header), filled("BODY", .body), component("FOOTER")?["text"]?.string]
            .compactMap(\.self).filter { !$0.isEmpty }.joined(separator: "\n\n")
    }
}
