import Domain

/// What one webhook body says, whichever provider sent it.
package struct ProviderWebhook: Sendable {
    package struct Item: Sendable {
        /// Where it stands: `entry[0].changes[1].value.messages[2]`.
        package let path: String
        /// The account it is for, as the provider names it (phone number id, page id, instance id); empty when the body names none.
        package let address: String
        package let item: InboundItem
    }

    package struct Failure: Sendable, Equatable {
        package let path: String
        /// A stable word: `missing_id`, `not_json`, …
        package let reason: String
    }

    package internal(set) var items: [Item] = []
    package internal(set) var failures: [Failure] = []
}
