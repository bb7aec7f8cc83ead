import Foundation
import Testing

@testable import Domain
@testable import Providers

struct MessagingForeignBodiesTests {
    @Test(
        "real bodies are read: each event is understood",
        .enabled(
            if: MetaForeignBodiesTests.folder != nil, "no third-party bodies on this machine: set SECRETARIA_PAYLOADS"),
        arguments: MetaMessaging.Channel.allCases)
    func bodies(channel: MetaMessaging.Channel) throws {
        let folder = try #require(MetaForeignBodiesTests.folder).appending(path: channel.rawValue)
        let files = try MetaForeignBodiesTests.files(in: folder)
        #expect(files.count > 5)
        for file in files {
            let webhook = MetaMessaging.parse(Array(try Data(contentsOf: file)), channel: channel)
            #expect(
                !webhook.items.isEmpty && webhook.failures.isEmpty, "\(file.lastPathComponent): \(webhook.failures)")
            for message in webhook.messages {
                #expect(message.customer.map(\.kind) == [channel == .instagram ? .igsid : .psid])
            }
        }
    }

    @Test("other providers' bodies do no harm")
    func others() throws {
        for name in ["all_types", "poisoned", "statuses", "echoes_and_notices", "two_accounts"] {
            let webhook = MetaMessaging.parse(try Fixture.meta(name))
            #expect(webhook.items.isEmpty && webhook.failures.map(\.reason) == ["unknown_object"])
        }
    }

    @Test("damaged bodies are read as far as they go, and never crash", arguments: 1...4)
    func mutations(seed: UInt64) throws {
        let bodies = try ["messenger_all", "instagram_all", "poisoned", "two_accounts"].map(MessagingFixture.body)
        DamagedBodies.each(of: bodies, seed: seed, rounds: 300) { body in
            DamagedBodies.check(MetaMessaging.parse(body))
            for address in MetaMessaging.addresses(in: body) {
                #expect(MetaMessaging.part(of: body, for: address) != nil)
            }
        }
    }
}
