import Domain
import Foundation

extension MetaWhatsApp {
    /// One connected number: everything that is asked of Meta for it.
    package struct Client: Sendable {
        let graph: GraphAPI
        let phoneNumberID: String

        /// - Parameter baseURL: set by the operator for the account; nil for Meta's own. A version in its path is kept.
        package init(http: ProviderHTTP, baseURL: String?, token: String, phoneNumberID: String) {
            self.phoneNumberID = phoneNumberID
            graph = GraphAPI(
                http: http, baseURL: baseURL ?? MetaWhatsApp.defaultBaseURL, token: token,
                readError: { MetaWhatsApp.error($0, secrets: $1) })
        }

        /// Sends one message. There is no idempotency key: after `.ambiguous` only a status webhook tells what happened.
        package func send(_ message: OutboundMessage) async throws(ProviderError) -> SendReceipt {
            let wire = try MetaWhatsApp.wire(message)
            let answer: JSON
            do {
                answer = try await post("meta.send", "messages", wire)
            } catch .rejected(let fault) where fault.code == "131053" && wire[message.content.type]?["link"] != nil {
                // Meta could not fetch the link just now.
                throw .unavailable(fault, retryAfter: nil)
            }
            guard let id = MetaPeople.text(answer["messages"]?[0]?["id"]) else {
                throw .ambiguous(ProviderFault(code: "no_message_id", title: "Accepted without an id"))
            }
            let contact = answer["contacts"]?[0]
            return SendReceipt(
                externalID: id, waID: MetaPeople.text(contact?["wa_id"]), userID: MetaPeople.text(contact?["user_id"]),
                note: MetaPeople.text(answer["messages"]?[0]?["message_status"]))
        }

        /// Marks a customer's message, and all before it, as read; with `typing` the customer sees us write, for up to 25 s.
        package func markRead(_ messageID: String, typing: Bool = false) async throws(ProviderError) {
            let body = JSON.object([
                ("messaging_product", "whatsapp"), ("status", "read"), ("message_id", JSON(messageID)),
                ("typing_indicator", typing ? ["type": "text"] : nil),
            ])
            _ = try await post("meta.mark_read", "messages", body, isRepeatable: true)
        }

        /// What Meta says of the number: the "test connection" of the settings page.
        package func numberInfo() async throws(ProviderError) -> NumberInfo {
            let fields =
                "display_phone_number,verified_name,quality_rating,code_verification_status,status,platform_type,throughput"
            let answer = try await graph.get("meta.number_info", try segment(phoneNumberID) + "?fields=\(fields)")
            return NumberInfo(
                displayPhoneNumber: MetaPeople.text(answer["display_phone_number"]),
                verifiedName: MetaPeople.text(answer["verified_name"]),
                qualityRating: MetaPeople.text(answer["quality_rating"]), status: MetaPeople.text(answer["status"]))
        }

        /// Makes Meta send the business account's webhooks to our app; without it none come.
        package func subscribeApp(businessAccountID: String) async throws(ProviderError) {
            _ = try await graph.post(
                "meta.subscribe", "\(try segment(businessAccountID))/subscribed_apps", [:], isRepeatable: true)
        }

        private func post(
            _ operation: String, _ path: String, _ body: JSON, isRepeatable: Bool = false
        ) async throws(ProviderError) -> JSON {
            try await graph.post(operation, "\(try segment(phoneNumberID))/\(path)", body, isRepeatable: isRepeatable)
        }

        func segment(_ id: String) throws(ProviderError) -> String { try GraphAPI.segment(id) }
    }

    /// Acceptance, not delivery: what becomes of the message comes as statuses.
    package struct SendReceipt: Sendable, Equatable {
        package let externalID: String
        /// The address Meta sends to; it may differ from the one we gave (ninth digit).
        package let waID: String?
        package let userID: String?
        /// For templates: accepted, held_for_quality_assessment, paused.
        package let note: String?
    }

    package struct NumberInfo: Sendable, Equatable {
        package let displayPhoneNumber: String?
        package let verifiedName: String?
        package let qualityRating: String?
        package let status: String?
    }
}
