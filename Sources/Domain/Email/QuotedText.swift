/// What a person wrote in this reply, apart from the conversation that the mail program put below it.
package struct QuotedText: Sendable, Equatable {
    package var visible: String
    /// What was folded away; nil when nothing was.
    package var folded: String?

    /// Folds at the first sign of a quotation: an attribution ("Em … escreveu:"), a header block ("De: … Enviado: …"), a separator
    /// ("-----Mensagem original-----"), or lines behind `>` up to the end. Answers written between quoted lines, and forwarded
    /// messages, stay whole; so does a mail that would have nothing left.
    package static func fold(_ text: String) -> QuotedText {
        let lines = MailText.clean(text).split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        let whole = QuotedText(visible: MailText.trim(lines.joined(separator: "\n")), folded: nil)
        guard lines.count <= 20_000, let cut = QuoteMarks.cut(lines) else { return whole.withoutSignature }
        let head = lines[..<cut.lowerBound].joined(separator: "\n")
        let tail = lines[cut.upperBound...].joined(separator: "\n")
        let visible = MailText.trim(tail.allSatisfy(\.isWhitespace) ? head : head + "\n\n" + MailText.trim(tail))
        guard !visible.isEmpty else { return whole }
        let folded = MailText.trim(lines[cut.lowerBound..<cut.upperBound].joined(separator: "\n"))
        return QuotedText(visible: visible, folded: folded.isEmpty ? nil : folded).withoutSignature
    }

    /// A signature behind `-- `, and the line a telephone puts under everything, are no words of the person.
    private var withoutSignature: QuotedText {
        var lines = visible.split(separator: "\n", omittingEmptySubsequences: false)
        var cut =
            lines.lastIndex { $0 == "--" || $0 == "-- " }.map { lines.count - $0 <= 12 ? $0 : lines.count }
            ?? lines.count
        if let last = lines[..<cut].lastIndex(where: { !$0.allSatisfy(\.isWhitespace) }),
            QuoteMarks.isDeviceLine(lines[last])
        {
            cut = last
        }
        let signature = lines[cut...].joined(separator: "\n")
        lines.removeSubrange(cut...)
        let rest = MailText.trim(lines.joined(separator: "\n"))
        guard !rest.isEmpty, !signature.isEmpty else { return self }
        return QuotedText(visible: rest, folded: [signature, folded].compactMap { $0 }.joined(separator: "\n\n"))
    }
}

/// Where quotations begin, in the words of mail programs.
enum QuoteMarks {
    /// Lines to fold; nil for none.
    static func cut(_ lines: [String]) -> Range<Int>? {
        for (index, line) in lines.enumerated() {
            if isForward(line) { return nil }
            if isSeparator(line) || isHeaderBlock(lines, at: index) { return index..<lines.count }
            if let end = attributionEnd(lines, at: index) { return quotation(lines, from: index, attributionEnd: end) }
        }
        return trailingQuote(lines)
    }

    /// Behind an attribution: everything, unless the person answered below or between the quoted lines.
    private static func quotation(_ lines: [String], from start: Int, attributionEnd end: Int) -> Range<Int>? {
        let firstText = lines[end...].firstIndex { !isEmpty($0) }
        guard let firstText, isQuoted(lines[firstText]) else { return start..<lines.count }
        var blocks = 0
        var lastQuoted = firstText
        var wasQuoted = false
        for index in firstText..<lines.count where !isEmpty(lines[index]) {
            let quoted = isQuoted(lines[index])
            if quoted, !wasQuoted { blocks += 1 }
            if quoted { lastQuoted = index }
            wasQuoted = quoted
        }
        let hasAnswer = lines[(lastQuoted + 1)...].contains { !isEmpty($0) && !isDeviceLine($0) }
        if blocks > 1 { return nil }
        return start..<(hasAnswer ? lastQuoted + 1 : lines.count)
    }

    private static func trailingQuote(_ lines: [String]) -> Range<Int>? {
        guard let last = lines.lastIndex(where: { !isEmpty($0) }), isQuoted(lines[last]) else { return nil }
        var start = last
        while start > 0, isQuoted(lines[start - 1]) || isEmpty(lines[start - 1]) { start -= 1 }
        // Quoted lines above as well: the person answered between them.
        return lines[..<start].contains(where: isQuoted) ? nil : start..<lines.count
    }

    static func isQuoted(_ line: String) -> Bool { line.utf8.first { $0 != 0x20 && $0 != 0x09 } == UInt8(ascii: ">") }

    static func isEmpty(_ line: some StringProtocol) -> Bool {
        line.unicodeScalars.allSatisfy { $0 == " " || $0 == "\t" || $0 == "\u{A0}" || $0 == "\u{200B}" }
    }

    // MARK: Attributions

    private static let openings = ["em ", "on ", "el ", "le ", "am ", "il ", "no dia ", "a ", "op ", "dia "]
    private static let endings = [
        "escreveu:", "wrote:", "escribió:", "escribio:", "a écrit :", "a écrit:", "schrieb:", "ha scritto:", "escreveu",
        "schreef:",
    ]

    /// The line after an attribution that begins here; programs wrap it over up to four lines.
    private static func attributionEnd(_ lines: [String], at start: Int) -> Int? {
        let first = plain(lines[start])
        guard first.utf8.count <= 300, !first.isEmpty else { return nil }
        // "2026-11-20 10:00 GMT-03:00 Loja <contato@loja.com>:"
        if first.hasPrefix("20"), first.hasSuffix(">:"), first.contains("@") { return start + 1 }
        guard openings.contains(where: first.hasPrefix) || first.contains("<") && first.contains("@") else {
            return nil
        }
        var joined = ""
        for index in start..<min(start + 4, lines.count) {
            let line = plain(lines[index])
            if index > start, isEmpty(line) { return nil }
            joined += " " + line
            guard joined.utf8.count <= 600 else { return nil }
            // A date or an address tells it from a sentence of the person's.
            if endings.contains(where: line.hasSuffix), joined.contains(where: \.isNumber) || joined.contains("@") {
                return index + 1
            }
        }
        return nil
    }

    private static func plain(_ line: String) -> String {
        guard line.utf8.count <= 1_000 else { return "" }
        return MailText.trim(line.lowercased().replacing("\u{A0}", with: " ").replacing("*", with: ""))
    }

    // MARK: Separators

    private static let originals = [
        "mensagem original", "original message", "mensaje original", "message d'origine", "ursprüngliche nachricht",
        "responda acima desta linha", "reply above this line", "responda por encima de esta línea",
    ]

    private static func isSeparator(_ line: String) -> Bool {
        let text = plain(line)
        guard text.hasPrefix("--") || text.hasPrefix("##") || text.hasPrefix("__") else { return false }
        return originals.contains(where: text.contains)
    }

    private static let forwards = [
        "forwarded message", "mensagem encaminhada", "mensaje reenviado", "begin forwarded message",
        "início da mensagem encaminhada",
        "inicio del mensaje reenviado",
    ]

    private static func isForward(_ line: String) -> Bool {
        let text = plain(line)
        return (text.hasPrefix("-----") || text.hasSuffix(":")) && forwards.contains(where: text.contains)
    }

    private static let from = ["de:", "from:", "von:"]
    private static let others = [
        ["enviado:", "enviada em:", "enviado em:", "sent:", "enviado el:", "date:", "data:", "fecha:", "gesendet:"],
        ["para:", "to:", "an:"], ["assunto:", "subject:", "asunto:", "betreff:"],
    ]

    /// Outlook's: From, and close below it at least two of date, recipient and subject. A line of underscores may stand above it.
    private static func isHeaderBlock(_ lines: [String], at start: Int) -> Bool {
        var index = start
        let rule = plain(lines[start])
        if rule.utf8.count >= 20, rule.utf8.allSatisfy({ $0 == UInt8(ascii: "_") }) {
            index = lines[(start + 1)...].prefix(3).firstIndex { !isEmpty($0) } ?? start
        }
        let first = plain(lines[index])
        guard from.contains(where: first.hasPrefix) else { return false }
        let below = lines[(index + 1)...].prefix(6).map(plain)
        return others.filter { names in below.contains { line in names.contains(where: line.hasPrefix) } }.count >= 2
    }

    private static let devices = [
        "enviado do meu ", "enviada do meu ", "sent from my ", "enviado desde mi ", "enviado de meu ",
        "get outlook for ",
        "obter o outlook para ", "obter outlook para ", "obtener outlook para ", "obtén outlook para ",
        "baixe o outlook para ",
        "sent from outlook", "enviado do outlook", "sent from yahoo mail", "enviado do yahoo mail", "enviado via ",
    ]

    static func isDeviceLine(_ line: some StringProtocol) -> Bool {
        line.utf8.count <= 200 && devices.contains(where: plain(String(line)).hasPrefix)
    }
}
