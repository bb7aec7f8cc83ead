import Domain
import Foundation
import Postgres
import Simulators
import Web

/// One pretend customer writing to one number of the shop.
struct PhoneLine: Sendable {
    struct Account: Sendable {
        let id: UUID
        let name: String
        /// The phone number id the provider routes on.
        let number: String
        let displayAddress: String?
    }

    let meta: MetaGraphSimulator
    let account: Account
    let customer: PretendCustomers.Customer

    /// What the page offers to go wrong with the shop's next message.
    enum Fault: String, CaseIterable, Sendable {
        case rateLimit = "rate_limit"
        case token, drop, window

        var kind: GraphFault.Kind {
            switch self {
            case .rateLimit: .error(code: 130_429, status: 429, title: "Rate limit hit", retryAfter: 5)
            case .token: .error(code: 190, status: 401, title: "Error validating access token")
            case .drop: .acceptThenDrop
            case .window: .error(code: 131_047, title: "Re-engagement message")
            }
        }
    }

    enum Receipts: String, CaseIterable, Sendable {
        case read, delivered, off

        var plan: StatusPlan {
            switch self {
            case .read: .read
            case .delivered: .delivered
            case .off: .none
            }
        }
    }

    enum Sample: String, CaseIterable, Sendable {
        case image, audio, location, sticker
    }

    func say(_ text: String) async throws {
        try await meta.receive(.text(text), from: customer.person, on: account.number)
    }

    /// Five short messages, as people write them: one answer should come.
    func burst() async throws {
        for text in [
            "Oi", "tudo bem?", "queria comprar um vestido", "mas preciso saber uma coisa",
            "Qual o prazo de entrega para São Paulo?",
        ] {
            try await say(text)
        }
    }

    func send(_ sample: Sample) async throws {
        let message: GraphCustomerMessage =
            switch sample {
            case .image:
                .media(
                    kind: "image", id: meta.addMedia(Self.pixel, mimeType: "image/png"), mimeType: "image/png",
                    caption: "É este aqui")
            case .audio:
                .media(
                    kind: "audio", id: meta.addMedia(Self.silence, mimeType: "audio/ogg"),
                    mimeType: "audio/ogg; codecs=opus", isVoice: true)
            case .sticker:
                .media(kind: "sticker", id: meta.addMedia(Self.pixel, mimeType: "image/webp"), mimeType: "image/webp")
            case .location: .location(latitude: -23.5505, longitude: -46.6333, name: "Praça da Sé")
            }
        try await meta.receive(message, from: customer.person, on: account.number)
    }

    /// Arms a fault for the next send, or disarms it when it was armed already.
    func toggle(_ fault: Fault) {
        let wasArmed = armed == fault
        meta.recover()
        if !wasArmed { meta.fail(.send, fault.kind, phoneNumberID: account.number) }
    }

    var armed: Fault? {
        meta.read { state in
            guard let kind = state.faults.first(where: { $0.phoneNumberID == account.number })?.kind else { return nil }
            return switch kind {
            case .acceptThenDrop: .drop
            case .error(130_429, _, _, _): .rateLimit
            case .error(190, _, _, _): .token
            case .error(131_047, _, _, _): .window
            default: nil
            }
        }
    }

    var receipts: Receipts {
        let words = meta.read { $0.plan.steps.map(\.status) }
        return words.contains("read") ? .read : words.contains("delivered") ? .delivered : .off
    }

    // The smallest files that are what they say.
    private static let pixel: [UInt8] = [
        0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 0x0d, 0x49, 0x48, 0x44, 0x52, 0, 0, 0, 1, 0, 0, 0, 1,
        8, 6, 0, 0, 0, 0x1f, 0x15,
        0xc4, 0x89, 0, 0, 0, 0x0d, 0x49, 0x44, 0x41, 0x54, 0x78, 0x9c, 0x63, 0x60, 0xf8, 0xcf, 0x50, 0x0f, 0, 3, 0x86,
        1, 0x80, 0x5a, 0x34, 0x7d,
        0x6b, 0, 0, 0, 0, 0x49, 0x45, 0x4e, 0x44, 0xae, 0x42, 0x60, 0x82,
    ]
    private static let silence: [UInt8] = Array("OggS".utf8) + [UInt8](repeating: 0, count: 24)
}

extension Simulator {
    /// The shop's WhatsApp numbers that this pretend Meta knows.
    static func accounts(_ meta: MetaGraphSimulator, tx: TenantTransaction) async throws -> [PhoneLine.Account] {
        let known = meta.read { Set($0.accounts.keys) }
        let rows = try await tx.query(
            """
            SELECT id, name, address, display_address FROM channel_accounts
            WHERE tenant_id = \(tx.tenant) AND provider = 'meta' AND base_url IS NOT NULL ORDER BY created_at, id
            """)
        return try rows.map { row in
            PhoneLine.Account(
                id: try row("id"), name: try row("name"), number: try row("address"),
                displayAddress: try row("display_address"))
        }.filter { known.contains($0.number) }
    }
}
