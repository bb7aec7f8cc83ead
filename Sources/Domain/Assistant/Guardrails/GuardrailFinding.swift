/// One thing in an answer that must not reach a customer.
package struct GuardrailFinding: Sendable, Equatable {
    /// What kind of violation; raw values are stored and counted.
    package enum Kind: String, Sendable, CaseIterable {
        /// A quotation is missing, not verbatim, too long, or of no source that was shown.
        case quote
        case price, number, deadline, url, phone, email, order, coupon, policy
        /// A proper name that nothing shown to the model mentions: a carrier, a person, a competitor.
        case name
        /// Claims that something was done, or is being done.
        case action
        /// Promises work, a call back or an outcome.
        case promise
        /// Speaks of its own instructions or of the insides of the system.
        case leak
        /// Personal data of somebody else, or a secret that the customer is asked for.
        case personal
        case topic
        /// Talks about things that have nothing to do with the sources or the question.
        case offTopic = "off_topic"
        /// Says what a quoted line denies, denies what it says, or puts its figure with another thing.
        case contradiction
        /// A quoted line gives orders to the assistant.
        case injection
        case length, emoji
        /// Letters or digits that are not what they look like.
        case script
    }

    /// Why it is one; raw values are stored.
    package enum Why: String, Sendable, CaseIterable {
        case noQuote = "no_quote"
        case unknownSource = "unknown_source"
        case notVerbatim = "not_verbatim"
        case quoteTooLong = "quote_too_long"
        case notInQuote = "not_in_quote"
        case firstPerson = "first_person"
        case passive, progressive, report, future, guarantee
        case ownInstructions = "own_instructions"
        case promptText = "prompt_text"
        case internals, forbidden, unrelated, denied, swapped
        case instruction
        case tooLong = "too_long"
        case notAllowed = "not_allowed"
        case disguised
        /// The customer is asked for a password, a code or a card.
        case asked
    }

    package let kind: Kind
    package let why: Why
    /// Unicode scalars of the answer; empty where the finding is about the answer as a whole.
    package let span: Range<Int>
    /// The words found, as they stand in the answer or in the quotation.
    package let text: String

    package init(kind: Kind, why: Why, span: Range<Int>, text: String) {
        self.kind = kind
        self.why = why
        self.span = span
        self.text = text
    }

    /// Code can put it right without changing what is said.
    package var isForm: Bool { kind == .length || kind == .emoji }
}
