/// What a customer's message is, in the words of the source document (its section 15).
package struct Classification: Sendable, Equatable {
    package var intent: Intent
    package var sentiment: Sentiment
    package var urgency: Urgency
    /// The customer asks for something to be done: cancel, refund, change.
    package var requiresAction: Bool
    /// Main subject in one Portuguese word; nil when none stands out.
    package var topic: String?

    package init(intent: Intent, sentiment: Sentiment, urgency: Urgency, requiresAction: Bool, topic: String?) {
        self.intent = intent
        self.sentiment = sentiment
        self.urgency = urgency
        self.requiresAction = requiresAction
        self.topic = topic
    }
}

package enum Intent: String, Sendable, CaseIterable {
    case question, complaint
    case requestAction = "request_action"
    case praise, other
}

package enum Sentiment: String, Sendable, CaseIterable {
    case positive, neutral, negative, aggressive
}

package enum Urgency: String, Sendable, CaseIterable, Comparable {
    case low, medium, high

    package static func < (left: Urgency, right: Urgency) -> Bool { left.rank < right.rank }

    private var rank: Int {
        switch self {
        case .low: 0
        case .medium: 1
        case .high: 2
        }
    }
}
