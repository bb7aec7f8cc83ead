import Foundation
import Load
import Synchronization

/// `loadgen reply`: from the webhook to the reply in the provider's hands. This process is the provider, so one clock sees both.
///
///   --port N --channels FILE --provider-port P --count 500 --rate 20 --text "…" --wait 10
func reply(_ arguments: Arguments) throws {
    let count = try arguments.number("count", 500)
    let text = arguments.text("text")
    var factory = Webhooks(
        channels: try arguments.channels(), customers: count, prefix: arguments.text("prefix") ?? "reply",
        path: arguments.text("path") ?? "/webhooks/meta", texts: text.map { [$0] } ?? Webhooks.chat,
        seed: UInt64(try arguments.number("seed", 2)))
    let now = Int(Date().timeIntervalSince1970)
    // Each message from somebody else: a reply tells which message it answers by its addressee.
    let first = try arguments.number("first-customer", 0)
    let channelCount = try arguments.channels().count
    let requests = (0..<count).map {
        factory.request($0, channel: $0 % channelCount, customer: first + $0, timestamp: now)
    }

    let record = ReplyRecord()
    guard let providerPort = UInt16(exactly: try arguments.number("provider-port", 0)) else {
        throw Misuse("--provider-port")
    }
    let isListening = DispatchSemaphore(value: 0)
    let thread = Thread {
        guard let provider = Provider(port: providerPort, onSend: { record.add(to: $0.to, at: $0.at) }) else { return }
        isListening.signal()
        while !record.isOver { provider.pump(milliseconds: 20) }
    }
    thread.start()
    guard isListening.wait(timeout: .now() + 5) == .success else { throw Misuse("port \(providerPort) is taken") }

    var options = Driver.Options(port: try arguments.port())
    options.connections = try arguments.number("connections", 8)
    options.rate = try arguments.decimal("rate") ?? 20
    let rate = options.rate ?? 20
    let started = monotonicNow()
    let driver = Driver(options) { number in
        number < requests.count ? requests[number].bytes : nil
    }
    let report = driver.run()
    let wait = Date().addingTimeInterval(try arguments.decimal("wait") ?? 10)
    while record.count < count, Date() < wait { Thread.sleep(forTimeInterval: 0.05) }
    record.end()

    var samples = Samples()
    var answered = 0
    var doubled = 0
    for (number, request) in requests.enumerated() {
        let times = record.times(of: request.phone)
        if times.count > 1 { doubled += 1 }
        guard let at = times.first else { continue }
        answered += 1
        let due = started + UInt64(Double(number) / rate * 1e9)
        samples.add(nanoseconds: at > due ? at - due : 0)
    }
    var object = report.object
    object["webhook"] = report.latency.object
    object["latency"] = samples.object
    object["answered"] = answered
    object["doubled"] = doubled
    try printJSON(object)
}

/// What the pretend provider was asked to send.
final class ReplyRecord: Sendable {
    private struct State {
        var times: [String: [UInt64]] = [:]
        var isOver = false
    }

    private let state = Mutex(State())

    /// The address may come with or without its plus sign: digits decide.
    func add(to address: String, at time: UInt64) {
        state.withLock { $0.times[address.filter(\.isNumber), default: []].append(time) }
    }
    func times(of phone: String) -> [UInt64] { state.withLock { $0.times[phone] ?? [] } }
    func end() { state.withLock { $0.isOver = true } }
    var isOver: Bool { state.withLock(\.isOver) }
    var count: Int { state.withLock(\.times.count) }
}
