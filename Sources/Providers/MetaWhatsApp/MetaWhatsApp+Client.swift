import Domain
import Foundation

extension MetaWhatsApp {
    /// One connected number: everything that is asked of Meta for it.
    package struct Client: Sendable {
        let http: ProviderHTTP
        let base: String
        let token: String
        let phoneNumberID: String

        /// - Parameter baseURL: set by the operator for the account; nil for Meta's own. A version in its path is kept.
        package init(http: ProviderHTTP, baseURL: String?, token: String, phoneNumberID: String) {
            self.http = http
            self.token = token
            self.phoneNumberID = phoneNumberID
            var base = baseURL ?? MetaWhatsApp.defaultBaseURL
            while base.hasSuffix("/") { base.removeLast() }
            let last = base.split(separator: "/").last ?? ""
            let hasVersion =
                last.hasPrefix("v") && last.contains(".") && last.dropFirst().allSatisfy { $0.isNumber || $0 == "." }
            self.base = hasVersion ? base : "\(base)/\(MetaWhatsApp.version)"
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
            let answer = try await get("meta.number_info", try segment(phoneNumberID) + "?fields=\(fields)")
            return NumberInfo(
                displayPhoneNumber: MetaPeople.text(answer["display_phone_number"]),
                verifiedName: MetaPeople.text(answer["verified_name"]),
                qualityRating: MetaPeople.text(answer["quality_rating"]), status: MetaPeople.text(answer["status"]))
        }

        /// Makes Meta send the business account's webhooks to our app; without it none come.
        package func subscribeApp(businessAccountID: String) async throws(ProviderError) {
            let url = "\(base)/\(try segment(businessAccountID))/subscribed_apps"
            _ = try await call(.json("meta.subscribe", url: url, bearer: token, body: [:], isRepeatable: true))
        }

        private func post(
            _ operation: String, _ path: String, _ body: JSON, isRepeatable: Bool = false
        ) async throws(ProviderError) -> JSON {
            let url = "\(base)/\(try segment(phoneNumberID))/\(path)"
            return try await call(.json(operation, url: url, bearer: token, body: body, isRepeatable: isRepeatable))
        }

        func get(_ operation: String, _ path: String) async throws(ProviderError) -> JSON {
            try await call(ProviderRequest(operation, url: "\(base)/\(path)", headers: authorization))
        }

        func call(_ request: ProviderRequest) async throws(ProviderError) -> JSON {
            let response = try await http.send(request)
            guard response.isSuccess else {
                let error = MetaWhatsApp.error(response, secrets: [token])
                if request.isRepeatable, case .ambiguous(let fault) = error {
                    throw .unavailable(fault, retryAfter: response.retryAfter)
                }
                throw error
            }
            return response.json ?? .null
        }

        var authorization: [(name: String, value: String)] { [("Authorization", "Bearer \(token)")] }

        /// Ids are typed in by people: nothing but what ids are made of may go into a path.
        func segment(_ id: String) throws(ProviderError) -> String {
            let isPlain = id.utf8.allSatisfy { byte in
                (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
                    || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
                    || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) || byte == UInt8(ascii: "_")
                    || byte == UInt8(ascii: "-")
            }
            guard !id.isEmpty, isPlain else {
                throw .rejected(ProviderFault(code: "bad_id", title: "Not an id of Meta's"))
            }
            return id
        }
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
