import Domain
import Foundation
import TestSupport
import Testing

@testable import App

@Suite struct InboxPlanTests {
    static let account = UUID.v7()
    static let event = UUID.v7()
    static let start = Date(timeIntervalSince1970: 1_780_000_000)

    static func phone(_ digits: String) -> IdentityClaim { .init(kind: .phone, value: "+\(digits)", matchKey: digits) }
    static func bsuid(_ id: String) -> IdentityClaim { .init(kind: .bsuid, value: id, matchKey: id) }

    static func knowledge(assistant: Bool = true) -> InboxKnowledge {
        var known = InboxKnowledge()
        known.accounts[account] = .init(
            id: account, channelType: "whatsapp", assistantIsOn: assistant,
            debounce: .init(quiet: .seconds(6), cap: .seconds(25)))
        known.now = start
        return known
    }

    static func message(
        _ id: String, from: [IdentityClaim] = [phone("5511987654321")], at offset: TimeInterval = 0,
        text: String = "oi",
        part: Int = 0, fromShop: Bool = false
    ) -> InboxItem {
        item(
            .message(
                .init(
                    customer: from, customerName: "Ana", externalID: id, part: part,
                    sentAt: start.addingTimeInterval(offset),
                    contentType: "text", content: text, fromShop: fromShop)))
    }

    static func item(_ item: InboundItem) -> InboxItem { .init(event: event, path: "p", account: account, item: item) }

    static func plan(_ items: [InboxItem], knowing known: InboxKnowledge = knowledge()) -> InboxWrites {
        var plan = InboxPlan(knowing: known)
        for item in items { plan.add(item) }
        return plan.writes
    }

    @Test("a first message makes a contact, an identity, a conversation owned by the assistant, and one turn")
    func firstMessage() throws {
        let writes = Self.plan([Self.message("a")])
        #expect(writes.contacts.map(\.name) == ["Ana"])
        #expect(writes.identities.map(\.claim.matchKey) == ["5511987654321"])
        let conversation = try #require(writes.conversations.first)
        #expect(
            conversation.isNew && conversation.status == .bot && conversation.addedRevision == 1
                && conversation.addedUnread == 1)
        #expect(writes.messages.map(\.conversation) == [conversation.id])
        #expect(writes.turns.keys.map { $0 } == [conversation.id])
        #expect(writes.tallies[Self.event]?.state == "processed")
    }

    @Test("what was written more than a day ago waits for a person, what is newer has its turn")
    func stale() throws {
        let day: TimeInterval = 86_400
        let late = Self.plan([Self.message("a", at: -day - 1)])
        #expect(late.turns.isEmpty)
        #expect(late.conversations.first.map { !$0.status.belongsToAssistant && $0.addedUnread == 1 } == true)
        #expect(Self.plan([Self.message("a", at: -day + 1)]).turns.count == 1)
        // A clock that goes ahead is no reason to keep still.
        #expect(Self.plan([Self.message("a", at: day)]).turns.count == 1)
        let mixed = Self.plan([Self.message("a", at: -2 * day), Self.message("b")])
        #expect(mixed.conversations.count == 1 && mixed.messages.count == 2)
    }

    @Test("a message that another program answers just now is shown, and the assistant is not asked")
    func standby() {
        let standing = Self.item(
            .message(
                {
                    var message = InboundMessage(
                        customer: [Self.phone("5511987654321")], externalID: "a", sentAt: Self.start,
                        contentType: "text", content: "oi")
                    message.isStandby = true
                    return message
                }()))
        let fresh = Self.plan([standing])
        #expect(fresh.messages.count == 1 && fresh.turns.isEmpty && fresh.conversations.map(\.status) == [.new])
        // Nor does it wake the assistant in a conversation that was the assistant's a moment ago.
        #expect(Self.plan([Self.message("b"), standing]).turns.isEmpty)
    }

    @Test("with the assistant off the conversation is new and nobody is asked to answer")
    func assistantOff() {
        let writes = Self.plan([Self.message("a")], knowing: Self.knowledge(assistant: false))
        #expect(writes.conversations.map(\.status) == [.new])
        #expect(writes.turns.isEmpty)
    }

    @Test("ten images of one new contact in one batch make one conversation and ten messages")
    func album() {
        let writes = Self.plan((0..<10).map { Self.message("album-\($0)", at: Double($0)) })
        #expect(writes.contacts.count == 1 && writes.conversations.count == 1 && writes.messages.count == 10)
        #expect(writes.conversations.first?.addedRevision == 10)
        #expect(writes.turns.count == 1)
    }

    @Test("the same message twice in one batch is one message and one duplicate")
    func duplicateInBatch() {
        let writes = Self.plan([Self.message("a"), Self.message("a")])
        #expect(writes.messages.count == 1 && writes.tallies[Self.event]?.duplicates == 1)
        #expect(writes.conversations.first?.addedRevision == 1)
    }

    @Test("a message known already changes nothing at all")
    func duplicateKnown() {
        var known = Self.knowledge()
        known.messages[.init(account: Self.account, externalID: "a", part: 0)] = .init(id: .v7(), conversation: .v7())
        let writes = Self.plan([Self.message("a")], knowing: known)
        #expect(
            writes.contacts.isEmpty && writes.conversations.isEmpty && writes.messages.isEmpty && writes.turns.isEmpty)
        #expect(writes.tallies[Self.event]?.state == "processed")
    }

    @Test("two parts of one provider message are two messages")
    func parts() {
        #expect(Self.plan([Self.message("card"), Self.message("card", part: 1)]).messages.count == 2)
    }

    @Test("a person known by number who comes back with a new id keeps one contact and gains the id")
    func identitiesMeet() {
        let both = [Self.bsuid("BR.1"), Self.phone("5511987654321")]
        let writes = Self.plan([
            Self.message("a"), Self.message("b", from: both), Self.message("c", from: [Self.bsuid("BR.1")]),
        ])
        #expect(writes.contacts.count == 1 && writes.conversations.count == 1)
        #expect(Set(writes.identities.map(\.claim.kind)) == [.phone, .bsuid])
    }

    @Test("a word of the shop on its own phone silences the assistant and clears what was waiting")
    func echo() throws {
        let writes = Self.plan([Self.message("a"), Self.message("b", at: 5, fromShop: true)])
        let conversation = try #require(writes.conversations.first)
        #expect(conversation.status == .waitingCustomer && conversation.addedUnread == 0 && conversation.wasAnswered)
        #expect(conversation.waitingSince == nil && conversation.addedRevision == 2)
        #expect(writes.turns.isEmpty)
    }

    @Test("a customer who answers a person waits for a person, not for the assistant")
    func answersPerson() {
        let writes = Self.plan([Self.message("a"), Self.message("b", fromShop: true), Self.message("c")])
        #expect(writes.conversations.map(\.status) == [.waitingAgent])
        #expect(writes.turns.isEmpty)
    }

    @Test("a blocked contact's message is refused with its reason and makes no turn")
    func blocked() {
        var known = Self.knowledge()
        known.contacts[.init(account: Self.account, kind: .phone, matchKey: "5511987654321")] =
            .init(id: .v7(), name: "Ana", phone: "+5511987654321", isBlocked: true)
        let writes = Self.plan([Self.message("a")], knowing: known)
        #expect(writes.messages.isEmpty && writes.turns.isEmpty)
        #expect(writes.tallies[Self.event]?.errors == [.init(path: "p", reason: "contact_blocked")])
    }

    @Test(
        "a resolved conversation is taken up again inside the window and replaced by a new one after it",
        arguments: [1.0, 8.0])
    func reopening(days: Double) throws {
        var known = Self.knowledge()
        let contact = InboxKnowledge.Contact(id: .v7(), name: "Ana", phone: "+5511987654321", isBlocked: false)
        let old = UUID.v7()
        known.contacts[.init(account: Self.account, kind: .phone, matchKey: "5511987654321")] = contact
        known.conversations[.init(account: Self.account, contact: contact.id)] = .init(
            id: old, status: .resolved, resolvedAt: Self.start.addingTimeInterval(-days * 86_400),
            lastMessageAt: Self.start)
        let writes = Self.plan([Self.message("a")], knowing: known)
        if days < 7 {
            #expect(writes.conversations.map(\.id) == [old] && writes.conversations.map(\.status) == [.bot])
        } else {
            #expect(writes.conversations.map(\.status) == [.closed, .bot])
            #expect(writes.conversations.map(\.isNew) == [false, true])
            #expect(writes.messages.first?.conversation != old)
        }
    }

    @Test("one item that is refused leaves its neighbours alone")
    func neighbours() {
        let writes = Self.plan([
            Self.message("a"), Self.item(.revoke(externalID: "never-seen", at: Self.start)), Self.message("b"),
            Self.message("c", from: []),
        ])
        #expect(writes.messages.count == 2)
        #expect(writes.tallies[Self.event]?.errors.map(\.reason) == ["revoked_message_unknown", "no_sender"])
        #expect(writes.tallies[Self.event]?.state == "failed")
    }

    @Test("whatever order a batch comes in, every distinct message is stored once and its conversation counts them all")
    func anyOrder() {
        var generator = SeededRandom(seed: 20_261_121)
        for _ in 0..<200 {
            let people = (0..<4).map { Self.phone("551198765432\($0)") }
            var items = (0..<40).map { n in
                Self.message("m\(n % 25)", from: [people[(n % 25) % people.count]], at: Double(n))
            }
            items.shuffle(using: &generator)
            let writes = Self.plan(items)
            #expect(writes.messages.count == 25 && Set(writes.messages.map(\.message.externalID)).count == 25)
            #expect(writes.contacts.count == 4 && writes.conversations.count == 4)
            #expect(writes.conversations.reduce(0) { $0 + $1.addedRevision } == 25)
            #expect(writes.tallies[Self.event]?.duplicates == 15)
        }
    }

    @Test("messages of one second keep the order they came in")
    func orderWithinASecond() {
        let writes = Self.plan((0..<5_000).map { Self.message("m\($0)") })
        let keys = writes.messages.map(\.id.uuidString)
        #expect(keys == keys.sorted())
        #expect(Set(keys).count == 5_000)
    }
}
