import Foundation
import Load
import Synchronization

/// `loadgen watch`: browsers that watch while customers write.
///
///   --port N --streams FILE       lines: path TAB header; subscribers take them in turn
///   --subscribers 1000
///   --hold S                      only stay connected so long, or:
///   --channels FILE --count N --rate R --conversations FILE
///                                 lines: conversation id TAB index of the channel TAB customer number
///
/// Latency is from the webhook being due to the event in a subscriber's hands: more than from commit to client.
func watch(_ arguments: Arguments) throws {
    let port = try arguments.port()
    let subscriberCount = try arguments.number("subscribers", 1_000)
    let streams = try arguments.table("streams")
    let watching = Watching()
    let started = DispatchSemaphore(value: 0)
    let thread = Thread {
        let subscribers = Subscribers { _, name, data in watching.received(name, data, at: monotonicNow()) }
        for index in 0..<subscriberCount {
            let stream = streams[index % streams.count]
            let request = pageRequest(
                path: stream[0], header: stream.count > 1 && !stream[1].isEmpty ? stream[1] : nil,
                accept: "text/event-stream")
            if !subscribers.add(index, port: port, request: request) { watching.failed() }
            subscribers.pump(milliseconds: 0)
        }
        // The first words of every stream are read before anything is measured.
        let settled = Date().addingTimeInterval(2)
        while Date() < settled { subscribers.pump(milliseconds: 50) }
        started.signal()
        while !watching.isOver { subscribers.pump(milliseconds: 20) }
        watching.close(open: subscribers.count, broken: subscribers.broken)
        started.signal()
    }
    thread.stackSize = 4 << 20
    thread.start()
    started.wait()
    try printJSON(["connected": subscriberCount - watching.failures])

    var object: [String: Any] = [:]
    if let hold = try arguments.decimal("hold") {
        Thread.sleep(forTimeInterval: hold)
    } else {
        object = try write(arguments, port: port, watching: watching)
    }
    watching.end()
    started.wait()
    object["open"] = watching.open
    object["broken"] = watching.broken
    object["events"] = watching.events
    object["latency"] = watching.latency.object
    try printJSON(object)
}

private func write(_ arguments: Arguments, port: UInt16, watching: Watching) throws -> [String: Any] {
    let channels = try arguments.channels()
    let conversations = try arguments.table("conversations").map {
        columns -> (id: String, channel: Int, customer: Int) in
        guard columns.count == 3, let channel = Int(columns[1]), let customer = Int(columns[2]) else {
            throw Misuse("a conversation is: id TAB channel TAB customer")
        }
        return (columns[0], channel, customer)
    }
    let count = try arguments.number("count", 2_000)
    let rate = try arguments.decimal("rate") ?? 200
    var factory = Webhooks(
        channels: channels, customers: 1, prefix: arguments.text("prefix") ?? "watch",
        path: arguments.text("path") ?? "/webhooks/meta", seed: 3)
    let now = Int(Date().timeIntervalSince1970)
    let requests = (0..<count).map { number in
        let conversation = conversations[number % conversations.count]
        return factory.request(number, channel: conversation.channel, customer: conversation.customer, timestamp: now)
    }
    var options = Driver.Options(port: port)
    options.connections = 16
    options.rate = rate
    let start = monotonicNow()
    let driver = Driver(options) { number in
        guard number < requests.count else { return nil }
        watching.sent(conversations[number % conversations.count].id, due: start + UInt64(Double(number) / rate * 1e9))
        return requests[number].bytes
    }
    let report = driver.run()
    Thread.sleep(forTimeInterval: 2)
    var object = report.object
    object["webhook"] = report.latency.object
    return object
}

/// What was sent when, and what arrived.
private final class Watching: Sendable {
    private struct State {
        var due: [String: UInt64] = [:]
        var latency = Samples()
        var events = 0
        var failures = 0
        var isOver = false
        var open = 0
        var broken = 0
    }

    private let state = Mutex(State())

    func sent(_ conversation: String, due: UInt64) { state.withLock { $0.due[conversation] = due } }

    func received(_ name: String, _ data: String, at time: UInt64) {
        guard name == "change" else { return }
        // {"conversations":["id","id"]}: every id stands between quotes and is 36 long.
        let ids = data.split(separator: "\"").filter { $0.utf8.count == 36 }
        state.withLock { state in
            state.events += 1
            for id in ids {
                if let due = state.due[String(id)] { state.latency.add(nanoseconds: time > due ? time - due : 0) }
            }
        }
    }

    func failed() { state.withLock { $0.failures += 1 } }
    func end() { state.withLock { $0.isOver = true } }
    func close(open: Int, broken: Int) {
        state.withLock {
            $0.open = open
            $0.broken = broken
        }
    }

    var isOver: Bool { state.withLock(\.isOver) }
    var failures: Int { state.withLock(\.failures) }
    var open: Int { state.withLock(\.open) }
    var broken: Int { state.withLock(\.broken) }
    var events: Int { state.withLock(\.events) }
    var latency: Samples { state.withLock(\.latency) }
}
