import Crypto
import Domain
import Foundation
import Postgres
import Simulators
import Testing

@testable import App

/// Text messages through the pretend Twilio and the pretend Zenvia, both ways.
@Suite(.timeLimit(.minutes(5)))
struct SMSJourneyTests {
    private static let secret = "a-long-secret-of-this-account-alone"
    private static let ana = "+5511987654321"
    private static let shop = "+551140028922"

    private static func withTwilio(
        publicURL: URL? = nil, _ body: @escaping @Sendable (ShopBench, TwilioSimulator, UUID) async throws -> Void
    ) async throws {
        let twilio = TwilioSimulator(logger: ShopBench.quiet)
        twilio.change { state in
            state.accountSID = "AC" + String(repeating: "1", count: 32)
            state.authToken = "token-of-the-account"
            state.senders = [shop]
            state.log.plan = .none
        }
        try await ShopBench.run(with: twilio, publicURL: publicURL) { bench in
            let account = try await bench.channels.connect(
                NewChannel(
                    channelType: .sms, provider: .twilio, name: "SMS", address: shop,
                    baseURL: try await twilio.baseURL,
                    settings: ["account_sid": twilio.read(\.accountSID)],
                    secrets: [.apiToken: "token-of-the-account"], hookSecret: secret), as: bench.fixture.owner(0))
            twilio.change { $0.log.webhookURL = bench.site + "/webhooks/twilio/" + secret }
            try await body(bench, twilio, account)
        }
    }

    /// The customer writes; gives the conversation.
    private static func hear(_ bench: ShopBench, _ twilio: TwilioSimulator, _ account: UUID) async throws -> UUID {
        #expect(try await twilio.receive("oi", from: ana, on: shop).status == 200)
        try await bench.read()
        return try #require(try await bench.conversations(account).first)
    }

    @Test func `a text message is answered, and its ticks come back to the address each message names`() async throws {
        try await Self.withTwilio { bench, twilio, account in
            let conversation = try await Self.hear(bench, twilio, account)
            let message = try await bench.say("Olá!", in: conversation, on: account)
            try await bench.deliver()
            let sent = try #require(twilio.read { $0.messages.last })
            #expect(sent.isFromShop && sent.text == "Olá!" && sent.customer == Self.ana)
            for (word, standing) in [
                ("sent", "sent"), ("delivered", "delivered"), ("sent", "delivered"), ("undelivered", "delivered"),
            ] {
                #expect(try await twilio.postStatusNow(word, for: sent.id) == 200)
                try await bench.read()
                #expect(try await bench.standing(message) == "accepted/\(standing) - 1")
            }
            #expect(try await bench.story(account) == ["inbound oi", "outbound Olá! delivered"])
        }
    }

    @Test func `ten redeliveries are one message, and a second one with the same words is a second message`()
        async throws
    {
        try await Self.withTwilio { bench, twilio, account in
            _ = try await Self.hear(bench, twilio, account)
            let first = try #require(twilio.read { $0.log.posted.last })
            for _ in 0..<9 {
                #expect(try await ShopBench.post(first.body, to: first.url, first.headers).status == 200)
            }
            _ = try await Self.hear(bench, twilio, account)
            #expect(try await bench.story(account) == ["inbound oi", "inbound oi"])
            #expect(try await bench.events().map(\.deliveries) == [10, 1])
        }
    }

    @Test func `an answer that was lost is settled by the status, which names our message`() async throws {
        try await Self.withTwilio { bench, twilio, account in
            let conversation = try await Self.hear(bench, twilio, account)
            twilio.fail("send", .acceptThenDrop)
            let message = try await bench.say("olá", in: conversation, on: account)
            for round in 0..<3 { try await bench.deliver(later: Double(round) * 4_000) }
            #expect(try await bench.standing(message).hasPrefix("unknown/queued"))
            let sent = try #require(twilio.read { $0.messages.last })
            #expect(sent.isFromShop && twilio.read { $0.messages.count } == 2)
            #expect(try await twilio.postStatusNow("delivered", for: sent.id) == 200)
            try await bench.read()
            #expect(try await bench.standing(message) == "accepted/delivered - 1")
        }
    }

    @Test func `a status that overtakes the answer is joined with it`() async throws {
        try await Self.withTwilio { bench, twilio, account in
            let conversation = try await Self.hear(bench, twilio, account)
            // The answer is held back while the status travels: that is the case under test, so this test waits.
            twilio.fail("send", .slow(.milliseconds(700)))
            let message = try await bench.say("olá", in: conversation, on: account)
            async let delivering: Void = bench.deliver()
            let id = try await twilio.value { $0.messages.last { $0.isFromShop }?.id }
            #expect(try await twilio.postStatusNow("delivered", for: id) == 200)
            try await bench.read()
            try await delivering
            #expect(try await bench.standing(message) == "accepted/delivered - 1")
        }
    }

    @Test func `too fast waits as long as it is told, a revoked token stops the account, STOP is told as what it is`()
        async throws
    {
        try await Self.withTwilio { bench, twilio, account in
            let conversation = try await Self.hear(bench, twilio, account)
            twilio.fail(
                "send", .error(status: 429, body: ["code": 20_429, "message": "Too Many Requests"], retryAfter: 60))
            let slow = try await bench.say("devagar", in: conversation, on: account)
            try await bench.deliver()
            try await bench.deliver(later: 50)
            #expect(try await bench.standing(slow).hasPrefix("pending/queued"))
            bench.clock.advance(.seconds(61))
            try await bench.deliver(later: 70)
            #expect(try await bench.standing(slow) == "accepted/sent - 2")

            #expect(try await twilio.receive("STOP", from: Self.ana, on: Self.shop).status == 200)
            try await bench.read()
            let stopped = try await bench.say("mais uma", in: conversation, on: account)
            try await bench.deliver()
            #expect(try await bench.standing(stopped) == "failed/failed 21610 1")
            let reason = try await bench.rows("SELECT failure_reason AS r FROM messages WHERE id = \(stopped)") {
                try $0("r") as String
            }
            #expect(reason == ["o cliente pediu para não receber estas mensagens"])

            twilio.change { $0.authToken = "another-token" }
            let (first, second) = (
                try await bench.say("um", in: conversation, on: account),
                try await bench.say("dois", in: conversation, on: account)
            )
            try await bench.deliver()
            #expect(try await bench.standing(first) == "failed/failed 20003 1")
            #expect(try await bench.standing(second).hasPrefix("failed/failed needs_reauth"))
            #expect(try await bench.status(account) == "needs_reauth")
        }
    }

    @Test func `only what Twilio signed is taken, at either address, also behind a proxy that hides our name`()
        async throws
    {
        let publicURL = try #require(URL(string: "https://atendimento.loja.com.br/crm/"))
        try await Self.withTwilio(publicURL: publicURL) { bench, twilio, account in
            let body = Array("AccountSid=AC1&MessageSid=SM1&From=%2B5511987654321&To=%2B551140028922&Body=oi".utf8)
            let paths = [
                "/webhooks/twilio/\(Self.secret)",
                "/webhooks/twilio/status/\(bench.tenant)/\(account.uuidString.lowercased())?outbox=\(UUID())",
            ]
            for path in paths {
                func answer(_ site: String, token: String = "token-of-the-account") async throws -> Int {
                    let signature = Self.sign(site + path, body, token: token)
                    return try await ShopBench.post(
                        body, to: bench.site + path, [("X-Twilio-Signature", signature)] + Self.form
                    ).status
                }
                // The proxy calls us by another name than Twilio called it.
                #expect(try await answer("https://atendimento.loja.com.br/crm") == 200)
                #expect(try await answer("https://atendimento.loja.com.br:443/crm") == 200)
                #expect(try await answer(bench.site) == 200)
                #expect(try await answer("https://atendimento.loja.com.br/crm", token: "wrong") == 401)
                #expect(try await answer("https://outra.com.br") == 401)
                #expect(try await ShopBench.post(body, to: bench.site + path, Self.form).status == 401)
            }
            let stranger = "/webhooks/twilio/status/\(bench.tenant)/\(UUID())"
            let signature = Self.sign(bench.site + stranger, body, token: "token-of-the-account")
            #expect(
                try await ShopBench.post(
                    body, to: bench.site + stranger, [("X-Twilio-Signature", signature)] + Self.form
                )
                .status == 404)
            let answer = try await ShopBench.post(
                body, to: bench.site + paths[0],
                [("X-Twilio-Signature", Self.sign(bench.site + paths[0], body, token: "token-of-the-account"))]
                    + Self.form)
            #expect(answer.type?.hasPrefix("text/xml") == true)
            #expect(answer.body == #"<?xml version="1.0" encoding="UTF-8"?><Response/>"#)
            try await bench.read()
            #expect(try await bench.story(account) == ["inbound oi"])
        }
    }

    @Test
    func `Zenvia both ways: a message comes, the answer goes, and its status finds it even when the answer is lost`()
        async throws
    {
        let zenvia = ZenviaSimulator(logger: ShopBench.quiet)
        zenvia.change { state in
            state.token = "zenvia-token"
            state.senders = ["loja"]
            state.log.plan = .none
        }
        try await ShopBench.run(with: zenvia) { bench in
            let account = try await bench.channels.connect(
                NewChannel(
                    channelType: .sms, provider: .zenvia, name: "SMS", address: "loja",
                    baseURL: try await zenvia.baseURL,
                    secrets: [.apiToken: "zenvia-token"], hookSecret: Self.secret), as: bench.fixture.owner(0))
            let url = bench.site + "/webhooks/zenvia/" + Self.secret
            for type in ["MESSAGE", "MESSAGE_STATUS"] {
                let wish = #"{"eventType":"\#(type)","webhook":{"url":"\#(url)"},"criteria":{"channel":"sms"}}"#
                let home = try await zenvia.baseURL
                let answer = try await ShopBench.post(
                    Array(wish.utf8), to: home + "/v2/subscriptions", [("X-API-TOKEN", "zenvia-token")])
                #expect(answer.status == 200)
            }
            #expect(try await zenvia.receive("oi", from: Self.ana, name: "Ana", on: "loja").status == 200)
            let first = try #require(zenvia.read { $0.log.posted.last })
            for _ in 0..<9 {
                #expect(try await ShopBench.post(first.body, to: first.url, first.headers).status == 200)
            }
            try await bench.read()
            #expect(try await bench.events().map(\.deliveries) == [10])
            let conversation = try #require(try await bench.conversations(account).first)

            let message = try await bench.say("olá", in: conversation, on: account)
            try await bench.deliver()
            let sent = try #require(zenvia.read { $0.messages.last?.id })
            #expect(try await zenvia.postStatusNow("delivered", for: sent) == 200)
            try await bench.read()
            #expect(try await bench.standing(message) == "accepted/delivered - 1")

            zenvia.fail("send", .acceptThenDrop)
            let lost = try await bench.say("de novo", in: conversation, on: account)
            try await bench.deliver()
            #expect(try await bench.standing(lost).hasPrefix("unknown/queued"))
            let other = try #require(zenvia.read { $0.messages.last?.id })
            #expect(try await zenvia.postStatusNow("delivered", for: other) == 200)
            try await bench.read()
            #expect(try await bench.standing(lost) == "accepted/delivered - 1")

            zenvia.change { $0.token = "another" }
            let refused = try await bench.say("fim", in: conversation, on: account)
            try await bench.deliver()
            #expect(try await bench.standing(refused).hasPrefix("failed/failed"))
            #expect(try await bench.status(account) == "needs_reauth")
        }
    }

    // MARK: By hand

    private static let form = [(name: "Content-Type", value: "application/x-www-form-urlencoded")]

    static func sign(_ url: String, _ body: [UInt8], token: String) -> String {
        let fields = String(decoding: body, as: UTF8.self).split(separator: "&").map {
            $0.split(separator: "=", maxSplits: 1).map { String($0).removingPercentEncoding ?? "" }
        }
        let signed = url + fields.sorted { $0[0] < $1[0] }.map { $0.joined() }.joined()
        return Data(
            HMAC<Insecure.SHA1>.authenticationCode(
                for: Array(signed.utf8), using: SymmetricKey(data: Array(token.utf8)))
        ).base64EncodedString()
    }
}
