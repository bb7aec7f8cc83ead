import HTTPTypes
import Hummingbird
import HummingbirdTesting
import InMemoryLogging
import Logging
import Testing

@testable import Web

struct RequestLogTests {
    private func lines(_ path: String, headers: HTTPFields = [:], level: Logger.Level = .debug) async throws -> [String]
    {
        let memory = InMemoryLogHandler()
        var logger = Logger(label: "t") { _ in memory }
        logger.logLevel = level
        try await WebFixture(logger: logger).application().test(.router) { client in
            let method: HTTPRequest.Method = path.hasPrefix("/webhooks") ? .post : .get
            _ = try await client.executeRequest(uri: path, method: method, headers: headers, body: nil)
        }
        return memory.entries.map { "\($0.level) \($0.message) \($0.metadata)" }
    }

    @Test("a request is one line, without its query")
    func query() async throws {
        let lines = try await lines("/open?hub.verify_token=topsecret&q=cpf")
        #expect(lines.contains { $0.hasPrefix("debug Request") && $0.contains("/open") })
        #expect(!lines.contains { $0.contains("topsecret") || $0.contains("cpf") })
    }

    @Test("a secret in a webhook's path stays out of the log")
    func webhookSecret() async throws {
        let lines = try await lines("/webhooks/zapi/topsecret")
        #expect(lines.contains { $0.contains("/webhooks/{name}/{secret}") })
        #expect(!lines.contains { $0.contains("topsecret") })
    }

    @Test("failures are logged as errors, a lost database as a warning, a 404 not at all")
    func levels() async throws {
        let cookie: HTTPFields = [.cookie: WebFixture.sessionCookie]
        #expect(try await lines("/broken", headers: cookie, level: .info).filter { $0.hasPrefix("error") }.count == 1)
        #expect(try await lines("/away", headers: cookie, level: .info).filter { $0.hasPrefix("warning") }.count == 1)
        #expect(try await lines("/nowhere", level: .info).isEmpty)
    }
}
