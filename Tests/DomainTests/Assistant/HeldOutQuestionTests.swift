import Testing

@testable import Domain

/// The offline attendant on three shops and 300 messages that its rules were not made with. The figures are in docs/attendant.md.
struct HeldOutQuestionTests {
    private static let outcomes = Dictionary(
        uniqueKeysWithValues: RetrievalTests.Typing.allCases.map {
            ($0, RetrievalTests.measure(AttendantFixtures.heldOutShops, $0))
        })

    @Test("the right passage is found in shops nobody tuned for", arguments: RetrievalTests.Typing.allCases)
    func retrieval(typing: RetrievalTests.Typing) throws {
        let outcome = try #require(Self.outcomes[typing])
        #expect(outcome.answerable >= 170 && outcome.unanswerable >= 35)
        #expect(
            outcome.share(outcome.first, of: outcome.answerable) >= 0.80, "\(outcome.first) of \(outcome.answerable)")
        #expect(outcome.share(outcome.amongFive, of: outcome.answerable) >= 0.94, "\(outcome.amongFive)")
        #expect(
            outcome.share(outcome.refused, of: outcome.unanswerable) >= 0.85,
            "\(outcome.refused) of \(outcome.unanswerable)")
    }

    private static let found = AttendantFixtures.heldOutMessages.map { Classifier.classify(Utterance($0.text)) }

    @Test("intents are told apart (macro-F1)")
    func intents() {
        let messages = AttendantFixtures.heldOutMessages
        let scores = Intent.allCases.map { intent -> Double in
            var right = 0, other = 0
            for (message, found) in zip(messages, Self.found) {
                let isFound = found.intent == intent, isMeant = message.intent == intent.rawValue
                right += isFound && isMeant ? 1 : 0
                other += isFound != isMeant ? 1 : 0
            }
            return 2 * Double(right) / Double(max(2 * right + other, 1))
        }
        #expect(scores.reduce(0, +) / Double(scores.count) >= 0.80, "\(scores)")
    }

    @Test("a wish for a deed is heard, and a question is none")
    func actions() {
        let pairs = Array(zip(AttendantFixtures.heldOutMessages, Self.found))
        let asked = pairs.filter(\.0.requiresAction)
        let missed = asked.filter { !$0.1.requiresAction }.map(\.0.text)
        #expect(missed.count * 100 <= asked.count * 5, "\(missed)")
        let wrong =
            pairs.filter { !$0.0.requiresAction && $0.1.requiresAction }.map(\.0.text)
            + AttendantFixtures.heldOutShops.flatMap { $0.questions.map(\.text) }.filter {
                Classifier.classify(Utterance($0)).requiresAction
            }
        #expect(wrong.count * 100 <= (asked.count - missed.count + wrong.count) * 15, "\(wrong)")
    }

    @Test("who asks for a person is heard")
    func people() {
        let messages = AttendantFixtures.heldOutMessages
        let missed = messages.filter { $0.asksForHuman && !HumanRequest.isMade(in: Utterance($0.text)) }.map(\.text)
        let wrong = messages.filter { !$0.asksForHuman && HumanRequest.isMade(in: Utterance($0.text)) }.map(\.text)
        #expect(missed.isEmpty, "\(missed)")
        #expect(wrong.count <= 1, "\(wrong)")
    }
}
