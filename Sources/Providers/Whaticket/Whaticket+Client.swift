import Crypto
import Domain
import Foundation

extension Whaticket {
    /// How a server knows us.
    package enum Credentials: Sendable {
        /// The API token of the settings, or of one connection.
        case token(String)
        /// An account that logs in for a token of a limited life.
        case login(email: String, password: String)
    }

    /// One server, or one connection of it.
    package struct Client: Sendable {
        let http: ProviderHTTP
        let url: String
        let origin: ProviderRequest.Origin
        let credentials: Credentials
        let logins: WhaticketLogins

        /// - Parameters:
        ///   - baseURL: of the server, with or without the path of sending; nil for the usual name of one in the same network.
        ///   - origin: who chose that address. One that a shop typed may only lead to a public host.
        ///   - logins: tokens got by logging in; shared by all clients of the process.
        package init(
            http: ProviderHTTP, baseURL: String?, origin: ProviderRequest.Origin = .trusted, credentials: Credentials,
            logins: WhaticketLogins
        ) {
            self.http = http
            self.origin = origin
            let base = Wire.base(baseURL, or: Whaticket.defaultURL)
            let isServer = (URLComponents(string: base)?.path ?? "").isEmpty
            self.url = isServer ? base + Whaticket.sendPath : base
            self.credentials = credentials
            self.logins = logins
        }

        /// Sends one message. An answer says no more than that the server took it, and most say not even under which id.
        package func send(_ message: OutboundMessage) async throws(ProviderError) -> SendReceipt {
            let wire = try WhaticketWire(message)
            let response = try await authorized { token throws(ProviderError) in
                try await http.send(wire.request(url: url, token: token).from(origin))
            }
            guard response.isSuccess else { throw Whaticket.error(response, secrets: secrets) }
            return SendReceipt(externalID: Whaticket.externalID(in: response) ?? "sent:\(message.reference)")
        }

        /// The "test connection" of the settings page: a message to nobody. A server that knows the token complains of the
        /// missing number, any other of the token; nothing can be sent.
        package func test() async throws(ProviderError) {
            let body: JSON = ["number": "", "body": ""]
            let response = try await authorized { token throws(ProviderError) in
                try await http.send(
                    .json(
                        "whaticket.test", url: url, bearer: token, body: body, timeout: .seconds(10), isRepeatable: true
                    ).from(origin))
            }
            if response.isSuccess || response.status == 400 { return }
            let error = Whaticket.error(response, secrets: secrets)
            // Servers that look the number up before they look at it answer 500: the token was right.
            if response.status == 500, response.json?["error"] != nil { return }
            if case .ambiguous(let fault) = error { throw .unavailable(fault, retryAfter: nil) }
            throw error
        }

        /// Makes a call with a token; one that ran out is renewed once, for a call that was refused did nothing.
        private func authorized(
            _ call: (String) async throws(ProviderError) -> ProviderResponse
        ) async throws(ProviderError) -> ProviderResponse {
            switch credentials {
            case .token(let token): return try await call(token)
            case .login(let email, let password):
                let login = WhaticketLogins.Account(
                    base: base, email: email, passwordHash: SHA256.hash(data: Array(password.utf8)), origin: origin)
                let response = try await call(try await logins.token(for: login, password: password, http: http))
                guard response.status == 401 || response.status == 403 else { return response }
                logins.forget(login)
                return try await call(try await logins.token(for: login, password: password, http: http))
            }
        }

        /// The server without the path of sending.
        private var base: String {
            if url.hasSuffix(Whaticket.sendPath) { return String(url.dropLast(Whaticket.sendPath.count)) }
            guard var parts = URLComponents(string: url) else { return url }
            parts.path = ""
            parts.query = nil
            return parts.string ?? url
        }

        private var secrets: [String] {
            switch credentials {
            case .token(let token): [token]
            case .login(let email, let password): [email, password]
            }
        }
    }

    /// Taken by the server. The id is its own where it gave one, else made from our reference: no webhook will ever name it.
    package struct SendReceipt: Sendable, Equatable {
        package let externalID: String
    }

    /// An id in one of the places forks put it; a bare word that can be one. Sentences of thanks are no ids.
    static func externalID(in response: ProviderResponse) -> String? {
        if let json = response.json {
            return [
                json["id"], json["messageId"], json["message"]?["id"], json["key"]?["id"],
                json["message"]?["key"]?["id"],
            ]
            .compactMap { Wire.id($0) }.first
        }
        let text = String(decoding: response.body.prefix(600), as: UTF8.self).trimmingCharacters(
            in: .whitespacesAndNewlines)
        let isWord =
            (6...128).contains(text.utf8.count)
            && text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "<") && $0 != UInt8(ascii: "{") }
        return isWord ? text : nil
    }
}
