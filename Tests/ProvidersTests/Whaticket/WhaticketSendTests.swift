import Domain
import Foundation
import Simulators
import Synchronization
import TestSupport
import Testing

@testable import Providers

@Suite(.timeLimit(.minutes(5)))
struct WhaticketSendTests {
    typealias Body = @Sendable (WhaticketSimulator, Whaticket.Client) async throws -> Void

    static func simulate(
        _ dialect: WhaticketState.Dialect = .community, credentials: Whaticket.Credentials = .token("api-token-1"),
        logins: WhaticketLogins = WhaticketLogins(), _ body: @escaping Body
    ) async throws {
        let simulator = WhaticketSimulator(logger: Simulation.logger)
        simulator.change {
            $0.dialect = dialect
            $0.apiToken = "api-token-1"
            $0.email = "loja@loja.example"
            $0.password = "s3cret-word"
        }
        try await Simulation.run(simulator) { simulator, baseURL in
            try await body(
                simulator,
                Whaticket.Client(http: Simulation.http, baseURL: baseURL, credentials: credentials, logins: logins))
        }
    }

    private func failure(_ client: Whaticket.Client, _ content: OutboundContent = .text("oi")) async -> ProviderError? {
        await #expect(throws: ProviderError.self) { try await client.send(Simulation.message(content)) }
    }

    @Test(
        "each member of the family takes a text; an id it does not tell is made from our reference",
        arguments: [WhaticketState.Dialect.community, .saas, .ticketz])
    func dialects(dialect: WhaticketState.Dialect) async throws {
        try await Self.simulate(dialect) { whaticket, client in
            let receipt = try await client.send(Simulation.message(.text("Olá!")))
            #expect(receipt.externalID == "sent:0199d0f0-0000-7000-8000-000000000001")
            let call = try #require(whaticket.read { $0.log.calls.last })
            #expect(
                call.path == "/api/messages/send" && call.body.text() == #"{"number":"553187651234","body":"Olá!"}"#)
        }
    }

    @Test("an id that the server tells is the message's")
    func identified() async throws {
        try await Self.simulate(.identified) { whaticket, client in
            let receipt = try await client.send(Simulation.message(.text("oi")))
            #expect(receipt.externalID == whaticket.read { $0.sent.last?.id })
        }
    }

    @Test("a file we hold goes along as a file, one that is elsewhere as its address")
    func files() async throws {
        try await Self.simulate { whaticket, client in
            _ = try await client.send(
                Simulation.message(
                    .media(
                        "document", .link("data:application/pdf;base64,JVBERg=="), caption: "a nota",
                        fileName: "nota\r\n\".pdf")))
            _ = try await client.send(Simulation.message(.media("image", .link("https://loja.example/a.png"))))
            let sent = whaticket.read { Array($0.sent) }
            let file = try #require(sent[0].files.first)
            #expect(file.name == "nota.pdf" && file.mimeType == "application/pdf" && file.bytes == Array("%PDF".utf8))
            #expect(sent[0].body == "a nota" && sent[0].number == "553187651234")
            #expect(sent[1].mediaURL == "https://loja.example/a.png" && sent[1].mediaType == "image")
        }
    }

    @Test("words that look like a placeholder reach the customer as they are")
    func placeholders() async throws {
        try await Self.simulate { whaticket, client in
            _ = try await client.send(Simulation.message(.text("escreva {{name}} no campo")))
            let body = try #require(whaticket.read { $0.sent.last?.body })
            #expect(!body.contains("Cliente") && body.replacing("\u{2060}", with: "") == "escreva {{name}} no campo")
        }
    }

    @Test("choices, places and templates go as words; what has none is refused")
    func words() async throws {
        try await Self.simulate { whaticket, client in
            _ = try await client.send(Simulation.message(.buttons("Ajudou?", [("y", "Sim"), ("n", "Não")])))
            _ = try await client.send(Simulation.message(.location(latitude: -23.5, longitude: -46.6, name: "Loja")))
            #expect(
                whaticket.read { $0.sent.map(\.body) } == [
                    "Ajudou?\n\n1. Sim\n2. Não", "Loja\nhttps://maps.google.com/?q=-23.5,-46.6",
                ])
            for content in [
                OutboundContent.text(""), .reaction(to: "x", emoji: "👍"), .media("image", .id("7")),
                .media("image", .link("data:x")),
            ] {
                #expect(await failure(client, content)?.disposition == .permanent)
            }
            #expect(whaticket.read { $0.log.calls.total } == 2)
        }
    }

    @Test("a shop that logs in does so once, and again when the token ran out or was withdrawn")
    func login() async throws {
        let clock = Mutex(Date(timeIntervalSince1970: 1_760_000_000))
        let logins = WhaticketLogins(now: { clock.withLock { $0 } })
        try await Self.simulate(
            credentials: .login(email: "loja@loja.example", password: "s3cret-word"), logins: logins
        ) { whaticket, client in
            for _ in 0..<3 { _ = try await client.send(Simulation.message(.text("oi"))) }
            #expect(whaticket.read { $0.logins } == 1)
            clock.withLock { $0 += 3_541 }
            _ = try await client.send(Simulation.message(.text("oi")))
            #expect(whaticket.read { $0.logins } == 2)
            whaticket.change { $0.sessions = [] }
            _ = try await client.send(Simulation.message(.text("oi")))
            #expect(whaticket.read { $0.logins } == 3 && whaticket.read { $0.sent.count } == 5)
        }
    }

    @Test("a token of a short life is kept five minutes all the same")
    func shortLife() async throws {
        let clock = Mutex(Date(timeIntervalSince1970: 1_760_000_000))
        let logins = WhaticketLogins(now: { clock.withLock { $0 } })
        try await Self.simulate(
            credentials: .login(email: "loja@loja.example", password: "s3cret-word"), logins: logins
        ) { whaticket, client in
            whaticket.change { $0.tokenLife = 30 }
            _ = try await client.send(Simulation.message(.text("oi")))
            clock.withLock { $0 += 299 }
            _ = try await client.send(Simulation.message(.text("oi")))
            #expect(whaticket.read { $0.logins } == 1)
        }
    }

    @Test("a wrong password, and a wrong token, ask for the owner and are not tried again")
    func unauthorized() async throws {
        try await Self.simulate(credentials: .login(email: "loja@loja.example", password: "wrong-word")) {
            whaticket, client in
            #expect(await failure(client)?.disposition == .reauth)
            #expect(whaticket.read { $0.log.calls.total } == 1)
        }
        for dialect in [WhaticketState.Dialect.community, .saas] {
            try await Self.simulate(dialect, credentials: .token("wrong-token")) { whaticket, client in
                #expect(await failure(client)?.disposition == .reauth)
                #expect(whaticket.read { $0.log.calls.total } == 1)
            }
        }
    }

    @Test(
        "answers are told apart by what may be done next: 4xx never again, 5xx later",
        arguments: [
            (.error(status: 400, body: ["error": "ERR_WAPP_INVALID_CONTACT"]), .permanent),
            (.error(status: 422, body: ["error": "whatever"]), .permanent),
            (.error(status: 500, body: ["error": "Internal server error"]), .retry(after: nil)),
            (.error(status: 400, body: ["error": "ERR_WAPP_NOT_INITIALIZED"]), .retry(after: .seconds(30))),
            (
                .error(
                    status: 400,
                    body: ["error": "Não foi possível enviar a mensagem, tente novamente em alguns instantes"]),
                .retry(after: .seconds(30))
            ),
            (.error(status: 400, body: ["error": "ERR_SENDING_WAPP_MSG"]), .unknown),
            (.error(status: 404, body: ["error": "ERR_WHATSAPP_NOT_FOUND"]), .reauth),
            (.error(status: 429, body: ["error": "slow down"], retryAfter: 9), .retry(after: .seconds(9))),
            (.page(status: 404), .reauth), (.page(status: 503), .retry(after: nil)), (.page(status: 502), .unknown),
            (.acceptThenDrop, .unknown),
        ] as [(SimulatedFault.Kind, ProviderError.Disposition)])
    func answers(fault: SimulatedFault.Kind, disposition: ProviderError.Disposition) async throws {
        try await Self.simulate { whaticket, client in
            whaticket.fail("send", fault)
            #expect(await failure(client)?.disposition == disposition)
        }
    }

    @Test("a success that is no JSON is a success, and its page no id")
    func garbled() async throws {
        try await Self.simulate { whaticket, client in
            whaticket.fail("send", .garbled)
            let receipt = try await client.send(Simulation.message(.text("oi")))
            #expect(receipt.externalID.hasPrefix("sent:"))
        }
    }

    @Test(
        "the test of a connection knows a right token from a wrong one and sends nothing",
        arguments: [WhaticketState.Dialect.community, .saas, .ticketz])
    func test(dialect: WhaticketState.Dialect) async throws {
        try await Self.simulate(dialect) { whaticket, client in
            try await client.test()
            #expect(whaticket.read { $0.sent.count } == 0)
            whaticket.change { $0.apiToken = "renewed" }
            let error = await #expect(throws: ProviderError.self) { try await client.test() }
            #expect(error?.disposition == .reauth)
        }
    }

    @Test("a base address may have the path of sending, or one of its own")
    func paths() {
        func url(_ base: String?) -> String {
            Whaticket.Client(http: Simulation.http, baseURL: base, credentials: .token("t"), logins: WhaticketLogins())
                .url
        }
        #expect(url(nil) == "http://whaticket:8080/api/messages/send")
        #expect(url("https://w.example/") == "https://w.example/api/messages/send")
        #expect(url("https://w.example/api/messages/send") == "https://w.example/api/messages/send")
        #expect(url("https://w.example/v1/external/send") == "https://w.example/v1/external/send")
    }

    @Test("a customer of the simulator writes webhooks that verify and that we understand, in every shape")
    func customer() async throws {
        try await WebhookSink.run { sink in
            let whaticket = WhaticketSimulator(logger: Simulation.logger)
            whaticket.change {
                $0.webhookSecret = "super-secret"
                $0.webhookToken = "t0ken"
                $0.companyDomain = "loja.example"
                $0.log.webhookURL = sink.url
            }
            try await Simulation.run(whaticket) { whaticket, _ in
                for shape in [WhaticketSimulator.Shape.contract, .bare, .baileys, .event] {
                    try await whaticket.receive(.text("oi"), from: "5531987651234", name: "Ana", as: shape)
                }
                try await whaticket.receive(
                    .media(kind: "audio", mimeType: "audio/ogg", isVoice: true), from: "5531987651234", name: "Ana")
                try await whaticket.receive(.reaction(to: "x", emoji: "👍"), from: "5531987651234", name: "Ana")
                try await whaticket.receive(.edit(of: "x", text: "y"), from: "5531987651234", name: "Ana")
                try await whaticket.receive(.text("eco"), from: "5531987651234", name: "Ana", fromMe: true)
                for request in sink.requests {
                    let isSigned = Whaticket.verifySignature(
                        timestamp: request.headers["x-timestamp"], signature: request.headers["x-signature"],
                        body: request.body,
                        secret: "super-secret", now: Date())
                    #expect(
                        isSigned && request.headers["x-webhook-token"] == "t0ken"
                            && request.headers["x-company-domain"] == "loja.example")
                }
                let webhooks = sink.bodies.map { Whaticket.parse($0) }
                #expect(webhooks.count == 8 && webhooks.allSatisfy { $0.failures.isEmpty && $0.items.count == 1 })
                #expect(webhooks.prefix(4).flatMap(\.messages).map(\.content) == ["oi", "oi", "oi", "oi"])
                #expect(webhooks.last?.messages.map(\.fromShop) == [true])
                #expect(whaticket.transcript(with: "553187651234").map(\.text).prefix(4) == ["oi", "oi", "oi", "oi"])
            }
        }
    }
}
