import Domain
import Foundation

extension Resend {
    /// One account: everything that is asked of Resend for it.
    package struct Client: Sendable {
        let http: ProviderHTTP
        let base: String
        let apiKey: String
        let account: MailAccount

        /// - Parameter baseURL: set by the operator; nil for Resend's own.
        package init(http: ProviderHTTP, baseURL: String? = nil, apiKey: String, account: MailAccount) {
            self.http = http
            self.apiKey = apiKey
            self.account = account
            var base = baseURL ?? Resend.defaultBaseURL
            while base.hasSuffix("/") { base.removeLast() }
            self.base = base
        }

        package func send(_ message: OutboundMessage, attachments: [OutboundEmail.Attachment] = [])
            async throws(ProviderError) -> SendReceipt
        {
            let email = try account.compose(message, attachments: attachments)
            return try await send(email, reference: message.reference, repeats: message.repeats)
        }

        /// Sends a mail. Repeating it with the same reference within a day sends nothing twice, so a lost answer is `.unavailable`.
        package func send(_ email: OutboundEmail, reference: String, repeats: Int = 0) async throws(ProviderError)
            -> SendReceipt
        {
            let body = try Resend.wire(email, reference: reference)
            guard (1...200).contains(reference.utf8.count), reference.utf8.allSatisfy({ (0x21...0x7E).contains($0) })
            else {
                throw .rejected(ProviderFault(code: "bad_id", title: "Not a reference"))
            }
            var request = ProviderRequest.json(
                "resend.send", url: "\(base)/emails", bearer: apiKey, body: body, timeout: .seconds(60),
                isRepeatable: true)
            let key = repeats == 0 ? "message/\(reference)" : "message/\(reference)/\(repeats)"
            request.headers.append(("Idempotency-Key", key))
            let answer = try await call(request)
            guard let id = answer["id"]?.scalarText, !id.isEmpty else {
                throw .unavailable(
                    ProviderFault(code: "no_message_id", title: "Accepted without an id"), retryAfter: nil)
            }
            return SendReceipt(externalID: id)
        }

        /// The content of a mail whose webhook has come. Right after the webhook it may not be there yet: `.unavailable` then.
        package func received(_ id: String) async throws(ProviderError) -> ReceivedEmail {
            let body = try await receivedBody(id)
            return ReceivedEmail((try? JSON.parse(body, limits: .init(invalidText: .replace))) ?? .null)
        }

        /// The same as it came, for ``Resend/parse(_:receivedAt:contents:own:waitsForContent:)``.
        package func receivedBody(_ id: String) async throws(ProviderError) -> [UInt8] {
            do {
                return try await bytes("resend.received", "emails/receiving/\(try segment(id))", limit: 32 << 20)
            } catch .rejected(let fault) where fault.code == "not_found" {
                throw .unavailable(fault, retryAfter: .seconds(5))
            }
        }

        /// Bytes of a file, by the `mediaID` that ``Resend/parse(_:receivedAt:contents:own:)`` gave it.
        package func attachment(_ mediaID: String, limit: Int = 25 << 20) async throws(ProviderError) -> [UInt8] {
            let ids = mediaID.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
            guard ids.count == 2 else {
                throw .rejected(ProviderFault(code: "bad_id", title: "Not an attachment's id"))
            }
            let path = "emails/receiving/\(try segment(ids[0]))/attachments/\(try segment(ids[1]))"
            let answer = try await get("resend.attachment", path)
            guard let url = answer["download_url"]?.string else {
                throw .unavailable(
                    ProviderFault(code: "no_download_url", title: "No address for the file"), retryAfter: nil)
            }
            // Never with our key, and only to where a stranger's address may lead.
            let response = try await http.send(
                ProviderRequest(
                    "resend.download", url: url, origin: url.hasPrefix(base + "/") ? .trusted : .untrusted(hosts: []),
                    timeout: .seconds(120), responseLimit: limit))
            guard response.isSuccess else { throw Resend.error(response, secrets: [apiKey]) }
            return response.body
        }

        /// Whether the key is good: the "test connection" of the settings page.
        package func test() async throws(ProviderError) -> TestReport {
            do {
                let answer = try await get("resend.test", "domains")
                let domains = answer.elements(of: "data").prefix(100).compactMap { domain in
                    domain["name"]?.string.map {
                        TestReport.Domain(name: $0, isVerified: domain["status"]?.string == "verified")
                    }
                }
                return TestReport(isSendingOnly: false, domains: domains)
            } catch .unauthorized(let fault) where fault.code == "restricted_api_key" {
                return TestReport(isSendingOnly: true, domains: [])
            }
        }

        private func get(_ operation: String, _ path: String, limit: Int = 4 << 20) async throws(ProviderError) -> JSON
        {
            try await call(question(operation, path, limit))
        }

        private func bytes(_ operation: String, _ path: String, limit: Int) async throws(ProviderError) -> [UInt8] {
            let response = try await http.send(question(operation, path, limit))
            guard response.isSuccess else { throw Resend.error(response, secrets: [apiKey]) }
            return response.body
        }

        private func question(_ operation: String, _ path: String, _ limit: Int) -> ProviderRequest {
            ProviderRequest(
                operation, url: "\(base)/\(path)", headers: [("Authorization", "Bearer \(apiKey)")],
                responseLimit: limit)
        }

        private func call(_ request: ProviderRequest) async throws(ProviderError) -> JSON {
            let response = try await http.send(request)
            guard response.isSuccess else { throw Resend.error(response, secrets: [apiKey]) }
            return response.json ?? .null
        }

        /// Ids come from webhooks: nothing but what ids are made of may go into a path.
        private func segment(_ id: String) throws(ProviderError) -> String {
            let isPlain = id.unicodeScalars.allSatisfy {
                $0.isASCII && ($0.properties.isAlphabetic || ("0"..."9").contains($0) || $0 == "-" || $0 == "_")
            }
            guard (1...128).contains(id.utf8.count), isPlain else {
                throw .rejected(ProviderFault(code: "bad_id", title: "Not an id of Resend's"))
            }
            return id
        }
    }

    /// Acceptance, not delivery: what becomes of the mail comes as webhooks, the first of which tells its Message-ID.
    package struct SendReceipt: Sendable, Equatable {
        package let externalID: String
    }

    package struct TestReport: Sendable, Equatable {
        package struct Domain: Sendable, Equatable {
            package let name: String
            package let isVerified: Bool
        }
        /// The key may send and nothing else: mail that comes in cannot be fetched with it.
        package let isSendingOnly: Bool
        package let domains: [Domain]
    }
}
