import Foundation
import Testing

@testable import Domain
@testable import Providers

/// Webhook bodies of third parties, where they are at hand (SECRETARIA_PAYLOADS, or `../shared/payloads` beside the package).
struct MetaForeignBodiesTests {
    static let folder: URL? = {
        let beside = URL(filePath: #filePath).appending(path: "../../../../../shared/payloads").standardized
        let named = ProcessInfo.processInfo.environment["SECRETARIA_PAYLOADS"].map { URL(filePath: $0) }
        return [named, beside].compactMap { $0 }.first { FileManager.default.fileExists(atPath: $0.path) }
    }()

    static func files(in folder: URL) throws -> [URL] {
        let names = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
        return (names?.allObjects as? [URL] ?? []).filter { $0.pathExtension == "json" }.sorted { $0.path < $1.path }
    }

    @Test(
        "real bodies are read: each item is understood or named with its reason",
        .enabled(if: folder != nil, "no third-party bodies on this machine: set SECRETARIA_PAYLOADS"))
    func metaBodies() throws {
        let folder = try #require(Self.folder).appending(path: "meta_whatsapp")
        let files = try Self.files(in: folder)
        #expect(files.count > 50)
        for file in files {
            let body = Array(try Data(contentsOf: file))
            let webhook = MetaWhatsApp.parse(body)
            #expect(webhook.items.count + webhook.failures.count > 0, "\(file.lastPathComponent)")
            // Only fragments that are no messages at all, and reactions to nothing, may fail.
            let expected: Set<String> = ["no_entry", "missing_message_id"]
            #expect(
                webhook.failures.allSatisfy { expected.contains($0.reason) },
                "\(file.lastPathComponent): \(webhook.failures)")
            for address in MetaWhatsApp.addresses(in: body) {
                #expect(MetaWhatsApp.part(of: body, for: address) != nil)
            }
        }
    }

    @Test(
        "other providers' bodies do no harm",
        .enabled(if: folder != nil, "no third-party bodies on this machine: set SECRETARIA_PAYLOADS"))
    func otherBodies() throws {
        for file in try Self.files(in: try #require(Self.folder)) {
            let body = Array(try Data(contentsOf: file))
            let webhook = MetaWhatsApp.parse(body)
            #expect(webhook.items.count + webhook.failures.count > 0, "\(file.lastPathComponent)")
            _ = MetaWhatsApp.addresses(in: body)
        }
    }

    /// The seed is fixed: a case that fails, fails again.
    @Test("damaged bodies are read as far as they go, and never crash", arguments: 1...6)
    func mutations(seed: UInt64) throws {
        var random = SplitMix(state: seed)
        var bodies = try ["all_types", "poisoned", "statuses", "echoes_and_notices", "two_accounts"].map(Fixture.meta)
        if let folder = Self.folder { bodies += try Self.files(in: folder).map { Array(try Data(contentsOf: $0)) } }
        let pieces = [
            "null", "[]", "{}", "\"\"", "-1e999", "\"\\u0000\"", "\"\\ud800\"", "true", "[[[[]]]]", "\u{FFFD}",
        ].map { Array($0.utf8) }
        for _ in 0..<1_500 {
            var body = bodies[Int.random(in: 0..<bodies.count, using: &random)]
            for _ in 0..<Int.random(in: 1...4, using: &random) where !body.isEmpty {
                let position = Int.random(in: 0..<body.count, using: &random)
                switch Int.random(in: 0..<4, using: &random) {
                case 0: body[position] = UInt8.random(in: 0...255, using: &random)
                case 1:
                    body.replaceSubrange(
                        position..<min(position + 20, body.count),
                        with: pieces[Int.random(in: 0..<pieces.count, using: &random)])
                case 2:
                    Self.replaceValue(
                        in: &body, with: pieces[Int.random(in: 0..<pieces.count, using: &random)], &random)
                default: body.removeLast(body.count - position)
                }
            }
            let webhook = MetaWhatsApp.parse(body)
            for message in webhook.messages {
                #expect(!message.customer.isEmpty && !message.externalID.isEmpty && !message.content.utf8.contains(0))
                if let payload = message.payload { #expect((try? JSON.parse(payload)) != nil) }
            }
            for address in MetaWhatsApp.addresses(in: body) { _ = MetaWhatsApp.part(of: body, for: address) }
        }
    }

    /// Keeps the document valid: one whole value becomes another.
    private static func replaceValue(in body: inout [UInt8], with piece: [UInt8], _ random: inout SplitMix) {
        guard var value = try? JSON.parse(body) else { return }
        for _ in 0..<Int.random(in: 1...9, using: &random) {
            let inside = value.members.map(\.value) + Array(value.elements)
            guard !inside.isEmpty else { break }
            value = inside[Int.random(in: 0..<inside.count, using: &random)]
        }
        if let range = value.range { body.replaceSubrange(range, with: piece) }
    }
}

struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }
}
