import Domain
import Foundation
import HTTPTypes
import HummingbirdTesting
import Postgres
import TestSupport
import Testing
import Web

@testable import App

@Suite(.timeLimit(.minutes(5))) struct MergeTests {
    @Test func `everything of the merged contact points at the survivor, and undoing gives each its own again`()
        async throws
    {
        try await withInbox { (fixture: InboxFixture) async throws in
            for seed in 0..<25 {
                var random = SeededRandom(seed: UInt64(seed))
                let world = try await ContactWorld(fixture, people: 3, using: &random)
                let before = try await world.snapshot()
                // Merges in a chain or into one, undone last first.
                var merges: [(id: UUID, survivor: UUID)] = []
                var alive = world.people
                while alive.count > 1 {
                    let merged = alive.remove(at: Int.random(in: 0..<alive.count, using: &random))
                    let survivor = alive[Int.random(in: 0..<alive.count, using: &random)]
                    merges.append((try await fixture.book.merge(merged, into: survivor, by: fixture.actor), survivor))
                    #expect(try await world.rows(of: merged) == 0, "seed \(seed)")
                    #expect(try await world.brokenRules() == 0, "seed \(seed)")
                }
                for merge in merges.reversed() {
                    try await fixture.book.unmerge(merge.id, of: merge.survivor, by: fixture.actor)
                    #expect(try await world.brokenRules() == 0, "seed \(seed)")
                }
                #expect(try await world.snapshot() == before, "seed \(seed)")
            }
        }
    }

    @Test func `merges into one survivor can be undone in any order`() async throws {
        try await withInbox { (fixture: InboxFixture) async throws in
            for seed in 100..<115 {
                var random = SeededRandom(seed: UInt64(seed))
                let world = try await ContactWorld(fixture, people: 4, using: &random, describes: false)
                let before = try await world.snapshot()
                var merges: [UUID] = []
                for merged in world.people.dropFirst() {
                    merges.append(try await fixture.book.merge(merged, into: world.people[0], by: fixture.actor))
                }
                merges.shuffle(using: &random)
                for merge in merges { try await fixture.book.unmerge(merge, of: world.people[0], by: fixture.actor) }
                #expect(
                    try await world.snapshot().filter { !$0.isAmbiguous } == before.filter { !$0.isAmbiguous },
                    "seed \(seed)")
            }
        }
    }

    @Test func `two live conversations on one account become one: the one that needs a person stays`() async throws {
        try await withInbox { (fixture: InboxFixture) async throws in
            let waiting = try await fixture.conversation("A", status: .waitingAgent, age: .seconds(900), unread: 2)
            let talking = try await fixture.conversation("B", status: .waitingCustomer, age: .seconds(30), unread: 1)
            let (a, b): (UUID, UUID) = (
                try await fixture.row(waiting)("customer_id"), try await fixture.row(talking)("customer_id")
            )
            let merge = try await fixture.book.merge(a, into: b, by: fixture.actor)
            let (kept, ended) = (try await fixture.row(waiting), try await fixture.row(talking))
            #expect(try kept("status") == "waiting_agent" && kept("customer_id") == b && kept("unread_count") == 3)
            #expect(try ended("status") == "closed" && ended("customer_id") == b)
            try await fixture.book.unmerge(merge, of: b, by: fixture.actor)
            #expect(try await fixture.row(waiting)("customer_id") == a)
            #expect(try await fixture.row(talking)("status") == "waiting_customer")
        }
    }

    @Test func `what arrives after a merge finds the survivor, and after undoing it stays with its address`()
        async throws
    {
        try await withInbox { (fixture: InboxFixture) async throws in
            let old = try await fixture.conversation("A", status: .closed, phone: "+5511987654321")
            let a: UUID = try await fixture.row(old)("customer_id")
            let b = try await fixture.book.create(NewContact(name: "B", email: "b@x.com"), by: fixture.actor)
            let merge = try await fixture.book.merge(a, into: b, by: fixture.actor)
            let holder = try await fixture.database.tenant(fixture.service) { tx in
                try await Contacts.holder(of: try #require(ContactAddress("11 98765-4321")), tx: tx)
            }
            #expect(holder == b)
            // A new conversation, as the inbox begins one for whom the address belongs to.
            let later: UUID = try await fixture.database.system("test") { system in
                try await system.one(
                    """
                    INSERT INTO conversations (tenant_id, account_id, customer_id, channel_type)
                    VALUES (\(fixture.shop.value), \(fixture.account), \(b), 'whatsapp') RETURNING id
                    """)("id")
            }
            try await fixture.book.unmerge(merge, of: b, by: fixture.actor)
            #expect(try await fixture.row(later)("customer_id") == a)
            #expect(try await fixture.row(old)("customer_id") == a)
        }
    }

    @Test func `what was edited after a merge is not undone with it`() async throws {
        try await withInbox { (fixture: InboxFixture) async throws in
            let a = try await fixture.book.create(
                NewContact(name: "Ana", email: "a@x.com", tags: ["vip"]), by: fixture.actor)
            let b = try await fixture.book.create(
                NewContact(phone: "11987654321", tags: ["VIP", "novo"]), by: fixture.actor)
            let merge = try await fixture.book.merge(a, into: b, by: fixture.actor)
            try await fixture.book.edit(b, ContactEdit(name: "Ana Maria"), by: fixture.actor)
            try await fixture.book.unmerge(merge, of: b, by: fixture.actor)
            let row = try await fixture.database.system("test") {
                try await $0.one("SELECT * FROM contacts WHERE id = \(b)")
            }
            #expect(try row("name") == "Ana Maria")
            #expect(try row("email") as String? == nil)
            #expect(try await fixture.count("SELECT count(*) FROM contact_tags WHERE contact_id = \(b)") == 2)
            #expect(try await fixture.count("SELECT count(*) FROM contact_tags WHERE contact_id = \(a)") == 1)
        }
    }

    @Test func `a merged contact is refused every act and leads to its survivor`() async throws {
        try await withInbox { (fixture: InboxFixture) async throws in
            let a = try await fixture.book.create(NewContact(name: "Ana"), by: fixture.actor)
            let b = try await fixture.book.create(NewContact(name: "Ana Lima"), by: fixture.actor)
            let c = try await fixture.book.create(NewContact(name: "Aninha"), by: fixture.actor)
            let foreign = try await fixture.row(fixture.conversation(in: fixture.other))("customer_id") as UUID
            let first = try await fixture.book.merge(a, into: b, by: fixture.actor)
            await #expect(throws: Problem.contactMerged) { try await fixture.book.merge(a, into: c, by: fixture.actor) }
            await #expect(throws: Problem.contactMerged) {
                try await fixture.book.setBlocked(true, a, by: fixture.actor)
            }
            await #expect(throws: Problem.notFound) {
                try await fixture.book.merge(foreign, into: c, by: fixture.actor)
            }
            await #expect(throws: Problem.notFound) { try await fixture.book.unmerge(first, of: c, by: fixture.actor) }
            _ = try await fixture.book.merge(b, into: c, by: fixture.actor)
            await #expect(throws: Problem.undoLaterMergeFirst) {
                try await fixture.book.unmerge(first, of: b, by: fixture.actor)
            }
            try await fixture.browse { (agent: AgentClient) async throws in
                let led = try await agent.get("/contacts/\(b.lowercase)")
                #expect(led.status == .seeOther && led.headers[.location] == "/contacts/\(c.lowercase)")
                let page = try await agent.get("/contacts/\(c.lowercase)")
                #expect(page.text.contains("Separar"))
                #expect(try await agent.get("/contacts").text.components(separatedBy: "class=\"person\"").count == 2)
            }
        }
    }

    @Test func `by forms: find the other, see what moves, merge, separate`() async throws {
        try await withInbox { (fixture: InboxFixture) async throws in
            let talk = try await fixture.conversation("Ana", phone: "+5511987654321")
            let a: UUID = try await fixture.row(talk)("customer_id")
            let b = try await fixture.book.create(NewContact(name: "Ana Lima", email: "ana@x.com"), by: fixture.actor)
            try await fixture.browse { (agent: AgentClient) async throws in
                let pick = try await agent.get("/contacts/\(b.lowercase)/merge?q=ana")
                #expect(pick.text.contains("/contacts/\(b.lowercase)/merge/\(a.lowercase)"))
                let preview = try await agent.get("/contacts/\(b.lowercase)/merge/\(a.lowercase)")
                #expect(preview.text.contains("1 conversa") && preview.text.contains("1 endereço"))
                #expect(try await agent.post("/contacts/\(b.lowercase)/merge/\(a.lowercase)").status == .seeOther)
                let page = try await agent.get("/contacts/\(b.lowercase)").text
                #expect(page.contains("/support/\(talk.lowercase)"))
                let undo = try #require(page.firstMatch(of: #/action="([^"]+unmerge[^"]+)"/#)).1
                #expect(try await agent.post(String(undo)).status == .seeOther)
                #expect(try await fixture.row(talk)("customer_id") == a)
            }
        }
    }
}

extension String {
    /// What several merged contacts gave the survivor at once has no single way back.
    fileprivate var isAmbiguous: Bool { ["tag", "value", "consent"].contains { hasPrefix($0) } }
}
