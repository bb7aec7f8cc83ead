extension TemplateDraft {
    /// Everything WhatsApp would refuse, before it is asked: a rejection costs a day.
    package var problems: [TemplateProblem] {
        nameProblems + headerProblems + bodyProblems + footerProblems + buttonProblems
    }

    private var nameProblems: [TemplateProblem] {
        var found: [TemplateProblem] = []
        let isPlain = name.utf8.allSatisfy { byte in
            (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
                || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
                || byte == UInt8(ascii: "_")
        }
        if name.isEmpty { found.append(.init(.name, .empty)) }
        if !isPlain { found.append(.init(.name, .invalid)) }
        if name.utf8.count > 512 { found.append(.init(.name, .tooLong, "512")) }
        let parts = language.split(separator: "_", omittingEmptySubsequences: false)
        let isLanguage =
            (1...2).contains(parts.count) && (2...3).contains(parts[0].count) && parts[0].allSatisfy(\.isLowercase)
            && parts.dropFirst().allSatisfy { $0.count == 2 && $0.allSatisfy(\.isUppercase) }
        if !isLanguage { found.append(.init(.language, .invalid)) }
        if category == .authentication { found.append(.init(.category, .unsupported)) }
        return found
    }

    private var headerProblems: [TemplateProblem] {
        switch header {
        case .text(let text):
            guard let variables = TemplateVariables(text) else { return [.init(.header, .badVariable)] }
            var found = length(text, 60, .header) + samples(variables, .header)
            if variables.names.count > 1 { found.append(.init(.header, .tooMany, "1")) }
            if text.contains(where: \.isNewline) || text.contains("*") { found.append(.init(.header, .invalid)) }
            return found
        case .media(let kind, let example):
            guard ["image", "video", "document"].contains(kind) else { return [.init(.header, .invalid, kind)] }
            return example.isEmpty ? [.init(.header, .missingExample)] : []
        case .location, nil: return []
        }
    }

    private var bodyProblems: [TemplateProblem] {
        guard let variables = TemplateVariables(body) else { return [.init(.body, .badVariable)] }
        var found = length(body, 1_024, .body) + samples(variables, .body)
        let pieces = variables.pieces
        for piece in [pieces.first, pieces.last] {
            if case .variable(let name) = piece { found.append(.init(.body, .variableAtEdge, name)) }
        }
        for (one, next) in zip(pieces, pieces.dropFirst()) {
            if case .variable = one, case .variable(let name) = next {
                found.append(.init(.body, .adjacentVariables, name))
            }
        }
        // Fewer than about three words to a variable, and the review says that it has "too many variables for its length".
        let words = body.split(whereSeparator: \.isWhitespace).count - variables.names.count
        if words < 2 * variables.names.count { found.append(.init(.body, .tooFewWords)) }
        if body.contains("\n\n\n") { found.append(.init(.body, .invalid, "\\n\\n\\n")) }
        return found
    }

    private var footerProblems: [TemplateProblem] {
        guard let footer else { return [] }
        let hasVariable = footer.contains("{{")
        return length(footer, 60, .footer) + (hasVariable ? [.init(.footer, .variableNotAllowed)] : [])
    }

    private var buttonProblems: [TemplateProblem] {
        var found = buttons.enumerated().flatMap { problems(of: $1, .button($0)) }
        let isQuick = buttons.map { if case .quickReply = $0 { true } else { false } }
        // Quick replies stand together, before or after all others.
        if zip(isQuick, isQuick.dropFirst()).count(where: !=) > 1 { found.append(.init(.button(0), .mixedButtons)) }
        func limit(_ most: Int, _ counts: (Button) -> Bool) {
            if let index = buttons.indices.filter({ counts(buttons[$0]) }).dropFirst(most).first {
                found.append(.init(.button(index), .tooMany, "\(most)"))
            }
        }
        limit(10) { _ in true }
        limit(2) { if case .url = $0 { true } else { false } }
        limit(1) { if case .phone = $0 { true } else { false } }
        limit(1) { if case .copyCode = $0 { true } else { false } }
        let titles = buttons.map(\.title)
        if let twice = titles.indices.first(where: { titles[..<$0].contains(titles[$0]) }) {
            found.append(.init(.button(twice), .duplicate))
        }
        return found
    }

    private func problems(of button: Button, _ place: TemplateProblem.Place) -> [TemplateProblem] {
        switch button {
        case .quickReply(let text): return label(text, place)
        case .phone(let text, let number):
            return label(text, place) + (PhoneNumber(number) == nil ? [.init(place, .invalid, "phone")] : [])
        case .copyCode(let example):
            return example.isEmpty ? [.init(place, .missingExample)] : length(example, 15, place)
        case .url(let text, let url):
            guard let variables = TemplateVariables(url) else {
                return label(text, place) + [.init(place, .badVariable)]
            }
            var found = label(text, place) + length(url, 2_000, place) + samples(variables, place)
            let isWeb = url.hasPrefix("https://") || url.hasPrefix("http://")
            if !isWeb { found.append(.init(place, .invalid, "url")) }
            if let name = variables.names.first {
                let isLast = variables.pieces.last == .variable(name)
                if variables.names.count > 1 || !isLast { found.append(.init(place, .variableNotAllowed, name)) }
            }
            return found
        }
    }

    private func label(_ text: String, _ place: TemplateProblem.Place) -> [TemplateProblem] {
        length(text, 25, place) + (text.contains("{{") ? [.init(place, .variableNotAllowed)] : [])
    }

    private func length(_ text: String, _ most: Int, _ place: TemplateProblem.Place) -> [TemplateProblem] {
        if text.allSatisfy(\.isWhitespace) { return [.init(place, .empty)] }
        return text.unicodeScalars.count > most ? [.init(place, .tooLong, "\(most)")] : []
    }

    private func samples(_ variables: TemplateVariables, _ place: TemplateProblem.Place) -> [TemplateProblem] {
        Set(variables.names).sorted().filter { TemplateVariables.clean(examples[$0] ?? "").isEmpty }
            .map { .init(place, .missingExample, $0) }
    }
}

extension TemplateDraft.Button {
    fileprivate var title: String {
        switch self {
        case .quickReply(let text), .url(let text, _), .phone(let text, _): text
        case .copyCode: "copy_code"
        }
    }
}
