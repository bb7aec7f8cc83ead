import HTTPTypes
import Hummingbird
import HummingbirdTesting
import ServiceLifecycle
import Testing

@testable import Web

struct HealthTests {
    struct Down: Error { let secret = "password" }

    @Test("a part that fails is named, without its error")
    func degraded() async throws {
        let fixture = WebFixture(checks: [
            HealthCheck("postgres") { throw Down() }, HealthCheck("jobs") {},
        ])
        try await fixture.application().test(.router) { client in
            for path in ["/healthz", "/readyz"] {
                let response = try await client.executeRequest(uri: path, method: .get, headers: [:], body: nil)
                #expect(response.status == .serviceUnavailable)
                #expect(
                    response.text.contains(#""postgres":{"error":"unavailable","latency_ms":null,"status":"error"}"#))
                #expect(response.text.contains(#""status":"degraded""#))
                #expect(!response.text.contains("password"))
            }
        }
    }

    @Test("while draining the process is alive but not ready", .timeLimit(.minutes(5)))
    func draining() async throws {
        let fixture = WebFixture()
        let group = ServiceGroup(
            configuration: .init(
                services: [.init(service: fixture.readiness, successTerminationBehavior: .ignore)],
                logger: fixture.logger))
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await group.run() }
            await group.triggerGracefulShutdown()
            try await tasks.waitForAll()
        }
        try await fixture.application().test(.router) { client in
            let ready = try await client.executeRequest(uri: "/readyz", method: .get, headers: [:], body: nil)
            #expect(ready.status == .serviceUnavailable)
            let alive = try await client.executeRequest(uri: "/healthz", method: .get, headers: [:], body: nil)
            #expect(alive.status == .ok)
        }
    }
}
