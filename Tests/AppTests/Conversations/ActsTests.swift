import Domain
import Foundation
import Postgres
import TestSupport
import Testing
import Web

@testable import App

@Suite(.timeLimit(.minutes(5))) struct ActsTests {
    @Test func `taking over makes it mine, silences the assistant and is told to whoever watches`() async throws {
        try await withInbox { (fixture: InboxFixture) async throws in
            let id = try await fixture.conversation(status: .bot)
            let mailbox = EventMailbox()
            let seen = Updates()
            fixture.realtime.attach(mailbox, tenant: fixture.shop) { seen.take($0) }
            try await fixture.desk.takeOver(id, by: fixture.actor)
            let row = try await fixture.row(id)
            #expect(try row("status") == "open")
            #expect(try row("assigned_to") == fixture.joana)
            #expect(try row("revision") == 1)
            #expect(try row("unread_count") == 0)
            #expect(await seen.first() == [id])
            let event = try await fixture.database.system("test") {
                try await $0.one(
                    "SELECT metadata->>'by' AS by, metadata->>'from' AS was, actor_id FROM conversation_events")
            }
            #expect(try event("by") == "took_over")
            #expect(try event("was") == "bot")
            #expect(try event("actor_id") == fixture.joana)
        }
    }

    @Test func `doing it twice changes nothing the second time`() async throws {
        try await withInbox { (fixture: InboxFixture) async throws in
            let id = try await fixture.conversation(status: .bot)
            try await fixture.desk.takeOver(id, by: fixture.actor)
            try await fixture.desk.takeOver(id, by: fixture.actor)
            #expect(try await fixture.row(id)("revision") == 1)
            #expect(try await fixture.count("SELECT count(*) FROM conversation_events") == 1)
        }
    }

    @Test func `handing back frees it for the assistant and forgets why it came`() async throws {
        try await withInbox { (fixture: InboxFixture) async throws in
            let id = try await fixture.conversation(status: .waitingAgent, assignee: fixture.joana)
            try await fixture.database.system("test") {
                _ = try await $0.execute(
                    "UPDATE conversations SET handoff_reason = 'no_evidence', handoff_summary = 'x'")
            }
            try await fixture.desk.handBack(id, by: fixture.actor)
            let row = try await fixture.row(id)
            #expect(try row("status") == "bot")
            #expect(try row("assigned_to") as UUID? == nil)
            #expect(try row("handoff_reason") as String? == nil)
            #expect(try row("handoff_summary") as String? == nil)
        }
    }

    @Test func `resolve, reopen, close: times and the person follow`() async throws {
        try await withInbox { (fixture: InboxFixture) async throws in
            let id = try await fixture.conversation(status: .open)
            try await fixture.desk.resolve(id, by: fixture.actor)
            var row = try await fixture.row(id)
            #expect(try row("status") == "resolved")
            #expect(try row("resolved_at") as Date? != nil)
            #expect(try row("waiting_since") as Date? == nil)
            #expect(try row("assigned_to") == fixture.joana)
            try await fixture.desk.reopen(id, by: fixture.actor)
            row = try await fixture.row(id)
            #expect(try row("status") == "open")
            #expect(try row("resolved_at") as Date? == nil)
            try await fixture.desk.close(id, by: fixture.actor)
            #expect(try await fixture.row(id)("status") == "closed")
            await #expect(throws: Problem.conversationMoved) { try await fixture.desk.takeOver(id, by: fixture.actor) }
            #expect(try await fixture.row(id)("revision") == 3)
        }
    }

    @Test func `spam leaves and comes back to the team, not to the assistant`() async throws {
        try await withInbox { (fixture: InboxFixture) async throws in
            let id = try await fixture.conversation(status: .bot)
            try await fixture.desk.markSpam(id, by: fixture.actor)
            #expect(try await fixture.row(id)("status") == "spam")
            try await fixture.desk.unmarkSpam(id, by: fixture.actor)
            #expect(try await fixture.row(id)("status") == "waiting_agent")
        }
    }

    @Test func `assigning keeps the status, and is refused where the assistant answers`() async throws {
        try await withInbox { (fixture: InboxFixture) async throws in
            let waiting = try await fixture.conversation(status: .waitingAgent)
            try await fixture.desk.assignToMe(waiting, by: fixture.actor)
            #expect(try await fixture.row(waiting)("assigned_to") == fixture.joana)
            #expect(try await fixture.row(waiting)("status") == "waiting_agent")
            try await fixture.desk.unassign(waiting, by: fixture.actor)
            #expect(try await fixture.row(waiting)("assigned_to") as UUID? == nil)
            let bot = try await fixture.conversation("Bia", status: .bot)
            await #expect(throws: Problem.conversationMoved) {
                try await fixture.desk.assignToMe(bot, by: fixture.actor)
            }
        }
    }

    @Test func `another shop's conversation is not there`() async throws {
        try await withInbox { (fixture: InboxFixture) async throws in
            let foreign = try await fixture.conversation(in: fixture.other)
            let before: Int64 = try await fixture.row(foreign)("change_seq")
            await #expect(throws: Problem.notFound) { try await fixture.desk.takeOver(foreign, by: fixture.actor) }
            await #expect(throws: Problem.notFound) {
                try await fixture.desk.addNote(foreign, text: "x", key: "k", by: fixture.actor)
            }
            await #expect(throws: Problem.notFound) {
                try await fixture.desk.reply(foreign, text: "x", key: "k", by: fixture.actor)
            }
            try await fixture.desk.markSeen(foreign, by: fixture.actor)
            #expect(try await fixture.row(foreign)("change_seq") == before)
            #expect(try await fixture.row(foreign)("unread_count") == 1)
        }
    }

    @Test func `seen clears the count once and does not disturb the assistant`() async throws {
        try await withInbox { (fixture: InboxFixture) async throws in
            let id = try await fixture.conversation(status: .bot, unread: 4)
            let before: Int64 = try await fixture.row(id)("change_seq")
            try await fixture.desk.markSeen(id, by: fixture.actor)
            let after: Int64 = try await fixture.row(id)("change_seq")
            #expect(after > before)
            try await fixture.desk.markSeen(id, by: fixture.actor)
            let row = try await fixture.row(id)
            #expect(try row("change_seq") == after)
            #expect(try row("unread_count") == 0)
            #expect(try row("revision") == 0)
        }
    }
}

/// What a viewer was told.
final class Updates: Sendable {
    private let (stream, continuation) = AsyncStream<Set<UUID>>.makeStream()

    func take(_ update: LiveUpdate) -> ServerEvent? {
        continuation.yield(update.conversations)
        return update.event
    }

    func first() async -> Set<UUID>? {
        for await conversations in stream { return conversations }
        return nil
    }
}
