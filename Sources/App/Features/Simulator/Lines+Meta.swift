import Domain
import Simulators

/// WhatsApp through Meta.
struct MetaWhatsAppLine: PretendLine {
    let meta: MetaGraphSimulator
    let account: PlayedAccount
    let customer: PretendCustomer

    var front: MetaGraphSimulator { meta }
    var filedUnder: String { account.address }
    var samples: [CustomerSample] { CustomerSample.allCases }
    var canQuote: Bool { true }
    var canReact: Bool { true }
    var bubbles: [SimulatedBubble] { meta.transcript(with: customer.address, on: account.address) }

    func refusal(_ fault: LineFault) -> SimulatedFault.Kind? {
        switch fault {
        case .rateLimit: .error(code: 130_429, status: 429, title: "Rate limit hit", retryAfter: 5)
        case .token: .error(code: 190, status: 401, title: "Error validating access token")
        case .drop: .acceptThenDrop
        case .down: .page(status: 503)
        case .window: .error(code: 131_047, title: "Re-engagement message")
        case .failed: nil
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
        let id = meta.addMedia(file.bytes, mimeType: file.mimeType)
        try await write(
            .media(
                kind: sample.rawValue, id: id, mimeType: sample == .audio ? "audio/ogg; codecs=opus" : file.mimeType,
                caption: sample == .image ? "É este aqui" : nil, fileName: sample == .document ? file.name : nil,
                isVoice: sample == .audio))
    }

    func react(_ emoji: String, to bubble: String) async throws {
        try await write(.reaction(to: bubble, emoji: emoji))
    }

    func choose(_ choice: (id: String, title: String), under bubble: String) async throws {
        let type = meta.read { state in state.sent.last { $0.id == bubble }?.body["interactive"]?["type"]?.string }
        try await write(
            type == "list"
                ? .listReply(id: choice.id, title: choice.title) : .buttonReply(id: choice.id, title: choice.title),
            quoting: bubble)
    }

    private func write(_ message: GraphCustomerMessage, quoting: String? = nil) async throws {
        let person = GraphCustomer(phone: customer.phone, userID: customer.scopedID, name: customer.name)
        try await meta.receive(message, from: person, on: account.address, replyingTo: quoting)
    }
}

/// Instagram or Messenger.
struct MetaPageLine: PretendLine {
    let meta: MetaGraphSimulator
    let account: PlayedAccount
    let customer: PretendCustomer

    var front: MetaGraphSimulator { meta }
    var filedUnder: String { account.address }
    var samples: [CustomerSample] { isInstagram ? [.image, .audio] : [.image, .audio, .document, .location] }
    var canQuote: Bool { true }
    var canReact: Bool { true }
    var bubbles: [SimulatedBubble] { meta.transcript(with: customer.address, onPage: account.address) }
    private var isInstagram: Bool { account.kind == .instagram }

    func refusal(_ fault: LineFault) -> SimulatedFault.Kind? {
        switch fault {
        case .rateLimit: .error(code: 613, status: 429, title: "Calls to this api have exceeded the rate limit.")
        case .token: .error(code: 190, status: 401, title: "Error validating access token")
        case .drop: .acceptThenDrop
        case .down: .page(status: 503)
        case .window:
            .error(code: 10, status: 400, title: "This message is sent outside of allowed window.")
        case .failed: nil
        }
    }

    /// Pages hear of what was delivered and read, never of what failed later.
    var faults: [LineFault] { LineFault.allCases.filter { refusal($0) != nil } }

    func say(_ words: CustomerWords) async throws {
        try await write(.text(words.text), quoting: words.quoting)
    }

    func send(_ sample: CustomerSample) async throws {
        guard let file = sample.file else {
            let place = CustomerSample.place
            return try await write(
                .location(title: place.name, latitude: place.latitude, longitude: place.longitude))
        }
        let type = sample == .document ? "file" : sample.rawValue
        try await write(.files([(type: type, url: try await meta.host(file))]))
    }

    func react(_ emoji: String, to bubble: String) async throws {
        try await write(.reaction(to: bubble, emoji: emoji))
    }

    func choose(_ choice: (id: String, title: String), under bubble: String) async throws {
        try await write(.quickReply(title: choice.title, payload: choice.id))
    }

    private func write(_ message: PageCustomerMessage, quoting: String? = nil) async throws {
        let person = PageCustomer(
            id: customer.address, name: customer.name, username: customer.username ?? customer.key)
        try await meta.receive(message, from: person, onPage: account.address, replyingTo: quoting)
    }
}
