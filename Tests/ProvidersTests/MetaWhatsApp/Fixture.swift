import Foundation
import Testing

@testable import Domain
@testable import Providers

/// Bodies of our own making, in the shape Meta sends.
enum Fixture {
    static func meta(_ name: String) throws -> [UInt8] {
        let url = try #require(Bundle.module.url(forResource: "Fixtures/meta/\(name)", withExtension: "json"))
        return Array(try Data(contentsOf: url))
    }

    static let now = Date(timeIntervalSince1970: 1_760_001_000)

    static func parse(_ name: String) throws -> ProviderWebhook {
        MetaWhatsApp.parse(try meta(name), receivedAt: now)
    }
}

extension ProviderWebhook {
    var messages: [InboundMessage] {
        items.compactMap { if case .message(let message) = $0.item { message } else { nil } }
    }

    var reports: [DeliveryReport] {
        items.compactMap { if case .status(let report) = $0.item { report } else { nil } }
    }

    var notices: [String] {
        items.compactMap { if case .notice(let notice) = $0.item { notice } else { nil } }
    }

    func message(_ id: String) throws -> InboundMessage {
        try #require(messages.first { $0.externalID == id })
    }
}
