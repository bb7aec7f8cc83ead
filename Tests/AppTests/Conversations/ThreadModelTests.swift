import Domain
import Foundation
import Postgres
import TestSupport
import Testing
import Web

@testable import App

@Suite(.timeLimit(.minutes(5))) struct ThreadModelTests {
    private static func view() throws -> InboxView {
        let translations = try Translations(directory: AppResources.current.locales)
        return InboxView(
            localizer: translations.localizer(for: .portuguese), me: UUID(), now: Date(), hasSimulator: true)
    }

    private func thread(_ id: UUID, _ fixture: InboxFixture, role: Role = .agent) async throws -> ThreadModel {
        let facts = try await fixture.database.tenant(fixture.actor.scope) {
            try await Conversations.thread(id, tx: $0)
        }
        let view = InboxView(localizer: try Self.view().localizer, me: fixture.joana, now: Date(), hasSimulator: true)
        return view.thread(try #require(facts), query: InboxQuery(), role: role)
    }

    @Test func `the assistant's answer shows its sources, word for word`() async throws {
        try await withInbox { (fixture: InboxFixture) async throws in
            let id = try await fixture.conversation(status: .bot)
            try await fixture.message("Qual o prazo?", in: id, age: 5)
            try await fixture.message(
                "De 2 a 4 dias úteis.", in: id, from: "bot", delivery: "read",
                citations:
                    #"[{"doc_id":"1","chunk_id":"2","title":"Prazos › São Paulo","quote":"2 a 4 dias úteis"},{"title":"sem citação"}]"#
            )
            let messages = try await thread(id, fixture).messages
            #expect(messages.map(\.style) == ["msg-in msg-first", "msg-out msg-bot msg-first"])
            #expect(messages[0].day?.label == "Hoje")
            #expect(messages[1].day == nil)
            #expect(messages[1].by?.name == "Assistente · IA")
            #expect(messages[1].cites?.title == "1 fonte")
            #expect(messages[1].cites?.sources.map(\.quote) == ["2 a 4 dias úteis"])
            #expect(messages[1].tick?.key == "read")
        }
    }

    @Test(
        "every state of delivery has its tick; trouble is said in words and can be retried",
        arguments: [
            ("queued", "pending", "queued", false), ("queued", "unknown", "unknown", true),
            ("sent", "accepted", "sent", false),
            ("delivered", "accepted", "delivered", false), ("read", "accepted", "read", false),
            ("failed", "failed", "failed", true),
        ])
    func ticks(delivery: String, outbox: String, tick: String, hasTrouble: Bool) async throws {
        try await withInbox { (fixture: InboxFixture) async throws in
            let id = try await fixture.conversation()
            let message = try await fixture.desk.reply(id, text: "Oi", key: "k", by: fixture.actor).message
            try await fixture.database.system("test") { system in
                _ = try await system.execute("UPDATE outbox SET state = \(outbox) WHERE message_id = \(message)")
                _ = try await system.execute(
                    "UPDATE messages SET delivery_status = \(delivery), failure_code = '131047', failure_reason = 'Re-engagement message' WHERE id = \(message)"
                )
            }
            let bubble = try #require(try await thread(id, fixture).messages.last)
            #expect(bubble.tick?.key == tick)
            #expect((bubble.problem?.retry != nil) == hasTrouble)
            if tick == "failed" { #expect(bubble.problem?.text.contains("24 horas") == true) }
            #expect(bubble.key == "k")
        }
    }

    @Test
    func `what we cannot show is shown as a placeholder with its details; places, cards and files by their facts`()
        async throws
    {
        try await withInbox { (fixture: InboxFixture) async throws in
            let id = try await fixture.conversation()
            try await fixture.message("", in: id, kind: "poll", payload: #"{"type":"poll"}"#, age: 9)
            try await fixture.message(
                "", in: id, kind: "location",
                payload: #"{"location":{"latitude":-23.55,"longitude":-46.63,"name":"Praça da Sé"}}"#, age: 8)
            try await fixture.message(
                "", in: id, kind: "contacts",
                payload: #"{"contacts":[{"name":{"formatted_name":"Ana"}},{"name":{"formatted_name":"Bia"}}]}"#, age: 7)
            let photo = try await fixture.message("comprovante", in: id, kind: "image", age: 6)
            try await fixture.database.system("test") { system in
                _ = try await system.execute(
                    """
                    INSERT INTO message_attachments (tenant_id, message_id, kind, file_name, byte_size)
                    VALUES (\(fixture.shop.value), \(photo), 'image', 'pix.jpg', 188416)
                    """)
            }
            let messages = try await thread(id, fixture).messages
            #expect(messages[0].odd?.payload.contains("poll") == true)
            #expect(messages[0].attachments.map(\.detail) == ["poll"])
            #expect(messages[1].attachments.map(\.title) == ["Praça da Sé"])
            #expect(messages[1].attachments.map(\.detail) == ["-23.55, -46.63"])
            #expect(messages[2].attachments.map(\.detail) == ["Ana, Bia"])
            #expect(messages[3].attachments.map(\.title) == ["Foto"])
            #expect(messages[3].attachments.map(\.detail) == ["pix.jpg · 184 KB · ainda não baixado"])
            #expect(messages[3].text == "comprovante")
        }
    }

    @Test func `what points at a story, a post or an option says so, and an edit shows what it said before`()
        async throws
    {
        try await withInbox { (fixture: InboxFixture) async throws in
            let id = try await fixture.conversation()
            let post = #"{"attachments":[{"type":"share","payload":{"url":"https://instagram.example/p/1"}}]}"#
            let trap = #"{"attachments":[{"type":"ig_reel","payload":{"url":"javascript:alert(1)"}}]}"#
            let options = #"{"interactive":{"action":{"buttons":[{"reply":{"id":"a","title":"Sim"}}]}}}"#
            try await fixture.message("", in: id, kind: "story_mention", payload: post, age: 9)
            try await fixture.message("", in: id, kind: "ig_reel", payload: trap, age: 8)
            try await fixture.message("Sim", in: id, kind: "interactive", payload: "{}", age: 7)
            try await fixture.message("Oi", in: id, payload: #"{"reply_to":{"story":{"id":"1"}}}"#, age: 6)
            try await fixture.message("Oi", in: id, payload: #"{"context":{"forwarded":true}}"#, age: 5)
            try await fixture.message("Pode?", in: id, from: "agent", kind: "interactive", payload: options, age: 4)
            let edited = try await fixture.message("dois", in: id, age: 3)
            try await fixture.database.system("test") {
                _ = try await $0.execute(
                    "UPDATE messages SET content = 'três', edited_at = now() WHERE id = \(edited)")
            }
            let messages = try await thread(id, fixture).messages
            #expect(messages[0].attachments.first?.title == "Mencionou você em um story")
            #expect(messages[0].attachments.first?.open == "https://instagram.example/p/1")
            #expect(messages[1].attachments.first?.title == "Reel compartilhado")
            #expect(messages[1].attachments.first?.open == nil)
            #expect(
                messages[2...4].map(\.label) == ["Escolheu uma opção", "Respondeu ao seu story", "Encaminhada"])
            #expect(messages[5].choices == ["Sim"])
            #expect(messages[6].text == "três" && messages[6].earlier?.versions.map(\.text) == ["dois"])
        }
    }

    @Test func `quotes, reactions, edits and deletions are marked`() async throws {
        try await withInbox { (fixture: InboxFixture) async throws in
            let id = try await fixture.conversation()
            let first = try await fixture.message("Oi", in: id, age: 9)
            let second = try await fixture.message("Tem G?", in: id, age: 8)
            try await fixture.database.system("test") { system in
                _ = try await system.execute(
                    """
                    UPDATE messages SET reply_to_external_id = (SELECT external_id FROM messages WHERE id = \(first)), edited_at = now()
                    WHERE id = \(second)
                    """)
                _ = try await system.execute("UPDATE messages SET deleted_at = now(), content = '' WHERE id = \(first)")
                _ = try await system.execute(
                    """
                    INSERT INTO message_reactions (tenant_id, account_id, external_id, sender, emoji, reacted_at)
                    SELECT tenant_id, account_id, external_id, 'shop', '👍', now() FROM messages WHERE id = \(second)
                    """)
            }
            let messages = try await thread(id, fixture).messages
            #expect(messages[0].bubbleStyle == " bubble-gone")
            #expect(messages[0].text == nil && messages[0].gone?.text == "Mensagem apagada")
            #expect(messages[0].gone?.content == nil && messages[0].acts == nil && messages[1].acts != nil)
            #expect(messages[1].earlier == nil)
            #expect(messages[1].quote?.id == first.lowercase)
            #expect(messages[1].marks == "editada")
            #expect(messages[1].reactions == "👍")
        }
    }

    @Test func `a bubble's version changes with what it shows, and only then`() async throws {
        try await withInbox { (fixture: InboxFixture) async throws in
            let id = try await fixture.conversation()
            _ = try await fixture.desk.reply(id, text: "Oi", key: "k", by: fixture.actor)
            let before = try await thread(id, fixture).messages.map(\.version)
            #expect(try await thread(id, fixture).messages.map(\.version) == before)
            try await fixture.database.system("test") {
                _ = try await $0.execute("UPDATE messages SET delivery_status = 'sent'")
            }
            #expect(try await thread(id, fixture).messages.map(\.version) != before)
        }
    }

    @Test func `the handoff is told in words while it lasts; an unknown reason has words too`() async throws {
        try await withInbox { (fixture: InboxFixture) async throws in
            let id = try await fixture.conversation(status: .waitingAgent)
            func set(_ reason: String) async throws {
                try await fixture.database.system("test") {
                    _ = try await $0.execute(
                        "UPDATE conversations SET handoff_reason = \(reason), handoff_summary = 'Quer trocar.'")
                }
            }
            for reason in HandoffReason.allCases.map(\.rawValue) {
                try await set(reason)
                let words = try await thread(id, fixture).handoff?.reason
                #expect(words != nil && words != reason)
                if reason != "other" {
                    #expect(words != "A IA passou a conversa para a equipe", "\(reason) has no words of its own")
                }
            }
            try await set("something_new")
            #expect(try await thread(id, fixture).handoff?.reason == "A IA passou a conversa para a equipe")
            #expect(try await thread(id, fixture).handoff?.summary == "Quer trocar.")
            try await fixture.desk.resolve(id, by: fixture.actor)
            #expect(try await thread(id, fixture).handoff == nil)
        }
    }

    @Test(
        "only acts that the status allows are offered",
        arguments: [
            (ConversationStatus.bot, ["takeover", "resolve"], ["close", "spam"]),
            (.waitingAgent, ["takeover", "resolve"], ["handback", "assign", "close", "spam"]),
            (.open, ["takeover", "resolve"], ["handback", "assign", "close", "spam"]),
            (.resolved, ["reopen"], ["assign", "close", "spam"]), (.closed, [], []), (.spam, ["unspam"], ["close"]),
        ])
    func acts(status: ConversationStatus, main: [String], more: [String]) async throws {
        try await withInbox { (fixture: InboxFixture) async throws in
            let id = try await fixture.conversation(status: status)
            let model = try await thread(id, fixture)
            #expect(model.acts.map(\.verb) == main)
            #expect(model.moreActs.map(\.verb) == more)
            #expect(try await thread(id, fixture, role: .viewer).acts.isEmpty)
            #expect(try await thread(id, fixture, role: .viewer).composer.noteOff)
        }
    }

    @Test(
        "the composer knows the window of 24 hours",
        arguments: [(60, "open", true), (23 * 3600 + 1800, "closing", true), (25 * 3600, "closed", false)])
    func window(age: Int, state: String, mayReply: Bool) async throws {
        try await withInbox { (fixture: InboxFixture) async throws in
            let id = try await fixture.conversation(age: .seconds(age))
            let composer = try await thread(id, fixture).composer
            #expect(composer.window?.state == state)
            // Outside the window a template stands where the words would.
            #expect(composer.replyOn && composer.isLocked == !mayReply)
            #expect((composer.picker != nil) == !mayReply && (composer.templatesHref != nil) == mayReply)
            #expect((composer.blocked != nil) == !mayReply)
        }
    }
}
