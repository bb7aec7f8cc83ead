extension TemplateDraft {
    /// The `components` of a request to create the template. Throws everything that is wrong with it.
    package func components() throws(TemplateProblems) -> JSON {
        let problems = problems
        guard problems.isEmpty else { throw TemplateProblems(problems) }
        return shape
    }

    /// The same for a preview, whatever is wrong with it.
    package var shape: JSON {
        let list = [headerComponent, bodyComponent, footerComponent, buttonsComponent]
        return JSON(list.compactMap(\.self))
    }

    private var headerComponent: JSON? {
        switch header {
        case .text(let text):
            guard let variables = TemplateVariables(text) else { return nil }
            let example: JSON? = variables.names.isEmpty ? nil : ["header_text": JSON(samples(variables))]
            return .object([
                ("type", "HEADER"), ("format", "TEXT"), ("text", JSON(variables.positional)), ("example", example),
            ])
        case .media(let kind, let handle):
            return [
                "type": "HEADER", "format": JSON(kind.uppercased()), "example": ["header_handle": [JSON(handle)]],
            ]
        case .location: return ["type": "HEADER", "format": "LOCATION"]
        case nil: return nil
        }
    }

    private var bodyComponent: JSON? {
        guard let variables = TemplateVariables(body) else { return nil }
        let example: JSON? = variables.names.isEmpty ? nil : ["body_text": [JSON(samples(variables))]]
        return .object([("type", "BODY"), ("text", JSON(variables.positional)), ("example", example)])
    }

    private var footerComponent: JSON? {
        footer.map { ["type": "FOOTER", "text": JSON($0)] }
    }

    private var buttonsComponent: JSON? {
        guard !buttons.isEmpty else { return nil }
        let list = buttons.map { button -> JSON in
            switch button {
            case .quickReply(let text): return ["type": "QUICK_REPLY", "text": JSON(text)]
            case .phone(let text, let number):
                return [
                    "type": "PHONE_NUMBER", "text": JSON(text),
                    "phone_number": JSON(PhoneNumber(number)?.e164 ?? number),
                ]
            case .copyCode(let example): return ["type": "COPY_CODE", "example": [JSON(example)]]
            case .url(let text, let url):
                let variables = TemplateVariables(url)
                let isFilled = !(variables?.names.isEmpty ?? true)
                // The example is a whole address.
                let example: JSON? = isFilled ? variables.map { [JSON($0.filled(values($0)))] } : nil
                return .object([
                    ("type", "URL"), ("text", JSON(text)), ("url", JSON(variables?.positional ?? url)),
                    ("example", example),
                ])
            }
        }
        return ["type": "BUTTONS", "buttons": JSON(list)]
    }

    private func values(_ variables: TemplateVariables) -> [String] {
        variables.names.map { TemplateVariables.clean(examples[$0] ?? "") }
    }

    private func samples(_ variables: TemplateVariables) -> [JSON] { values(variables).map { JSON($0) } }
}
