/// What the quoted lines say, in the forms that claims are held against.
struct Told: Sendable {
    /// Every word as it stands.
    private(set) var words: Set<String>
    private(set) var stems: Set<String>
    /// Stems of what they tell as having happened: `foi aberto`, `quem comprou`.
    private(set) var happened: Set<String>
    /// Stems of what they tell of the customer's own order.
    private(set) var own: Set<String> = []

    init(_ lines: [String]) {
        let sheets = lines.map { Words.split($0) }
        words = Set(sheets.joined())
        stems = Set(words.map(Stemming.stem))
        var happened: Set<String> = []
        for line in sheets {
            for (index, word) in line.enumerated() {
                let before = line[max(index - 3, 0)..<index]
                if VerbForms.isThirdPast(word)
                    || VerbForms.isParticiple(word) && before.contains(where: Self.events.contains)
                {
                    happened.insert(Stemming.stem(word))
                }
            }
        }
        self.happened = happened
    }

    func says(_ word: String) -> Bool { stems.contains(Stemming.stem(word)) }

    /// - Parameter words: What ``OwnOrders`` lets the clause at hand say.
    func adding(own words: Set<String>) -> Told {
        guard !words.isEmpty else { return self }
        var all = self
        all.own = Set(words.map(Stemming.stem))
        all.words.formUnion(words)
        all.stems.formUnion(all.own)
        all.happened.formUnion(all.own)
        return all
    }

    func saysOfOwn(_ word: String) -> Bool { own.contains(Stemming.stem(word)) }

    static let supposed: Set<String> = [
        "seja", "sejam", "for", "forem", "estiver", "estiverem", "tiver", "tenha", "houver",
    ]

    /// Auxiliaries that tell of an event; `é` and `são` tell of a habit.
    static let events: Set<String> = [
        "foi", "foram", "fui", "fomos", "sido", "ficou", "ficaram", "esta", "estao", "estava", "estavam", "ja",
        "consta",
        "constam", "tinha", "havia", "houver", "for", "forem", "seja", "sejam", "estiver", "estiverem", "tiver",
        "tenha",
        "acaba", "acabou", "segue", "seguem", "encontra", "encontram", "continua", "continuam", "permanece",
    ]
}
