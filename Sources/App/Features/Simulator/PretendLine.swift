import Domain
import Foundation
import Simulators

/// What the page offers to go wrong with the shop's next message.
enum LineFault: String, CaseIterable, Sendable {
    case rateLimit = "rate_limit"
    case token, window
    /// Taken, and the connection closed instead of an answer.
    case drop
    case down
    /// Taken, and reported as failed later.
    case failed
}

/// Which reports follow what the shop sends.
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

/// What a customer can send beside words.
enum CustomerSample: String, CaseIterable, Sendable {
    case image, audio, document, location, sticker
}

/// What a customer writes.
struct CustomerWords: Sendable {
    var text: String
    /// Of a mail.
    var subject: String?
    /// Id of the bubble it answers.
    var quoting: String?
}

/// One pretend customer on one account of the shop: a channel as the page plays it.
protocol PretendLine: Sendable {
    associatedtype Front: SimulatorFront
    var account: PlayedAccount { get }
    var customer: PretendCustomer { get }
    var front: Front { get }
    /// What this account's calls and webhooks are filed under; empty where the provider has one account alone.
    var filedUnder: String { get }
    /// Which calls a fault waits for; nil for any.
    var sending: SimulatedOperation? { get }
    var samples: [CustomerSample] { get }
    var canQuote: Bool { get }
    var canReact: Bool { get }
    /// Those that can be ordered; empty where the provider reports nothing of what it sent.
    var receipts: [Receipts] { get }
    var faults: [LineFault] { get }
    /// Whether the shop's phone is linked; nil where there is none.
    var isLinked: Bool? { get }
    /// The conversation on the customer's screen, oldest first.
    var bubbles: [SimulatedBubble] { get }
    /// How the provider words a refusal; nil where it cannot happen, and for what no provider words (``LineFault/drop``, ``LineFault/down``).
    func wording(of fault: LineFault) -> SimulatedFault.Kind?
    func say(_ words: CustomerWords) async throws
    func send(_ sample: CustomerSample) async throws
    func react(_ emoji: String, to bubble: String) async throws
    /// A button under a message of the shop's.
    func choose(_ choice: (id: String, title: String), under bubble: String) async throws
    func toggleLink() async throws
}

extension PretendLine {
    var filedUnder: String { "" }
    var sending: SimulatedOperation? { "send" }
    var samples: [CustomerSample] { [] }
    var canQuote: Bool { false }
    var canReact: Bool { false }
    var receipts: [Receipts] { Receipts.allCases }
    var isLinked: Bool? { nil }
    /// `failed` needs reports of what becomes of a message.
    var faults: [LineFault] {
        LineFault.allCases.filter { $0 == .failed ? !receipts.isEmpty : refusal($0) != nil }
    }

    /// What the call is answered with; nil where it cannot happen.
    func refusal(_ fault: LineFault) -> SimulatedFault.Kind? {
        switch fault {
        case .drop: .acceptThenDrop
        case .down: .page(status: 503)
        case .rateLimit, .token, .window, .failed: wording(of: fault)
        }
    }

    func send(_ sample: CustomerSample) async throws {}
    func react(_ emoji: String, to bubble: String) async throws {}
    func choose(_ choice: (id: String, title: String), under bubble: String) async throws {
        try await say(CustomerWords(text: choice.title))
    }
    func toggleLink() async throws {}
}

/// A line of a channel that has files, places, quotes and often reactions: it says how each is written, the rest follows.
protocol ChatLine: PretendLine {
    associatedtype Message: Sendable
    func message(_ words: String) -> Message
    func message(_ place: CustomerSample.Place) -> Message
    func message(_ file: SimulatedFile, of sample: CustomerSample) async throws -> Message
    /// nil where the channel has none.
    func message(reaction emoji: String, to bubble: String) -> Message?
    func write(_ message: Message, quoting bubble: String?) async throws
}

extension ChatLine {
    func message(reaction emoji: String, to bubble: String) -> Message? { nil }

    func say(_ words: CustomerWords) async throws { try await write(message(words.text), quoting: words.quoting) }

    func send(_ sample: CustomerSample) async throws {
        if let file = sample.file {
            try await write(message(file, of: sample), quoting: nil)
        } else {
            try await write(message(CustomerSample.place), quoting: nil)
        }
    }

    func react(_ emoji: String, to bubble: String) async throws {
        if let reaction = message(reaction: emoji, to: bubble) { try await write(reaction, quoting: nil) }
    }
}

// What every line does in the same way.
extension PretendLine {
    /// Five short messages, as people write them: one answer should come.
    func burst() async throws {
        for text in [
            "Oi", "tudo bem?", "queria comprar um vestido", "mas preciso saber uma coisa",
            "Qual o prazo de entrega para São Paulo?",
        ] {
            try await say(CustomerWords(text: text))
        }
    }

    func redeliver() async throws { _ = try await front.redeliverLast(on: filedUnder, copies: 10) }

    var armed: LineFault? {
        let log = front.log
        if log.nextPlan[filedUnder] != nil { return .failed }
        return log.faults.first { $0.account == filedUnder }?.name.flatMap(LineFault.init(rawValue:))
    }

    /// Arms a fault for the next send, or disarms it when it was armed already.
    func toggle(_ fault: LineFault) {
        let wasArmed = armed == fault
        front.changeLog { log in
            log.disarm(filedUnder)
            if !wasArmed, fault == .failed { log.nextPlan[filedUnder] = .failed }
        }
        if !wasArmed, let kind = refusal(fault) { front.fail(sending, kind, of: filedUnder, named: fault.rawValue) }
    }

    var current: Receipts {
        let words = front.log.plan.steps.map(\.status)
        return words.contains("read") ? .read : words.contains("delivered") ? .delivered : .off
    }

    func set(_ receipts: Receipts) { front.changeLog { $0.plan = receipts.plan } }

    var calls: [SimulatorLog.Call] { front.log.calls.filter { $0.account == filedUnder } }
    var posted: [SimulatorLog.Posted] { front.log.posted.filter { $0.account == filedUnder } }
}
