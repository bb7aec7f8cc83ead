import Domain
import Foundation
import Postgres
import TestSupport
import Testing

@testable import App

/// What the shop said comes back before, during and after the answer to the call that sent it.
@Suite(.timeLimit(.minutes(5))) struct OwnCopyTests {
    typealias Bubble = CopyBench.Bubble

    @Test("a copy that overtakes the answer to its call is held, and then known")
    func overtaking() async throws {
        try await CopyBench.run { bench in
            let conversation = try await bench.hear("ana")
            _ = try await bench.say("Olá!", in: conversation)
            bench.meanwhile.withLock {
                $0 = {
                    try? await bench.receive { _ in 0 }
                    let now = try? await bench.outcome(conversation)
                    #expect(now?.held == 1 && now?.bubbles.map(\.outbox) == ["sending"])
                }
            }
            try await bench.deliver()
            _ = try await bench.lanes.drain(bench.tenant)
            let end = try await bench.outcome(conversation)
            #expect(end.bubbles == [Bubble(sender: "bot", text: "Olá!", outbox: "accepted")])
            #expect(end.status == "bot" && end.held == 0)
        }
    }

    @Test(
        "what a person types while a call is under way appears as soon as it is over, and takes the conversation over")
    func typedMeanwhile() async throws {
        try await CopyBench.run { bench in
            let conversation = try await bench.hear("ana")
            _ = try await bench.say("Olá!", in: conversation)
            bench.typed("eu cuido", to: "ana")
            bench.meanwhile.withLock { $0 = { try? await bench.receive { _ in 0 } } }
            try await bench.deliver()
            _ = try await bench.lanes.drain(bench.tenant)
            let end = try await bench.outcome(conversation)
            #expect(end.bubbles.map(\.description) == ["bot Olá! accepted", "agent eu cuido -"])
            #expect(end.status == "waiting_customer")
        }
    }

    @Test("a copy that came before the call began waits for nothing")
    func earlier() async throws {
        try await CopyBench.run { bench in
            let conversation = try await bench.hear("ana")
            bench.typed("eu cuido", to: "ana")
            let copy = try #require(bench.state.withLock { $0.copies.popLast() })
            try await bench.store(copy)
            _ = try await bench.say("Olá!", in: conversation)
            bench.meanwhile.withLock { $0 = { _ = try? await bench.lanes.drain(bench.tenant) } }
            try await bench.deliver()
            #expect(try await bench.outcome(conversation).held == 0)
            #expect(try await bench.outcome(conversation).bubbles.count == 2)
        }
    }

    @Test("a message whose answer was lost is settled by its copy, and the one a person asked for again is not sent")
    func lost() async throws {
        try await CopyBench.run { bench in
            let conversation = try await bench.hear("ana")
            bench.state.withLock { $0.fates = [.lost] }
            let message = try await bench.say("Olá!", in: conversation)
            try await bench.deliver()
            #expect(try await bench.retry(message))
            try await bench.receive { _ in 0 }
            try await bench.deliver()
            #expect(bench.state.withLock { $0.calls } == 1)
            let end = try await bench.outcome(conversation)
            #expect(end.bubbles.map(\.description) == ["bot Olá! accepted"] && end.status == "bot")
        }
    }

    @Test("a choice that a channel wrote out with numbers is our own, and nobody has taken over")
    func writtenOut() async throws {
        try await CopyBench.run { bench in
            let conversation = try await bench.hear("ana")
            bench.state.withLock { $0.fates = [.lost] }
            _ = try await bench.say(.buttons("É sobre isto?", [("a", "Frete"), ("b", "Uma pessoa")]), in: conversation)
            try await bench.deliver()
            bench.state.withLock { $0.copies = [] }
            bench.typed(#"É sobre isto?\n\n1. Frete\n2. Uma pessoa"#, to: "ana")
            try await bench.receive { _ in 0 }
            let end = try await bench.outcome(conversation)
            #expect(end.bubbles.map(\.sender) == ["bot"] && end.status == "bot", "\(end)")
        }
    }

    @Test("sent twice because a person wanted it: both copies are ours, and there is one bubble")
    func twice() async throws {
        try await CopyBench.run { bench in
            let conversation = try await bench.hear("ana")
            bench.state.withLock { $0.fates = [.lost] }
            let message = try await bench.say("Olá!", in: conversation)
            try await bench.deliver()
            #expect(try await bench.retry(message))
            try await bench.deliver()
            try await bench.receive { _ in 1 }
            try await bench.receive { _ in 0 }
            let end = try await bench.outcome(conversation)
            #expect(end.bubbles.map(\.description) == ["bot Olá! accepted"] && end.status == "bot")
            // The same words once more are a person's.
            bench.typed("Olá!", to: "ana")
            try await bench.receive { _ in 0 }
            #expect(try await bench.outcome(conversation).bubbles.count == 2)
            #expect(try await bench.outcome(conversation).status == "waiting_customer")
        }
    }

    @Test("parts of one message are known by the names the provider gave them")
    func parts() async throws {
        try await CopyBench.run { bench in
            let conversation = try await bench.hear("ana")
            let message = try await bench.say("um dois", in: conversation)
            try await bench.database.tenant(.service(bench.tenant)) { tx in
                let outbox: UUID = try await tx.one("SELECT id FROM outbox WHERE message_id = \(message)")(0)
                _ = try await tx.batch(
                    Outbox.settle(
                        tenant: bench.tenant, account: bench.account, outbox: outbox, message: message,
                        conversation: conversation, .accepted(externalID: "p2", parts: ["p1", "p2"])))
            }
            for (id, text) in [("p1", "um"), ("p2", "dois")] {
                try await bench.store(CopyBench.echo(id, text, to: "ana"))
            }
            _ = try await bench.lanes.drain(bench.tenant)
            #expect(try await bench.outcome(conversation).bubbles.count == 1)
        }
    }

    @Test("a call that nobody ends holds its copies for two minutes and no longer")
    func patience() async throws {
        try await CopyBench.run { bench in
            let conversation = try await bench.hear("ana")
            let message = try await bench.say("Olá!", in: conversation)
            try await bench.kill(message)
            bench.state.withLock { $0.copies = [] }
            bench.typed("eu cuido", to: "ana")
            try await bench.receive { _ in 0 }
            #expect(try await bench.outcome(conversation).held == 1)
            try await bench.database.system("time passes") {
                _ = try await $0.batch([
                    "UPDATE webhook_events SET received_at = received_at - interval '3 minutes'",
                    "UPDATE outbox SET called_at = called_at - interval '3 minutes'",
                ])
            }
            let waiting = try await bench.database.system("poll") { try await Inbox.tenantsWithPendingEvents($0) }
            #expect(waiting == [bench.tenant])
            _ = try await bench.lanes.drain(bench.tenant)
            let end = try await bench.outcome(conversation)
            #expect(end.held == 0 && end.bubbles.map(\.description) == ["bot Olá! sending", "agent eu cuido -"])
        }
    }

    @Test(
        "whatever the order of answers, copies, deaths and repetitions: one bubble a message, and only people take over"
    )
    func interleavings() async throws {
        try await CopyBench.run { bench in
            for seed in UInt64(1)...120 { try await round(seed, bench) }
        }
    }

    private func round(_ seed: UInt64, _ bench: CopyBench) async throws {
        var random = SeededRandom(seed: seed)
        let customer = "c\(seed)"
        let conversation = try await bench.hear(customer)
        let count = Int.random(in: 1...3, using: &random)
        let fates = (0..<count).map { _ in CopyBench.Fate.allCases.randomElement(using: &random) ?? .accepted }
        let typed = (0..<Int.random(in: 0...2, using: &random)).map { "pessoa \(seed) \($0)" }
        // Half the time all messages say the same.
        let same = Bool.random(using: &random)
        let messages = (0..<count).map { same ? "aviso \(seed)" : "aviso \(seed) \($0)" }
        let during = Int.random(in: 0...2, using: &random)
        let race = Bool.random(using: &random)
        let pick: @Sendable (Int) -> Int = { Int(seed % UInt64($0)) }
        bench.meanwhile.withLock { $0 = { for _ in 0..<during { try? await bench.receive(pick) } } }

        for (index, fate) in fates.enumerated() {
            let message = try await bench.say(messages[index], in: conversation)
            if fate == .killed {
                try await bench.kill(message)
            } else {
                bench.state.withLock { $0.fates = [fate] }
            }
            if index < typed.count { bench.typed(typed[index], to: customer) }
            // Copies come in while the end of the call is being written, too.
            async let arriving: Void = race ? bench.receive(pick) : ()
            try await bench.deliver()
            try await arriving
            if Bool.random(using: &random), try await bench.retry(message) {
                bench.state.withLock { $0.fates = [.accepted] }
                if Bool.random(using: &random) { try await bench.deliver() }
            }
        }
        try await bench.deliver()
        for extra in typed.dropFirst(count) { bench.typed(extra, to: customer) }
        while bench.state.withLock({ !$0.copies.isEmpty }) { try await bench.receive(pick) }
        _ = try await bench.lanes.drain(bench.tenant)

        let end = try await bench.outcome(conversation)
        let own = end.bubbles.filter { $0.sender == "bot" }
        let people = end.bubbles.filter { $0.sender == "agent" }
        #expect(own.map(\.text).sorted() == messages.sorted(), "seed \(seed): \(end.bubbles)")
        #expect(people.map(\.text).sorted() == typed.sorted(), "seed \(seed): \(end.bubbles)")
        #expect(end.status == (typed.isEmpty ? "bot" : "waiting_customer"), "seed \(seed): \(fates)")
        #expect(end.held == 0, "seed \(seed)")
        // Every message that left is known to have left.
        #expect(own.allSatisfy { $0.outbox == "accepted" || $0.outbox == "failed" }, "seed \(seed): \(own) \(fates)")
    }
}
