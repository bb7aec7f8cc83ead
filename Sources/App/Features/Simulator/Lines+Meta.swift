import Domain
import Simulators

/// WhatsApp through Meta.
struct MetaWhatsAppLine: ChatLine {
    let meta: MetaGraphSimulator
    let account: PlayedAccount
    let customer: PretendCustomer

    var front: MetaGraphSimulator { meta }
    var filedUnder: String { account.address }
    var samples: [CustomerSample] { CustomerSample.allCases }
    var canQuote: Bool { true }
    var canReact: Bool { true }
    var bubbles: [SimulatedBubble] { meta.transcript(with: customer.address, on: account.address) }

    func wording(of fault: LineFault) -> SimulatedFault.Kind? {
        switch fault {
        case .rateLimit: .error(code: 130_429, status: 429, title: "Rate limit hit", retryAfter: 5)
        case .token: .error(code: 190, status: 401, title: "Error validating access token")
        case .window: .error(code: 131_047, title: "Re-engagement message")
        case .failed, .drop, .down: nil
        }
    }

    func message(_ words: String) -> GraphCustomerMessage { .text(words) }

    func message(_ place: CustomerSample.Place) -> GraphCustomerMessage {
        .location(latitude: place.latitude, longitude: place.longitude, name: place.name)
    }

    func message(_ file: SimulatedFile, of sample: CustomerSample) -> GraphCustomerMessage {
        .media(
            kind: sample.rawValue, id: meta.addMedia(file.bytes, mimeType: file.mimeType),
            mimeType: sample == .audio ? "audio/ogg; codecs=opus" : file.mimeType, caption: sample.caption,
            fileName: sample == .document ? file.name : nil, isVoice: sample == .audio)
    }

    func message(reaction emoji: String, to bubble: String) -> GraphCustomerMessage? {
        .reaction(to: bubble, emoji: emoji)
    }

    func choose(_ choice: (id: String, title: String), under bubble: String) async throws {
        let type = meta.read { state in state.sent.last { $0.id == bubble }?.body["interactive"]?["type"]?.string }
        try await write(
            type == "list"
                ? .listReply(id: choice.id, title: choice.title) : .buttonReply(id: choice.id, title: choice.title),
            quoting: bubble)
    }

    func write(_ message: GraphCustomerMessage, quoting: String?) async throws {
        let person = GraphCustomer(phone: customer.phone, userID: customer.scopedID, name: customer.name)
        try await meta.receive(message, from: person, on: account.address, replyingTo: quoting)
    }
}

/// Instagram or Messenger.
struct MetaPageLine: ChatLine {
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

    func wording(of fault: LineFault) -> SimulatedFault.Kind? {
        switch fault {
        case .rateLimit: .error(code: 613, status: 429, title: "Calls to this api have exceeded the rate limit.")
        case .token: .error(code: 190, status: 401, title: "Error validating access token")
        case .window:
            .error(code: 10, status: 400, title: "This message is sent outside of allowed window.")
        case .failed, .drop, .down: nil
        }
    }

    /// Pages hear of what was delivered and read, never of what failed later.
    var faults: [LineFault] { LineFault.allCases.filter { refusal($0) != nil } }

    func message(_ words: String) -> PageCustomerMessage { .text(words) }

    func message(_ place: CustomerSample.Place) -> PageCustomerMessage {
        .location(title: place.name, latitude: place.latitude, longitude: place.longitude)
    }

    func message(_ file: SimulatedFile, of sample: CustomerSample) async throws -> PageCustomerMessage {
        .files([(type: sample == .document ? "file" : sample.rawValue, url: try await meta.host(file))])
    }

    func message(reaction emoji: String, to bubble: String) -> PageCustomerMessage? {
        .reaction(to: bubble, emoji: emoji)
    }

    func choose(_ choice: (id: String, title: String), under bubble: String) async throws {
        try await write(.quickReply(title: choice.title, payload: choice.id), quoting: nil)
    }

    func write(_ message: PageCustomerMessage, quoting: String?) async throws {
        let person = PageCustomer(
            id: customer.address, name: customer.name, username: customer.username ?? customer.key)
        try await meta.receive(message, from: person, onPage: account.address, replyingTo: quoting)
    }
}
