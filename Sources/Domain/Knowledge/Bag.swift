/// The words of a text, ready to be compared with a question.
struct Bag: Sendable {
    private(set) var words: Set<String> = []
    private(set) var stems: Set<String> = []
    private(set) var concepts: Set<Concepts.ID> = []

    init() {}

    init(_ text: String) {
        let words = Words.split(text)
        self.words = Set(words)
        for word in self.words where Stopwords.weight(word) > 0 {
            stems.insert(Stemming.stem(word))
            concepts.formUnion(Concepts.of(word))
        }
        concepts.formUnion(Concepts.ofPhrases(in: words))
    }

    func union(_ other: Bag) -> Bag {
        var bag = self
        bag.words.formUnion(other.words)
        bag.stems.formUnion(other.stems)
        bag.concepts.formUnion(other.concepts)
        return bag
    }

    /// 1 for the word itself, less for a misspelt or a related one, 0 when nothing of it is here.
    func credit(_ term: Question.Term) -> Double {
        if stems.contains(term.stem) || words.contains(term.word) { return 1 }
        if !term.concepts.isEmpty, term.concepts.contains(where: concepts.contains) { return 0.7 }
        if words.contains(where: { Spelling.isSlip(term.word, of: $0) }) { return 0.8 }
        return 0
    }

    /// Share of this text's own telling words that the question has.
    func coverage(by question: Question) -> Double {
        let asked = Set(question.terms.map(\.stem))
        let meant = Set(question.terms.flatMap(\.concepts)).union(question.phraseConcepts)
        var total = 0.0, found = 0.0
        for word in words {
            let weight = Stopwords.weight(word)
            guard weight > 0 else { continue }
            total += weight
            if asked.contains(Stemming.stem(word)) {
                found += weight
            } else if Concepts.of(word).contains(where: meant.contains) {
                found += 0.7 * weight
            }
        }
        return total > 0 ? found / total : 0
    }
}

/// How much each part of a question weighs among these passages: a word that most of them have tells them apart no longer.
struct Weighing: Sendable {
    static let phrase = 0.7

    let terms: [(term: Question.Term, weight: Double)]
    let phrases: [(concept: Concepts.ID, weight: Double)]

    init(_ question: Question, among bags: [Bag]) {
        func discount(_ isIn: (Bag) -> Bool) -> Double {
            guard bags.count >= 5 else { return 1 }
            let share = Double(bags.count(where: isIn)) / Double(bags.count)
            return share <= 0.3 ? 1 : max(0.3, 1 - (share - 0.3))
        }
        terms = question.terms.map { term in (term, term.weight * discount { $0.stems.contains(term.stem) }) }
        phrases = question.phraseConcepts.map { concept in
            (concept, Self.phrase * discount { $0.concepts.contains(concept) })
        }
    }

    /// Share of the question, by weight, that a text has.
    func coverage(in bag: Bag) -> Double {
        var total = 0.0, found = 0.0
        for (term, weight) in terms {
            total += weight
            found += weight * bag.credit(term)
        }
        for (concept, weight) in phrases {
            total += weight
            if bag.concepts.contains(concept) { found += weight }
        }
        return total > 0 ? found / total : 0
    }

    /// Weight of the telling words that a text lacks.
    func missing(in bag: Bag) -> Double {
        terms.reduce(0) { $0 + (bag.credit($1.term) == 0 ? $1.weight : 0) }
    }

    var total: Double { terms.reduce(0) { $0 + $1.weight } + phrases.reduce(0) { $0 + $1.weight } }
}
