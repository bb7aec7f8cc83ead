import Domain
import Providers
import Simulators
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(5)))
struct MetaErrorTests {
    @Test(
        "each code says what may be done next",
        arguments: [
            (0, .reauth), (190, .reauth), (10, .reauth), (200, .reauth), (1, .retry(after: nil)),
            (2, .retry(after: nil)),
            (131_000, .retry(after: nil)), (131_016, .retry(after: nil)), (131_057, .retry(after: nil)),
            (133_004, .retry(after: nil)),
            (4, .retry(after: .seconds(60))), (80_007, .retry(after: .seconds(60))), (130_429, .retry(after: nil)),
            (131_056, .retry(after: nil)),
            (131_048, .retry(after: .seconds(3_600))), (33, .permanent), (100, .permanent), (368, .permanent),
            (130_472, .permanent),
            (131_008, .permanent), (131_026, .permanent), (131_047, .permanent), (131_049, .permanent),
            (131_053, .permanent),
            (132_000, .permanent), (132_001, .permanent), (999_999, .permanent),
        ] as [(Int, ProviderError.Disposition)])
    func codes(code: Int, expected: ProviderError.Disposition) async throws {
        try await MetaSimulation.run { simulation in
            simulation.meta.fail(.send, .error(code: code))
            let error = await #expect(throws: ProviderError.self) {
                try await simulation.client.send(MetaSendTests.message(.text("oi")))
            }
            #expect(error?.disposition == expected)
            #expect(error?.fault.code == "\(code)")
            #expect(simulation.meta.read { $0.sent.count } == 0)
        }
    }

    @Test("the code decides, not the HTTP status", arguments: [400, 401, 403, 429, 500])
    func statuses(status: Int) async throws {
        try await MetaSimulation.run { simulation in
            simulation.meta.fail(.send, .error(code: 131_047, status: status), count: 1)
            let error = await #expect(throws: ProviderError.self) {
                try await simulation.client.send(MetaSendTests.message(.text("oi")))
            }
            if status == 401 {
                #expect(error?.disposition == .reauth)
            } else if status == 429 {
                #expect(error?.disposition == .retry(after: nil))
            } else {
                #expect(error?.disposition == .permanent)
            }
        }
    }

    @Test("a wait that is asked for is passed on, and the pair limit holds one recipient only")
    func waits() async throws {
        try await MetaSimulation.run { simulation in
            simulation.meta.fail(.send, .error(code: 130_429, status: 429, retryAfter: 7))
            let limited = await #expect(throws: ProviderError.self) {
                try await simulation.client.send(MetaSendTests.message(.text("oi")))
            }
            guard case .rateLimited(_, .seconds(7), .account) = limited else { throw Wrong(limited) }
            simulation.meta.fail(.send, .error(code: 131_056))
            let paired = await #expect(throws: ProviderError.self) {
                try await simulation.client.send(MetaSendTests.message(.text("oi")))
            }
            guard case .rateLimited(_, nil, .recipient) = paired else { throw Wrong(paired) }
        }
    }

    @Test("a link that Meta could not fetch is tried again; an uploaded file is not")
    func links() async throws {
        try await MetaSimulation.run { simulation in
            let id = simulation.meta.addMedia([1], mimeType: "image/png")
            simulation.meta.fail(.send, .error(code: 131_053), count: 2)
            let link = await #expect(throws: ProviderError.self) {
                try await simulation.client.send(
                    MetaSendTests.message(.media("image", .link("https://loja.example/a.png"))))
            }
            #expect(link?.disposition == .retry(after: nil))
            let file = await #expect(throws: ProviderError.self) {
                try await simulation.client.send(MetaSendTests.message(.media("image", .id(id))))
            }
            #expect(file?.disposition == .permanent)
        }
    }

    @Test(
        "an answer that is not Meta's is judged by its status alone",
        arguments: [
            (503, .retry(after: nil)), (429, .retry(after: nil)), (500, .unknown), (502, .unknown), (504, .unknown),
            (408, .unknown),
            (401, .reauth), (404, .permanent), (302, .permanent),
        ] as [(Int, ProviderError.Disposition)])
    func pages(status: Int, expected: ProviderError.Disposition) async throws {
        try await MetaSimulation.run { simulation in
            simulation.meta.fail(.send, .page(status: status))
            let error = await #expect(throws: ProviderError.self) {
                try await simulation.client.send(MetaSendTests.message(.text("oi")))
            }
            #expect(error?.disposition == expected)
        }
    }

    @Test("a message that was taken and whose answer was lost has an unknown outcome")
    func ambiguous() async throws {
        try await MetaSimulation.run { simulation in
            for fault in [SimulatedFault.Kind.acceptThenDrop, .garbled] {
                simulation.meta.fail(.send, fault)
                let error = await #expect(throws: ProviderError.self) {
                    try await simulation.client.send(MetaSendTests.message(.text("oi")))
                }
                #expect(error?.disposition == .unknown)
                #expect(error?.countsAgainstProvider == true)
            }
            #expect(simulation.meta.read { $0.sent.count } == 2)
        }
    }

    @Test("a wrong token and a number that is not ours need the account's owner")
    func tokens() async throws {
        try await MetaSimulation.run { simulation in
            let error = await #expect(throws: ProviderError.self) {
                try await simulation.client(token: "EAAwrong").send(MetaSendTests.message(.text("oi")))
            }
            #expect(error?.disposition == .reauth && error?.fault.code == "190")
            let other = await #expect(throws: ProviderError.self) {
                try await simulation.client(token: simulation.account.accessToken, phoneNumberID: "999").send(
                    MetaSendTests.message(.text("oi")))
            }
            #expect(other?.disposition == .permanent && other?.fault.code == "100")
        }
    }

    @Test("no error text holds the token, a number or a second line")
    func redaction() async throws {
        try await MetaSimulation.run { simulation in
            simulation.meta.fail(
                .send,
                .error(
                    code: 100,
                    title: "token \(simulation.account.accessToken) for 5511987654321\nsecond line "
                        + String(repeating: "x", count: 900)))
            let error = await #expect(throws: ProviderError.self) {
                try await simulation.client.send(MetaSendTests.message(.text("oi")))
            }
            let text = "\(try #require(error))"
            #expect(
                !text.contains(simulation.account.accessToken) && !text.contains("987654321") && !text.contains("\n"))
            #expect(try #require(error).fault.title.unicodeScalars.count <= 300)
        }
    }

    @Test(
        "codes mean something to the shop, also inside a failed status",
        arguments: [
            ("131047", .windowClosed), ("131026", .notReachable), ("131050", .optedOut), ("131049", .heldBack),
            ("130429", .tooFast),
            ("131056", .tooFast), ("132001", .badTemplate), ("132015", .badTemplate), ("131053", .badMedia),
            ("368", .againstPolicy), ("190", .accountProblem),
            ("131042", .accountProblem), ("131000", .providerDown), ("100", .badContent), ("too_long", .tooLong),
            ("http_500", .other), ("4242", .other),
        ] as [(String, DeliveryFailure)])
    func meanings(code: String, expected: DeliveryFailure) {
        #expect(MetaWhatsApp.failure(code: code) == expected)
    }

    private struct Wrong: Error {
        let error: ProviderError?
        init(_ error: ProviderError?) { self.error = error }
    }
}
