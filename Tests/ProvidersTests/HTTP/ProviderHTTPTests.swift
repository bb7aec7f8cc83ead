import Domain
import Foundation
import Logging
import Simulators
import Synchronization
import TestSupport
import Testing

@testable import Providers

@Suite(.timeLimit(.minutes(5)))
struct ProviderHTTPTests {
    let http = ProviderHTTP(logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }))

    @Test("a refused connection did nothing and may be tried again")
    func refused() async throws {
        let port = try closedPort()
        let request = ProviderRequest("test", method: "POST", url: "http://127.0.0.1:\(port)/", body: [1])
        let error = await #expect(throws: ProviderError.self) { try await http.send(request) }
        guard case .unavailable(let fault, nil) = error else {
            return #expect(Bool(false), "\(String(describing: error))")
        }
        #expect(fault.code == "connection_failed")
    }

    @Test("no answer in time is ambiguous for a message and harmless for a question")
    func timeouts() async throws {
        try await MetaSimulation.run { simulation in
            simulation.meta.fail(.send, .slow(.seconds(30)))
            simulation.meta.fail(.numberInfo, .slow(.seconds(30)))
            let headers = [("Authorization", "Bearer \(simulation.account.accessToken)")]
            let body = Array(
                #"{"messaging_product":"whatsapp","to":"+553187651234","type":"text","text":{"body":"oi"}}"#.utf8)
            var request = ProviderRequest(
                "test", method: "POST", url: "\(simulation.baseURL)/v25.0/100200300/messages", headers: headers,
                body: body, timeout: .seconds(3))
            let post = await #expect(throws: ProviderError.self) { try await http.send(request) }
            #expect(post == .ambiguous(.init(code: "timeout", title: "No answer in time")))
            request = ProviderRequest(
                "test", url: "\(simulation.baseURL)/v25.0/100200300", headers: headers, timeout: .milliseconds(300))
            let get = await #expect(throws: ProviderError.self) { try await http.send(request) }
            #expect(get == .unavailable(.init(code: "timeout", title: "No answer in time"), retryAfter: nil))
            #expect(simulation.meta.read { $0.sent.count } == 1)
        }
    }

    @Test("an answer beyond the limit is not read to its end")
    func limit() async throws {
        try await MetaSimulation.run { simulation in
            let id = simulation.meta.addMedia([UInt8](repeating: 7, count: 400_000), mimeType: "image/png")
            let info = try await simulation.client.mediaInfo(id)
            let headers = [("Authorization", "Bearer \(simulation.account.accessToken)")]
            let error = await #expect(throws: ProviderError.self) {
                try await http.send(ProviderRequest("test", url: info.url, headers: headers, responseLimit: 100_000))
            }
            #expect(error?.fault.code == "answer_too_large")
        }
    }

    @Test("a redirect is an answer, never followed")
    func redirects() async throws {
        try await MetaSimulation.run { simulation in
            simulation.meta.fail(.numberInfo, .page(status: 302))
            let headers = [("Authorization", "Bearer \(simulation.account.accessToken)")]
            let response = try await http.send(
                ProviderRequest("test", url: "\(simulation.baseURL)/v25.0/100200300", headers: headers))
            #expect(response.status == 302)
        }
    }

    @Test("being interrupted in the middle of a message leaves its outcome unknown")
    func interrupted() async throws {
        try await MetaSimulation.run { simulation in
            simulation.meta.fail(.send, .slow(.seconds(30)))
            let outcome = try await withThrowingTaskGroup(of: ProviderError?.self) { group in
                group.addTask {
                    do {
                        _ = try await simulation.client.send(MetaSendTests.message(.text("oi")))
                        return nil
                    } catch { return error as? ProviderError }
                }
                _ = try await simulation.meta.value { $0.sent.last }
                group.cancelAll()
                return try await group.next() ?? nil
            }
            #expect(outcome?.disposition == .unknown)
        }
    }

    @Test("logs name the operation and never the address or the token")
    func logging() async throws {
        let log = LogSpy()
        let spied = ProviderHTTP(logger: Logger(label: "test", factory: { _ in log }))
        let port = try closedPort()
        let request = ProviderRequest(
            "meta.send", method: "POST", url: "http://127.0.0.1:\(port)/instances/SECRETPATH/token/x",
            headers: [("Authorization", "Bearer SECRETTOKEN")], body: [1])
        _ = try? await spied.send(request)
        #expect(log.lines.contains { $0.contains("meta.send") })
        #expect(!log.lines.contains { $0.contains("SECRET") || $0.contains("127.0.0.1") })
    }

    @Test(
        "Retry-After is read in seconds, and nonsense is ignored",
        arguments: [
            ("5", .seconds(5)), (" 1.5 ", .milliseconds(1_500)), ("-1", nil), ("soon", nil), ("1e12", nil),
            ("nan", nil),
        ] as [(String, Duration?)])
    func retryAfter(text: String, expected: Duration?) {
        #expect(ProviderResponse(status: 429, headers: [("retry-after", text)]).retryAfter == expected)
    }

    /// A port that was free a moment ago and has nobody listening.
    private func closedPort() throws -> Int {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let bound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, length) == 0 && getsockname(descriptor, $0, &length) == 0
            }
        }
        try #require(bound)
        return Int(UInt16(bigEndian: address.sin_port))
    }
}

/// Keeps what is logged.
private final class LogSpy: LogHandler, Sendable {
    private let storage = Mutex<[String]>([])
    var lines: [String] { storage.withLock { $0 } }
    var metadata: Logger.Metadata {
        get { [:] }
        set {}
    }
    var logLevel: Logger.Level {
        get { .trace }
        set {}
    }
    subscript(metadataKey _: String) -> Logger.MetadataValue? {
        get { nil }
        set {}
    }

    func log(
        level: Logger.Level, message: Logger.Message, metadata: Logger.Metadata?, source: String, file: String,
        function: String, line: UInt
    ) {
        let text = "\(message) \(metadata ?? [:])"
        storage.withLock { $0.append(text) }
    }
}
