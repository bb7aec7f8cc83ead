import PrivacyCorpus
import Testing

@testable import Privacy

/// The short form of `scripts/privacy-compare`: fewer messages of the same grammar.
struct CorpusTests {
    private static let messages = Corpus.messages(4000, seed: 11)

    private static let score: CorpusScore = {
        var score = CorpusScore()
        for message in messages {
            let found = PersonalData.findScalars(in: message.text)
            score.add(message, found.map { .init(start: $0.start, end: $0.end, label: $0.kind.label) })
        }
        return score
    }()

    /// Recall and precision that each label must reach here; those of the product where it names them.
    private static let goals: [(String, Double, Double)] = [
        ("CPF", 0.99, 0.985), ("CNPJ", 0.99, 0.995), ("PHONE", 0.98, 0.98), ("EMAIL", 0.99, 0.99), ("CARD", 0.99, 0.98),
        ("CEP", 0.98, 0.98), ("PIX_EVP", 0.99, 0.98), ("RG", 0.97, 0.97), ("ADDRESS", 0.93, 0.92), ("NAME", 0.88, 0.92),
        ("PIX_BRCODE", 1, 1), ("BOLETO", 1, 1), ("CNH", 0.98, 0.97), ("PIS", 0.98, 0.97), ("TITULO", 0.98, 0.97),
        ("CNS", 0.98, 0.97), ("PASSPORT", 0.98, 0.97), ("PLATE", 0.98, 0.97), ("IP", 0.98, 0.97),
        ("WA_JID", 0.98, 0.97),
        ("DOB", 0.95, 0.95), ("BANK_ACCOUNT", 0.95, 0.95), ("BANK_BRANCH", 0.95, 0.95), ("CVV", 0.95, 0.95),
    ]

    @Test("each label reaches its recall and its precision", arguments: goals)
    func labels(label: String, recall: Double, precision: Double) throws {
        let count = try #require(Self.score.counts[label])
        let mistakes = Self.score.mistakes.filter { $0.contains(" \(label) ") }.prefix(5).joined(separator: "\n")
        #expect(count.expected >= 30)
        #expect(count.recall >= recall, "\(count.recall)\n\(mistakes)")
        #expect(count.precision >= precision, "\(count.precision)\n\(mistakes)")
    }

    @Test("every label has a goal")
    func everyLabel() {
        #expect(Set(PersonalData.allCases.map(\.label)) == Set(Self.goals.map(\.0)))
    }

    @Test("look-alikes and clean messages are left alone; tracking codes and invoice keys always")
    func lookAlikes() {
        let score = Self.score
        #expect(score.decoys > 1000 && score.clean > 500)
        #expect(
            score.damagedShare <= 0.005,
            "\(score.damaged) \(score.mistakes.filter { $0.hasPrefix("damaged") }.prefix(5))")
        #expect(score.damaged["tracking"] == nil && score.damaged["fiscal_key"] == nil)
        #expect(score.touchedShare <= 0.01)
    }

    @Test("a masked message is never changed by masking it again, and holds no finding")
    func idempotent() {
        for message in Self.messages {
            let masked = Mask.text(message.text)
            #expect(Mask.text(masked) == masked)
        }
    }

    @Test("the same seed makes the same messages")
    func deterministic() {
        #expect(Corpus.messages(50, seed: 3).map(\.json) == Corpus.messages(50, seed: 3).map(\.json))
        #expect(Corpus.messages(50, seed: 3).map(\.json) != Corpus.messages(50, seed: 4).map(\.json))
    }
}
