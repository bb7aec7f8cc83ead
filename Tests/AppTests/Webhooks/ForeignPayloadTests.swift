import Domain
import Foundation
import Simulators
import Testing

@testable import App

/// Bodies that third parties keep as examples, through the real doors. They are not part of this repository.
@Suite(.timeLimit(.minutes(5)))
struct ForeignPayloadTests {
    static let folder = ProcessInfo.processInfo.environment["SECRETARIA_PAYLOADS"].map { URL(filePath: $0) }

    private static func bodies(_ part: String) throws -> [(name: String, body: [UInt8])] {
        try FileManager.default.contentsOfDirectory(
            at: try #require(folder).appending(path: part), includingPropertiesForKeys: nil
        )
        .filter { $0.pathExtension == "json" }.sorted { $0.path < $1.path }
        .map { ($0.lastPathComponent, Array(try Data(contentsOf: $0))) }
    }

    @Test(.enabled(if: folder != nil, "no third-party bodies on this machine: set SECRETARIA_PAYLOADS"))
    func `every Whaticket body is answered 202, or 400 when it says nothing of anybody, and what is taken is read`()
        async throws
    {
        try await WhaticketJourneyTests.withShop { bench, whaticket, _ in
            var taken = 0
            for (name, body) in try Self.bodies("whaticket") {
                let status = try await whaticket.post(body)
                #expect([202, 400].contains(status), "\(name): \(status)")
                if status == 202 { taken += 1 }
            }
            try await bench.read()
            let events = try await bench.events()
            #expect(taken > 0 && events.count == taken)
            // Nothing is lost: each event has items or says why not.
            for event in events { #expect(event.state != "pending" && (event.items > 0 || event.errors != nil)) }
        }
    }

    @Test(.enabled(if: folder != nil, "no third-party bodies on this machine: set SECRETARIA_PAYLOADS"))
    func `every Z-API body is answered 200, stored and read`() async throws {
        let secret = "a-long-secret-of-this-account-alone"
        try await ShopBench.run(with: ZAPISimulator(logger: ShopBench.quiet)) { bench in
            _ = try await bench.channels.connect(
                NewChannel(
                    channelType: .whatsapp, provider: .zapi, name: "Loja", address: "INST1", secrets: [.apiToken: "T"],
                    hookSecret: secret), as: bench.fixture.owner(0))
            let bodies = try Self.bodies("zapi")
            for (name, body) in bodies {
                let answer = try await ShopBench.post(body, to: "\(bench.site)/webhooks/zapi/\(secret)", [])
                #expect(answer.status == 200, "\(name): \(answer)")
            }
            try await bench.read()
            let events = try await bench.events()
            #expect(!bodies.isEmpty && events.reduce(0) { $0 + $1.deliveries } == bodies.count)
            for event in events { #expect(event.state != "pending" && (event.items > 0 || event.errors != nil)) }
        }
    }
}
