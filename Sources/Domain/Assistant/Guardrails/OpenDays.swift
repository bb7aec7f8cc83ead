/// Days that follow from a quoted `de terça a domingo`: it opens on Wednesdays, and does not on Mondays.
struct OpenDays: Sendable {
    /// Days of which the quoted lines say that somebody is there; empty where they name none from one day to another.
    private let open: Set<Int>

    init(_ lines: [FactSheet]) {
        var open: Set<Int> = []
        var isRange = false, isDaily = false
        for line in lines {
            let words = line.lexemes.map(\.text).filter { $0 != "feira" && $0 != "-" }
            guard words.contains(where: Self.isOpening) else { continue }
            if Self.daily.matches(words), !words.contains(where: Self.elsewhere.contains) { isDaily = true }
            for (index, word) in words.enumerated() {
                guard let first = CalendarScanner.weekdays[word] else { continue }
                open.insert(first)
                guard words.indices.contains(index + 2), ["a", "ate", "to", "through"].contains(words[index + 1]),
                    let last = CalendarScanner.weekdays[words[index + 2]]
                else { continue }
                isRange = true
                var day = first
                while day != last {
                    day = day % 7 + 1
                    open.insert(day)
                }
            }
        }
        // Where another line names days, another season may be meant.
        self.open = isDaily && open.isEmpty ? Set(1...7) : isRange ? open : []
    }

    /// Whether what a clause says of a weekday follows from the lines or goes against them; nil where they do not tell.
    func judge(_ fact: Fact, in clauses: [Clause]) -> Bool? {
        guard !open.isEmpty, let key = fact.keys.first, key.hasPrefix("weekday:"), let day = Int(key.dropFirst(8)),
            let own = clauses.first(where: { $0.span.overlaps(fact.span) })
        else { return nil }
        // "Abrimos todos os dias, domingo também"
        let sentence = clauses.filter { $0.sentence == own.sentence && $0.span.lowerBound < own.span.lowerBound }
        let isAlso =
            own.words.count <= 3 && own.words.contains { ["tambem", "inclusive"].contains($0) }
            // Between them nothing but hours.
            && sentence.dropFirst().allSatisfy { clause in
                clause.lexemes.allSatisfy { $0.kind != .word || Stopwords.weight($0.text) == 0 || $0.text == "h" }
            }
        let clause = isAlso ? sentence.first ?? own : own
        let isClosed = clause.words.contains { $0.hasPrefix("fech") || $0 == "closed" }
        let isDenied = (clause.words + own.words).contains { ["nao", "not", "t"].contains($0) }
        guard isClosed && !isAlso || clause.words.contains(where: Self.isOpening) else { return nil }
        return open.contains(day) != (isClosed != isDenied)
    }

    /// Said of more than the shop's door, or denied.
    private static let elsewhere: Set<String> = [
        "nao", "whatsapp", "whats", "chat", "site", "online", "telefone", "email", "entrega", "entregas", "entregamos",
    ]

    private static let daily = PatternSet("todos os dias")

    private static func isOpening(_ word: String) -> Bool {
        ["abr", "atend", "funcion", "aberto", "aberta", "open"].contains(where: word.hasPrefix)
    }
}
