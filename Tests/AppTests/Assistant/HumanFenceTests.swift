import Domain
import Foundation
import Postgres
import Synchronization
import TestSupport
import Testing

@testable import App

/// Somebody acts while the assistant thinks. The act is carried out by the search itself, so there is nothing to wait for.
@Suite(.timeLimit(.minutes(5)))
struct HumanFenceTests {
    @Test("an agent's reply while the assistant thinks: the assistant stays silent")
    func reply() async throws {
        try await withAssistant { fixture in
            try await fixture.customerWrites("Qual o prazo de entrega para São Paulo?")
            try await fixture.runTurns {
                _ = try await fixture.desk.reply(
                    fixture.conversation, text: "Oi, já vejo!", key: "k1", by: fixture.actor)
            }
            #expect(try await fixture.said().map { try $0("sender_type") as String } == ["agent"])
            #expect(try await fixture.standing()("status") == "waiting_customer")
            #expect(try await fixture.events("ai_superseded").count == 1)
            #expect(try await fixture.events("ai_response").isEmpty)
            #expect(try await fixture.usage().messages == 0)
        }
    }

    @Test("taking over is enough, and so is resolving")
    func takeOver() async throws {
        try await withAssistant { fixture in
            try await fixture.customerWrites("Qual o prazo de entrega para São Paulo?")
            try await fixture.runTurns { try await fixture.desk.takeOver(fixture.conversation, by: fixture.actor) }
            #expect(try await fixture.said().isEmpty)
            #expect(try await fixture.standing()("status") == "open")
        }
    }

    @Test("a newer message while the assistant thinks: one answer, to both")
    func newerMessage() async throws {
        try await withAssistant { fixture in
            let isFirst = Mutex(true)
            try await fixture.customerWrites("Qual o prazo de entrega?")
            try await fixture.runTurns {
                let writes = isFirst.withLock { first in
                    defer { first = false }
                    return first
                }
                if writes { try await fixture.customerWrites("para São Paulo") }
            }
            let said = try await fixture.said()
            #expect(said.count == 1)
            #expect((try said[0]("content") as String).contains("1 a 2 dias úteis"))
            #expect(try await fixture.events("ai_superseded").count == 1)
            #expect(try await fixture.events("ai_response").first?["answers"]?.array?.count == 2)
        }
    }

    @Test("a handoff is fenced like an answer")
    func handoff() async throws {
        try await withAssistant { fixture in
            try await fixture.customerWrites("vocês vendem pneu de trator?")
            try await fixture.runTurns { try await fixture.desk.takeOver(fixture.conversation, by: fixture.actor) }
            #expect(try await fixture.said().isEmpty)
            #expect(try await fixture.standing()("handoff_reason") as String? == nil)
            #expect(try await fixture.usage().handoffs == 0)
        }
    }
}
