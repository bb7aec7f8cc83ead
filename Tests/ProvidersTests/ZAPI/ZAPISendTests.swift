import Domain
import Foundation
import Simulators
import Testing

@testable import Providers

@Suite(.timeLimit(.minutes(5)))
struct ZAPISendTests {
    typealias Body = @Sendable (ZAPISimulator, ZAPI.Client) async throws -> Void

    static func simulate(
        choices: ZAPI.ChoiceStyle = .numbered, clientToken: String = "account-token", _ body: @escaping Body
    ) async throws {
        let simulator = ZAPISimulator(logger: Simulation.logger)
        simulator.change {
            $0.instances["INST1"] = .init(
                id: "INST1", token: "instance-token", clientToken: "account-token", phone: "551140028922")
            $0.log.plan = .none
        }
        try await Simulation.run(simulator) { simulator, baseURL in
            try await body(
                simulator,
                ZAPI.Client(
                    http: Simulation.http, baseURL: baseURL, instanceID: "INST1", token: "instance-token",
                    clientToken: clientToken, choices: choices))
        }
    }

    @Test("a text goes to plain digits and quotes the message it answers")
    func text() async throws {
        try await Self.simulate { zapi, client in
            let receipt = try await client.send(Simulation.message(.text("Olá!"), replyTo: "T1"))
            let sent = try #require(zapi.read { $0.sent.last })
            #expect(sent.id == receipt.externalID && sent.to == "553187651234")
            #expect(sent.body.text() == #"{"phone":"553187651234","message":"Olá!","messageId":"T1"}"#)
        }
    }

    @Test("a person without a number is reached by the hidden id")
    func hidden() async throws {
        try await Self.simulate { zapi, client in
            let lid = IdentityClaim(kind: .lid, value: "81896604192873@lid", matchKey: "81896604192873@lid")
            _ = try await client.send(Simulation.message(.text("oi"), to: lid))
            #expect(zapi.read { $0.sent.last?.to } == "81896604192873@lid")
        }
    }

    @Test("every kind of content is taken by the API as we write it")
    func kinds() async throws {
        try await Self.simulate { zapi, client in
            let contents: [OutboundContent] = [
                .media("image", .link("data:image/png;base64,AAAA"), caption: "a foto"),
                .media(
                    "document", .link("https://loja.example/nota.pdf"), caption: "a nota", fileName: "nota fiscal.PDF"),
                .media("audio", .link("https://loja.example/a.ogg"), isVoice: true),
                .media("video", .link("https://loja.example/v.mp4")),
                .media("sticker", .link("https://loja.example/s.webp")),
                .reaction(to: "T1", emoji: "👍"), .reaction(to: "T1", emoji: nil),
                .location(latitude: -23.5, longitude: -46.6, name: "Loja", address: "Rua A"),
                .init(
                    type: "contacts", text: "Bruno",
                    payload: [
                        "contacts": [["name": ["formatted_name": "Bruno"], "phones": [["phone": "+55 31 99999-0000"]]]]
                    ]),
                .template("pedido_enviado", language: "pt_BR", text: "Oi Ana, seu pedido saiu"),
            ]
            for content in contents { _ = try await client.send(Simulation.message(content)) }
            let sent = zapi.read { Array($0.sent) }
            #expect(
                sent.map(\.operation) == [
                    "send-image", "send-document", "send-audio", "send-video", "send-sticker", "send-reaction",
                    "send-remove-reaction",
                    "send-location", "send-contact", "send-text",
                ])
            #expect(
                zapi.read {
                    $0.log.calls.filter { $0.operation == "send-document" }.first?.path.hasSuffix("/send-document/pdf")
                } == true)
            #expect(sent[8].body["contactPhone"]?.string == "5531999990000")
            #expect(sent[9].body["message"]?.string == "Oi Ana, seu pedido saiu")
        }
    }

    @Test("choices are written out with numbers, for most phones do not show an unofficial gateway's buttons")
    func numbered() async throws {
        try await Self.simulate { zapi, client in
            _ = try await client.send(Simulation.message(.buttons("Ajudou?", [("yes", "Sim"), ("no", "Não")])))
            #expect(zapi.read { $0.sent.last?.body["message"]?.string } == "Ajudou?\n\n1. Sim\n2. Não")
        }
    }

    @Test("a shop that wants buttons and lists gets them")
    func native() async throws {
        try await Self.simulate(choices: .native) { zapi, client in
            _ = try await client.send(Simulation.message(.buttons("Ajudou?", [("yes", "Sim"), ("no", "Não")])))
            _ = try await client.send(
                Simulation.message(
                    .list(
                        "Escolha", button: "Ver",
                        sections: [(nil, [.init(id: "1", title: "Trocas", description: "até 30 dias")])])))
            let sent = zapi.read { Array($0.sent) }
            #expect(sent[0].body["buttonList"]?["buttons"]?[1]?.text() == #"{"id":"no","label":"Não"}"#)
            #expect(sent[1].body["optionList"]?["options"]?[0]?["title"]?.string == "Trocas")
        }
    }

    @Test(
        "what cannot be sent is refused before any call",
        arguments: [
            (.text(""), "bad_content"), (.media("image", .id("7")), "bad_media"),
            (OutboundContent(type: "reaction", text: "x"), "bad_content"),
            (OutboundContent(type: "location", text: "x"), "bad_content"),
        ] as [(OutboundContent, String)])
    func refused(content: OutboundContent, code: String) async throws {
        try await Self.simulate { zapi, client in
            let error = await #expect(throws: ProviderError.self) { try await client.send(Simulation.message(content)) }
            #expect(error?.fault.code == code && error?.disposition == .permanent)
            #expect(zapi.read { $0.log.calls.total } == 0)
        }
    }

    @Test("an address of another channel is never dialled")
    func foreignAddress() async throws {
        try await Self.simulate { zapi, client in
            let email = IdentityClaim(kind: .email, value: "ana@loja.example", matchKey: "ana@loja.example")
            let error = await #expect(throws: ProviderError.self) {
                try await client.send(Simulation.message(.text("oi"), to: email))
            }
            #expect(error.map { ZAPI.failure(code: $0.fault.code) } == .notReachable)
        }
    }

    @Test("a wrong account token and a missing one both ask for the owner", arguments: ["", "wrong-token"])
    func unauthorized(token: String) async throws {
        try await Self.simulate(clientToken: token) { _, client in
            let error = await #expect(throws: ProviderError.self) {
                try await client.send(Simulation.message(.text("oi")))
            }
            #expect(error?.disposition == .reauth && error.map { ZAPI.failure(code: $0.fault.code) } == .accountProblem)
        }
    }

    @Test("a send whose answer was lost may have been done; one that never left was not")
    func lost() async throws {
        try await Self.simulate { zapi, client in
            zapi.fail("send-text", .acceptThenDrop)
            let error = await #expect(throws: ProviderError.self) {
                try await client.send(Simulation.message(.text("oi")))
            }
            #expect(error?.disposition == .unknown)
            #expect(zapi.read { $0.sent.count } == 1)
        }
        let nobody = ZAPI.Client(http: Simulation.http, baseURL: "http://127.0.0.1:1", instanceID: "I", token: "t")
        let error = await #expect(throws: ProviderError.self) { try await nobody.send(Simulation.message(.text("oi"))) }
        #expect(error?.disposition == .retry(after: nil))
    }

    @Test(
        "answers that are no success are told apart by what may be done next",
        arguments: [
            (.error(status: 429, body: ["error": "Too many requests"], retryAfter: 7), .retry(after: .seconds(7))),
            (.page(status: 503), .retry(after: nil)), (.page(status: 502), .unknown),
            (.error(status: 500, body: ["error": "Internal"]), .unknown),
            (.error(status: 400, body: ["error": "You are not connected."]), .retry(after: .seconds(60))),
            (.error(status: 200, body: ["error": "You need to restore the session."]), .retry(after: .seconds(60))),
            (.error(status: 400, body: ["error": "Phone number does not exist"]), .permanent),
            (.error(status: 400, body: ["error": "Instance not found"]), .reauth), (.garbled, .unknown),
        ] as [(SimulatedFault.Kind, ProviderError.Disposition)])
    func answers(fault: SimulatedFault.Kind, disposition: ProviderError.Disposition) async throws {
        try await Self.simulate { zapi, client in
            zapi.fail("send-text", fault)
            let error = await #expect(throws: ProviderError.self) {
                try await client.send(Simulation.message(.text("oi")))
            }
            #expect(error?.disposition == disposition)
        }
    }

    @Test("no error shows a token")
    func secrets() async throws {
        try await Self.simulate { zapi, client in
            zapi.fail("send-text", .error(status: 400, body: ["error": "bad instance-token for account-token INST1"]))
            let error = await #expect(throws: ProviderError.self) {
                try await client.send(Simulation.message(.text("oi")))
            }
            let said = "\(try #require(error))"
            #expect(!said.contains("instance-token") && !said.contains("account-token"))
        }
    }

    @Test("an id that is more than an id never reaches the address of a call")
    func path() async throws {
        let client = ZAPI.Client(
            http: Simulation.http, baseURL: "http://127.0.0.1:1", instanceID: "a/../../b", token: "t")
        let error = await #expect(throws: ProviderError.self) { try await client.test() }
        #expect(error?.fault.code == "bad_id")
    }
}
