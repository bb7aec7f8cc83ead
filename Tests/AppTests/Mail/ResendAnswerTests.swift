import Domain
import Foundation
import Postgres
import Simulators
import Testing

@testable import App

/// What can go wrong with an answer by Resend.
@Suite(.timeLimit(.minutes(5))) struct ResendAnswerTests {
    static func conversation(_ bench: MailBench, from: String = "ana@example.com") async throws -> UUID {
        try await bench.resend.write(from: from, to: "sac@loja.com.br", subject: "Oi", text: "Oi")
        try await bench.work()
        return try #require(try await bench.lines().last).conversation
    }

    @Test("a lost answer is asked for again with the same key: one mail, whatever has arrived meanwhile")
    func lost() async throws {
        try await MailBench.run { bench in
            let conversation = try await Self.conversation(bench)
            bench.resend.fail(.acceptThenDrop)
            let message = try await bench.say("Olá", in: conversation)
            try await bench.work()
            #expect(try await bench.standing(message).outbox == "pending")
            // Another mail of hers changes what the chain would be: the repetition says what it said.
            _ = try await Self.conversation(bench)
            try await bench.work(later: 100)
            let id = try #require(bench.sent.first?.id)
            #expect(try await bench.standing(message).description == "accepted/sent \(id) - - attempts=2")
            #expect(bench.sent.count == 1)
        }
    }

    @Test("a status that comes before its answer settles the message; nothing is sent again")
    func statusFirst() async throws {
        try await MailBench.run { bench in
            let conversation = try await Self.conversation(bench)
            bench.resend.fail(.acceptThenDrop)
            let message = try await bench.say("Olá", in: conversation)
            try await bench.work()
            let id = try #require(bench.sent.first?.id)
            #expect(try await bench.resend.postEvent("email.delivered", for: id) == 200)
            _ = try await bench.lanes.drain(bench.tenant)
            #expect(try await bench.standing(message).description == "accepted/delivered \(id) - - attempts=1")
            try await bench.work(later: 4_000)
            #expect(bench.sent.count == 1)
        }
    }

    @Test("told to wait, the account waits; a revoked key stops it until there is another")
    func limits() async throws {
        try await MailBench.run { bench in
            let conversation = try await Self.conversation(bench)
            bench.resend.fail(.error(status: 429, name: "rate_limit_exceeded", retryAfter: 120))
            let message = try await bench.say("um", in: conversation)
            try await bench.work()
            try await bench.work(later: 100)
            #expect(try await bench.standing(message).outbox == "pending" && bench.sent.isEmpty)
            bench.clock.advance(.seconds(121))
            try await bench.work(later: 400)
            #expect(try await bench.standing(message).outbox == "accepted")

            bench.resend.world.change { $0.apiKey = "re_another" }
            let (first, second) = (
                try await bench.say("dois", in: conversation), try await bench.say("três", in: conversation)
            )
            try await bench.work(later: 400)
            #expect(try await bench.standing(first).code == "invalid_api_key")
            #expect(try await bench.standing(second).code == "needs_reauth" && bench.sent.count == 1)
        }
    }

    @Test("a bounce for good and a complaint close the address; what the provider lifts, or a person, is open again")
    func suppressions() async throws {
        try await MailBench.run { bench in
            let conversation = try await Self.conversation(bench)
            let message = try await bench.say("Olá", in: conversation)
            try await bench.work()
            let id = try #require(bench.sent.first?.id)
            let full: JSON = ["type": "Transient", "subType": "MailboxFull", "message": "full"]
            try await bench.resend.postEvent("email.bounced", for: id, details: [("bounce", full)])
            try await bench.work()
            #expect(try await bench.standing(message).delivery == "failed")
            #expect(try await bench.suppressed().isEmpty)

            // The same words once more are a new wish: the provider's memory of the key must not swallow it.
            try await bench.database.tenant(.service(bench.tenant)) {
                _ = try await Outbox.retry($0, message: message)
            }
            try await bench.work()
            #expect(bench.sent.count == 2)
            let again = try #require(bench.sent.last?.id)
            let dead: JSON = ["type": "Permanent", "subType": "NoEmail", "message": "gone"]
            try await bench.resend.postEvent("email.bounced", for: again, details: [("bounce", dead)])
            try await bench.work()
            #expect(try await bench.suppressed() == ["ana@example.com bounce"])
            #expect(try await bench.standing(message).code == "bounced_permanent")
            try await bench.resend.post("suppression.removed", ["email": "ANA@example.com", "origin": "manual"])
            try await bench.work()
            #expect(try await bench.suppressed().isEmpty)

            try await bench.resend.postEvent("email.complained", for: again)
            try await bench.resend.post("suppression.removed", ["email": "ana@example.com", "origin": "manual"])
            try await bench.work()
            #expect(try await bench.suppressed() == ["ana@example.com complaint"])
            let held = try await bench.say("e agora?", in: conversation)
            try await bench.work()
            #expect(try await bench.standing(held).code == "suppressed" && bench.sent.count == 2)
        }
    }
}
