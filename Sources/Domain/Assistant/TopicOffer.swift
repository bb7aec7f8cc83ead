#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Subjects that may be meant: the customer taps one of them, or a person. Offered instead of an answer where no passage is certain
/// enough to be quoted, and beside one that is likely and not certain.
///
/// Invariants
/// - The titles are the shop's own headings, the words around them the code's: nothing is claimed.
/// - A person is always among the choices, and what is chosen is answered by quotation like anything else.
package struct TopicOffer: Sendable, Equatable {
    package struct Topic: Sendable, Equatable {
        package let passage: UUID
        /// Within what buttons, lists and quick replies hold.
        package let title: String
        /// The whole heading where the title had to be cut.
        package let detail: String?
    }

    package typealias Passage = (id: UUID, title: String, headingPath: String)

    package let topics: [Topic]

    /// More would be a menu to read, and the right passage hardly ever stands behind the third.
    package static let most = 3
    /// Of passages less likely to be right than this nothing is offered, and no model is shown them.
    package static let least = 0.2
    /// A quotation less likely to be right than this has a way out beside it (docs/attendant.md has the figures).
    package static let certain = 0.9
    /// What the smallest of them holds, a quick reply or a button: a title that a channel cut again would not be known when it is tapped.
    private static let longestTitle = 20
    private static let longestDetail = 72
    private static let mostWords = 24
    private static let prefix = "topic:"
    private static let person = "person"

    /// Instead of an answer; nil where nothing can be called by a name.
    /// - Parameter passages: best first. Of those with the same title the first counts.
    package init?(_ passages: [Passage]) {
        self.init(passages, most: Self.most)
        if topics.isEmpty { return nil }
    }

    /// Beside an answer: what else may be meant, or only a person.
    package init(beside quoted: UUID, _ passages: [Passage]) {
        let own = passages.first { $0.id == quoted }.map(Self.name)
        self.init(passages.filter { $0.id != quoted && Self.name($0) != own }, most: Self.most - 1)
    }

    private init(_ passages: [Passage], most: Int) {
        var topics: [Topic] = []
        for passage in passages where topics.count < most {
            let name = Self.name(passage)
            let title = Self.cut(name, Self.longestTitle)
            let isNew = !topics.contains { Folding.fold($0.title) == Folding.fold(title) }
            guard !name.isEmpty, isNew else { continue }
            let detail = title == name ? nil : Self.cut(name, Self.longestDetail)
            topics.append(Topic(passage: passage.id, title: title, detail: detail))
        }
        self.topics = topics
    }

    private static func name(_ passage: Passage) -> String {
        let heading = passage.headingPath.split(separator: ">").last.map { Words.oneLine(String($0)) } ?? ""
        return heading.isEmpty ? Words.oneLine(passage.title) : heading
    }

    /// At the end of a word, where one ends in time.
    private static func cut(_ text: String, _ limit: Int) -> String {
        let scalars = text.unicodeScalars
        guard scalars.count > limit else { return text }
        var kept = String(String.UnicodeScalarView(scalars.prefix(limit - 1)))
        if let space = kept.lastIndex(of: " "), kept.distance(from: kept.startIndex, to: space) * 2 > limit {
            kept = String(kept[..<space])
        }
        return kept + "…"
    }

    // MARK: Asking

    package func options(_ language: Language) -> [ReplyOptions.Option] {
        topics.map {
            .init(id: Self.prefix + $0.passage.uuidString.lowercased(), title: $0.title, description: $0.detail)
        } + [.init(id: Self.person, title: Self.personTitle(language))]
    }

    package func words(_ language: Language) -> String {
        switch language {
        case .portuguese: "Não tenho certeza se entendi. É sobre um destes assuntos?"
        case .english: "I am not sure I understood. Is it about one of these?"
        case .spanish: "No estoy seguro de haber entendido. ¿Es sobre uno de estos temas?"
        }
    }

    /// Under an answer.
    package func wordsBeside(_ language: Language) -> String {
        switch (language, topics.isEmpty) {
        case (.portuguese, false): "Se não for isso, escolha um assunto:"
        case (.portuguese, true): "Se não for isso, chame uma pessoa:"
        case (.english, false): "If this is not it, choose a topic:"
        case (.english, true): "If this is not it, ask for a person:"
        case (.spanish, false): "Si no es esto, elija un tema:"
        case (.spanish, true): "Si no es esto, hable con una persona:"
        }
    }

    /// Within what every channel takes; nil where the words above are too long for it.
    package func content(_ words: String, _ language: Language) -> OutboundContent? {
        guard let options = try? ReplyOptions(options(language), listLabel: listLabel(language)),
            words.utf16.count <= options.bodyLimit
        else { return nil }
        return options.content(words)
    }

    package func listLabel(_ language: Language) -> String {
        switch language {
        case .portuguese: "Ver assuntos"
        case .english: "See topics"
        case .spanish: "Ver temas"
        }
    }

    private static func personTitle(_ language: Language) -> String {
        switch language {
        case .portuguese: "Falar com uma pessoa"
        case .english: "Talk to a person"
        case .spanish: "Hablar con alguien"
        }
    }

    // MARK: Reading the choice

    package enum Choice: Sendable, Equatable {
        case topic(UUID)
        case person
        /// None of them is meant: nothing more is asked.
        case nothing
    }

    /// What the customer's next words choose: a title that was tapped, or a number that was typed. nil: something else was written, and is
    /// read like any message.
    /// - Parameter isAsked: the subjects stand instead of an answer, so that words of one title alone choose it, and a refusal is one. Beside
    ///   an answer the same words would be a new question.
    package static func choice(_ text: String, among options: [ReplyOptions.Option], isAsked: Bool) -> Choice? {
        let said = Words.split(text)
        guard !options.isEmpty, !said.isEmpty, said.count <= mostWords else { return nil }
        // A tap may come with the description under the title.
        if let tapped = options.first(where: { option in
            let (title, detail) = (Words.split(option.title), Words.split(option.description ?? ""))
            return said == title || !detail.isEmpty && (said == detail || said == title + detail)
        }) {
            return choice(tapped)
        }
        let bare = said.filter { !around.contains($0) }
        if bare.count == 1, let number = Int(bare[0]), (1...options.count).contains(number) {
            return choice(options[number - 1])
        }
        guard isAsked, !text.contains("?") else { return nil }
        if refusals.contains(said) { return .nothing }
        if agreements.contains(said) { return options.count == 2 ? choice(options[0]) : .nothing }
        if bare.count == 1, let place = places.firstIndex(where: { $0.contains(bare[0]) }),
            options.indices.contains(place)
        {
            return choice(options[place])
        }
        let stems = Set(bare.filter { Stopwords.weight($0) == 1 }.map(Stemming.stem))
        guard (1...3).contains(stems.count), bare.count <= 4, !bare.contains(where: others.contains) else { return nil }
        let meant = options.filter { option in
            let words = Words.split(option.title) + Words.split(option.description ?? "")
            return option.id != person && stems.isSubset(of: Set(words.map(Stemming.stem)))
        }
        return meant.count == 1 ? choice(meant[0]) : nil
    }

    private static func choice(_ option: ReplyOptions.Option) -> Choice? {
        if option.id == person { return .person }
        guard option.id.hasPrefix(prefix) else { return nil }
        return UUID(uuidString: String(option.id.dropFirst(prefix.count))).map(Choice.topic)
    }

    /// "a opção 2, por favor"
    private static let around: Set<String> = [
        "a", "o", "opcao", "numero", "n", "por", "favor", "pfv", "option", "number", "the", "please", "opcion", "la",
        "el", "item",
        "assunto", "sobre",
    ]

    private static let places: [Set<String>] = [
        ["um", "primeira", "primeiro", "first", "primera", "primero", "1a", "1o"],
        ["dois", "segunda", "segundo", "second", "2a", "2o"],
        ["tres", "terceira", "terceiro", "third", "tercera", "tercero", "3a", "3o"],
        ["quatro", "quarta", "quarto", "fourth", "4a", "4o"],
    ]

    private static let refusals = Set(
        [
            "nao", "n", "nenhum", "nenhuma", "nada disso", "nao e isso", "nao nenhum", "nenhum deles", "nenhum desses",
            "nenhuma delas",
            "nenhuma dessas", "nao e nenhum desses", "outro", "outra coisa", "outro assunto", "nao obrigado",
            "nao obrigada", "no",
            "none", "none of these", "none of them", "neither", "something else", "ninguno", "ninguna", "nada de eso",
            "otra cosa",
        ].map { $0.split(separator: " ").map(String.init) })

    private static let agreements: Set<[String]> = [
        ["sim"], ["s"], ["isso"], ["sim", "isso"], ["isso", "mesmo"], ["yes"], ["si"],
    ]

    /// Not what the title says, or something beside it.
    private static let others: Set<String> = [
        "nao", "nem", "nenhum", "nenhuma", "sem", "outro", "outra", "not", "no", "other",
    ]
}
