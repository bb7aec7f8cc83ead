import Domain
import Foundation

/// One turn of the assistant: what it saw when it began, and what the steps found out since.
package struct Turn: Sendable {
    /// The conversation as it was. `revision` is the fence: an outcome is committed only while it is still this one.
    package struct Snapshot: Sendable {
        package let tenant: TenantID
        package let conversation: UUID
        package let account: UUID
        package let revision: Int64
        package let status: ConversationStatus
        package let channel: String
        package let isBlocked: Bool
        package let shop: String
        package let locale: String
        package let settings: AssistantSettings
        /// What the customer wrote since anybody last answered, oldest first.
        package let unanswered: [Said]
        /// What was said before, oldest first.
        package let history: [Said]
    }

    package struct Said: Sendable {
        package let text: String
        package let contentType: String
        package let isCustomer: Bool
    }

    package let snapshot: Snapshot
    /// The customer's unanswered words together: a burst of short lines is one question.
    package let text: String
    package let utterance: Utterance
    package let language: Language
    package var classification: Classification
    /// Passages above the shop's threshold, best first.
    package var evidence: [FoundPassage] = []
    /// Relevance of the best passage, above the threshold or not: tells "not known" from "cut too sharply".
    package var topRelevance = 0.0

    init(_ snapshot: Snapshot) {
        self.snapshot = snapshot
        text = snapshot.unanswered.map(\.text).filter { !$0.isEmpty }.joined(separator: "\n")
        utterance = Utterance(text)
        language = Language.of(text) ?? Language(locale: snapshot.locale) ?? .portuguese
        classification = Classification(intent: .other, sentiment: .neutral, urgency: .low, requiresAction: false, topic: nil)
    }

    var settings: AssistantSettings { snapshot.settings }

    /// The customer's question before this one: gives a short follow-up (`e pra BH?`) its subject.
    var previousQuestion: String? { snapshot.history.last { $0.isCustomer && !$0.text.isEmpty }?.text }
}

/// How a turn ends.
package enum TurnOutcome: Sendable {
    case answer(DraftAnswer)
    case handoff(HandoffReason)
    /// Nothing is said, and why.
    case silence(String)
}

/// Words for the customer, with where they come from.
package struct DraftAnswer: Sendable {
    package struct Citation: Sendable {
        package let passage: FoundPassage
        package let quote: String
    }

    package var text: String
    package var citations: [Citation]
    package var work: ModelWork
}

/// What producing an answer took. Zero tokens for the assistant's own rules.
package struct ModelWork: Sendable {
    package var model: String
    package var usage: TokenUsage
    package var microUSD: Int64
    package var latency: Duration
    /// Models asked in vain before, with the reason: `gpt-5.2:unknown_model`.
    package var fallbacks: [String]

    package static func rules(_ name: String) -> ModelWork {
        ModelWork(model: name, usage: .none, microUSD: 0, latency: .zero, fallbacks: [])
    }
}
