import Domain
import Foundation
import HTTPTypes
import HummingbirdTesting
import Postgres
import TestSupport
import Testing
import Web

@testable import App

/// Gate 16: with `approval_mode` a person decides about every answer.
@Suite(.timeLimit(.minutes(5)))
struct ApprovalTests {
    private let question = "Qual o prazo de entrega para São Paulo?"

    private func withDraft(_ body: (AssistantFixture, AnswerDraft) async throws -> Void) async throws {
        try await withAssistant { fixture in
            try await fixture.configure("approval_mode = true, personality_name = 'Lia'")
            try await fixture.customerWrites(question)
            try await fixture.runTurns()
            try await body(fixture, try #require(try await fixture.drafts().first))
        }
    }

    @Test func `the answer waits: nothing is said, the conversation stays the assistant's and waits`() async throws {
        try await withDraft { fixture, draft in
            #expect(draft.isPending && draft.content.contains("1 a 2 dias úteis") && draft.citations != nil)
            #expect(try await fixture.said().isEmpty)
            let standing = try await fixture.standing()
            #expect(try standing("status") == "bot" && standing("unread_count") as Int == 1)
            #expect(try await fixture.events("ai_draft").first?["step"]?.string == "approval_mode")
            #expect(try await fixture.usage().messages == 1)
            // A late turn writes no second one.
            try await fixture.enqueueTurn()
            try await fixture.runTurns()
            #expect(try await fixture.drafts().count == 1)
        }
    }

    @Test func `a waiting draft counts among what waits for a person, until it is decided`() async throws {
        try await withDraft { fixture, draft in
            func waiting() async throws -> (ids: [UUID], figure: Int) {
                try await fixture.database.tenant(fixture.actor.scope) { tx in
                    let rows = try await tx.query(
                        Conversations.page(InboxQuery(filter: .waiting), user: tx.scope.user, tx: tx))
                    let figures = try await tx.one(Conversations.figures(user: tx.scope.user, tx: tx))
                    return (try rows.map { try $0("id") }, try Conversations.figures(figures).waiting)
                }
            }
            let before = try await waiting()
            #expect(before.ids == [fixture.conversation] && before.figure == 1)
            try await fixture.desk.discardDraft(draft.id, in: fixture.conversation, by: fixture.actor)
            let after = try await waiting()
            #expect(after.ids.isEmpty && after.figure == 0)
        }
    }

    @Test func `accepted as it is: it leaves as the assistant's, with its sources, and settles the question`()
        async throws
    {
        try await withDraft { fixture, draft in
            try await fixture.desk.acceptDraft(draft.id, in: fixture.conversation, text: nil, by: fixture.actor)
            let said = try #require(try await fixture.said().first)
            #expect(try said("content") == draft.content && said("sender_type") == "bot" && said("is_ai_generated"))
            #expect(try said("sender_name") == "Lia" && said("outbox") == "pending")
            #expect((try said("sources") as String?)?.contains("quote") == true)
            #expect(try await fixture.drafts().first?.state == "accepted")
            let event = try #require(try await fixture.events("ai_response").first)
            #expect(event["decision"]?.string == "accepted" && event["model"]?.string == "offline")
            #expect(event["answers"]?.array?.count == 1)
            #expect(try await fixture.standing()("status") == "bot")
            // Twice is once.
            await #expect(throws: Problem.draftOvertaken) {
                try await fixture.desk.acceptDraft(draft.id, in: fixture.conversation, text: nil, by: fixture.actor)
            }
            #expect(try await fixture.said().count == 1)
            // The next question has a draft of its own, which answers that question only.
            try await fixture.customerWrites("Quais as formas de pagamento?")
            try await fixture.runTurns()
            let next = try #require(try await fixture.drafts().first)
            #expect(next.isPending && next.facts["answers"]?.array?.count == 1)
        }
    }

    @Test func `changed before it is sent: the difference is kept`() async throws {
        try await withDraft { fixture, draft in
            let text = draft.content + " Qualquer dúvida, estou aqui."
            try await fixture.desk.acceptDraft(draft.id, in: fixture.conversation, text: text, by: fixture.actor)
            #expect(try await fixture.said().map { try $0("content") as String } == [text])
            let kept = try #require(try await fixture.drafts().first)
            #expect(kept.state == "edited" && kept.finalContent == text && kept.decidedBy == "Joana")
            #expect(kept.difference?["added"]?[0]?.string == "Qualquer dúvida, estou aqui.")
            #expect(kept.difference?["removed"]?.array?.isEmpty == true)
        }
    }

    @Test func `discarded: nothing is said, and the person has the conversation`() async throws {
        try await withDraft { fixture, draft in
            try await fixture.desk.discardDraft(draft.id, in: fixture.conversation, by: fixture.actor)
            #expect(try await fixture.said().isEmpty)
            let standing = try await fixture.standing()
            #expect(try standing("status") == "open" && standing("assigned_to") == fixture.agent)
            #expect(try await fixture.drafts().first?.state == "discarded")
            #expect(try await fixture.events("ai_draft_discarded").count == 1)
        }
    }

    @Test func `a person or the customer was faster: the draft is left behind`() async throws {
        for writes in [true, false] {
            try await withDraft { fixture, draft in
                if writes {
                    try await fixture.customerWrites("na entrega expressa")
                } else {
                    _ = try await fixture.desk.reply(
                        fixture.conversation, text: "Já vejo!", key: "k", by: fixture.actor)
                }
                await #expect(throws: Problem.draftOvertaken) {
                    try await fixture.desk.acceptDraft(draft.id, in: fixture.conversation, text: nil, by: fixture.actor)
                }
                try await fixture.runTurns()
                let bot = try await fixture.said().filter { try $0("sender_type") as String == "bot" }
                #expect(bot.isEmpty)
                let newest = try #require(try await fixture.drafts().first)
                // A new question, a new draft for both; a person's word, none.
                #expect(newest.isPending == writes)
                #expect(newest.facts["answers"]?.array?.count == (writes ? 2 : 1))
            }
        }
    }

    @Test func `a person writes while the assistant thinks: no draft`() async throws {
        try await withAssistant { fixture in
            try await fixture.configure("approval_mode = true")
            try await fixture.customerWrites(question)
            try await fixture.runTurns {
                _ = try await fixture.desk.reply(fixture.conversation, text: "Oi!", key: "k", by: fixture.actor)
            }
            #expect(try await fixture.drafts().isEmpty)
            #expect(try await fixture.events("ai_superseded").count == 1)
        }
    }

    @Test func `in the thread: the draft, its sources and both ways out; by a form and live`() async throws {
        try await withInbox { (fixture: InboxFixture) async throws in
            let id = try await fixture.conversation(status: .bot)
            try await fixture.message("Qual o prazo?", in: id)
            let draft = try await fixture.draft("São <2> dias.", in: id)
            try await fixture.browse { (agent: AgentClient) async throws in
                let page = try await agent.get("/support/\(id.lowercase)")
                #expect(
                    page.text.contains("data-draft=\"\(draft.lowercase)\"") && page.text.contains(">Rascunho</span>"))
                #expect(page.text.contains("Rascunho da IA") && page.text.contains("São &lt;2&gt; dias.</textarea>"))
                let part = try await agent.get("/support/\(id.lowercase)?part=thread")
                #expect(part.text.contains("data-part=\"draft\"") && part.text.contains("/drafts/\(draft.lowercase)"))
                let sent = try await agent.post(
                    "/support/\(id.lowercase)/drafts/\(draft.lowercase)",
                    [("answer", "São 2 dias."), ("decision", "accept")])
                #expect(sent.status == .seeOther)
                let after = try await agent.get("/support/\(id.lowercase)")
                #expect(after.text.contains("São 2 dias.") && !after.text.contains("Rascunho da IA"))
                #expect(after.text.contains("data-draft=\"\""))
                let again = try await agent.post(
                    "/support/\(id.lowercase)/drafts/\(draft.lowercase)", [("answer", "x"), ("decision", "accept")])
                #expect(again.status == .conflict && again.text.contains("O rascunho ficou para trás"))
            }
        }
    }
}

extension AssistantFixture {
    func drafts() async throws -> [AnswerDraft] {
        try await database.tenant(scope) { tx in
            try await tx.query(Assistant.drafts(of: conversation, tx)).map(AnswerDraft.init)
        }
    }

    func enqueueTurn() async throws {
        let turn = Assistant.enqueueTurn(
            tenant: shop, conversation: conversation, debounce: Debounce(quiet: .zero, cap: .zero))
        try await database.tenant(scope) { _ = try await $0.commit([turn]) }
    }
}

extension InboxFixture {
    func decideDrafts(of conversation: UUID, _ state: String) async throws {
        try await database.system("test") {
            _ = try await $0.execute(
                "UPDATE ai_drafts SET state = \(state) WHERE conversation_id = \(conversation) AND state = 'pending'")
        }
    }

    /// As a turn leaves it.
    func draft(_ text: String, in conversation: UUID) async throws -> UUID {
        try await database.system("test") {
            try await $0.one(
                """
                INSERT INTO ai_drafts (tenant_id, conversation_id, revision, content)
                SELECT tenant_id, id, revision, \(text) FROM conversations WHERE id = \(conversation) RETURNING id
                """)("id")
        }
    }
}
