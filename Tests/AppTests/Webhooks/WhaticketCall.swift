import Crypto
import Foundation

@testable import App

/// One request to `/webhook/whaticket`; what a test does not change is right.
struct WhaticketCall {
    var body = Array(#"{"message":{"conversation":"oi"},"number":"5511987654321"}"#.utf8)
    var secret = WhaticketJourneyTests.secret
    var time = "\(Int(Date().timeIntervalSince1970))"
    /// What is signed in place of the whole seconds of `time`.
    var signedTime: String?
    var signature: String?
    var token: String?
    var company: String? = "loja.com.br"
    var more: [(name: String, value: String)] = []

    static func with(_ change: (inout WhaticketCall) -> Void) -> WhaticketCall {
        var call = WhaticketCall()
        change(&call)
        return call
    }

    func send(to bench: ShopBench) async throws -> ShopBench.Answer {
        let seconds = signedTime ?? String(time.prefix { $0 != "." })
        let code = HMAC<SHA256>.authenticationCode(
            for: Array("\(seconds).".utf8) + body, using: SymmetricKey(data: Array(secret.utf8)))
        let hex = code.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        var headers: [(name: String, value: String)] = [
            ("Content-Type", "application/json"), ("X-Timestamp", time), ("X-Signature", signature ?? hex),
        ]
        if let token { headers.append(("X-Webhook-Token", token)) }
        if let company { headers.append(("X-Company-Domain", company)) }
        return try await ShopBench.post(
            body, to: bench.site + "/webhook/whaticket", headers.filter { !$0.value.isEmpty } + more)
    }
}
