import Domain
import Foundation
import Postgres
import Simulators
import Testing

@testable import App

@Suite(.timeLimit(.minutes(5))) struct OutboxMetaTests {
    @Test("an answer goes to the address the customer wrote from, and its statuses come back to it")
    func there() async throws {
        try await MetaBench.run { bench in
            let conversation = try await bench.hear()
            let message = try await bench.say("Olá, Ana!", in: conversation)
            try await bench.deliver()
            let sent = try #require(bench.sent.last)
            #expect(sent.text == "Olá, Ana!" && sent.body["to"]?.string == "+553187654321")
            #expect(try await bench.standing(message).description == "accepted/sent \(sent.id) - - attempts=1")
            try await bench.report("read", of: sent.id)
            try await bench.report("delivered", of: sent.id)
            #expect(try await bench.standing(message).delivery == "read")
        }
    }

    @Test("a customer who is known by a scoped id only is answered there")
    func scoped() async throws {
        try await MetaBench.run { bench in
            let conversation = try await bench.hear(from: .init(userID: "BR.13491208655302741918", name: "Ju"))
            _ = try await bench.say("oi", in: conversation)
            try await bench.deliver()
            let body = try #require(bench.sent.last?.body)
            #expect(body["recipient"]?.string == "BR.13491208655302741918" && body["to"] == nil)
        }
    }

    @Test("accepted and then dropped: unknown, never sent again by itself, settled by its status")
    func acceptThenDrop() async throws {
        try await MetaBench.run { bench in
            let conversation = try await bench.hear()
            bench.meta.fail(.send, .acceptThenDrop)
            let message = try await bench.say("oi", in: conversation)
            for round in 0..<4 { try await bench.deliver(later: Double(round) * 4_000) }
            let unsure = try await bench.standing(message)
            #expect(unsure.outbox == "unknown" && unsure.delivery == "queued" && unsure.attempts == 1)
            #expect(unsure.reason == "envio não confirmado; a mensagem pode ter chegado")
            #expect(bench.sent.count == 1)
            let id = try #require(bench.sent.first?.id)
            try await bench.report("delivered", of: id)
            #expect(try await bench.standing(message).description == "accepted/delivered \(id) - - attempts=1")
        }
    }

    @Test("a status that overtakes the answer is joined with it")
    func overtaking() async throws {
        try await MetaBench.run { bench in
            let conversation = try await bench.hear()
            // The answer is held back while the statuses travel: that is the case under test, so this test waits.
            bench.meta.fail(.send, .slow(.milliseconds(700)))
            let message = try await bench.say("oi", in: conversation)
            async let delivering = bench.deliver()
            let id = try await bench.meta.value { $0.sent.last?.id }
            try await bench.report("delivered", of: id)
            #expect(try await bench.standing(message).description == "accepted/delivered \(id) - - attempts=1")
            _ = try await delivering
            #expect(try await bench.standing(message).description == "accepted/delivered \(id) - - attempts=1")
        }
    }

    @Test("told to wait, the message waits that long, and the whole account with it")
    func retryAfter() async throws {
        try await MetaBench.run { bench in
            let (first, second) = (
                try await bench.hear(), try await bench.hear(from: .init(phone: "5511912345678", name: "Rui"))
            )
            bench.meta.fail(.send, .error(code: 130_429, status: 429, retryAfter: 120))
            let message = try await bench.say("oi", in: first)
            try await bench.deliver()
            let other = try await bench.say("olá", in: second)
            try await bench.deliver(later: 100)
            #expect(try await bench.standing(message).outbox == "pending")
            #expect(try await bench.standing(other).attempts == 0)
            bench.clock.advance(.seconds(121))
            try await bench.deliver(later: 400)
            #expect(try await bench.standing(message).description.hasPrefix("accepted/sent"))
            #expect(try await bench.standing(other).description.hasPrefix("accepted/sent"))
            #expect(bench.sent.count == 2)
        }
    }

    @Test("too fast for one recipient holds that conversation in order, and no other")
    func pairLimit() async throws {
        try await MetaBench.run { bench in
            let (slow, free) = (
                try await bench.hear(), try await bench.hear(from: .init(phone: "5511912345678", name: "Rui"))
            )
            bench.meta.fail(.send, .error(code: 131_056))
            for words in ["um", "dois"] { _ = try await bench.say(words, in: slow) }
            try await bench.deliver()
            _ = try await bench.say("livre", in: free)
            try await bench.deliver()
            #expect(bench.sent.map(\.text) == ["livre"])
            for round in 1...4 { try await bench.deliver(later: Double(round) * 30) }
            #expect(bench.sent.map(\.text) == ["livre", "um", "dois"])
        }
    }

    @Test("a final refusal is told in the shop's words, and nothing is tried again")
    func refused() async throws {
        try await MetaBench.run { bench in
            let conversation = try await bench.hear()
            bench.meta.fail(.send, .error(code: 131_026))
            let message = try await bench.say("oi", in: conversation)
            for round in 0..<3 { try await bench.deliver(later: Double(round) * 4_000) }
            #expect(
                try await bench.standing(message).description
                    == "failed/failed - 131026 este contato não existe neste canal ou não pode receber a mensagem attempts=1"
            )
            #expect(bench.sent.isEmpty)
        }
    }

    @Test("a revoked token stops the account: one call, then none until it has new credentials")
    func revoked() async throws {
        try await MetaBench.run { bench in
            let conversation = try await bench.hear()
            bench.meta.change { $0.accounts["100200300"]?.accessToken = "EAA-another" }
            let (first, second) = (
                try await bench.say("um", in: conversation), try await bench.say("dois", in: conversation)
            )
            try await bench.deliver()
            #expect(try await bench.standing(first).code == "190")
            #expect(try await bench.standing(second).code == "needs_reauth")
            #expect(bench.meta.read { state in state.calls.filter { $0.operation == .send }.count } == 1)
            let status: String = try await bench.database.tenant(.service(bench.tenant)) {
                try await $0.one("SELECT connection_status FROM channel_accounts WHERE tenant_id = \($0.tenant)")(
                    "connection_status")
            }
            #expect(status == "needs_reauth")
        }
    }

    @Test("the 24-hour window reported late fails the message in words, and a person can send it again")
    func lateFailure() async throws {
        try await MetaBench.run { bench in
            let conversation = try await bench.hear()
            let message = try await bench.say("oi", in: conversation)
            try await bench.deliver()
            let first = try #require(bench.sent.last?.id)
            try await bench.report("failed", of: first, error: (131_047, "Re-engagement message"))
            let failed = try await bench.standing(message)
            #expect(failed.delivery == "failed" && failed.code == "131047")
            #expect(failed.reason?.hasPrefix("passaram-se mais de 24 horas") == true)
            #expect(try await bench.retry(message))
            // Meta repeats itself for days: the old report must neither fail nor settle the new attempt.
            try await bench.report("failed", of: first, error: (131_047, "Re-engagement message"))
            #expect(try await bench.standing(message).description == "pending/queued - - - attempts=1")
            try await bench.deliver()
            let second = try #require(bench.sent.last?.id)
            #expect(second != first)
            #expect(try await bench.standing(message).description == "accepted/sent \(second) - - attempts=2")
            #expect(try await bench.retry(message) == false)
        }
    }

    @Test("a status that proves the first attempt stops the second one a person asked for")
    func provenBeforeRetry() async throws {
        try await MetaBench.run { bench in
            let conversation = try await bench.hear()
            bench.meta.fail(.send, .acceptThenDrop)
            let message = try await bench.say("oi", in: conversation)
            try await bench.deliver()
            #expect(try await bench.retry(message))
            let id = try #require(bench.sent.last?.id)
            try await bench.report("sent", of: id)
            try await bench.deliver(later: 60)
            #expect(bench.sent.count == 1)
            #expect(try await bench.standing(message).description == "accepted/sent \(id) - - attempts=1")
        }
    }

    @Test("killed between sending and the end: unknown, not sent again")
    func killed() async throws {
        try await MetaBench.run { bench in
            let conversation = try await bench.hear()
            let message = try await bench.say("oi", in: conversation)
            // All that a killed process leaves behind: `sending`, committed.
            _ = try await bench.database.tenant(.service(bench.tenant)) {
                try await Outbox.prepare(
                    $0, message: message, now: Date(), completion: { "SELECT 1" }, permit: { _ in .call })
            }
            #expect(try await bench.standing(message).outbox == "sending")
            for round in 0..<3 { try await bench.deliver(later: Double(round) * 4_000) }
            #expect(try await bench.standing(message).outbox == "unknown")
            #expect(bench.sent.isEmpty)
            #expect(try await bench.retry(message))
            try await bench.deliver()
            #expect(bench.sent.count == 1)
        }
    }

    @Test("a server told to stop in the middle of a call still writes down how it ended")
    func interrupted() async throws {
        try await MetaBench.run { bench in
            let conversation = try await bench.hear()
            bench.meta.fail(.send, .slow(.seconds(30)))
            let message = try await bench.say("oi", in: conversation)
            await withTaskGroup(of: Void.self) { group in
                group.addTask { _ = try? await bench.deliver() }
                _ = try? await bench.meta.value { $0.sent.last }
                group.cancelAll()
            }
            #expect(try await bench.standing(message).outbox == "unknown")
        }
    }

    @Test("a provider that is not there is left alone after five failures, and probed after the pause")
    func breaker() async throws {
        try await MetaBench.run { bench in
            let conversation = try await bench.hear()
            bench.meta.fail(.send, .error(code: 131_016), count: 6)
            let message = try await bench.say("oi", in: conversation)
            for round in 1...12 { try await bench.deliver(later: Double(round) * 4_000) }
            #expect(try await bench.standing(message).attempts == 5)
            #expect(try await bench.standing(message).outbox == "pending")
            bench.clock.advance(.seconds(31))
            try await bench.deliver(later: 60_000)
            #expect(try await bench.standing(message).attempts == 6)
            bench.clock.advance(.seconds(31))
            try await bench.deliver(later: 70_000)
            #expect(try await bench.standing(message).attempts == 6)
            bench.clock.advance(.seconds(30))
            try await bench.deliver(later: 80_000)
            #expect(try await bench.standing(message).description.hasPrefix("accepted/sent"))
            #expect(bench.sent.count == 1)
        }
    }
}
