import Domain
import Foundation
import Postgres
import Providers
import Simulators
import Testing

@testable import App

/// WhatsApp through a pretend Whaticket: from the signed webhook to the conversation, and back.
@Suite(.timeLimit(.minutes(5)))
struct WhaticketJourneyTests {
    static let secret = "shared-secret-of-the-shop"

    /// A shop whose Whaticket is the pretend one; `change` makes it another member of the family.
    static func withShop(
        limits: WebhookLimits = WebhookLimits(), links: MediaLinks? = nil,
        change: @Sendable (inout WhaticketState) -> Void = { _ in },
        _ body: @escaping @Sendable (ShopBench, WhaticketSimulator, UUID) async throws -> Void
    ) async throws {
        let whaticket = WhaticketSimulator(logger: ShopBench.quiet)
        whaticket.change { state in
            state.dialect = .identified
            state.apiToken = "token-of-the-connection"
            state.webhookSecret = secret
            state.companyDomain = "loja.com.br"
            change(&state)
        }
        try await ShopBench.run(with: whaticket, limits: limits, links: links) { bench in
            let account = try await bench.channels.connect(
                NewChannel(
                    channelType: .whatsapp, provider: .whaticket, name: "Loja", address: "loja.com.br",
                    baseURL: try await whaticket.baseURL, settings: ["api_url": "https://whaticket.example.com"],
                    secrets: [.apiToken: "token-of-the-connection", .webhookSecret: secret]),
                as: bench.fixture.owner(0))
            whaticket.change { $0.log.webhookURL = bench.site + "/webhook/whaticket" }
            try await body(bench, whaticket, account)
        }
    }

    @Test func `a customer writes and is answered, whichever shape the webhook has`() async throws {
        try await Self.withShop { bench, whaticket, account in
            let shapes: [WhaticketSimulator.Shape] = [.contract, .bare, .baileys, .event]
            for (index, shape) in shapes.enumerated() {
                let heard = try await whaticket.receive(
                    .text("oi \(index)"), from: "5511987654321", name: "Ana", as: shape)
                #expect(heard.status == 202)
            }
            try await bench.read()
            let conversation = try #require(try await bench.conversations(account).first)
            let message = try await bench.say("Olá, Ana! {{name}}", in: conversation, on: account)
            try await bench.deliver()
            #expect(try await bench.standing(message) == "accepted/sent - 1")
            #expect(
                try await bench.story(account)
                    == (0..<4).map { "inbound oi \($0)" } + ["outbound Olá, Ana! {{name}} sent"])
            #expect(try await bench.conversations(account).count == 1)
            let sent = try #require(whaticket.read { $0.sent.last })
            #expect(sent.number == "5511987654321" && !sent.body.contains("Cliente"))
        }
    }

    @Test func `ten redeliveries of a signed webhook are one message, and one stored event`() async throws {
        try await Self.withShop { bench, whaticket, account in
            for shape in [WhaticketSimulator.Shape.baileys, .bare] {
                try await whaticket.receive(.text("oi"), from: "5511987654321", name: "Ana", as: shape)
                #expect(try await whaticket.redeliverLast(copies: 9) == Array(repeating: 202, count: 9))
            }
            try await bench.read()
            #expect(try await bench.story(account) == ["inbound oi", "inbound oi"])
            #expect(try await bench.events().map(\.deliveries) == [10, 10])
        }
    }

    @Test func `the same words without an id are said again when they are signed again, and known when they have one`()
        async throws
    {
        try await Self.withShop { bench, whaticket, account in
            let now = Date()
            let bare = Array(#"{"number":"5511987654321","message":{"conversation":"sim"}}"#.utf8)
            let named = Array(
                #"{"key":{"remoteJid":"5511987654321@s.whatsapp.net","fromMe":false,"id":"A1"},"message":{"conversation":"não"}}"#
                    .utf8)
            for body in [bare, named] {
                for delay in [0.0, 1, 2] {
                    #expect(try await whaticket.post(body, signedAt: now.addingTimeInterval(delay)) == 202)
                }
            }
            try await bench.read()
            #expect(try await bench.story(account) == ["inbound sim", "inbound sim", "inbound sim", "inbound não"])
            #expect(try await bench.events().map(\.duplicates) == [0, 0, 0, 0, 1, 1])
        }
    }

    @Test func `a replay from the event log makes the same ids again: nothing is stored twice`() async throws {
        try await Self.withShop { bench, whaticket, account in
            try await whaticket.receive(.text("oi"), from: "5511987654321", name: "Ana", as: .bare)
            try await bench.read()
            let event = try #require(
                try await bench.rows("SELECT id FROM webhook_events") { try $0("id") as UUID }.first)
            let run = try await bench.database.tenant(.service(bench.tenant)) { try await EventLog.replay(event, $0) }
            #expect(run?.pending == 1)
            try await bench.read()
            #expect(try await bench.story(account) == ["inbound oi"])
            #expect(try await bench.events() == [.init(state: "processed", items: 1, duplicates: 1)])
        }
    }

    @Test func `one poisoned message of a batch is kept with its reason, and its neighbours arrive`() async throws {
        try await Self.withShop { bench, whaticket, account in
            func raw(_ id: String, _ jid: String, _ words: String) -> String {
                #"{"key":{"remoteJid":"\#(jid)","fromMe":false,"id":"\#(id)"},"message":{"conversation":"\#(words)"}}"#
            }
            let items = [
                raw("A1", "5511987654321@s.whatsapp.net", "um"), "7", raw("A2", "nobody", "dois"),
                raw("A3", "5511987654321@s.whatsapp.net", "três"),
            ]
            let body = #"{"event":"messages.upsert","data":{"messages":[\#(items.joined(separator: ","))]}}"#
            #expect(try await whaticket.post(Array(body.utf8)) == 202)
            try await bench.read()
            #expect(try await bench.story(account) == ["inbound um", "inbound três"])
            let event = try #require(try await bench.events().first)
            #expect(event.state == "failed")
            #expect(event.errors?.contains("not_an_object") == true && event.errors?.contains("missing_number") == true)
        }
    }

    @Test func `a server that cannot sign posts to the account's secret address`() async throws {
        try await Self.withShop { bench, whaticket, account in
            let secret = try await bench.channels.renewHook(
                of: account, provider: .whaticket, as: bench.fixture.owner(0))
            let body =
                #"{"key":{"remoteJid":"5511987654321@s.whatsapp.net","fromMe":false,"id":"A1"},"message":{"conversation":"oi"}}"#
            func post(_ end: String) async throws -> ShopBench.Answer {
                try await ShopBench.post(Array(body.utf8), to: "\(bench.site)/webhook/whaticket/\(end)", [])
            }
            for _ in 0..<3 {
                let answer = try await post(secret)
                #expect(answer.status == 202 && answer.body == #"{"queued":true}"#)
            }
            for wrong in ["\(secret)x", "x", "loja.com.br"] { #expect(try await post(wrong).status == 404) }
            try await bench.read()
            #expect(try await bench.story(account) == ["inbound oi"])
            #expect(try await bench.events() == [.init(state: "processed", deliveries: 3)])
        }
    }

    @Test func `what the shop typed elsewhere is the shop's word; groups open no conversation`() async throws {
        try await Self.withShop { bench, whaticket, account in
            try await whaticket.receive(.text("eco"), from: "5511987654321", name: "Loja", fromMe: true)
            try await whaticket.receive(.text("oi grupo"), from: "120363041234567890@g.us", name: "Ana")
            try await whaticket.receive(.text("oi lista"), from: "status@broadcast", name: "Ana")
            try await bench.read()
            #expect(try await bench.story(account) == ["outbound eco sent"])
            #expect(try await bench.conversations(account).count == 1)
            #expect(try await bench.events().map(\.errors) == [nil, nil, nil])
        }
    }

    @Test func `a receipt that comes before its message is kept, and raises the message when that is known`()
        async throws
    {
        try await Self.withShop { bench, whaticket, account in
            try await whaticket.receive(.text("oi"), from: "5511987654321", name: "Ana")
            try await bench.read()
            let conversation = try #require(try await bench.conversations(account).first)
            // The answer is held back while the receipt travels: that is the case under test, so this test waits.
            whaticket.fail("send", .slow(.milliseconds(700)))
            let message = try await bench.say("olá", in: conversation, on: account)
            async let delivering: Void = bench.deliver()
            let id = try await whaticket.value { $0.sent.last?.id }
            let receipt = #"{"event":"messages.update","data":[{"key":{"id":"\#(id)"},"update":{"status":4}}]}"#
            #expect(try await whaticket.post(Array(receipt.utf8)) == 202)
            try await bench.read()
            try await delivering
            #expect(try await bench.standing(message) == "accepted/read - 1")
        }
    }

    @Test func `accepted and then dropped is unknown, and never sent again by itself`() async throws {
        try await Self.withShop { bench, whaticket, account in
            try await whaticket.receive(.text("oi"), from: "5511987654321", name: "Ana")
            try await bench.read()
            let conversation = try #require(try await bench.conversations(account).first)
            whaticket.fail("send", .acceptThenDrop)
            let message = try await bench.say("olá", in: conversation, on: account)
            for round in 0..<3 { try await bench.deliver(later: Double(round) * 4_000) }
            #expect(try await bench.standing(message).hasPrefix("unknown/queued"))
            #expect(whaticket.read { $0.sent.count } == 1)
        }
    }

    @Test func `told to wait, the message waits that long and no longer`() async throws {
        try await Self.withShop { bench, whaticket, account in
            try await whaticket.receive(.text("oi"), from: "5511987654321", name: "Ana")
            try await bench.read()
            let conversation = try #require(try await bench.conversations(account).first)
            whaticket.fail(
                "send", .error(status: 429, body: ["error": "Too many requests"], retryAfter: 120))
            let message = try await bench.say("olá", in: conversation, on: account)
            try await bench.deliver()
            try await bench.deliver(later: 100)
            #expect(try await bench.standing(message).hasPrefix("pending/queued"))
            bench.clock.advance(.seconds(121))
            try await bench.deliver(later: 130)
            #expect(try await bench.standing(message) == "accepted/sent - 2")
        }
    }

    @Test func `a revoked token stops the account in the shop's own words, until it has a new one`() async throws {
        try await Self.withShop(change: { $0.dialect = .community }) { bench, whaticket, account in
            try await whaticket.receive(.text("oi"), from: "5511987654321", name: "Ana")
            try await bench.read()
            let conversation = try #require(try await bench.conversations(account).first)
            whaticket.change { $0.apiToken = "another" }
            let (first, second) = (
                try await bench.say("um", in: conversation, on: account),
                try await bench.say("dois", in: conversation, on: account)
            )
            try await bench.deliver()
            #expect(try await bench.standing(first) == "failed/failed token 1")
            #expect(try await bench.standing(second).hasPrefix("failed/failed needs_reauth"))
            #expect(try await bench.status(account) == "needs_reauth")
            #expect(whaticket.read { $0.log.calls.filter { $0.operation == "send" }.count } == 1)
            let reason = try await bench.rows("SELECT failure_reason AS r FROM messages WHERE id = \(first)") {
                try $0("r") as String
            }
            #expect(reason == ["o canal precisa de atenção: acesso, permissão, pagamento ou registro"])
        }
    }

    @Test func `an address that a shop typed leads to a public host or nowhere`() async throws {
        try await Self.withShop { bench, whaticket, account in
            try await whaticket.receive(.text("oi"), from: "5511987654321", name: "Ana")
            try await bench.read()
            let conversation = try #require(try await bench.conversations(account).first)
            let inside = try await whaticket.baseURL
            let typed = ["https://127.0.0.1:1/api", inside, "https://169.254.169.254", "https://[::1]/"]
            for url in typed {
                // As a shop has it: its own setting, no address of the operator's.
                let settings = #"{"api_url":"\#(url)"}"#
                try await bench.database.tenant(bench.fixture.owner(0)) { tx in
                    _ = try await tx.execute(
                        """
                        UPDATE channel_accounts SET base_url = NULL, settings = \(settings)::jsonb WHERE tenant_id = \(tx.tenant)
                        """)
                }
                bench.channels.forget(ChannelID(tenant: bench.tenant, account: account))
                let message = try await bench.say("olá", in: conversation, on: account)
                try await bench.deliver()
                #expect(try await bench.standing(message).hasPrefix("failed/failed"), "\(url)")
                let credentials = try await bench.channels.credentials(bench.tenant, account)
                let tester = try #require(
                    Connections.all(http: ProviderHTTP(logger: ShopBench.quiet)).testers[.whaticket])
                guard case .failed(.blocked) = await Channels.ask(tester, credentials) else {
                    Issue.record("\(url) was called")
                    continue
                }
            }
            #expect(whaticket.read { $0.sent.count == 0 && $0.log.calls.count == 0 })
        }
    }

    @Test func `the connection is tested with a token and with a sign-in, and a wrong one is told`() async throws {
        try await Self.withShop(change: {
            $0.email = "bia@loja.com.br"; $0.password = "segredo"
        }) {
            bench, whaticket, account in
            let tester = try #require(Connections.all(http: ProviderHTTP(logger: ShopBench.quiet)).testers[.whaticket])
            func ask(_ secrets: [ChannelSecret: String]) async throws -> ConnectionOutcome {
                let draft = NewChannel(
                    channelType: .whatsapp, provider: .whaticket, name: "Loja", address: "outra.com.br",
                    baseURL: try await whaticket.baseURL, settings: ["login_email": "bia@loja.com.br"],
                    secrets: secrets)
                return await Channels.ask(tester, bench.channels.credentials(trying: draft, of: bench.tenant))
            }
            #expect(try await ask([.apiToken: "token-of-the-connection"]).isGood)
            #expect(try await ask([.password: "segredo"]).isGood)
            for wrong in [[ChannelSecret.apiToken: "x"], [.password: "errada"], [:]] {
                #expect(ConnectionVerdict(try await ask(wrong)).status == "needs_reauth")
            }
            #expect(whaticket.read { $0.sent.count == 0 })
        }
    }
}
