import Domain

extension MetaMessaging {
    /// One connected page or Instagram account: everything that is asked of Meta for it.
    package struct Client: Sendable {
        let graph: GraphAPI
        let channel: Channel
        let accountID: String
        /// How the account stands in paths.
        let me: String

        /// - Parameters:
        ///   - baseURL: set by the operator for the account; nil for Meta's own, which for Instagram is the one the token was made by.
        ///   - accountID: the page's id, or the Instagram account's: what webhooks call `entry.id`.
        package init(http: ProviderHTTP, channel: Channel, baseURL: String?, token: String, accountID: String) {
            self.channel = channel
            self.accountID = accountID
            // Instagram's own login gives IG… tokens, good at its own host only; a page's token knows the account as "me".
            let isInstagramLogin = channel == .instagram && token.hasPrefix("IG")
            let ownURL = isInstagramLogin ? "https://graph.instagram.com" : MetaWhatsApp.defaultBaseURL
            graph = GraphAPI(
                http: http, baseURL: baseURL ?? ownURL, token: token,
                readError: { MetaMessaging.error($0, secrets: $1) })
            me = channel == .instagram && !isInstagramLogin ? "me" : accountID
        }

        /// Sends one message, in as many calls as it needs. There is no idempotency key: after `.ambiguous` only an echo tells
        /// what happened. When some parts have left and one has not, the outcome is `.ambiguous` too (`partly_sent`): the whole must
        /// not be sent again.
        package func send(_ message: OutboundMessage, on occasion: Occasion = .response) async throws(ProviderError)
            -> SendReceipt
        {
            var receipt = SendReceipt(messageIDs: [], recipientID: nil)
            let bodies = try MetaMessaging.wire(message, channel, occasion)
            for body in bodies {
                do {
                    let answer = try await graph.post("\(channel.rawValue).send", try messages, body)
                    try receipt.add(answer, needsID: body["message"] != nil)
                } catch  where !receipt.messageIDs.isEmpty {
                    throw .ambiguous(
                        ProviderFault(
                            code: "partly_sent",
                            title: "\(receipt.messageIDs.count) of \(bodies.count) parts were sent",
                            detail: error.fault.title, trace: error.fault.trace))
                }
            }
            return receipt
        }

        package enum Action: String, Sendable {
            case typingOn = "typing_on"
            case typingOff = "typing_off"
            case markSeen = "mark_seen"
        }

        /// What the customer sees us do: writing (for 20 s at most), or having read.
        package func show(_ action: Action, to person: IdentityClaim) async throws(ProviderError) {
            let body: JSON = ["recipient": ["id": JSON(person.value)], "sender_action": JSON(action.rawValue)]
            _ = try await graph.post("\(channel.rawValue).\(action.rawValue)", try messages, body, isRepeatable: true)
        }

        private var messages: String {
            get throws(ProviderError) { "\(try GraphAPI.segment(me))/messages" }
        }
    }

    /// Acceptance, not delivery.
    package struct SendReceipt: Sendable, Equatable {
        /// One for each part, in order.
        package private(set) var messageIDs: [String]
        package private(set) var recipientID: String?

        /// The last part's: when that is read, all of it is. A reaction has none and is named by what it reacted to.
        package var externalID: String { messageIDs.last ?? "" }

        fileprivate mutating func add(_ answer: JSON, needsID: Bool) throws(ProviderError) {
            recipientID = MetaPeople.text(answer["recipient_id"]) ?? recipientID
            guard let id = MetaPeople.text(answer["message_id"]) else {
                guard needsID else { return }
                throw .ambiguous(ProviderFault(code: "no_message_id", title: "Accepted without an id"))
            }
            messageIDs.append(id)
        }
    }
}
