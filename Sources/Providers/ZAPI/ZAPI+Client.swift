import Domain
import Foundation

extension ZAPI {
    /// One instance: everything that is asked of Z-API for it.
    package struct Client: Sendable {
        let http: ProviderHTTP
        let base: String
        let instanceID: String
        let token: String
        let clientToken: String
        let choices: ChoiceStyle

        /// - Parameters:
        ///   - baseURL: set by the operator for the account; nil for Z-API's own.
        ///   - clientToken: the security token of the whole Z-API account; empty where it was not activated.
        package init(
            http: ProviderHTTP, baseURL: String?, instanceID: String, token: String, clientToken: String = "",
            choices: ChoiceStyle = .numbered
        ) {
            self.http = http
            self.base = Wire.base(baseURL, or: ZAPI.defaultBaseURL)
            self.instanceID = instanceID
            self.token = token
            self.clientToken = clientToken
            self.choices = choices
        }

        /// Sends one message. Accepted means queued: while the shop's phone is away Z-API keeps up to a thousand.
        /// There is no idempotency key: after `.ambiguous` nobody knows until a status comes.
        package func send(_ message: OutboundMessage) async throws(ProviderError) -> SendReceipt {
            let operation = try ZAPI.operation(message, choices)
            let answer = try await call("zapi.send", "POST", operation.path, operation.body)
            guard let id = Wire.id(answer["messageId"]) ?? Wire.id(answer["id"]) ?? Wire.id(answer["zaapId"]) else {
                throw .ambiguous(ProviderFault(code: "no_message_id", title: "Accepted without an id"))
            }
            return SendReceipt(externalID: id)
        }

        /// Marks a customer's message as read.
        package func markRead(_ messageID: String, from customer: IdentityClaim) async throws(ProviderError) {
            let body: JSON = ["phone": JSON(try ZAPI.address(customer)), "messageId": JSON(messageID)]
            _ = try await call("zapi.mark_read", "POST", "read-message", body, isRepeatable: true)
        }

        /// Fetches a file a webhook gave the address of. Z-API deletes it after 30 days.
        package func download(_ url: String, limit: Int) async throws(ProviderError) -> [UInt8] {
            try await http.download("zapi.media_download", url: url, base: base, limit: limit)
        }

        func call(
            _ name: String, _ method: String, _ path: String, _ body: JSON? = nil, isRepeatable: Bool? = nil
        ) async throws(ProviderError) -> JSON {
            let response = try await respond(name, method, path, body, isRepeatable: isRepeatable)
            return response.json ?? .null
        }

        /// The id and the token stand in the path: the address is a secret and never logged.
        func respond(
            _ name: String, _ method: String, _ path: String, _ body: JSON? = nil, isRepeatable: Bool? = nil
        ) async throws(ProviderError) -> ProviderResponse {
            let url =
                "\(base)/instances/\(try Wire.segment(instanceID, "Z-API's"))/token/\(try Wire.segment(token, "Z-API's"))/\(path)"
            var headers: [(name: String, value: String)] = body == nil ? [] : [("Content-Type", "application/json")]
            if !clientToken.isEmpty { headers.append(("Client-Token", clientToken)) }
            let request = ProviderRequest(
                name, method: method, url: url, headers: headers, body: body?.serialize(), timeout: .seconds(30),
                responseLimit: 4 << 20, isRepeatable: isRepeatable)
            let response = try await http.send(request)
            let isRefusal = response.isSuccess && response.json?["error"] != nil && response.json?["messageId"] == nil
            guard response.isSuccess, !(isRefusal && method != "GET") else {
                let error = ZAPI.error(response, secrets: [token, clientToken, instanceID])
                if request.isRepeatable, case .ambiguous(let fault) = error {
                    throw .unavailable(fault, retryAfter: response.retryAfter)
                }
                throw error
            }
            return response
        }
    }

    /// Accepted by Z-API; what becomes of the message comes as callbacks under this id.
    package struct SendReceipt: Sendable, Equatable {
        package let externalID: String
    }
}
