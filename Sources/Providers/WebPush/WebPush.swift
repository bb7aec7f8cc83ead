import Domain
import Foundation

/// Notifications to browsers (RFC 8030), encrypted for them and signed by us.
package enum WebPush {
    package enum Urgency: String, Sendable, CaseIterable {
        case veryLow = "very-low"
        case low, normal, high
    }

    package static let goneCode = "subscription_gone"

    /// The browser does not want to hear from us any more: delete the subscription.
    package static func isGone(_ error: ProviderError) -> Bool { error.fault.code == goneCode }

    package struct Client: Sendable {
        let http: ProviderHTTP
        package let key: VAPIDKey
        let origin: ProviderRequest.Origin

        /// - Parameter origin: endpoints come from strangers' browsers, so they must be public; trusted is for a push service of our own.
        package init(http: ProviderHTTP, key: VAPIDKey, origin: ProviderRequest.Origin = .untrusted(hosts: [])) {
            self.http = http
            self.key = key
            self.origin = origin
        }

        /// - Parameters:
        ///   - timeToLive: how long the push service keeps it for a browser that is offline.
        ///   - topic: replaces a notification of the same topic that was not delivered yet; at most 32 characters of base64url.
        package func send(
            _ payload: [UInt8], to subscription: PushSubscription, timeToLive: Duration = .seconds(86_400),
            urgency: Urgency = .normal,
            topic: String? = nil
        ) async throws(ProviderError) -> SendReceipt {
            guard payload.count <= WebPushEncryption.payloadLimit else {
                throw .rejected(
                    ProviderFault(code: "too_long", title: "More than \(WebPushEncryption.payloadLimit) bytes"))
            }
            let seconds = min(max(timeToLive.components.seconds, 0), 2_419_200)
            var headers: [(name: String, value: String)] = [
                ("TTL", "\(seconds)"), ("Urgency", urgency.rawValue), ("Content-Encoding", "aes128gcm"),
                ("Content-Type", "application/octet-stream"),
            ]
            if let topic {
                guard (1...32).contains(topic.utf8.count),
                    Base64URL.decode(topic) != nil || topic.utf8.allSatisfy({ $0 < 0x7F && $0 > 0x2C })
                else {
                    throw .rejected(ProviderFault(code: "bad_content", title: "Not a topic"))
                }
                headers.append(("Topic", topic))
            }
            let body: [UInt8]
            do {
                guard let audience = subscription.audience else {
                    throw ProviderFault(code: "bad_address", title: "Not an endpoint")
                }
                headers.append(("Authorization", try key.authorization(audience: audience)))
                body = try WebPushEncryption.encrypt(payload, for: subscription)
            } catch {
                throw .rejected(
                    error as? ProviderFault ?? ProviderFault(code: "bad_subscription", title: "Not a key of a browser"))
            }
            let response = try await http.send(
                ProviderRequest(
                    "webpush.send", method: "POST", url: subscription.endpoint, origin: origin, headers: headers,
                    body: body, responseLimit: 65_536))
            guard response.isSuccess else { throw WebPush.error(response, secrets: [subscription.endpoint]) }
            return SendReceipt(location: response.header("Location"))
        }
    }

    package struct SendReceipt: Sendable, Equatable {
        /// The push service's name for the message.
        package let location: String?
    }

    static func error(_ response: ProviderResponse, secrets: [String]) -> ProviderError {
        let words = Redaction.clean(String(decoding: response.body.prefix(500), as: UTF8.self), secrets: secrets)
        let fault = ProviderFault(code: "http_\(response.status)", title: words.isEmpty ? "Refused" : words)
        switch response.status {
        case 404, 410: return .rejected(ProviderFault(code: goneCode, title: "The browser has unsubscribed"))
        // Our key or our clock, never the subscription's fault: nothing is deleted for it.
        case 401, 403: return .unauthorized(fault)
        case 413: return .rejected(ProviderFault(code: "too_long", title: "Too large for the push service"))
        case 429: return .rateLimited(fault, retryAfter: response.retryAfter, scope: .account)
        case 500...: return .unavailable(fault, retryAfter: response.retryAfter)
        default: return .rejected(fault)
        }
    }
}
