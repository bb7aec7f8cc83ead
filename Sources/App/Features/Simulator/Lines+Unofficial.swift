import Domain
import Simulators

/// WhatsApp through Z-API.
struct ZAPILine: PretendLine {
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

    func refusal(_ fault: LineFault) -> SimulatedFault.Kind? {
        switch fault {
        case .rateLimit: .error(status: 429, body: ["error": "Too many requests"], retryAfter: 5)
        case .token: .error(status: 403, body: ["error": "your client-token is not configured"])
        case .drop: .acceptThenDrop
        case .down: .page(status: 503)
        case .window, .failed: nil
        }
    }

    func say(_ words: CustomerWords) async throws {
        try await write(.text(words.text), quoting: words.quoting)
    }

    func send(_ sample: CustomerSample) async throws {
        guard let file = sample.file else {
            let place = CustomerSample.place
            return try await write(
                .location(latitude: place.latitude, longitude: place.longitude, name: place.name))
        }
        try await write(
            .media(
                kind: sample.rawValue, url: try await zapi.host(file), mimeType: file.mimeType,
                caption: sample == .image ? "É este aqui" : nil, fileName: sample == .document ? file.name : nil,
                isVoice: sample == .audio))
    }

    func react(_ emoji: String, to bubble: String) async throws {
        try await write(.reaction(to: bubble, emoji: emoji))
    }

    func choose(_ choice: (id: String, title: String), under bubble: String) async throws {
        try await write(.buttonReply(id: choice.id, title: choice.title), quoting: bubble)
    }

    func toggleLink() async throws {
        _ = isLinked == true ? try await zapi.unlink(account.address) : try await zapi.link(account.address)
    }

    private func write(_ message: ZAPICustomerMessage, quoting: String? = nil) async throws {
        try await zapi.receive(message, from: person, on: account.address, replyingTo: quoting)
    }
}

/// WhatsApp through a server of the Whaticket family.
struct WhaticketLine: PretendLine {
    let whaticket: WhaticketSimulator
    let account: PlayedAccount
    let customer: PretendCustomer

    var front: WhaticketSimulator { whaticket }
    var samples: [CustomerSample] { [.image, .audio, .document, .location] }
    var canQuote: Bool { true }
    var bubbles: [SimulatedBubble] { whaticket.transcript(with: customer.address) }
    /// These servers report nothing of what they sent.
    var receipts: [Receipts] { [] }

    func refusal(_ fault: LineFault) -> SimulatedFault.Kind? {
        switch fault {
        case .rateLimit: .error(status: 429, body: ["error": "Too many requests"], retryAfter: 5)
        case .token: .error(status: 401, body: ["error": "ERR_SESSION_EXPIRED"])
        case .drop: .acceptThenDrop
        case .down: .page(status: 503)
        case .window, .failed: nil
        }
    }

    func say(_ words: CustomerWords) async throws {
        try await write(.text(words.text), quoting: words.quoting)
    }

    func send(_ sample: CustomerSample) async throws {
        guard let file = sample.file else {
            let place = CustomerSample.place
            return try await write(
                .location(latitude: place.latitude, longitude: place.longitude, name: place.name))
        }
        // The family's servers keep the file, and say where.
        let url = try await whaticket.host(file)
        let about = JSON.object([
            ("mimetype", JSON(file.mimeType)), ("caption", sample == .image ? "É este aqui" : nil),
            ("fileName", sample == .document ? JSON(file.name) : nil), ("ptt", sample == .audio ? true : nil),
        ])
        try await write(
            .raw(["\(sample.rawValue)Message": about, "mediaUrl": JSON(url)], type: sample.rawValue))
    }

    private func write(_ message: WhaticketCustomerMessage, quoting: String? = nil) async throws {
        try await whaticket.receive(message, from: customer.address, name: customer.name, replyingTo: quoting)
    }
}
