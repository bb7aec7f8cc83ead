import Foundation
import TestSupport
import Testing

@testable import Domain
@testable import Providers

struct MessagingForeignBodiesTests {
    @Test(
        "real bodies are read: each event is understood",
        .enabled(if: MetaForeignBodiesTests.folder != nil, "no third-party bodies on this machine: set SECRETARIA_PAYLOADS"),
        arguments: MetaMessaging.Channel.allCases)
    func bodies(channel: MetaMessaging.Channel) throws {
        let folder = try #require(MetaForeignBodiesTests.folder).appending(path: channel.rawValue)
        let files = try MetaForeignBodiesTests.files(in: folder)
        #expect(files.count > 5)
        for file in files {
            let webhook = MetaMessaging.parse(Array(try Data(contentsOf: file)), channel: channel)
            #expect(!webhook.items.isEmpty && webhook.failures.isEmpty, "\(file.lastPathComponent): \(webhook.failures)")
            for message in webhook.messages { #expect(message.customer.map(\.kind) == [channel == .instagram ? .igsid : .psid]) }
        }
    }

    @Test("other providers' bodies do no harm")
    func others() throws {
        for name in ["all_types", "poisoned", "statuses", "echoes_and_notices", "two_accounts"] {
            let webhook = MetaMessaging.parse(try Fixture.meta(name))
            #expect(webhook.items.isEmpty && webhook.failures.map(\.reason) == ["unknown_object"])
        }
    }

    /// The seed is fixed: a case that fails, fails again.
    @Test("damaged bodies are read as far as they go, and never crash", arguments: 1...4)
    func mutations(seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        let bodies = try ["messenger_all", "instagram_all", "poisoned", "two_accounts"].map(MessagingFixture.body)
        for _ in 0..<300 {
            let body = Mutation.damaged(bodies[Int.random(in: 0..<bodies.count, using: &random)], &random)
            let webhook = MetaMessaging.parse(body, own: MessagingFixture.ownApp)
            #expect(webhook.items.count + webhook.failures.count > 0)
            for message in webhook.messages {
                #expect(!message.customer.isEmpty && !message.externalID.isEmpty && !message.content.utf8.contains(0))
                if let payload = message.payload { #expect((try? JSON.parse(payload)) != nil) }
            }
            for address in MetaMessaging.addresses(in: body) { #expect(MetaMessaging.part(of: body, for: address) != nil) }
        }
    }
}

/// Ways in which a body gets damaged.
enum Mutation {
    static let pieces = [
        "null", "[]", "{}", "\"\"", "-1e999", "\"\\u0000\"", "\"\\ud800\"", "true", "[[[[]]]]", "\u{FFFD}",
    ].map { Array($0.utf8) }

    static func damaged(_ original: [UInt8], _ random: inout some RandomNumberGenerator) -> [UInt8] {
        var body = original
        for _ in 0..<Int.random(in: 1...4, using: &random) where !body.isEmpty {
            let position = Int.random(in: 0..<body.count, using: &random)
            let piece = pieces[Int.random(in: 0..<pieces.count, using: &random)]
            switch Int.random(in: 0..<8, using: &random) {
            case 0: body[position] = UInt8.random(in: 0...255, using: &random)
            case 1: body.replaceSubrange(position..<min(position + 20, body.count), with: piece)
            case 2: body.removeLast(body.count - position)
            default: replaceValue(in: &body, with: piece, &random)
            }
        }
        return body
    }

    /// Keeps the document valid: one whole value becomes another.
    private static func replaceValue(in body: inout [UInt8], with piece: [UInt8], _ random: inout some RandomNumberGenerator)
    {
        guard var value = try? JSON.parse(body) else { return }
        for _ in 0..<Int.random(in: 1...9, using: &random) {
            let inside = value.members.map(\.value) + Array(value.elements)
            guard !inside.isEmpty else { break }
            value = inside[Int.random(in: 0..<inside.count, using: &random)]
        }
        if let range = value.range { body.replaceSubrange(range, with: piece) }
    }
}
