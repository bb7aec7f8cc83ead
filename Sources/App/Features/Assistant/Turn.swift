import Domain
import Foundation
import Providers

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
        /// The channel can send.
        package let accountIsOn: Bool
        /// How long the channel takes an answer, and whose.
        package let window: ServiceWindow
        /// What the contact told us of itself, where it did.
        package let contactLocale: String?
        package let shop: String
        package let locale: String
        /// How often the assistant has spoken here within the last hour.
        package var saidLately = 0
        package let settings: AssistantSettings
        package let terms: UsageTerms
        /// Now, on the shop's clock.
        package let moment: WorkingHours.Moment
        /// Since a customer of this conversation was told that it is too late; nil for never.
        package let minutesSinceOutOfHours: Int?
        /// The customer's name, where we know it.
        package let customer: String?
        /// Answers that the assistant has given since a person last spoke.
        package let answersInARow: Int
        /// What the customer wrote and nobody has dealt with, oldest first.
        package var unanswered: [Said]
        /// A newer message has moved another turn into the future: the customer is still writing.
        package var isStillWriting = false
        /// An answer to this waits for a person already.
        package var hasDraft = false
        /// Of the person who writes; empty where the channel does not prove who that is.
        package var orders: [CustomerOrder] = []
        /// What the customer thought of the assistant's words here.
        package var votes = ToneProfile.Votes()
        /// What was said before, oldest first.
        package var history: [Said]
        /// Subjects that the assistant has just offered: the customer's words may choose one. See ``TopicOffer``.
        package var offered: [ReplyOptions.Option] = []
        /// They were offered instead of an answer.
        package var hasOfferedInstead = false
    }

    package struct Said: Sendable {
        package let id: UUID
        package let text: String
        package let contentType: String
        package let isCustomer: Bool
        /// What machines read in its files.
        package var media: [HeardMedia] = []
        /// The customer's words to which subjects were offered.
        package var isBeforeOffer = false

        /// What was written and what was spoken.
        package var words: String {
            ([text] + media.map(\.transcript)).filter { !$0.isEmpty }.joined(separator: "\n")
        }
    }

    package let snapshot: Snapshot
    /// The customer's unanswered words together, also the spoken ones: a burst of short lines is one question.
    package let text: String
    package let utterance: Utterance
    package let language: Language
    package var classification: Classification
    /// What the customer chose of the subjects that were offered.
    package let choice: TopicOffer.Choice?
    /// All passages that were found, also those that prove too little.
    package var found: [FoundPassage] = []
    /// What was found for each question.
    package var findings: [Finding] = []
    /// The passages below the threshold are shown to a model, which answers from them or says that they do not tell.
    package var showsNear = false
    /// Requests made to models so far, also those that led nowhere: all of them are paid for.
    package var attempts: [OpenAI.Attempt] = []
    /// What was set aside for them.
    package var purse: AIPurse?
    /// False where the month's money is spent and the shop lets the attendant go on without a model.
    package var asksModel = true
    /// What was wrong with answers that were not sent.
    package var refused: [GuardrailFinding] = []
    /// An answer that has still to pass the checks.
    var candidate: Candidate?
    /// An answer that passed them.
    var answer: DraftAnswer?
    let began = ContinuousClock.now
    /// Told where the work is.
    var tell: @Sendable (TurnProgress) -> Void = { _ in }
    /// Relevance of the best passage, above the threshold or not: tells "not known" from "cut too sharply".
    package var topRelevance = 0.0

    init(_ snapshot: Snapshot) {
        self.snapshot = snapshot
        var words = snapshot.unanswered.map(\.words).filter { !$0.isEmpty }.joined(separator: "\n")
        choice = TopicOffer.choice(words, among: snapshot.offered, isAsked: snapshot.hasOfferedInstead)
        // Whoever chooses asks the same question again, and says what it is about, or who shall answer.
        if choice != nil, let asked = snapshot.questionBeforeOffer { words = asked }
        // A picture without a word: what it shows is all there is to go by.
        text =
            words.isEmpty
            ? snapshot.media.map(\.seen).filter { !$0.isEmpty }.joined(separator: "\n") : words
        utterance = Utterance(text)
        language =
            Language.of(text) ?? Language(locale: snapshot.contactLocale) ?? Language(locale: snapshot.locale)
            ?? .portuguese
        classification = Classification(
            intent: .other, sentiment: .neutral, urgency: .low, requiresAction: false, topic: nil)
    }

    var settings: AssistantSettings { snapshot.settings }

    var tone: ToneProfile { ToneProfile(tone: settings.personalityTone, votes: snapshot.votes, text: text) }

    /// All passages that an answer may quote, each once, in the order of the questions.
    var evidence: [FoundPassage] {
        var seen: Set<UUID> = []
        return findings.flatMap { showsNear && !isEnough($0) ? $0.passages + $0.near : $0.passages }
            .filter { seen.insert($0.chunk).inserted }
    }

    /// As many passages above the threshold as the shop wants before anything is answered.
    func isEnough(_ finding: Finding) -> Bool {
        if case .topic = choice, !finding.passages.isEmpty { return true }
        return finding.passages.count >= settings.minimumEvidence
    }

    /// The customer's question before this one: gives a short follow-up (`e pra BH?`) its subject.
    var previousQuestion: String? {
        var history = snapshot.history
        if case .topic = choice { history = Array(history.prefix { !$0.isBeforeOffer }) }
        return history.last { $0.isCustomer && !$0.words.isEmpty }?.words
    }

    /// Subjects to choose from, where one question was asked and what was found is near but not certain; never twice in a row.
    var offer: TopicOffer? {
        guard findings.count == 1, !snapshot.hasOfferedInstead, let finding = findings.first,
            [.question, .other].contains(classification.intent)
        else { return nil }
        return TopicOffer(named(finding.passages + finding.near))
    }

    /// What to offer beside a quotation from this passage; nil where it is certain, or the customer's own choice.
    func alternatives(to quoted: FoundPassage) -> TopicOffer? {
        guard let finding = findings.first, findings.count == 1, CustomerContext.order(of: quoted) == nil,
            quoted.relevance < TopicOffer.certain
        else { return nil }
        return TopicOffer(beside: quoted.chunk, named(finding.passages + finding.near))
    }

    private func named(_ passages: [FoundPassage]) -> [TopicOffer.Passage] {
        passages.filter { passage in
            // What the shop does not want spoken of is not named either.
            CustomerContext.order(of: passage) == nil
                && ForbiddenTopics.find(settings.forbiddenTopics, in: "\(passage.title) \(passage.headingPath)") == nil
        }
        .map { (id: $0.chunk, title: $0.title, headingPath: $0.headingPath) }
    }

    /// One of the customer's questions and the passages found for it, best first.
    package struct Finding: Sendable {
        package let question: String
        /// Above the shop's threshold.
        package let passages: [FoundPassage]
        /// Below it, and too near to be nothing (``TopicOffer/least``).
        package let near: [FoundPassage]
    }
}

extension Turn.Snapshot {
    /// The customer's words that led to the offer.
    var questionBeforeOffer: String? {
        let words = history.filter(\.isBeforeOffer).map(\.words).filter { !$0.isEmpty }
        return offered.isEmpty || words.isEmpty ? nil : words.joined(separator: "\n")
    }
}

/// How a turn ends.
package enum TurnOutcome: Sendable {
    case answer(DraftAnswer)
    /// The same, but a person decides about it first.
    case draft(DraftAnswer)
    /// Subjects to choose from: what was found is near, and nothing of it certain.
    case offer(TopicOffer)
    case handoff(HandoffReason)
    /// To a person without a word to the customer: the assistant is not wanted here any more, or cannot speak.
    case release(String)
    /// Files are still being read: the turn comes back.
    case wait
    /// Nothing is said, and why.
    case silence(String)
}

/// Words for the customer, with where they come from.
package struct DraftAnswer: Sendable {
    package struct Citation: Sendable {
        package let passage: FoundPassage
        /// Verbatim from the passage.
        package let quote: String
    }

    package var text: String
    package var citations: [Citation]
    /// `offline`, `courtesy`, or the model under the dated name it answers with.
    package var author: String
    /// Offered beside it.
    package var alternatives: TopicOffer?
}

extension Turn.Snapshot {
    /// The channel takes words of a machine now.
    func takesAnswer(at now: Date) -> Bool { window.permit(for: .machine, at: now) == .free }
}

extension TurnOutcome {
    /// The same where nothing may be said to the customer.
    var withoutWords: TurnOutcome {
        switch self {
        case .answer, .draft, .offer, .handoff, .wait: .release("window_closed")
        case .release, .silence: self
        }
    }
}
