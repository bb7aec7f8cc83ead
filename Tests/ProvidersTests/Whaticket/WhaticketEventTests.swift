import Foundation
import Testing

@testable import Domain
@testable import Providers

struct WhaticketEventTests {
    let webhooks: [ProviderWebhook]

    init() throws {
        webhooks = try Fixtures.elements("whaticket/events.json").map { Whaticket.parse($0, receivedAt: Fixture.now) }
    }

    @Test("a poisoned element costs its neighbours nothing")
    func poisoned() {
        #expect(webhooks[0].messages.map(\.content) == ["um", "dois"])
        #expect(webhooks[0].failures == [.init(path: "$.data.messages[1]", reason: "not_an_object")])
        #expect(webhooks[1].messages.map(\.content) == ["três"])
        #expect(webhooks[2].failures == [.init(path: "$.data[2]", reason: "missing_id")])
    }

    @Test("receipts come as numbers of two countings and as words; each has a rank of ours")
    func receipts() {
        let reports = (webhooks[2].reports + webhooks[4].reports).map { "\($0.externalID) \($0.status)" }
        #expect(reports == ["OUT1 delivered", "OUT2 failed", "OUT3 played", "OUT4 read", "OUT5 delivered"])
        #expect(webhooks.flatMap(\.reports).allSatisfy { DeliveryStatus(provider: $0.status) != nil })
    }

    @Test("an update may hold new words or the end of a message")
    func updates() {
        #expect(webhooks[3].edits.map { "\($0.externalID) \($0.content)" } == ["E1 um!"])
        #expect(webhooks.flatMap(\.revoked) == ["E2", "E3"])
        #expect(webhooks[6].reactions.map { "\($0.externalID) \($0.emoji ?? "")" } == ["OUT1 🙏"])
    }

    @Test("the connection tells whether it stands, waits for its code or was ended by the phone")
    func connection() {
        #expect(
            webhooks.flatMap(\.connections) == [
                .init(.connected), .init(.waitingForCode), .init(.disconnected, reason: "Stream Errored"),
                .init(.waitingForCode, reason: "Logged Out"),
            ])
    }

    @Test("events not known are notices, never lost")
    func notices() {
        #expect(webhooks.suffix(2).flatMap(\.notices) == ["presence_update", "unknown"])
    }

    @Test("damaged bodies are read as far as they go, and never crash", arguments: 1...3)
    func damaged(seed: UInt64) throws {
        let bodies = try ["whaticket/messages.json", "whaticket/events.json"].flatMap(Fixtures.elements)
        DamagedBodies.each(of: bodies, seed: seed, rounds: 1_500) { body in
            DamagedBodies.check(Whaticket.parse(body, signedAt: 1))
            _ = try? Whaticket.check(body)
        }
    }
}
