import Foundation
import Load
import Synchronization

/// `loadgen webhooks`: customers write.
///
///   --port N --channels FILE    lines: phone_number_id TAB app secret
///   --connections 32 --count N --seconds S --rate R --customers 10000 --seed 1 --prefix run1
///   --first-customer N          each message from somebody else, counted from here
///   --retry yes                 what is not acknowledged is sent again, as Meta does
///   --acks FILE                 each acknowledged message id, as it is acknowledged
///
/// SIGTERM: nobody writes anything new; what was begun is brought to its end.
func webhooks(_ arguments: Arguments) throws {
    let channels = try arguments.channels()
    let count = try arguments.number("count", .max)
    let seconds = try arguments.decimal("seconds")
    guard count < .max || seconds != nil else { throw Misuse("--count or --seconds is missing") }
    var factory = Webhooks(
        channels: channels, customers: try arguments.number("customers", 10_000),
        prefix: arguments.text("prefix") ?? "bench",
        path: arguments.text("path") ?? "/webhooks/meta", seed: UInt64(try arguments.number("seed", 1)))
    var options = Driver.Options(port: try arguments.port())
    options.connections = try arguments.number("connections", 32)
    options.rate = try arguments.decimal("rate")
    options.retries = arguments.text("retry") == "yes"
    options.deadline = seconds ?? 3_600

    // Signed before the clock starts: as many as can possibly be needed.
    let most = try arguments.decimal("most") ?? 20_000
    let prepared = min(count, Int((seconds ?? 0) * (options.rate ?? most)) + 1)
    let total = seconds == nil ? count : prepared
    let now = Int(Date().timeIntervalSince1970)
    var requests: [Webhooks.Request] = []
    requests.reserveCapacity(total)
    let first = try arguments.number("first-customer", -1)
    for number in 0..<total {
        requests.append(
            first < 0
                ? factory.next(number, timestamp: now)
                : factory.request(number, channel: number % channels.count, customer: first + number, timestamp: now))
    }

    let acks = try LineFile(arguments.text("acks"))
    let ready = requests
    isOver.store(false, ordering: .relaxed)  // made before the handler needs it
    signal(SIGTERM) { _ in isOver.store(true, ordering: .relaxed) }
    let driver = Driver(options) { number in
        number < ready.count && !isOver.load(ordering: .relaxed) ? ready[number].bytes : nil
    } onAnswer: { number, status, _ in
        if (200..<300).contains(status) { acks?.add(ready[number].id) }
    }
    try printJSON(driver.run().object)
}

/// SIGTERM came.
private let isOver = Atomic(false)

extension Arguments {
    func channels() throws -> [Channel] {
        try table("channels").map { columns in
            guard columns.count >= 2 else { throw Misuse("a channel is: phone_number_id TAB app secret") }
            return Channel(phoneNumberID: columns[0], secret: columns[1])
        }
    }
}
