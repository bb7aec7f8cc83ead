import Domain
import Foundation
import Logging
import Postgres
import Providers
import Simulators
import TestSupport
import Testing

@testable import App

/// What the assistant knows of the person who writes, and how that shapes the answer.
@Suite(.timeLimit(.minutes(5)))
struct CustomerContextTests {

    @Test func `where is my order: answered from the customer's own orders, with the source; nobody else's are read`()
        async throws
    {
        try await withAssistant { fixture in
            try await fixture.orders()
            let reply = try #require(try await fixture.exchange("onde está meu pedido?"))
            let text: String = try reply("content")
            #expect(text.contains("pedido 2002") && text.contains("enviado") && text.contains("BR222"))
            #expect(!text.contains("9999"))
            #expect((try reply("sources") as String).contains("Pedidos deste cliente"))
            #expect(try await fixture.standing()("status") == "bot")
        }
    }

    @Test func `a mail's sender can be forged: no order is told there`() async throws {
        try await withAssistant { fixture in
            try await fixture.orders()
            try await fixture.database.system("test") {
                _ = try await $0.execute(
                    "UPDATE conversations SET channel_type = 'email' WHERE id = \(fixture.conversation)")
            }
            _ = try await fixture.exchange("onde está meu pedido 2002?")
            for said in try await fixture.said() { #expect(!(try said("content") as String).contains("BR222")) }
        }
    }

    @Test func `the model reads the orders as a source, and no name, telephone or address with them`() async throws {
        try await withModel { fixture, simulator, model in
            try await fixture.orders()
            _ = try await fixture.exchange("meu pedido 2002 já saiu?", model: model)
            let request = try #require(simulator.requests.first?.body.text())
            #expect(
                request.contains("O pedido 2002") && request.contains("BR222") && !request.contains("O pedido 1001"))
            for secret in ["Mariana", "987654321", "9999"] { #expect(!request.contains(secret), "\(secret)") }
        }
    }

    @Test func `a model may tell how the customer's own order stands, and is stopped where it tells more`() async throws
    {
        func answer(_ text: String) -> String {
            """
            {"kind":"answer","intent":"question","sentiment":"neutral","urgency":"low","requires_action":false,"topic":null,\
            "answer":"\(text)","quotes":[{"source":"S1","quote":"está enviado; código de rastreio BR222"}]}
            """
        }
        let truth = "Seu pedido 2002 já foi enviado! O código de rastreio é BR222."
        for (text, isTrue) in [(truth, true), ("Seu pedido 2002 foi entregue.", false)] {
            try await withModel { fixture, simulator, model in
                try await fixture.orders()
                simulator.next(.content(answer(text)), .content(answer(text)))
                let reply = try #require(try await fixture.exchange("meu pedido 2002 já saiu?", model: model))
                let said: String = try reply("content")
                #expect(said == (isTrue ? truth : AssistantSentences.handoff(.answerRefused, .portuguese)))
            }
        }
    }

    @Test func `tone follows the shop, the customer's mood and what they thought of earlier answers`() async throws {
        try await withModel { fixture, simulator, model in
            func tone() -> String? {
                simulator.requests.last?.body["messages"]?.array?.compactMap { $0["content"]?.string }
                    .first { $0.hasPrefix("TOM DESTA RESPOSTA") }
            }
            try await fixture.configure("personality_tone = 'casual'")
            _ = try await fixture.exchange("Qual o prazo de entrega para São Paulo?", model: model)
            #expect(tone()?.contains("formalidade 20/100") == true && tone()?.contains("humor") == true)
            try await fixture.thumbs(["👎", "👎", "👍"])
            _ = try await fixture.exchange("Qual o prazo de entrega para São Paulo? 😢", model: model)
            #expect(tone()?.contains("empatia 70/100") == true && tone()?.contains("humor") == false)
            #expect(tone()?.contains("frustrado") == true)
        }
    }

    @Test func `of a long conversation the model reads the newest part`() async throws {
        try await withModel { fixture, simulator, model in
            for number in 0..<9 {
                try await fixture.customerWrites(
                    "antigo\(number) " + String(repeating: "palavra ", count: 100), backdated: 900)
            }
            _ = try await fixture.desk.reply(fixture.conversation, text: "Certo!", key: "k", by: fixture.actor)
            try await fixture.desk.handBack(fixture.conversation, by: fixture.actor)
            _ = try await fixture.exchange("Qual o prazo de entrega para São Paulo?", model: model)
            let request = try #require(simulator.requests.last?.body.text())
            #expect(request.contains("antigo8") && !request.contains("antigo0"))
        }
    }
}

extension AssistantFixture {
    /// Two of Mariana's, one of somebody else's.
    fileprivate func orders() async throws {
        try await database.system("test") { system in
            _ = try await system.execute(
                """
                INSERT INTO orders (tenant_id, number, contact_id, status, total_cents, items, tracking_code, placed_at)
                SELECT v.tenant_id, x.number, CASE WHEN x.number <> '9999' THEN v.customer_id END, x.status, 12990,
                  '[{"name": "Camiseta azul", "quantity": 1}]', x.code, now() - x.age
                FROM conversations v, (VALUES ('1001', 'delivered', 'BR111', interval '40 days'), ('2002', 'shipped', 'BR222', '3 days'),
                  ('9999', 'shipped', 'BR999', '1 day')) x (number, status, code, age)
                WHERE v.id = \(conversation)
                """)
        }
    }

    /// The customer's reactions to the assistant's last message, as from several messages.
    fileprivate func thumbs(_ emoji: [String]) async throws {
        try await database.system("test") { system in
            for (index, sign) in emoji.enumerated() {
                _ = try await system.execute(
                    """
                    WITH said AS (
                      INSERT INTO messages (tenant_id, conversation_id, account_id, direction, sender_type, content, external_id, created_at, sent_at)
                      VALUES (\(shop.value), \(conversation), \(account), 'outbound', 'bot', 'x', \("bot.\(index)"), now() - interval '1 hour',
                        now() - interval '1 hour') RETURNING tenant_id, account_id, external_id)
                    INSERT INTO message_reactions (tenant_id, account_id, external_id, sender, emoji, reacted_at)
                    SELECT tenant_id, account_id, external_id, '5511987654321', \(sign), now() FROM said
                    """)
            }
        }
    }
}
