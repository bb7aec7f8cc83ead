import Domain
import Foundation
import Postgres
import TestSupport
import Testing
import Web

@testable import App

@Suite(.timeLimit(.minutes(5))) struct ReplyTests {
    @Test func `a reply is stored, queued and shown in the list in one step`() async throws {
        try await withInbox { (fixture: InboxFixture) async throws in
            let id = try await fixture.conversation(status: .waitingAgent)
            let written = try await fixture.desk.reply(
                id, text: "  Oi, Mariana!\r\nTudo bem? ", key: "k1", by: fixture.actor)
            #expect(written.isNew)
            let message = try await fixture.database.system("test") {
                try await $0.one("SELECT * FROM messages WHERE id = \(written.message)")
            }
            #expect(try message("content") == "Oi, Mariana!\nTudo bem?")
            #expect(try message("sender_type") == "agent")
            #expect(try message("sender_name") == "Joana")
            #expect(try message("delivery_status") == "queued")
            #expect(
                try await fixture.count(
                    "SELECT count(*) FROM outbox WHERE message_id = \(written.message) AND state = 'pending'") == 1)
            #expect(try await fixture.count("SELECT count(*) FROM jobs WHERE name = 'outbox.deliver'") == 1)
            let row = try await fixture.row(id)
            #expect(try row("status") == "waiting_customer")
            #expect(try row("assigned_to") == fixture.joana)
            #expect(try row("last_message_preview") == "Oi, Mariana!\nTudo bem?")
            #expect(try row("last_direction") == "outbound")
            #expect(try row("waiting_since") as Date? == nil)
            #expect(try row("revision") == 1)
            #expect(fixture.outboxWakes.value == 1)
        }
    }

    @Test func `two taps are one message`() async throws {
        try await withInbox { (fixture: InboxFixture) async throws in
            let id = try await fixture.conversation()
            async let one = fixture.desk.reply(id, text: "Oi", key: "same", by: fixture.actor)
            async let two = fixture.desk.reply(id, text: "Oi", key: "same", by: fixture.actor)
            let (first, second) = try await (one, two)
            #expect(first.message == second.message)
            #expect([first.isNew, second.isNew].count { $0 } == 1)
            #expect(try await fixture.count("SELECT count(*) FROM messages") == 1)
            #expect(try await fixture.count("SELECT count(*) FROM outbox") == 1)
            #expect(try await fixture.row(id)("revision") == 1)
        }
    }

    @Test func `the window of 24 hours is closed for words and open for notes`() async throws {
        try await withInbox { (fixture: InboxFixture) async throws in
            let id = try await fixture.conversation(age: .seconds(25 * 3600))
            await #expect(throws: Problem.windowClosed) {
                try await fixture.desk.reply(id, text: "Oi", key: "k", by: fixture.actor)
            }
            #expect(try await fixture.count("SELECT count(*) FROM messages") == 0)
            let note = try await fixture.desk.addNote(id, text: "Esperar", key: "n", by: fixture.actor)
            #expect(note.isNew)
        }
    }

    @Test func `a note stays inside: no outbox, no status, no revision, and it is shown`() async throws {
        try await withInbox { (fixture: InboxFixture) async throws in
            let id = try await fixture.conversation(status: .bot)
            let before: Int64 = try await fixture.row(id)("change_seq")
            let first = try await fixture.desk.addNote(id, text: "Cliente antigo", key: "n1", by: fixture.actor)
            let again = try await fixture.desk.addNote(id, text: "Cliente antigo", key: "n1", by: fixture.actor)
            #expect(first.message == again.message && !again.isNew)
            let row = try await fixture.row(id)
            #expect(try row("status") == "bot")
            #expect(try row("revision") == 0)
            #expect(try row("last_message_preview") == "Oi")
            #expect(try row("change_seq") as Int64 > before)
            #expect(try await fixture.count("SELECT count(*) FROM outbox") == 0)
            #expect(
                try await fixture.count(
                    "SELECT count(*) FROM messages WHERE is_note AND is_internal AND delivery_status IS NULL") == 1)
        }
    }

    @Test func `a channel that is off, a closed conversation, an empty or endless text are refused`() async throws {
        try await withInbox { (fixture: InboxFixture) async throws in
            let closed = try await fixture.conversation("A", status: .closed)
            let open = try await fixture.conversation("B")
            await #expect(throws: Problem.conversationMoved) {
                try await fixture.desk.reply(closed, text: "x", key: "k", by: fixture.actor)
            }
            await #expect(throws: Problem.unprocessable("empty_text")) {
                try await fixture.desk.reply(open, text: " \n", key: "k", by: fixture.actor)
            }
            await #expect(throws: Problem.unprocessable("text_too_long")) {
                try await fixture.desk.reply(
                    open, text: String(repeating: "a", count: 4097), key: "k", by: fixture.actor)
            }
            await #expect(throws: Problem.unprocessable("invalid_idempotency_key")) {
                try await fixture.desk.reply(open, text: "x", key: "a b", by: fixture.actor)
            }
            try await fixture.database.system("test") {
                _ = try await $0.execute("UPDATE channel_accounts SET is_enabled = false")
            }
            await #expect(throws: Problem.channelIsOff) {
                try await fixture.desk.reply(open, text: "x", key: "k", by: fixture.actor)
            }
            #expect(try await fixture.count("SELECT count(*) FROM messages") == 0)
        }
    }

    @Test func `only a failed or unconfirmed message can be sent again, and only in its own conversation`() async throws
    {
        try await withInbox { (fixture: InboxFixture) async throws in
            let id = try await fixture.conversation("A")
            let elsewhere = try await fixture.conversation("B")
            let message = try await fixture.desk.reply(id, text: "Oi", key: "k", by: fixture.actor).message
            await #expect(throws: Problem.nothingToRetry) {
                try await fixture.desk.retry(message, in: id, by: fixture.actor)
            }
            try await fixture.database.system("test") {
                _ = try await $0.execute("UPDATE outbox SET state = 'unknown'")
            }
            await #expect(throws: Problem.notFound) {
                try await fixture.desk.retry(message, in: elsewhere, by: fixture.actor)
            }
            try await fixture.desk.retry(message, in: id, by: fixture.actor)
            #expect(try await fixture.count("SELECT count(*) FROM outbox WHERE state = 'pending'") == 1)
            #expect(fixture.outboxWakes.value == 2)
        }
    }
}
