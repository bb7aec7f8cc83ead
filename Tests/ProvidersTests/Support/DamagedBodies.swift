import Foundation
import TestSupport
import Testing

@testable import Domain
@testable import Providers

/// Real bodies, broken in every way that JSON can be broken. The seed is fixed: a case that fails, fails again.
enum DamagedBodies {
    private static let pieces = [
        "null", "[]", "{}", "\"\"", "-1e999", "9223372036854775808", "\"\\u0000\"", "\"\\ud800\"", "true", "[[[[]]]]",
        "\u{FFFD}",
        "\"5531987651234\"", "\"@lid\"", "\"é\u{301}\u{200D}\"",
    ].map { Array($0.utf8) }

    static func each(of bodies: [[UInt8]], seed: UInt64, rounds: Int, _ check: ([UInt8]) -> Void) {
        var random = SeededRandom(seed: seed)
        for _ in 0..<rounds {
            var body = bodies[Int.random(in: 0..<bodies.count, using: &random)]
            for _ in 0..<Int.random(in: 1...4, using: &random) where !body.isEmpty {
                let position = Int.random(in: 0..<body.count, using: &random)
                let piece = pieces[Int.random(in: 0..<pieces.count, using: &random)]
                switch Int.random(in: 0..<5, using: &random) {
                case 0: body[position] = UInt8.random(in: 0...255, using: &random)
                case 1: body.replaceSubrange(position..<min(position + 20, body.count), with: piece)
                case 2, 3: replaceValue(in: &body, with: piece, &random)
                default: body.removeLast(body.count - position)
                }
            }
            check(body)
        }
    }

    /// Keeps the document valid: one whole value becomes another.
    private static func replaceValue(in body: inout [UInt8], with piece: [UInt8], _ random: inout SeededRandom) {
        guard var value = try? JSON.parse(body) else { return }
        for _ in 0..<Int.random(in: 1...7, using: &random) {
            let inside = value.members.map(\.value) + Array(value.elements)
            guard !inside.isEmpty else { break }
            value = inside[Int.random(in: 0..<inside.count, using: &random)]
        }
        if let range = value.range { body.replaceSubrange(range, with: piece) }
    }

    /// What must hold of anything a parser gives.
    static func check(_ webhook: ProviderWebhook) {
        #expect(webhook.items.count + webhook.failures.count > 0)
        for message in webhook.messages {
            #expect(!message.customer.isEmpty && !message.externalID.isEmpty && !message.content.utf8.contains(0))
            if let payload = message.payload { #expect((try? JSON.parse(payload)) != nil) }
        }
        for report in webhook.reports { #expect(!report.externalID.isEmpty && !report.status.isEmpty) }
    }
}

enum Fixtures {
    static func bytes(_ name: String) throws -> [UInt8] {
        let url = try #require(Bundle.module.url(forResource: "Fixtures/\(name)", withExtension: nil))
        return Array(try Data(contentsOf: url))
    }

    /// The elements of a list of bodies, each a body of its own.
    static func elements(_ name: String) throws -> [[UInt8]] {
        try JSON.parse(try bytes(name)).elements.map { $0.serialize() }
    }
}

extension ProviderWebhook {
    var connections: [ConnectionNotice] {
        items.compactMap { if case .connection(let notice) = $0.item { notice } else { nil } }
    }

    var edits: [InboundEdit] {
        items.compactMap { if case .edit(let edit) = $0.item { edit } else { nil } }
    }

    var revoked: [String] {
        items.compactMap { if case .revoke(let id, _) = $0.item { id } else { nil } }
    }
}
