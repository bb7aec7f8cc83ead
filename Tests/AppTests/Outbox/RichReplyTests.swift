import Domain
import Foundation
import HTTPTypes
import Postgres
import Simulators
import TestSupport
import Testing
import Web

@testable import App

/// Quotes, reactions, options and presence, from the desk to the pretend Meta and back.
@Suite(.timeLimit(.minutes(5))) struct RichReplyTests {
    private func thread(_ id: UUID, _ bench: MetaBench) async throws -> [MessageFacts] {
        try await bench.database.tenant(bench.actor.scope) {
            try await Conversations.messages(of: id, before: nil, tx: $0)
        }
    }

    private func reply(_ draft: ReplyDraft, in id: UUID, _ bench: MetaBench) async throws {
        _ = try await bench.desk.reply(id, draft, key: UUID().uuidString, by: bench.actor)
        try await bench.deliver()
    }

    private func hear(_ message: GraphCustomerMessage, _ bench: MetaBench) async throws {
        _ = try await bench.meta.receive(message, from: MetaBench.ana, on: bench.simulation.account.phoneNumberID)
        _ = try await bench.lanes.drain(bench.tenant)
    }

    @Test func `an answer to a message names it; a note or a stranger's message cannot be quoted`() async throws {
        try await MetaBench.run { bench in
            let conversation = try await bench.hear("qual o prazo?")
            let asked = try #require(try await thread(conversation, bench).first)
            try await reply(ReplyDraft(text: "Dois dias", replyTo: asked.id), in: conversation, bench)
            #expect(bench.sent.last?.body["context"]?["message_id"]?.string == asked.externalID)
            #expect(try await thread(conversation, bench).last?.quote?.id == asked.id)

            let note = try await bench.desk.addNote(conversation, text: "x", key: "n", by: bench.actor).message
            let refused = await #expect(throws: Problem.self) {
                try await reply(ReplyDraft(text: "x", replyTo: note), in: conversation, bench)
            }
            #expect(refused?.code == "message_out_of_reach")
            let unknown = await #expect(throws: Problem.self) {
                try await reply(ReplyDraft(text: "x", replyTo: UUID()), in: conversation, bench)
            }
            #expect(unknown?.status == .notFound)
        }
    }

    @Test func `a reaction leaves, hangs on its message, changes and is taken back; the same one again is nothing`()
        async throws
    {
        try await MetaBench.run { bench in
            let conversation = try await bench.hear("chegou!")
            let target = try #require(try await thread(conversation, bench).first)
            for (emoji, count) in [("👍", 1), ("👍", 1), ("❤️", 2)] {
                try await bench.desk.react(emoji, to: target.id, in: conversation, by: bench.actor)
                try await bench.deliver()
                #expect(bench.sent.count == count)
                let now = try await thread(conversation, bench)
                #expect(now.count == 1 && now[0].reactions == emoji && now[0].ownReaction == emoji)
            }
            #expect(bench.sent.last?.body["reaction"]?["message_id"]?.string == target.externalID)
            try await hear(.reaction(to: try #require(target.externalID), emoji: "🙏"), bench)
            #expect(try await thread(conversation, bench).first?.reactions?.split(separator: " ").count == 2)
            try await bench.desk.react("", to: target.id, in: conversation, by: bench.actor)
            try await bench.deliver()
            #expect(bench.sent.last?.body["reaction"]?["emoji"]?.string == "")
            #expect(try await thread(conversation, bench).first?.ownReaction == nil)
            for bad in ["oi", "👍👍", "1", "<b>"] {
                await #expect(throws: Problem.unprocessable("invalid_emoji")) {
                    try await bench.desk.react(bad, to: target.id, in: conversation, by: bench.actor)
                }
            }
        }
    }

    @Test func `a reaction that Meta refuses hangs on nothing and stands there with its reason`() async throws {
        try await MetaBench.run { bench in
            let conversation = try await bench.hear()
            let target = try #require(try await thread(conversation, bench).first)
            bench.meta.fail(.send, .error(code: 131_026))
            try await bench.desk.react("👍", to: target.id, in: conversation, by: bench.actor)
            try await bench.deliver()
            let now = try await thread(conversation, bench)
            #expect(now.count == 2 && now[0].reactions == nil && now[1].delivery == .failed)
        }
    }

    @Test func `three options are buttons, more are a list, and what is tapped comes back as an answer`() async throws {
        try await MetaBench.run { bench in
            let conversation = try await bench.hear()
            let few = try ReplyOptions(lines: "Sim\n\n Não \r\nTalvez", listLabel: "Ver opções")
            try await reply(ReplyDraft(text: "Pode ser?", options: few), in: conversation, bench)
            let buttons = bench.sent.last?.body["interactive"]?["action"]?.elements(of: "buttons").compactMap {
                $0["reply"]?["title"]?.string
            }
            #expect(buttons == ["Sim", "Não", "Talvez"])
            let many = try ReplyOptions(
                lines: (1...10).map { "Opção \($0)" }.joined(separator: "\n"), listLabel: "Ver opções")
            try await reply(ReplyDraft(text: "Qual?", options: many), in: conversation, bench)
            #expect(bench.sent.last?.body["interactive"]?["type"]?.string == "list")
            try await hear(.buttonReply(id: "o1", title: "Sim"), bench)
            try await hear(.listReply(id: "o7", title: "Opção 7"), bench)
            #expect(
                try await thread(conversation, bench).filter(\.isInbound).map(\.content).suffix(2) == [
                    "Sim", "Opção 7",
                ])
            #expect(bench.sent.allSatisfy { $0.type == "interactive" })
        }
    }

    @Test func `an edit keeps the words it replaced, and what was deleted stays as deleted`() async throws {
        try await MetaBench.run { bench in
            let conversation = try await bench.hear("quero dois")
            let first = try #require(try await thread(conversation, bench).first)
            let address = try #require(first.externalID)
            try await hear(.edit(of: address, text: "quero três"), bench)
            try await hear(.edit(of: address, text: "quero quatro"), bench)
            let edited = try #require(try await thread(conversation, bench).first)
            #expect(edited.content == "quero quatro" && edited.edits.map(\.content) == ["quero dois", "quero três"])
            try await hear(.revoke(address), bench)
            let gone = try #require(try await thread(conversation, bench).first)
            #expect(gone.deletedAt != nil && gone.content == "quero quatro")
            let owner = TenantScope(tenant: bench.tenant, role: .owner)
            for sql in ["DELETE FROM message_edits", "UPDATE message_edits SET content = ''"] {
                await #expect(throws: PostgresError.self) {
                    try await bench.database.tenant(owner) { tx in _ = try await tx.execute(SQL(unsafeRaw: sql)) }
                }
            }
        }
    }

    @Test func `opening marks the customer's message as read, once; typing shows, and what comes late does not`()
        async throws
    {
        try await MetaBench.run { bench in
            let conversation = try await bench.hear()
            try await bench.desk.markSeen(conversation, by: bench.actor)
            try await bench.desk.markSeen(conversation, by: bench.actor)
            try await bench.deliver()
            let first = try await thread(conversation, bench).first?.externalID
            #expect(bench.meta.read { $0.readByShop } == [first])
            try await bench.desk.showTyping(conversation, by: bench.actor)
            try await bench.deliver()
            #expect(bench.meta.read { $0.typingTo.count } == 1)
            try await reply(ReplyDraft(text: "Olá"), in: conversation, bench)
            #expect(bench.meta.read { $0.typingTo.isEmpty })
            let late = ShowPresence(conversation: conversation, isTyping: true, since: Date(timeIntervalSinceNow: -20))
            #expect(late.isStale)
            try await hear(.text("e aí?"), bench)
            try await reply(ReplyDraft(text: "Já vejo"), in: conversation, bench)
            #expect(bench.meta.read { $0.readByShop.count } == 2)
        }
    }
}
