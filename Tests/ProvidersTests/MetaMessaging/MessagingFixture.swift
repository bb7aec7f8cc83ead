import Domain
import Foundation
import Logging
import Simulators
import TestSupport
import Testing

@testable import Providers

/// Bodies of our own making, in the shape Meta sends for pages and Instagram accounts.
enum MessagingFixture {
    static func body(_ name: String) throws -> [UInt8] {
        let url = try #require(Bundle.module.url(forResource: "Fixtures/messaging/\(name)", withExtension: "json"))
        return Array(try Data(contentsOf: url))
    }

    static func parse(_ name: String) throws -> ProviderWebhook {
        MetaMessaging.parse(try body(name), receivedAt: Fixture.now)
    }
}

extension ProviderWebhook {
    var watermarks: [DeliveryWatermark] {
        items.compactMap { if case .watermark(let watermark) = $0.item { watermark } else { nil } }
    }

    var reactions: [InboundReaction] {
        items.compactMap { if case .reaction(let reaction) = $0.item { reaction } else { nil } }
    }
}

/// A pretend Meta with one page, one Instagram account, and a customer of each.
struct PageSimulation: Sendable {
    let meta: MetaGraphSimulator
    let baseURL: String

    static let page = GraphState.Page(
        id: "700100", kind: .messenger, accessToken: "EAApage-token-1234567890", appSecret: "page-secret",
        appID: "424242")
    static let instagram = GraphState.Page(
        id: "17840", kind: .instagram, accessToken: "IGAAtoken1234567890", appSecret: "instagram-secret",
        appID: "424242")
    static let ana = PageCustomer(id: "55001", name: "Ana Prado")
    static let bia = PageCustomer(id: "88001", name: "Bia Reis", username: "bia.reis")

    var messenger: MetaMessaging.Client { client(Self.page) }
    var instagram: MetaMessaging.Client { client(Self.instagram) }

    func client(_ page: GraphState.Page, token: String? = nil) -> MetaMessaging.Client {
        .init(
            http: ProviderHTTP(logger: .init(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })),
            channel: page.kind == .instagram ? .instagram : .messenger, baseURL: baseURL,
            token: token ?? page.accessToken, accountID: page.id)
    }

    static func run<T: Sendable>(_ body: @Sendable @escaping (PageSimulation) async throws -> T) async throws -> T {
        try await MetaSimulation.run { simulation in
            simulation.meta.change { state in
                state.pages[page.id] = page
                state.pages[instagram.id] = instagram
            }
            try await simulation.meta.receive(.text("oi"), from: ana, onPage: page.id)
            try await simulation.meta.receive(.text("oi"), from: bia, onPage: instagram.id)
            return try await body(PageSimulation(meta: simulation.meta, baseURL: simulation.baseURL))
        }
    }

    static func message(
        _ content: OutboundContent, to person: PageCustomer = ana, replyTo: String? = nil
    ) -> OutboundMessage {
        let to = person.id == ana.id ? IdentityClaim(messenger: person.id) : IdentityClaim(instagram: person.id)
        return OutboundMessage(
            to: to ?? .init(kind: .widget, value: "", matchKey: ""), content: content, replyTo: replyTo,
            reference: "0199d0f0-0000-7000-8000-000000000001")
    }

    /// What the shop has sent, oldest first.
    var sent: [GraphState.PageMessage] { meta.read { $0.pageMessages.filter(\.isFromShop) } }
}
