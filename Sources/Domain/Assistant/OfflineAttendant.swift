/// Answers with no model at all: by quoting the shop's own words, or not at all.
package enum OfflineAttendant {
    /// A passage with its relevance, best first.
    package struct Passage: Sendable {
        package let title: String
        package let headingPath: String
        package let text: String
        package let relevance: Double

        package init(title: String, headingPath: String, text: String, relevance: Double) {
            self.title = title
            self.headingPath = headingPath
            self.text = text
            self.relevance = relevance
        }
    }

    package enum Reply: Sendable, Equatable {
        /// `passage` is the place of the quoted one among those given.
        case answer(text: String, quote: String, passage: Int)
        case handoff(HandoffReason)
    }

    package static func reply(
        to question: String, _ classification: Classification, passages: [Passage], threshold: Double, limit: Int,
        _ language: Language
    ) -> Reply {
        // A policy quoted at somebody who complains reads as mockery.
        if classification.intent == .complaint { return .handoff(.complaint) }
        let best = passages.indices.max { passages[$0].relevance < passages[$1].relevance }
        guard let best, passages[best].relevance >= threshold else { return .handoff(.noEvidence) }
        let passage = passages[best]
        let lead = lead(passage, language)
        let room = max(limit - lead.unicodeScalars.count - 2, 120)
        guard let excerpt = Excerpt.best(for: Question(question), text: passage.text, limit: room) else {
            return .handoff(.noEvidence)
        }
        return .answer(text: "\(lead)\n\n\(excerpt.text)", quote: excerpt.quote, passage: best)
    }

    private static func lead(_ passage: Passage, _ language: Language) -> String {
        let heading = passage.headingPath.split(separator: ">").last.map { Words.oneLine(String($0)) } ?? passage.title
        let isQuestion = heading.isEmpty || heading.unicodeScalars.last == "?"
        return switch language {
        case .portuguese: isQuestion ? "Encontrei isto nas informações da loja:" : "Encontrei isto em “\(heading)”:"
        case .english: isQuestion ? "I found this in the shop's information:" : "I found this under “\(heading)”:"
        case .spanish: isQuestion ? "Encontré esto en la información de la tienda:" : "Encontré esto en “\(heading)”:"
        }
    }
}
