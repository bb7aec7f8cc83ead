import Domain
import Foundation
import Postgres
import TestSupport
import Testing

@testable import App

@Suite(.timeLimit(.minutes(5)))
struct HandoffTurnTests {
    static let cases: [(String, String, String)] = [
        ("quero cancelar meu pedido", "requires_action", "high"),
        ("quero falar com um atendente", "human_requested", "high"),
        ("vocês vendem pneu de trator?", "no_evidence", "normal"),
        ("vocês são uns ladrões", "aggressive_customer", "urgent"),
        ("vou abrir reclamação no procon", "urgent_complaint", "urgent"),
        ("meu pedido está atrasado há 10 dias", "complaint", "high"),
    ]

    @Test("what must go to a person goes there, with a reason, a summary and one notice", arguments: cases)
    func handsOver(text: String, reason: String, priority: String) async throws {
        try await withAssistant { fixture in
            let notice = try #require(try await fixture.exchange(text))
            let expected = try #require(HandoffReason(rawValue: reason))
            #expect(try notice("content") == AssistantSentences.handoff(expected, .portuguese))
            #expect(try notice("is_ai_generated") == false && notice("outbox") == "pending")
            let standing = try await fixture.standing()
            #expect(try standing("status") == "waiting_agent" && standing("handoff_reason") == reason)
            #expect(try standing("priority") == priority)
            #expect((try standing("handoff_summary") as String).hasPrefix(text))
            #expect(try standing("waiting_since") as Date? != nil && standing("unread_count") as Int >= 1)
            #expect(try await fixture.events("handoff").map { $0["reason"]?.string } == [reason])
            #expect(try await fixture.usage() == (1, 1, reason == "no_evidence" ? 1 : 0, 0))
            // The bot is silent from here on.
            try await fixture.customerWrites("alô?")
            try await fixture.runTurns()
            #expect(try await fixture.said().count == 1)
            #expect(try await fixture.events("ai_skipped").map { $0["reason"]?.string } == ["with_a_person"])
        }
    }

    @Test("the summary has no personal data, the notice the customer's language")
    func masked() async throws {
        try await withAssistant(knowledge: false) { fixture in
            _ = try await fixture.exchange("quero cancelar, meu cpf é 529.982.247-25 e o fone (11) 98765-4321")
            let summary: String = try await fixture.standing()("handoff_summary")
            #expect(
                summary.contains("***.982.247-**") && summary.contains("(**) *****-4321")
                    && !summary.contains("529.982"))
        }
        try await withAssistant(knowledge: false) { fixture in
            let notice = try #require(try await fixture.exchange("I want to talk to a human please"))
            #expect(try notice("content") == AssistantSentences.handoff(.humanRequested, .english))
        }
    }

    @Test("the shop's own words hand over, in any spelling")
    func keyword() async throws {
        try await withAssistant { fixture in
            try await fixture.configure("handoff_keywords = '{Revenda}'")
            _ = try await fixture.exchange("Qual o prazo de entrega para REVENDAS?")
            #expect(try await fixture.standing()("handoff_reason") == "handoff_keyword")
        }
    }

    @Test("a voice note goes to a person, a sticker to nobody")
    func unreadable() async throws {
        try await withAssistant(knowledge: false) { fixture in
            try await fixture.customerWrites("", kind: "sticker")
            try await fixture.runTurns()
            #expect(try await fixture.standing()("status") == "bot")
            #expect(try await fixture.events("ai_skipped").map { $0["reason"]?.string } == ["no_words"])
            try await fixture.customerWrites("", kind: "audio")
            try await fixture.runTurns()
            #expect(try await fixture.standing()("handoff_reason") == "unreadable_content")
        }
    }

    @Test("when the assistant is switched off while a customer waits, a person takes over")
    func switchedOff() async throws {
        try await withAssistant(knowledge: false) { fixture in
            try await fixture.customerWrites("oi")
            try await fixture.configure("is_enabled = false")
            try await fixture.runTurns()
            #expect(try await fixture.standing()("status") == "waiting_agent")
            #expect(try await fixture.said().isEmpty)
            #expect(try await fixture.events("handoff").map { $0["step"]?.string } == ["enabled"])
        }
    }

    @Test("a blocked contact gets no answer")
    func blocked() async throws {
        try await withAssistant(knowledge: false) { fixture in
            try await fixture.database.system("test") {
                _ = try await $0.execute("UPDATE contacts SET is_blocked = true")
            }
            try await fixture.customerWrites("oi")
            try await fixture.runTurns()
            #expect(try await fixture.said().isEmpty)
            #expect(try await fixture.events("ai_skipped").map { $0["reason"]?.string } == ["contact_blocked"])
        }
    }

    @Test("after a person hands the conversation back, old wishes are not replayed")
    func handedBack() async throws {
        try await withAssistant { fixture in
            _ = try await fixture.exchange("quero cancelar meu pedido")
            try await fixture.customerWrites("cancela logo por favor")
            try await fixture.runTurns()
            try await fixture.desk.handBack(fixture.conversation, by: fixture.actor)
            let reply = try #require(try await fixture.exchange("Qual o prazo de entrega para São Paulo?"))
            #expect((try reply("content") as String).contains("1 a 2 dias úteis"))
            #expect(try await fixture.standing()("status") == "bot")
        }
    }
}
