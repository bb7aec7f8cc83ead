/// Subjects, and what mail programs put in front of them.
package enum EmailSubject {
    /// `Re: RES: [EXTERNO] Fwd: Pedido 12` → `Pedido 12`.
    package static func withoutPrefixes(_ subject: String) -> String {
        var rest = Substring(MailText.line(subject))
        for _ in 0..<20 {
            let before = rest
            rest = rest.drop { $0 == " " }
            if rest.first == "[", let end = rest.firstIndex(of: "]"),
                isTag(rest[rest.index(after: rest.startIndex)..<end])
            {
                rest = rest[rest.index(after: end)...]
            } else if let colon = rest.prefix(20).firstIndex(of: ":"), isPrefix(rest[..<colon]) {
                rest = rest[rest.index(after: colon)...]
            }
            if rest == before { break }
        }
        return MailText.trim(rest)
    }

    /// As it is kept and shown: one line, nothing but text.
    package static func clean(_ subject: String) -> String { MailText.line(subject) }

    /// Equal for all replies to one subject.
    package static func key(_ subject: String) -> String { withoutPrefixes(subject).lowercased() }

    /// The subject of an answer, with one `Re:`.
    package static func reply(to subject: String) -> String {
        let plain = withoutPrefixes(subject)
        return plain.isEmpty ? "Re:" : "Re: \(MailText.cut(plain, 900))"
    }

    private static let prefixes: Set<String> = [
        "re", "res", "resp", "r", "rif", "aw", "antw", "sv", "vs", "fwd", "fw", "enc", "encaminhada", "encaminhado",
        "rv", "reenv", "tr", "wg", "i",
    ]

    /// `Re`, `RE[2]`, `Fwd (3)`.
    private static func isPrefix(_ text: Substring) -> Bool {
        let word = text.lowercased().prefix { $0.isLetter }
        let rest = text.dropFirst(word.count)
        return prefixes.contains(String(word)) && rest.allSatisfy { $0.isNumber || " []()^".contains($0) }
    }

    private static func isTag(_ text: Substring) -> Bool {
        ["externo", "external", "ext", "spam", "spam?", "suspeito"].contains(text.lowercased())
    }
}
