import Domain
import Foundation

extension Zenvia {
    /// One sender of an account.
    package struct Client: Sendable {
        let http: ProviderHTTP
        let base: String
        let token: String
        let sender: String
        let stripsAccents: Bool

        /// - Parameter sender: the name Zenvia gave the account's text messages.
        package init(http: ProviderHTTP, baseURL: String?, token: String, sender: String, stripsAccents: Bool = false) {
            self.http = http
            self.base = Wire.base(baseURL, or: Zenvia.defaultBaseURL)
            self.token = token
            self.sender = sender
            self.stripsAccents = stripsAccents
        }

        /// Sends one message. Statuses echo our reference, so that one finds its message even when the answer was lost.
        package func send(_ message: OutboundMessage) async throws(ProviderError) -> SendReceipt {
            let phone = try OutboundContent.smsNumber(message.to)
            let text = try message.content.smsText(limit: 1_520, plain: stripsAccents)
            let body: JSON = [
                "from": JSON(sender), "to": JSON(phone.digits), "externalId": JSON(Wire.cut(message.reference, 64)),
                "contents": [["type": "text", "text": JSON(text)]],
            ]
            let answer = try await call("zenvia.send", "POST", "v2/channels/sms/messages", body)
            guard let id = Wire.id(answer["id"]) else {
                throw .ambiguous(ProviderFault(code: "no_message_id", title: "Accepted without an id"))
            }
            return SendReceipt(externalID: id)
        }

        /// The "test connection" of the settings page: whether the token may see its subscriptions.
        package func test() async throws(ProviderError) {
            _ = try await call("zenvia.test", "GET", "v2/subscriptions")
        }

        /// Makes Zenvia post messages and statuses to our address with our secret. Gives the subscriptions' ids.
        package func subscribe(url: String, secret: String) async throws(ProviderError) -> [String] {
            var ids: [String] = []
            for type in ["MESSAGE", "MESSAGE_STATUS"] {
                var criteria: [(String, JSON?)] = [("channel", "sms")]
                if type == "MESSAGE" { criteria.append(("direction", "IN")) }
                let webhook: JSON = ["url": JSON(url), "headers": .object([(Zenvia.secretHeader, JSON(secret))])]
                let body: JSON = [
                    "eventType": JSON(type), "webhook": webhook, "criteria": .object(criteria), "version": "v2",
                    "status": "ACTIVE",
                ]
                let answer = try await call("zenvia.subscribe", "POST", "v2/subscriptions", body)
                if let id = Wire.id(answer["id"]) { ids.append(id) }
            }
            return ids
        }

        /// What the account has told Zenvia already, by whomever.
        package func subscriptions() async throws(ProviderError) -> [(id: String, url: String)] {
            let answer = try await call("zenvia.subscriptions", "GET", "v2/subscriptions")
            return answer.elements.compactMap { one in
                guard let id = Wire.id(one["id"]), let url = one["webhook"]?["url"]?.string else { return nil }
                return (id, url)
            }
        }

        package func unsubscribe(_ id: String) async throws(ProviderError) {
            _ = try await call("zenvia.unsubscribe", "DELETE", "v2/subscriptions/\(try Wire.segment(id, "Zenvia's"))")
        }

        private func call(_ name: String, _ method: String, _ path: String, _ body: JSON? = nil)
            async throws(ProviderError)
            -> JSON
        {
            var headers: [(name: String, value: String)] = [("X-API-TOKEN", token)]
            if body != nil { headers.append(("Content-Type", "application/json")) }
            let request = ProviderRequest(
                name, method: method, url: "\(base)/\(path)", headers: headers, body: body?.serialize())
            let response = try await http.send(request)
            guard response.isSuccess else {
                let error = Zenvia.error(response, secrets: [token])
                if request.isRepeatable, case .ambiguous(let fault) = error {
                    throw .unavailable(fault, retryAfter: response.retryAfter)
                }
                throw error
            }
            return response.json ?? .null
        }
    }

    package struct SendReceipt: Sendable, Equatable {
        package let externalID: String
    }
}
