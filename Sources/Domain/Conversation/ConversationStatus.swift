/// Where a conversation stands. Raw values are the names of the database and of the API.
package enum ConversationStatus: String, Sendable, CaseIterable, Codable {
    /// Nobody has touched it.
    case new
    /// The assistant owns it.
    case bot
    /// A person must act: it was handed over, or the customer answered a person.
    case waitingAgent = "waiting_agent"
    /// An agent is working on it.
    case open
    /// The last word was a person's.
    case waitingCustomer = "waiting_customer"
    /// Done; a reply within the shop's reopening window takes it up again.
    case resolved
    /// Final: a new message opens a new conversation.
    case closed
    /// Kept out of sight, and whatever else arrives goes with it.
    case spam

    /// The assistant may speak here.
    package var belongsToAssistant: Bool { self == .bot }
    /// The conversation waits for the shop's people.
    package var needsPerson: Bool { self == .new || self == .waitingAgent || self == .open }
}

/// What can happen to a conversation.
package enum ConversationAct: Hashable, Sendable, CaseIterable {
    /// A customer's message, while the assistant is on for this channel.
    case customerWroteAssistantOn
    /// A customer's message, while the assistant is off.
    case customerWroteAssistantOff
    /// The assistant answered.
    case assistantReplied
    /// The assistant, or a rule, gave it to a person.
    case handedOff
    /// A person of the shop answered, in the inbox or on the shop's own phone.
    case personReplied
    case tookOver
    case handedBack
    case resolved
    case reopened
    case closed
    case markedSpam
    case unmarkedSpam
}

extension ConversationStatus {
    /// The status after `act`, or nil where the act is refused.
    ///
    /// This table is the only place that knows; a test holds a row for each of its cells. Two rules run through it: the
    /// assistant never regains a conversation except by `handedBack` or by a customer who returns to a resolved one, and
    /// nothing leaves `closed`.
    package func after(_ act: ConversationAct) -> ConversationStatus? {
        switch (act, self) {
        case (_, .closed):
            return act == .closed ? .closed : nil

        case (.customerWroteAssistantOn, .new), (.customerWroteAssistantOn, .bot),
            (.customerWroteAssistantOn, .resolved):
            return .bot
        case (.customerWroteAssistantOff, .bot), (.customerWroteAssistantOff, .resolved):
            return .waitingAgent
        case (.customerWroteAssistantOn, .waitingCustomer), (.customerWroteAssistantOff, .waitingCustomer):
            return .waitingAgent
        case (.customerWroteAssistantOn, _), (.customerWroteAssistantOff, _):
            return self

        case (.assistantReplied, .bot): return .bot
        case (.assistantReplied, _): return nil

        case (.handedOff, .new), (.handedOff, .bot), (.handedOff, .waitingAgent): return .waitingAgent
        case (.handedOff, _): return nil

        case (.personReplied, .spam): return nil
        case (.personReplied, _): return .waitingCustomer

        case (.tookOver, .spam): return nil
        case (.tookOver, _): return .open

        case (.handedBack, .resolved), (.handedBack, .spam): return nil
        case (.handedBack, _): return .bot

        case (.resolved, .spam): return nil
        case (.resolved, _): return .resolved

        case (.reopened, .resolved): return .open
        case (.reopened, _): return nil

        case (.closed, _): return .closed

        case (.markedSpam, _): return .spam
        case (.unmarkedSpam, .spam): return .waitingAgent
        case (.unmarkedSpam, _): return nil
        }
    }
}
