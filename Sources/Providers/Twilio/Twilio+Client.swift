import Domain
import Foundation

extension Twilio {
    /// One sender: a number, or a messaging service of several.
    package struct Client: Sendable {
        let http: ProviderHTTP
        let base: String
        let accountSID: String
        let user: String
        let password: String
        let sender: String
        let statusCallback: String?
        let stripsAccents: Bool

        /// - Parameters:
        ///   - user, password: the account's SID and token, or an API key and its secret.
        ///   - sender: `+55…`, or the `MG…` of a messaging service.
        ///   - statusCallback: our public address for statuses. Each message adds `outbox=<our reference>` to it, so that a status
        ///     finds its message even when the answer to the send was lost.
        package init(
            http: ProviderHTTP, baseURL: String?, accountSID: String, user: String? = nil, password: String,
            sender: String,
            statusCallback: String?, stripsAccents: Bool = false
        ) {
            self.http = http
            self.base = Wire.base(baseURL, or: Twilio.defaultBaseURL)
            self.accountSID = accountSID
            self.user = user ?? accountSID
            self.password = password
            self.sender = sender
            self.statusCallback = statusCallback
            self.stripsAccents = stripsAccents
        }

        /// Sends one message. There is no idempotency key: after `.ambiguous` only a status callback tells what happened.
        package func send(_ message: OutboundMessage) async throws(ProviderError) -> SendReceipt {
            let phone = try OutboundContent.smsNumber(message.to)
            let text = try message.content.smsText(limit: 1_600, plain: stripsAccents)
            let isService = sender.hasPrefix("MG")
            var fields: [(name: String, value: String)] = [
                ("To", phone.e164), (isService ? "MessagingServiceSid" : "From", sender), ("Body", text),
            ]
            if let statusCallback {
                let mark = statusCallback.contains("?") ? "&" : "?"
                fields.append(
                    ("StatusCallback", "\(statusCallback)\(mark)outbox=\(FormFields.escape(message.reference))"))
            }
            let answer = try await call(
                ProviderRequest(
                    "twilio.send", method: "POST", url: try account("Messages.json"),
                    headers: authorization + [("Content-Type", "application/x-www-form-urlencoded")],
                    body: FormFields.encode(fields)))
            guard let id = Wire.id(answer["sid"]) else {
                throw .ambiguous(ProviderFault(code: "no_message_id", title: "Accepted without an id"))
            }
            return SendReceipt(externalID: id, parts: Wire.text(answer["num_segments"]).flatMap { Int($0) })
        }

        /// The "test connection" of the settings page.
        package func test() async throws(ProviderError) -> Account {
            let url = "\(base)/2010-04-01/Accounts/\(try Wire.segment(accountSID, "Twilio's")).json"
            let answer = try await call(ProviderRequest("twilio.account", url: url, headers: authorization))
            return Account(
                name: Wire.text(answer["friendly_name"]).map { Wire.cut($0, 200) },
                isActive: Wire.text(answer["status"]).map { $0 == "active" } ?? true)
        }

        /// Fetches a file of a message. The address asks for our credentials and leads to another host, which is told nothing.
        package func download(_ url: String, limit: Int) async throws(ProviderError) -> [UInt8] {
            try await http.download(
                "twilio.media_download", url: url, base: base, credentials: authorization, limit: limit)
        }

        private func account(_ path: String) throws(ProviderError) -> String {
            "\(base)/2010-04-01/Accounts/\(try Wire.segment(accountSID, "Twilio's"))/\(path)"
        }

        private var authorization: [(name: String, value: String)] {
            [("Authorization", "Basic " + Data("\(user):\(password)".utf8).base64EncodedString())]
        }

        private func call(_ request: ProviderRequest) async throws(ProviderError) -> JSON {
            let response = try await http.send(request)
            guard response.isSuccess else {
                let error = Twilio.error(response, secrets: [password, user, accountSID])
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
        /// How many parts it is billed as.
        package let parts: Int?
    }

    package struct Account: Sendable, Equatable {
        package let name: String?
        /// Neither suspended nor closed.
        package let isActive: Bool
    }
}
