import App
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import NIOCore
import Web

/// A person's browser in a test: keeps cookies, sends the CSRF token, does not follow redirects.
package final class AgentClient {
    private let client: any TestClientProtocol
    package private(set) var cookies: [String: String] = [:]
    package private(set) var csrf = ""

    package init(_ client: any TestClientProtocol) { self.client = client }

    package func get(_ path: String, headers extra: HTTPFields = [:]) async throws -> TestResponse {
        try await send(path, .get, headers: extra, body: nil)
    }

    /// Posts a form with the token of the last page seen.
    package func post(_ path: String, _ fields: [(String, String)] = [], headers extra: HTTPFields = [:]) async throws
        -> TestResponse
    {
        let all = [("_csrf", csrf)] + fields
        let body = all.map { "\($0.0.formEncoded)=\($0.1.formEncoded)" }.joined(separator: "&")
        var headers: HTTPFields = [.contentType: "application/x-www-form-urlencoded", .origin: "http://localhost"]
        headers.append(contentsOf: extra)
        return try await send(path, .post, headers: headers, body: ByteBuffer(string: body))
    }

    /// Sends a file as a script does: the body is the file, the token stands in a header.
    package func upload(_ path: String, _ bytes: [UInt8], type: String) async throws -> TestResponse {
        var headers: HTTPFields = [.origin: "http://localhost", .accept: "application/json"]
        if let name = HTTPField.Name("X-CSRF-Token") { headers[name] = csrf }
        if !type.isEmpty { headers[.contentType] = type }
        return try await send(path, .post, headers: headers, body: ByteBuffer(bytes: bytes))
    }

    /// Signs in through the form, as a person does.
    @discardableResult
    package func signIn(_ email: String, _ password: String, next: String = "/support") async throws -> TestResponse {
        _ = try await get("/sign-in")
        let response = try await post("/sign-in", [("email", email), ("password", password), ("next", next)])
        return response
    }

    private func send(
        _ path: String, _ method: HTTPRequest.Method, headers extra: HTTPFields, body: ByteBuffer?
    ) async throws -> TestResponse {
        var headers: HTTPFields = [.accept: "text/html"]
        for field in extra { headers[field.name] = field.value }
        if !cookies.isEmpty {
            headers[.cookie] = cookies.map { "\($0)=\($1)" }.sorted().joined(separator: "; ")
        }
        let response = try await client.executeRequest(uri: path, method: method, headers: headers, body: body)
        for line in response.headers[values: .setCookie] { keep(line) }
        let text = String(buffer: response.body)
        if let match = text.firstMatch(of: #/name="csrf-token" content="([^"]*)"/#) { csrf = String(match.1) }
        return response
    }

    private func keep(_ line: String) {
        let parts = line.split(separator: ";")
        guard let pair = parts.first?.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false),
            pair.count == 2
        else { return }
        let isRemoved = parts.contains { $0.contains("Max-Age=0") }
        cookies[String(pair[0])] = isRemoved ? nil : String(pair[1])
    }
}

extension String {
    fileprivate var formEncoded: String { percentEncoded.replacing("/", with: "%2F") }
}
