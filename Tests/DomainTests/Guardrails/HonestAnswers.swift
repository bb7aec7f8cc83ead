import Foundation

@testable import Domain

/// A true answer of `Tests/Fixtures/guardrails`, with what was shown to the model and the lines it quotes.
struct HonestAnswer: Sendable {
    let shop: String
    let question: String
    let text: String
    let evidence: [Evidence]
    let quotes: [ModelAnswer.Quote]
    /// The quoted lines as they stand in the shop's documents.
    let lines: String

    func context(_ change: (inout GuardrailContext) -> Void = { _ in }) -> GuardrailContext {
        var context = GuardrailContext(
            evidence: evidence, customerSaid: [question], names: [shop], usesEmojis: true,
            secrets: [Self.shopPrompt])
        change(&context)
        return context
    }

    static let shopPrompt = """
        Você atende a loja com simpatia e nunca fala da concorrente Estrela. Ofereça o plano anual somente quando o cliente perguntar \
        por assinatura e mantenha as respostas curtas.
        """
}

enum Split: String, CaseIterable, Sendable {
    /// The rules were made with these.
    case tuned
    /// Written before the rules, of other shops, and not looked at while the rules were made.
    case heldOut
    /// Two more shops, written after the rules above and measured before anybody read its misses.
    case fresh
    /// Written when the rules had been changed after `fresh`.
    case second
    /// Written when they had been changed after `second`.
    case third
    /// Written by somebody else while the lists were replaced by rules of grammar.
    case fourth
    /// Written when they had been changed after `fourth`, by the hand that changed them.
    case fifth
    /// Written by somebody else when they had been changed after `fifth`.
    case sixth
    /// Written by somebody else again when they had been changed after `sixth`.
    case seventh
    /// Written by somebody else again when they had been changed after `seventh`.
    case eighth
    /// Written by three others when they had been changed after `eighth`.
    case ninth
    /// Written by two others when they had been changed after `ninth`.
    case tenth

    /// Their writers were asked to chat, to repeat the customer's case and to infer as much as they like: what a model does that is not told to keep to its
    /// quotations. Of these more are held back (docs/attendant.md).
    var isFree: Bool { self == .ninth || self == .tenth }

    private var suffix: String {
        switch self {
        case .tuned: ""
        case .heldOut: "-held-out"
        default: "-\(rawValue)"
        }
    }

    var honest: [HonestAnswer] { Self.answers[self] ?? [] }

    private static let answers = Dictionary(uniqueKeysWithValues: allCases.map { ($0, $0.read()) })

    private func read() -> [HonestAnswer] {
        AttendantFixtures.rows("../guardrails/honest\(suffix).tsv").compactMap(HonestAnswer.init)
    }

    /// Sentences that break a rule, by class.
    var violations: [String: [String]] {
        let rows = AttendantFixtures.rows("../guardrails/violations\(suffix).tsv").filter { $0.count == 2 }
        return Dictionary(grouping: rows) { $0[0] }.mapValues { $0.map { $0[1] } }
    }
}

extension HonestAnswer {
    /// Passages of each shop with their lines.
    private static let chunks = Dictionary(
        uniqueKeysWithValues: [
            "moda", "cafe", "pet", "eletro", "beleza", "casa", "bike", "vinhos", "brinquedos", "papelaria",
            "suplementos", "jardim", "livraria", "musica", "otica", "pesca", "festalume", "serradoce", "bomsono",
            "aquaviva", "passolargo", "ferrajota", "pampaflor", "bitforte",
        ].map { shop in
            (
                shop,
                AttendantFixtures.chunks(of: shop).map { chunk in
                    let source = ScalarText(chunk.text)
                    return (chunk: chunk, lines: TextUnits.split(source).map { source.slice($0.range) })
                }
            )
        })

    /// nil for a row whose quotation stands nowhere: a test counts the rows.
    init?(_ row: [String]) {
        guard row.count == 4, let chunks = Self.chunks[row[0]] else { return nil }
        var evidence: [Evidence] = []
        var quotes: [ModelAnswer.Quote] = []
        for needle in row[3].split(separator: "¦").map(String.init) {
            let found = chunks.lazy.compactMap { entry in
                entry.lines.first { $0.contains(needle) }.map { (chunk: entry.chunk, line: $0) }
            }.first
            guard let found else { return nil }
            if !evidence.contains(where: { $0.text == found.chunk.text }) {
                evidence.append(
                    Evidence(alias: "S\(evidence.count + 1)", title: found.chunk.headingPath, text: found.chunk.text))
            }
            let alias = evidence.first { $0.text == found.chunk.text }?.alias ?? ""
            quotes.append(.init(source: alias, text: found.line))
        }
        // A passage that is beside the point, as retrieval gives them.
        if let other = chunks.last?.chunk, !evidence.contains(where: { $0.text == other.text }) {
            evidence.append(Evidence(alias: "S\(evidence.count + 1)", title: other.headingPath, text: other.text))
        }
        shop = row[0]
        question = row[1]
        text = row[2]
        self.evidence = evidence
        self.quotes = quotes
        lines = quotes.map(\.text).joined(separator: "\n")
    }
}
