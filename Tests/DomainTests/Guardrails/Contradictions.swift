@testable import Domain

/// True answers turned into their contrary, and figures put with the wrong thing.
struct Contradictions {
    private let honest: [HonestAnswer]
    private var random: SeededGenerator

    init(_ split: Split, seed: UInt64) {
        honest = split.honest
        random = SeededGenerator(seed: seed)
    }

    private mutating func pick<Value>(_ values: [Value]) -> Value {
        values[Int.random(in: 0..<values.count, using: &random)]
    }

    // MARK: Negation

    private static let verbs: Set<String> = [
        "é", "são", "tem", "temos", "pode", "podem", "aceitamos", "aceita", "trocamos", "troca", "trocados", "fazemos",
        "faz",
        "parcelamos", "vendemos", "entregamos", "atendemos", "cobre", "cobrem", "vale", "valem", "acompanha",
        "acompanham",
        "cobramos", "abre", "fecha", "precisa", "inclui", "recebe", "ganha", "volta", "chega", "enviamos", "devolvemos",
        "contém", "oferecemos", "trabalhamos", "montamos", "moemos", "funciona", "fica", "leva", "dá",
    ]

    /// A true answer with one denial taken out or put in, and how much of the changed clause stands in a quoted line.
    struct Flip {
        let lie: Lie
        let restates: Double
    }

    mutating func flips(_ count: Int) -> [Flip] { (0..<count).map { _ in flip() } }

    private mutating func flip() -> Flip {
        while true {
            let base = pick(honest)
            var words = base.text.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
            let denials = words.indices.filter { Folding.fold(words[$0]) == "nao" && $0 + 1 < words.count }
            let verbs = words.indices.filter { Self.verbs.contains(words[$0].lowercased()) && $0 > 0 }
            let place: Int
            if !denials.isEmpty, Bool.random(using: &random) || verbs.isEmpty {
                place = pick(denials)
                let isFirst = words[place].first == "N"
                words.remove(at: place)
                if isFirst { words[place] = words[place].prefix(1).uppercased() + words[place].dropFirst() }
            } else if !verbs.isEmpty {
                place = pick(verbs)
                let before = words[place - 1].lowercased()
                guard Folding.fold(before) != "nao", before != "que" else { continue }
                words.insert("não", at: place)
            } else {
                continue
            }
            let text = words.joined(separator: " ")
            return Flip(
                lie: Lie(kind: "negation", text: text, quotes: base.quotes, context: base.context()),
                restates: Self.restated(words, around: place, base.lines))
        }
    }

    /// Share of the telling words of the sentence part around a place that the quoted lines have.
    private static func restated(_ words: [String], around place: Int, _ lines: String) -> Double {
        func ends(_ word: String) -> Bool { word.last.map { ".,;:!?".contains($0) } ?? false }
        var start = min(place, words.count - 1)
        while start > 0, !ends(words[start - 1]) { start -= 1 }
        var end = min(place, words.count - 1)
        while end < words.count - 1, !ends(words[end]) { end += 1 }
        let said = stems(words[start...end].joined(separator: " "))
        guard !said.isEmpty else { return 0 }
        return Double(said.intersection(stems(lines)).count) / Double(said.count)
    }

    private static func stems(_ text: String) -> Set<String> {
        Set(Words.split(text).filter { Stopwords.weight($0) > 0 }.map(Stemming.stem))
    }

    // MARK: Swapped figures

    /// Two things with a figure each, as shops write it.
    static let pairs: [(left: String, right: String, unit: String)] = [
        ("Pix", "boleto", "%"), ("cartão", "Pix", "%"), ("Curitiba", "Recife", " dias úteis"),
        ("São Paulo", "Manaus", " dias úteis"), ("celulares", "acessórios", " meses"), ("Sul", "Norte", " dias úteis"),
        ("troca", "devolução", " dias"), ("sofás", "tapetes", " anos"), ("filtro", "espresso", " g"),
        ("adultos", "filhotes", " kg"), ("retirada", "entrega", " horas"), ("notebooks", "fones", " meses"),
    ]

    private static let freshPairs: [(left: String, right: String, unit: String)] = [
        ("alumínio", "carbono", " anos"), ("Broto", "Colheita", " garrafas"), ("tinto", "espumante", " dias"),
        ("Florianópolis", "Belém", " dias úteis"), ("revisão", "montagem", " horas"), ("assinante", "visitante", "%"),
        ("pneu", "câmbio", " meses"), ("Paraná", "Bahia", " dias úteis"), ("débito", "crédito", " vezes"),
        ("traseira", "dianteira", " kg"), ("Pix", "cartão", "%"), ("taça", "garrafa", " ml"),
    ]

    private static let sources: [[String]] = [
        ["{L}: {a}{u}. {R}: {b}{u}.", "No {L} são {a}{u}; no {R}, {b}{u}.", "{L} tem {a}{u} e {R} tem {b}{u}."],
        [
            "Para {L} são {a}{u}, para {R} são {b}{u}.", "{a}{u} ({L}); {b}{u} ({R}).",
            "O {L} dá {a}{u}. O {R} dá {b}{u}.",
        ],
        [
            "| {L} | {a}{u} |\n| {R} | {b}{u} |", "- {L}: {a}{u}\n- {R}: {b}{u}", "Com {L}, {a}{u}. Com {R}, {b}{u}.",
            "São {a}{u} no caso de {L} e {b}{u} no caso de {R}.", "{L} = {a}{u}, {R} = {b}{u}",
        ],
    ]
    private static let answers: [[String]] = [
        [
            "Para {R} são {b}{u} e para {L} são {a}{u}.", "No caso de {L}, são {a}{u}.",
            "{L} tem {a}{u}; {R} tem {b}{u}.",
        ],
        ["São {a}{u} para {L} e {b}{u} para {R}.", "Para {R}: {b}{u}.", "{R} fica com {b}{u}, {L} com {a}{u}."],
        [
            "{R} tem {b}{u}, enquanto {L} tem {a}{u}.", "Se for {L}, são {a}{u}.", "Temos {b}{u} ({R}) e {a}{u} ({L}).",
            "Olá! Sobre {R}: {b}{u}.", "A resposta é {a}{u} para {L}.", "It is {a}{u} for {L} and {b}{u} for {R}.",
        ],
    ]

    /// An answer that is true, or with its figures swapped.
    mutating func figures(_ split: Split, swapped: Bool) -> Lie {
        let index = split == .tuned ? 0 : split == .heldOut ? 1 : 2
        let pair = pick([.tuned, .heldOut].contains(split) ? Self.pairs : Self.freshPairs)
        let a = Int.random(in: 2...20, using: &random)
        let b = a + Int.random(in: 1...15, using: &random)
        func filled(_ template: String, _ first: Int, _ second: Int) -> String {
            template.replacing("{L}", with: pair.left).replacing("{R}", with: pair.right).replacing(
                "{u}", with: pair.unit
            )
            .replacing("{a}", with: "\(first)").replacing("{b}", with: "\(second)")
        }
        let line = filled(pick(Self.sources[index]), a, b)
        let template = pick(Self.answers[index])
        let text = filled(template, swapped ? b : a, swapped ? a : b)
        let context = GuardrailContext(
            evidence: [Evidence(alias: "S1", title: "Condições de \(pair.left) e \(pair.right)", text: line)],
            customerSaid: ["quanto é para \(pair.left) e \(pair.right)?"], names: [])
        // A quotation is at most two lines, each one proves its own.
        let source = ScalarText(line)
        let quotes = TextUnits.split(source).map { ModelAnswer.Quote(source: "S1", text: source.slice($0.range)) }
        return Lie(kind: "swap", text: text, quotes: quotes, context: context)
    }
}
