/// A question broken into what is compared with passages.
package struct Question: Sendable {
    struct Term: Sendable {
        let word: String
        let stem: String
        let concepts: [Concepts.ID]
        let weight: Double
        /// A city, a state or a region: its concepts go from the narrowest to the widest.
        var isPlace = false
    }

    package let text: String
    let terms: [Term]
    /// Concepts of phrases (`quanto tempo`), each a term of its own.
    let phraseConcepts: [Concepts.ID]

    /// As typed, abbreviations written out.
    private let said: [String]
    /// What they mean, see ``Respelling``.
    private let words: [String]

    package init(_ text: String) {
        self.init(text, Words.spoken(text), .blind)
    }

    private init(_ text: String, _ said: [String], _ respelling: Respelling) {
        self.text = text
        self.said = said
        let words = Self.written(respelling.respelled(said))
        self.words = words
        var seen: Set<String> = []
        var terms: [Term] = []
        let places = Places.named(in: words)
        for place in places where seen.insert(place.word).inserted {
            terms.append(
                Term(
                    word: place.word, stem: place.word, concepts: place.concepts,
                    weight: place.range.count > 1 ? 1.5 : 1, isPlace: true))
        }
        for (index, word) in words.enumerated() where !places.contains(where: { $0.range.contains(index) }) {
            let weight = Stopwords.weight(word)
            let stem = Stemming.stem(word)
            guard weight > 0, seen.insert(stem).inserted else { continue }
            terms.append(
                Term(word: word, stem: stem, concepts: Concepts.of(word, .asked), weight: weight))
        }
        let known = Set(terms.flatMap(\.concepts))
        self.terms = terms
        phraseConcepts = Concepts.ofPhrases(in: words, .asked).filter { !known.contains($0) }
    }

    /// As shops write it: who asks for the `endereço da loja` does not want to know how an `endereço de entrega` is changed.
    private static func written(_ words: [String]) -> [String] {
        guard let place = words.firstIndex(of: "endereco"), place + 2 < words.count,
            ["da", "do", "de", "dessa", "desse"].contains(words[place + 1]),
            ["loja", "voces", "showroom", "atelie", "emporio", "shop"].contains(words[place + 2])
        else { return words }
        return words + ["loja", "fisica", "rua"]
    }

    /// The same, its typing slips put right with the words of the shop's own passages.
    package func respelled(among passages: [Relevance.Passage]) -> Question {
        respelled(Respelling(passages.reduce(Bag()) { $0.union(Bag($1.headingPath)).union(Bag($1.text)) }))
    }

    func respelled(_ respelling: Respelling) -> Question { Question(text, said, respelling) }

    /// The words, without typing slips.
    var meant: [String] { words }

    /// Without typing slips: what is compared with passages by ``HashedEmbedding``.
    package var spelled: String { words.joined(separator: " ") }

    /// Nothing in it says what is asked.
    package var isEmpty: Bool { terms.isEmpty && phraseConcepts.isEmpty }

    /// Words for the full-text search, most telling first: those of the question, then others of the same meaning.
    package var searchWords: [String] {
        var words: [String] = []
        var seen: Set<String> = []
        for word in terms.flatMap({ $0.word.split(separator: " ").map(String.init) }) where seen.insert(word).inserted {
            words.append(word)
        }
        for word in terms.flatMap({ Concepts.siblings(of: $0.word) }) + phraseConcepts.flatMap(Concepts.words(for:))
        where seen.insert(word).inserted {
            words.append(word)
        }
        return Array(words.prefix(40))
    }
}
