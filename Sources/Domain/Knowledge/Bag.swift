import Foundation

/// The words of a text, ready to be compared with a question.
struct Bag: Sendable {
    private(set) var words: Set<String> = []
    private(set) var stems: Set<String> = []
    private(set) var concepts: Set<Concepts.ID> = []
    /// Words of the names of places.
    private(set) var placeWords: Set<String> = []

    init() {}

    init(_ text: String) {
        let words = Words.split(text)
        self.words = Set(words)
        for word in self.words where Stopwords.weight(word) > 0 {
            stems.insert(Stemming.stem(word))
            concepts.formUnion(Concepts.of(word))
        }
        concepts.formUnion(Concepts.ofPhrases(in: words))
        for place in Places.named(in: words) { placeWords.formUnion(words[place.range]) }
    }

    func union(_ other: Bag) -> Bag {
        var bag = self
        bag.words.formUnion(other.words)
        bag.stems.formUnion(other.stems)
        bag.concepts.formUnion(other.concepts)
        bag.placeWords.formUnion(other.placeWords)
        return bag
    }

    /// 1 for the word itself, less for a misspelt or a related one, 0 when nothing of it is here.
    func credit(_ term: Question.Term) -> Double {
        if stems.contains(term.stem) || words.contains(term.word) { return 1 }
        if term.isPlace {
            let rank = term.concepts.firstIndex(where: concepts.contains)
            return rank.map { Self.placeCredits[min($0, Self.placeCredits.count - 1)] } ?? 0
        }
        if !term.concepts.isEmpty, term.concepts.contains(where: concepts.contains) { return 0.7 }
        if words.contains(where: { Spelling.isSlip(term.word, of: $0) }) { return 0.8 }
        return 0
    }

    /// For the state, its region, and "all other states".
    private static let placeCredits = [1, 0.9, 0.6]

    /// Share of this text's own telling words that the question has.
    func coverage(by question: Question) -> Double {
        let asked = Set(question.terms.map(\.stem))
        let meant = Set(question.terms.flatMap(\.concepts)).union(question.phraseConcepts)
        // Of a heading that names three states, the two others do not speak against it.
        let isThere = question.terms.contains { $0.isPlace && credit($0) > 0 }
        var total = 0.0, found = 0.0
        for word in words {
            let weight = Stopwords.weight(word)
            guard weight > 0, !(isThere && placeWords.contains(word)) else { continue }
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

/// How much each part of a question weighs among these passages: a word that most of them have hardly tells them apart.
struct Weighing: Sendable {
    static let phrase = 0.7
    private static let idle = 0.3

    let terms: [(term: Question.Term, weight: Double)]
    let phrases: [(concept: Concepts.ID, weight: Double)]
    /// How much the question says, whatever the passages have of it.
    let asked: Double

    init(_ question: Question, among bags: [Bag]) {
        // A number that stands nowhere (an order's, a CPF's) asks for nothing.
        let telling = question.terms.filter { term in
            term.word.utf8.count < 3 || !term.word.utf8.allSatisfy { (0x30...0x39).contains($0) }
                || bags.contains { $0.words.contains(term.word) }
        }
        terms = telling.map { term in
            let found = bags.reduce(0) { $0 + $1.credit(term) }
            // `apareceu`, `escolher`: what the shop has no word for and needs none.
            let isIdle = found == 0 && term.concepts.isEmpty && Lexicon.isEveryday(term.word)
            return (term, (isIdle ? min(term.weight, Self.idle) : term.weight) * Self.rarity(found, of: bags.count))
        }
        phrases = question.phraseConcepts.map { concept in
            let known = bags.count { $0.concepts.contains(concept) }
            return (concept, Self.phrase * Self.rarity(Double(known), of: bags.count))
        }
        asked = telling.reduce(0) { $0 + $1.weight } + Self.phrase * Double(phrases.count)
    }

    /// Near 1 for what one passage has, above for what none has, least for what all have. Few passages are no measure of what is rare.
    private static func rarity(_ found: Double, of count: Int) -> Double {
        let all = Double(max(count, 20)) + 1
        return max(log(all / (found + 0.5)) / log(all), 0.2)
    }

    /// Half of what the headings further out say, for they stand over other passages, too.
    private static let outer = 0.5

    /// Share of the question, by weight, that a text has.
    func coverage(in bag: Bag, under headings: Bag = Bag()) -> Double {
        var total = 0.0, found = 0.0
        for (term, weight) in terms {
            total += weight
            let credit = bag.credit(term)
            found += weight * (credit > 0 ? credit : Self.outer * headings.credit(term))
        }
        for (concept, weight) in phrases {
            total += weight
            if bag.concepts.contains(concept) {
                found += weight
            } else if headings.concepts.contains(concept) {
                found += Self.outer * weight
            }
        }
        return total > 0 ? found / total : 0
    }

    /// Weight of the telling words that a text lacks.
    func missing(in bag: Bag) -> Double {
        terms.reduce(0) { $0 + (bag.credit($1.term) == 0 ? $1.weight : 0) }
    }

    /// Share of the telling words that not one of the texts has in any form. Words of the trade have concepts and are never among them.
    ///
    /// Two words of which one is unknown (`vale refeição`, `entregam em Lisboa`) ask for something else than the other alone.
    func foreign(to bags: [Bag]) -> Double {
        let telling = terms.map(\.term).filter { $0.weight == 1 && !Lexicon.isEveryday($0.word) }
        let unknown = telling.filter { term in
            term.concepts.isEmpty && !term.word.utf8.contains { (0x30...0x39).contains($0) }
                && bags.allSatisfy { $0.credit(term) == 0 }
        }
        return telling.isEmpty ? 0 : Double(unknown.count) / Double(telling.count)
    }
}
