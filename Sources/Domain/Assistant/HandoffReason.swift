import Privacy

/// Why a conversation went to a person. Raw values are stored and counted.
package enum HandoffReason: String, Sendable, CaseIterable {
    case humanRequested = "human_requested"
    case keyword = "handoff_keyword"
    case requiresAction = "requires_action"
    case aggressiveCustomer = "aggressive_customer"
    case urgentComplaint = "urgent_complaint"
    case complaint
    case noEvidence = "no_evidence"
    /// Nothing in the message that can be read as text.
    case unreadableContent = "unreadable_content"
    /// The model decided, or its answer could not be proved.
    case assistantUnsure = "assistant_unsure"
    /// What the assistant was about to say broke a rule, twice.
    case answerRefused = "answer_refused"
    /// The shop does not want this subject spoken of.
    case forbiddenTopic = "forbidden_topic"
    /// The assistant has answered often enough in this conversation.
    case tooManyMessages = "too_many_messages"
    /// Outside the hours in which the assistant answers.
    case outOfHours = "out_of_hours"
    /// What the shop or its plan lets the assistant cost in a month is spent.
    case budgetExhausted = "budget_exhausted"
    /// No model could be reached and the shop does not allow the offline attendant in its place.
    case assistantUnavailable = "assistant_unavailable"

    /// The customer is upset or in a hurry for a reason that a person must look at.
    package var isGrievance: Bool {
        switch self {
        case .aggressiveCustomer, .urgentComplaint, .complaint: true
        default: false
        }
    }
}

/// The table of the source document's section 15.
package enum HandoffTriggers {
    package static func reason(for classification: Classification) -> HandoffReason? {
        if classification.sentiment == .aggressive { return .aggressiveCustomer }
        if classification.requiresAction { return .requiresAction }
        if classification.intent == .complaint, classification.urgency == .high { return .urgentComplaint }
        return nil
    }
}

/// Priority of a conversation that waits for a person.
package enum ConversationPriority: String, Sendable, CaseIterable {
    case low, normal, high, urgent

    package init(_ urgency: Urgency) {
        switch urgency {
        case .low: self = .normal
        case .medium: self = .high
        case .high: self = .urgent
        }
    }
}

/// What the agent reads before the thread: who wants what, personal data masked.
package enum HandoffSummary {
    /// Longest part of the customer's own words that is repeated.
    static let quoted = 280

    /// - Parameter masked: false for shops whose people want to read it as it was written (`redact_pii_in_logs`).
    package static func text(
        classification: Classification, messages: [String], refused: [GuardrailFinding] = [], masked: Bool = true
    ) -> String {
        let said = Words.oneLine(messages.joined(separator: " · "))
        let scalars = (masked ? Mask.text(said) : said).unicodeScalars
        let cut =
            scalars.count > quoted ? String(String.UnicodeScalarView(scalars.prefix(quoted))) + "…" : String(scalars)
        // Only what an agent would act on, in words; the page tells the reason, and the event keeps every code.
        let mood: String? =
            switch classification.sentiment {
            case .aggressive: "cliente irritado"
            case .negative: "cliente insatisfeito"
            case .neutral, .positive: nil
            }
        let facts = [
            classification.topic.map { "Assunto: \($0)" }, mood, classification.urgency == .high ? "urgente" : nil,
        ].compactMap(\.self)
        let reports = refused.reduce(into: [String]()) { if !$0.contains($1.report) { $0.append($1.report) } }
        let why = reports.isEmpty ? nil : "Resposta da IA barrada: \(reports.prefix(3).joined(separator: "; "))"
        return ([cut] + (facts.isEmpty ? [] : [facts.joined(separator: " · ")]) + [why].compactMap(\.self))
            .joined(separator: "\n")
    }
}
