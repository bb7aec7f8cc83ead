import Domain
import Foundation
import Simulators
import TestSupport
import Testing

@testable import Providers

struct MessagingErrorTests {
    private func error(
        _ code: Int, _ subcode: Int? = nil, status: Int = 400, headers: [(name: String, value: String)] = []
    )
        -> ProviderError
    {
        let body = JSON.object([
            ("error", .object([("message", "x"), ("code", JSON(code)), ("error_subcode", subcode.map { JSON($0) })]))
        ])
        return MetaMessaging.error(ProviderResponse(status: status, headers: headers, body: body.serialize()))
    }

    @Test(
        "code and subcode together say what may be done next, and what it means to the shop",
        arguments: [
            (10, 2_018_278, .permanent, .responseTimeOver), (10, 2_534_022, .permanent, .responseTimeOver),
            (10, nil, .reauth, .accountProblem), (190, 460, .reauth, .accountProblem),
            (190, nil, .reauth, .accountProblem),
            (200, nil, .reauth, .accountProblem), (230, nil, .reauth, .accountProblem),
            (551, 1_545_041, .permanent, .notReachable), (200, 1_545_041, .permanent, .notReachable),
            (100, 2_018_001, .permanent, .notReachable), (100, 2_018_108, .permanent, .notReachable),
            (100, nil, .permanent, .badContent), (100, 2_018_008, .permanent, .badMedia),
            (4, nil, .retry(after: .seconds(60)), .tooFast), (17, nil, .retry(after: .seconds(60)), .tooFast),
            (32, nil, .retry(after: .seconds(60)), .tooFast), (613, nil, .retry(after: .seconds(60)), .tooFast),
            (80_006, nil, .retry(after: .seconds(60)), .tooFast), (1, nil, .retry(after: nil), .providerDown),
            (2, nil, .retry(after: nil), .providerDown), (1_200, nil, .retry(after: nil), .providerDown),
            (-3, nil, .retry(after: nil), .providerDown), (368, nil, .permanent, .againstPolicy),
            (999_999, nil, .permanent, .other),
        ] as [(Int, Int?, ProviderError.Disposition, DeliveryFailure)])
    func table(code: Int, subcode: Int?, expected: ProviderError.Disposition, failure: DeliveryFailure) {
        let error = error(code, subcode)
        #expect(error.disposition == expected)
        #expect(MetaMessaging.failure(code: error.fault.code) == failure)
    }

    @Test("how long to wait is read from the usage header where there is one")
    func regain() {
        let usage = (
            name: "X-Business-Use-Case-Usage",
            value: #"{"700100":[{"type":"messenger","estimated_time_to_regain_access":7}]}"#
        )
        #expect(error(613, headers: [usage]).disposition == .retry(after: .seconds(420)))
        #expect(error(613, headers: [usage, ("Retry-After", "5")]).disposition == .retry(after: .seconds(5)))
        #expect(error(613, headers: [("X-Business-Use-Case-Usage", "soon")]).disposition == .retry(after: .seconds(60)))
    }

    @Test("an answer that got lost is uncertain, and the echo settles it")
    func lostAnswer() async throws {
        try await PageSimulation.run { simulation in
            simulation.meta.fail(.send, .acceptThenDrop)
            let error = await #expect(throws: ProviderError.self) {
                try await simulation.messenger.send(PageSimulation.message(.text("oi")))
            }
            #expect(error?.disposition == .unknown)
            let echo = try await simulation.meta.value { state in
                state.posted.last { String(decoding: $0.body, as: UTF8.self).contains("is_echo") }
            }
            let report = try #require(MetaMessaging.parse(echo.body).reports.first)
            #expect(report.externalID == simulation.sent.last?.id)
            #expect(report.outboxID?.uuidString.lowercased() == "0199d0f0-0000-7000-8000-000000000001")
        }
    }

    @Test("a page in front of Meta is not taken for its word")
    func proxies() async throws {
        try await PageSimulation.run { simulation in
            simulation.meta.fail(.send, .page(status: 503))
            let down = await #expect(throws: ProviderError.self) {
                try await simulation.messenger.send(PageSimulation.message(.text("oi")))
            }
            #expect(down?.disposition == .retry(after: nil))
            simulation.meta.fail(.send, .garbled)
            let garbled = await #expect(throws: ProviderError.self) {
                try await simulation.messenger.send(PageSimulation.message(.text("oi")))
            }
            #expect(garbled?.disposition == .unknown)
        }
    }
}
