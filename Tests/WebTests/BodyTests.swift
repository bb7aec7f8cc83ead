import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import Testing

@testable import Web

struct BodyTests {
    private let bearer: HTTPFields = [.authorization: "Bearer \(WebFixture.token)"]

    private func write(_ body: String, type: String = "application/json") async throws -> TestResponse {
        var headers = bearer
        headers[.contentType] = type
        let sent = headers
        return try await WebFixture(store: MemoryStore(scopes: [.admin])).application().test(.router) { client in
            try await client.executeRequest(
                uri: "/api/write", method: .post, headers: sent, body: ByteBuffer(string: body))
        }
    }

    @Test("JSON is read by its type, whatever follows the semicolon")
    func json() async throws {
        #expect(try await write(#"{"phone":"1"}"#, type: "application/json; charset=utf-8").status == .ok)
        #expect(try await write(#"{"phone":"1"}"#, type: "application/vnd.x+json").status == .ok)
    }

    @Test(
        "what cannot be read is named",
        arguments: [
            (#"{"phone":"1"}"#, "text/plain", 415, "unsupported_media_type"),
            ("{", "application/json", 400, "invalid_json"), ("", "application/json", 400, "invalid_json"),
            ("{}", "application/json", 422, "invalid_phone"),
            (#"{"phone":7}"#, "application/json", 422, "invalid_phone"),
            ("[]", "application/json", 422, "invalid_body"),
        ])
    func refused(body: String, type: String, status: Int, code: String) async throws {
        let response = try await write(body, type: type)
        #expect(response.status.code == status)
        #expect(response.text.contains("\"error\":\"\(code)\""))
    }

    @Test("nesting is bounded before the parser sees it")
    func deep() async throws {
        let deep = String(repeating: "[", count: 100_000)
        #expect(try await write(deep).text.contains("json_too_deep"))
        #expect(JSONShape.isShallow(#"{"a":"[[[[\"[["}"#.utf8))
        #expect(JSONShape.isShallow((String(repeating: "[", count: 64) + String(repeating: "]", count: 64)).utf8))
        #expect(!JSONShape.isShallow(String(repeating: "{", count: 65).utf8))
        #expect(JSONShape.isShallow("]]]]".utf8))
    }

    @Test("an oversized body is refused by its declared length, and when it lies", .timeLimit(.minutes(5)))
    func tooLarge() async throws {
        let body = ByteBuffer(string: String(repeating: "x", count: 1001))
        try await WebFixture().application().test(.live) { client in
            let response = try await client.executeRequest(
                uri: "/webhooks/a/b", method: .post, headers: [:], body: body)
            #expect(response.status == .contentTooLarge)
            // It is read to its end, so that whoever is still sending gets to see the answer.
            #expect(response.headers[.connection] == nil)
            #expect(response.text.contains("body_too_large"))
        }
        try await WebFixture().application().test(.live) { client in
            let fits = try await client.executeRequest(
                uri: "/webhooks/a/b", method: .post, headers: [:], body: body.getSlice(at: 0, length: 1000))
            #expect(fits.text == "1000")
        }
    }

    @Test("a refused body that is very long, or does not say how long it is, is not read on")
    func notReadOn() {
        #expect(ErrorPages.isReadToItsEnd(3 << 20) && ErrorPages.isReadToItsEnd(16 << 20))
        #expect(!ErrorPages.isReadToItsEnd(16 << 20 | 1) && !ErrorPages.isReadToItsEnd(nil))
    }
}
