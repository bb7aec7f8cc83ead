import Domain
import Simulators

/// WhatsApp through Z-API.
struct ZAPILine: ChatLine {
    let zapi: ZAPISimulator
    let account: PlayedAccount
    let customer: PretendCustomer

    var front: ZAPISimulator { zapi }
    var filedUnder: String { account.address }
    /// Every kind of message has an operation of its own.
    var sending: SimulatedOperation? { nil }
    var samples: [CustomerSample] { CustomerSample.allCases }
    var canQuote: Bool { true }
    var canReact: Bool { true }
    var bubbles: [SimulatedBubble] { zapi.transcript(with: person, on: account.address) }
    var isLinked: Bool? { zapi.read { $0.instances[account.address]?.isConnected } }
    private var person: ZAPICustomer {
        ZAPICustomer(phone: customer.phone, lid: customer.scopedID, name: customer.name)
    }

    func wording(of fault: LineFault) -> SimulatedFault.Kind? {
        switch fault {
        case .rateLimit: .error(status: 429, body: ["error": "Too many requests"], retryAfter: 5)
        case .token: .error(status: 403, body: ["error": "your client-token is not configured"])
        case .window, .failed, .drop, .down: nil
        }
    }

    func message(_ words: String) -> ZAPICustomerMessage { .text(words) }

    func message(_ place: CustomerSample.Place) -> ZAPICustomerMessage {
        .location(latitude: place.latitude, longitude: place.longitude, name: place.name)
    }

    func message(_ file: SimulatedFile, of sample: CustomerSample) async throws -> ZAPICustomerMessage {
        .media(
            kind: sample.rawValue, url: try await zapi.host(file), mimeType: file.mimeType, caption: sample.caption,
            fileName: sample == .document ? file.name : nil, isVoice: sample == .audio)
    }

    func message(reaction emoji: String, to bubble: String) -> ZAPICustomerMessage? {
        .reaction(to: bubble, emoji: emoji)
    }

    func choose(_ choice: (id: String, title: String), under bubble: String) async throws {
        try await write(.buttonReply(id: choice.id, title: choice.title), quoting: bubble)
    }

    func toggleLink() async throws {
        _ = isLinked == true ? try await zapi.unlink(account.address) : try await zapi.link(account.address)
    }

    func write(_ message: ZAPICustomerMessage, quoting: String?) async throws {
        try await zapi.receive(message, from: person, on: account.address, replyingTo: quoting)
    }
}

/// WhatsApp through a server of the Whaticket family.
struct WhaticketLine: ChatLine {
    let whaticket: WhaticketSimulator
    let account: PlayedAccount
    let customer: PretendCustomer

    var front: WhaticketSimulator { whaticket }
    var samples: [CustomerSample] { [.image, .audio, .document, .location] }
    var canQuote: Bool { true }
    var bubbles: [SimulatedBubble] { whaticket.transcript(with: customer.address) }
    /// These servers report nothing of what they sent.
    var receipts: [Receipts] { [] }

    func wording(of fault: LineFault) -> SimulatedFault.Kind? {
        switch fault {
        case .rateLimit: .error(status: 429, body: ["error": "Too many requests"], retryAfter: 5)
        case .token: .error(status: 401, body: ["error": "ERR_SESSION_EXPIRED"])
        case .window, .failed, .drop, .down: nil
        }
    }

    func message(_ words: String) -> WhaticketCustomerMessage { .text(words) }

    func message(_ place: CustomerSample.Place) -> WhaticketCustomerMessage {
        .location(latitude: place.latitude, longitude: place.longitude, name: place.name)
    }

    /// The family's servers keep the file, and say where.
    func message(_ file: SimulatedFile, of sample: CustomerSample) async throws -> WhaticketCustomerMessage {
        let url = try await whaticket.host(file)
        let about = JSON.object([
            ("mimetype", JSON(file.mimeType)), ("caption", sample.caption.map { JSON($0) }),
            ("fileName", sample == .document ? JSON(file.name) : nil), ("ptt", sample == .audio ? true : nil),
        ])
        return .raw(["\(sample.rawValue)Message": about, "mediaUrl": JSON(url)], type: sample.rawValue)
    }

    func write(_ message: WhaticketCustomerMessage, quoting: String?) async throws {
        try await whaticket.receive(message, from: customer.address, name: customer.name, replyingTo: quoting)
    }
}
