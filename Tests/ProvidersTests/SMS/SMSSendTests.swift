import Domain
import Foundation
import Simulators
import TestSupport
import Testing

@testable import Providers

@Suite(.timeLimit(.minutes(5)))
struct SMSSendTests {
    private static func twilio(
        token: String = "auth-token-1", sender: String = "+551140028922", callback: String? = nil, plain: Bool = false,
        _ body: @Sendable @escaping (TwilioSimulator, Twilio.Client) async throws -> Void
    ) async throws {
        let simulator = TwilioSimulator(logger: Simulation.logger)
        simulator.change {
            $0.accountSID = "AC123"
            $0.authToken = "auth-token-1"
            $0.senders = ["+551140028922", "MG123"]
            $0.log.plan = .none
        }
        try await Simulation.run(simulator) { simulator, baseURL in
            try await body(
                simulator,
                Twilio.Client(
                    http: Simulation.http, baseURL: baseURL, accountSID: "AC123", password: token, sender: sender,
                    statusCallback: callback, stripsAccents: plain))
        }
    }

    private static func zenvia(
        token: String = "api-token-1", _ body: @Sendable @escaping (ZenviaSimulator, Zenvia.Client) async throws -> Void
    ) async throws {
        let simulator = ZenviaSimulator(logger: Simulation.logger)
        simulator.change {
            $0.token = "api-token-1"
            $0.senders = ["loja"]
            $0.log.plan = .none
        }
        try await Simulation.run(simulator) { simulator, baseURL in
            try await body(
                simulator, Zenvia.Client(http: Simulation.http, baseURL: baseURL, token: token, sender: "loja"))
        }
    }

    @Test(
        "Twilio gets a form with the plus in front of the number, from a number or a service",
        arguments: ["+551140028922", "MG123"])
    func form(sender: String) async throws {
        try await Self.twilio(sender: sender, callback: "https://loja.example/webhooks/twilio/s3cret?x=1") {
            twilio, client in
            let receipt = try await client.send(Simulation.message(.text("Olá & até +tarde")))
            let sent = try #require(twilio.read { $0.messages.last })
            #expect(
                sent.id == receipt.externalID && sent.text == "Olá & até +tarde" && sent.customer == "+553187651234"
                    && receipt.parts == 1)
            let fields = try #require(twilio.read { $0.log.calls.last?.body })
            #expect(fields[sender == "MG123" ? "MessagingServiceSid" : "From"]?.string == sender)
            #expect(
                fields["StatusCallback"]?.string
                    == "https://loja.example/webhooks/twilio/s3cret?x=1&outbox=0199d0f0-0000-7000-8000-000000000001")
        }
    }

    @Test("choices, files elsewhere and templates go as words; letters that cost are taken out on request")
    func words() async throws {
        try await Self.twilio(plain: true) { twilio, client in
            for content in [
                OutboundContent.buttons("Ajudou?", [("y", "Sim"), ("n", "Não")]),
                .media("document", .link("https://loja.example/n.pdf"), caption: "Sua nota"),
                .template("x", language: "pt_BR", text: "Promoção!"),
            ] { _ = try await client.send(Simulation.message(content)) }
            #expect(
                twilio.read { $0.messages.map(\.text) } == [
                    "Ajudou?\n\n1. Sim\n2. Nao", "Sua nota\nhttps://loja.example/n.pdf", "Promocao!",
                ])
        }
    }

    @Test("what cannot be a text message is refused before any call")
    func refused() async throws {
        try await Self.twilio { twilio, client in
            let email = IdentityClaim(kind: .email, value: "a@b.example", matchKey: "a@b.example")
            for message in [
                Simulation.message(.text("")), Simulation.message(.text(String(repeating: "a", count: 1_601))),
                Simulation.message(.reaction(to: "x", emoji: "👍")),
                Simulation.message(.media("image", .link("data:image/png;base64,AA=="))),
                Simulation.message(.text("oi"), to: email),
            ] {
                let error = await #expect(throws: ProviderError.self) { try await client.send(message) }
                #expect(error?.disposition == .permanent)
            }
            #expect(twilio.read { $0.log.calls.total } == 0)
            _ = try await client.send(Simulation.message(.text(String(repeating: "a", count: 1_600))))
        }
    }

    @Test("somebody who answered STOP is not written to, and is known to have opted out")
    func stopped() async throws {
        try await Self.twilio { twilio, client in
            try await twilio.receive("STOP", from: "+5531987651234", on: "+551140028922")
            let error = await #expect(throws: ProviderError.self) {
                try await client.send(Simulation.message(.text("oi")))
            }
            #expect(error?.disposition == .permanent && error.map { Twilio.failure(code: $0.fault.code) } == .optedOut)
        }
    }

    @Test(
        "Twilio's answers are told apart by what may be done next",
        arguments: [
            (
                .error(status: 429, body: ["code": 20429, "message": "Too Many Requests"], retryAfter: 3),
                .retry(after: .seconds(3))
            ),
            (.error(status: 400, body: ["code": 21211, "message": "Invalid"]), .permanent),
            (.error(status: 500, body: ["code": 20500, "message": "Internal"]), .unknown),
            (.page(status: 502), .unknown),
            (.page(status: 503), .retry(after: nil)), (.acceptThenDrop, .unknown), (.garbled, .unknown),
        ] as [(SimulatedFault.Kind, ProviderError.Disposition)])
    func twilioAnswers(fault: SimulatedFault.Kind, disposition: ProviderError.Disposition) async throws {
        try await Self.twilio { twilio, client in
            twilio.fail("send", fault)
            let error = await #expect(throws: ProviderError.self) {
                try await client.send(Simulation.message(.text("oi")))
            }
            #expect(error?.disposition == disposition)
        }
    }

    @Test("the test of a Twilio account tells its name and whether it is active; a wrong token fails it")
    func twilioTest() async throws {
        try await Self.twilio { twilio, client in
            let active = try await client.test()
            twilio.change { $0.isActive = false }
            let suspended = try await client.test()
            #expect(active == .init(name: "Loja", isActive: true) && !suspended.isActive)
        }
        try await Self.twilio(token: "wrong-token") { _, client in
            let error = await #expect(throws: ProviderError.self) { try await client.test() }
            #expect(error?.disposition == .reauth && error.map { !"\($0)".contains("wrong-token") } == true)
        }
    }

    @Test("a telephone of the simulator and our parser understand each other, signature and statuses included")
    func twilioCustomer() async throws {
        try await WebhookSink.run { sink in
            try await Self.twilio(callback: sink.url) { twilio, client in
                twilio.change { $0.log.webhookURL = sink.url }
                try await twilio.receive("Olá, é a Ana + 1 & ção", from: "31987651234", on: "+551140028922")
                let id = try await client.send(Simulation.message(.text("oi"))).externalID
                let answer = try await twilio.postStatusNow("delivered", for: id)
                let requests = sink.requests
                #expect(answer == 200 && requests.count == 2)
                for (request, url) in zip(
                    requests, [sink.url, sink.url + "?outbox=0199d0f0-0000-7000-8000-000000000001"])
                {
                    #expect(
                        Twilio.verifySignature(
                            header: request.headers["x-twilio-signature"] ?? "", url: url, body: request.body,
                            contentType: request.headers["content-type"] ?? "", authToken: "auth-token-1"))
                }
                #expect(Twilio.parse(requests[0].body).messages.map(\.content) == ["Olá, é a Ana + 1 & ção"])
                #expect(Twilio.parse(requests[1].body).reports.map(\.externalID) == [id])
            }
        }
    }

    @Test("Zenvia gets plain digits, our reference and one text")
    func zenviaSend() async throws {
        try await Self.zenvia { zenvia, client in
            let receipt = try await client.send(Simulation.message(.text("Olá")))
            let sent = try #require(zenvia.read { $0.messages.last })
            #expect(
                sent.id == receipt.externalID && sent.text == "Olá"
                    && sent.reference == "0199d0f0-0000-7000-8000-000000000001")
            let long = Simulation.message(.text(String(repeating: "a", count: 1_521)))
            let error = await #expect(throws: ProviderError.self) { try await client.send(long) }
            #expect(error?.fault.code == "too_long" && zenvia.read { $0.log.calls.total } == 1)
        }
    }

    @Test(
        "Zenvia's answers are told apart by what may be done next",
        arguments: [
            (
                .error(status: 429, body: ["code": "TOO_MANY_REQUESTS", "message": "slow"], retryAfter: 3),
                .retry(after: .seconds(3))
            ),
            (.error(status: 400, body: ["code": "VALIDATION_ERROR", "message": "bad"]), .permanent),
            (.error(status: 409, body: ["code": "DUPLICATED", "message": "again"]), .permanent),
            (.error(status: 500, body: ["code": "INTERNAL_ERROR", "message": "oops"]), .retry(after: nil)),
            (.page(status: 500), .unknown), (.acceptThenDrop, .unknown), (.garbled, .unknown),
        ] as [(SimulatedFault.Kind, ProviderError.Disposition)])
    func zenviaAnswers(fault: SimulatedFault.Kind, disposition: ProviderError.Disposition) async throws {
        try await Self.zenvia { zenvia, client in
            zenvia.fail("send", fault)
            let error = await #expect(throws: ProviderError.self) {
                try await client.send(Simulation.message(.text("oi")))
            }
            #expect(error?.disposition == disposition)
        }
    }

    @Test("a subscription brings messages and statuses with our secret; a wrong token gets none")
    func zenviaCustomer() async throws {
        try await WebhookSink.run { sink in
            try await Self.zenvia { zenvia, client in
                try await client.test()
                let ids = try await client.subscribe(url: sink.url, secret: "s3cret")
                try await zenvia.receive("oi", from: "5531987651234", name: "Ana", on: "loja")
                let id = try await client.send(Simulation.message(.text("olá, Ana"))).externalID
                let answer = try await zenvia.postStatusNow("delivered", for: id)
                let webhooks = sink.bodies.map { Zenvia.parse($0) }
                #expect(ids.count == 2 && answer == 200)
                #expect(
                    sink.requests.allSatisfy { Zenvia.verifySecret(header: $0.headers["x-secret"], secret: "s3cret") })
                #expect(webhooks.flatMap(\.messages).map(\.customerName) == ["Ana"])
                #expect(
                    webhooks.flatMap(\.reports).map { $0.outboxID?.uuidString.lowercased() } == [
                        "0199d0f0-0000-7000-8000-000000000001"
                    ])
                #expect(zenvia.transcript(with: "31 98765-1234").isEmpty)
                #expect(zenvia.transcript(with: "553187651234").map(\.text) == ["oi", "olá, Ana"])
            }
        }
        try await Self.zenvia(token: "wrong-token") { _, client in
            let error = await #expect(throws: ProviderError.self) { try await client.test() }
            #expect(error?.disposition == .reauth)
        }
    }
}
