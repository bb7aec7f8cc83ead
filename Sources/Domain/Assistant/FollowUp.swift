/// `e pra BH?` means nothing alone: the question before it tells what is asked.
package enum FollowUp {
    /// The message with the customer's question before it; nil when the message stands on its own.
    package static func rewritten(_ text: String, after previous: String?) -> String? {
        guard let previous, !Question(previous).isEmpty else { return nil }
        let words = Words.spoken(text)
        let question = Question(text)
        let isShort = words.count <= 5 && question.terms.count <= 1
        let isTied =
            ["e", "mas", "nesse", "nessa", "esse", "essa", "isso", "and"].contains(words.first ?? "")
            && words.count <= 7
        guard isShort || isTied, !question.isEmpty || isTied else { return nil }
        // A short message that names a subject of its own ("frete", "tem cupom?") asks something new.
        if !isTied, question.terms.contains(where: { !$0.concepts.isEmpty && !Places.isPlace($0.concepts) }) {
            return nil
        }
        // Another place replaces the one asked about before.
        return isAboutPlace(question) ? "\(withoutPlaces(previous)) \(text)" : "\(previous) \(text)"
    }

    private static func isAboutPlace(_ question: Question) -> Bool {
        question.terms.contains { Places.isPlace($0.concepts) } || Places.isPlace(question.phraseConcepts)
    }

    private static func withoutPlaces(_ text: String) -> String {
        Places.removed(from: Words.spoken(text)).joined(separator: " ")
    }
}
