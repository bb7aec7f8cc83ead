import Foundation
import Providers

/// Requests by hand, as any program makes them.
extension ShopBench {
    struct Answer {
        let status: Int
        let type: String?
        let body: String
        /// By lower-case name.
        let headers: [String: String]
    }

    static func post(_ body: [UInt8], to url: String, _ headers: [(name: String, value: String)]) async throws
        -> Answer
    {
        let answer = try await ProviderHTTP(logger: quiet).send(
            ProviderRequest("test.post", method: "POST", url: url, headers: headers, body: body))
        return Answer(
            status: answer.status, type: answer.header("Content-Type"),
            body: String(decoding: answer.body, as: UTF8.self),
            headers: Dictionary(
                answer.headers.map { ($0.name.lowercased(), $0.value) }, uniquingKeysWith: { first, _ in first }))
    }
}
