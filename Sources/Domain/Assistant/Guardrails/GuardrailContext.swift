/// What an answer is judged against.
package struct GuardrailContext: Sendable {
    /// What was shown to the model, under the names it must quote them by.
    package var evidence: [Evidence]
    /// What the customer wrote in this conversation. Data: it can make his own words repeatable, never prove a fact.
    package var customerSaid: [String]
    /// Names that may be spoken: the shop's, the assistant's, the customer's.
    package var names: [String]
    package var maxLength: Int
    package var usesEmojis: Bool
    package var forbiddenTopics: [String]
    /// Texts that must not be repeated: the shop's own instructions to the model.
    package var secrets: [String]

    package init(
        evidence: [Evidence], customerSaid: [String] = [], names: [String] = [], maxLength: Int = 500,
        usesEmojis: Bool = false, forbiddenTopics: [String] = [], secrets: [String] = []
    ) {
        self.evidence = evidence
        self.customerSaid = customerSaid
        self.names = names
        self.maxLength = maxLength
        self.usesEmojis = usesEmojis
        self.forbiddenTopics = forbiddenTopics
        self.secrets = secrets
    }
}
