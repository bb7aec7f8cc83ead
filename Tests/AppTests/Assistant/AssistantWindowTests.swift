import Domain
import Foundation
import Postgres
import Synchronization
import Testing

@testable import App

@Suite(.timeLimit(.minutes(5)))
struct AssistantWindowTests {
    private final class Passed: Sendable {
        private let seconds = Mutex<TimeInterval>(0)
        var date: Date { Date(timeIntervalSinceNow: seconds.withLock { $0 }) }
        func set(_ value: TimeInterval) { seconds.withLock { $0 = value } }
    }

    @Test func `a turn that comes after the window gives the conversation to a person and says nothing`() async throws {
        try await withAssistant { fixture in
            try await fixture.customerWrites("Qual o prazo de entrega?")
            try await fixture.runTurns(at: { Date(timeIntervalSinceNow: 86_400) })
            #expect(try await fixture.said().isEmpty)
            #expect(try await fixture.standing()("status") == "waiting_agent")
        }
    }

    @Test func `a window that closes while the assistant thinks closes its mouth`() async throws {
        try await withAssistant { fixture in
            let passed = Passed()
            try await fixture.customerWrites("Qual o prazo de entrega?")
            try await fixture.runTurns(
                whileSearching: { passed.set(86_400) }, at: { passed.date })
            #expect(try await fixture.said().isEmpty)
            #expect(try await fixture.standing()("status") == "waiting_agent")
        }
    }
}
