import Domain
import Foundation
import Postgres
import TestSupport
import Testing

@testable import App

@Suite(.timeLimit(.minutes(5)))
struct AnsweringTests {
    @Test("the delivery time to São Paulo is answered from the knowledge base, with its source")
    func source() async throws {
        try await withAssistant { fixture in
            let reply = try #require(try await fixture.exchange("Qual o prazo de entrega para São Paulo?"))
            let text: String = try reply("content")
            #expect(text.contains("1 a 2 dias úteis"), "\(text)")
            #expect(
                try reply("sender_type") == "bot" && reply("is_ai_generated") == true && reply("outbox") == "pending")
            let sources = try JSON.parse(try reply("sources") as String)
            let quote = try #require(sources[0]?["quote"]?.string)
            #expect(quote.contains("1 a 2 dias úteis"))
            let chunk: String = try await fixture.database.system("test") {
                try await $0.one(
                    "SELECT chunk_text FROM knowledge_base_chunks WHERE id = \(UUID(uuidString: sources[0]?["chunk_id"]?.string ?? ""))"
                )(
                    "chunk_text")
            }
            #expect(chunk.contains(quote))
            let standing = try await fixture.standing()
            #expect(try standing("status") == "bot" && standing("unread_count") == 0)
            #expect(try standing("waiting_since") as Date? == nil)
            let event = try #require(try await fixture.events("ai_response").first)
            #expect(
                event["model"]?.string == "offline" && event["step"]?.string == "commit"
                    && event["cost_cents"]?.double == 0)
            #expect(["input_tokens", "output_tokens", "latency_ms"].allSatisfy { event[$0]?.int != nil })
            #expect(try await fixture.usage() == (1, 0, 0, 0))
        }
    }

    @Test("five quick messages get one answer")
    func burst() async throws {
        try await withAssistant { fixture in
            for text in ["oi", "tudo bem?", "queria saber", "o prazo de entrega", "pra são paulo"] {
                try await fixture.customerWrites(text)
            }
            #expect(try await fixture.runTurns().count == 1)
            #expect(try await fixture.said().count == 1)
            #expect(try await fixture.events("ai_response").first?["answers"]?.array?.count == 5)
        }
    }

    @Test("a turn that comes twice answers once")
    func duplicates() async throws {
        try await withAssistant { fixture in
            try await fixture.customerWrites("Qual o prazo de entrega para São Paulo?")
            try await fixture.runTurns()
            for _ in 0..<3 {
                _ = try await fixture.database.tenant(fixture.scope) { tx in
                    try await tx.execute(
                        Assistant.enqueueTurn(
                            tenant: fixture.shop, conversation: fixture.conversation,
                            debounce: Debounce(quiet: .zero, cap: .zero)))
                }
                try await fixture.runTurns()
            }
            #expect(try await fixture.said().count == 1)
            #expect(
                try await fixture.events("ai_skipped").map { $0["reason"]?.string } == [
                    "nothing_to_answer", "nothing_to_answer", "nothing_to_answer",
                ])
            #expect(try await fixture.usage().messages == 1)
        }
    }

    @Test("two questions in one go are both answered")
    func twoQuestions() async throws {
        try await withAssistant { fixture in
            let asked = "Qual o prazo de entrega para São Paulo? E quais as formas de pagamento?"
            let reply = try #require(try await fixture.exchange(asked))
            let text: String = try reply("content")
            #expect(text.contains("1 a 2 dias úteis") && text.lowercased().contains("pix"), "\(text)")
        }
    }

    @Test("a question that leans on the one before is understood")
    func followUp() async throws {
        try await withAssistant { fixture in
            _ = try await fixture.exchange("Qual o prazo de entrega para São Paulo?")
            let reply = try #require(try await fixture.exchange("e pra BH?"))
            #expect((try reply("content") as String).contains("3 a 5 dias úteis"))
        }
    }

    @Test("greeting, thanks and praise are answered by code, and nothing is handed over")
    func courtesy() async throws {
        try await withAssistant { fixture in
            for text in ["oi, bom dia!", "obrigada!", "adorei o atendimento de vocês"] {
                let reply = try #require(try await fixture.exchange(text))
                #expect(try reply("sources") as String? == nil)
            }
            #expect(try await fixture.standing()("status") == "bot")
            #expect(
                try await fixture.events("ai_response").map { $0["step"]?.string } == [
                    "courtesy", "courtesy", "courtesy",
                ])
        }
    }

    @Test("a message that was being stored while the assistant answered is answered too")
    func lateCommit() async throws {
        try await withAssistant { fixture in
            _ = try await fixture.exchange("Qual o prazo de entrega para São Paulo?")
            // Its transaction began before the assistant's commit, and ended after it.
            try await fixture.customerWrites("quais as formas de pagamento?", backdated: 5)
            try await fixture.runTurns()
            #expect(try await fixture.said().count == 2)
        }
    }

    @Test("a shop that wants no handover without evidence gets a plain answer instead")
    func noHandover() async throws {
        try await withAssistant { fixture in
            try await fixture.configure("handoff_on_no_evidence = false")
            let reply = try #require(try await fixture.exchange("vocês vendem pneu de trator?"))
            #expect((try reply("content") as String).hasPrefix("Não encontrei essa informação."))
            #expect(try await fixture.standing()("status") == "bot")
        }
    }
}
