#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Sends requests over a number of connections and measures each answer. One thread, no allocation that could be avoided.
public final class Driver {
    public struct Options {
        public var port: UInt16
        public var connections = 32
        /// Requests a second in all; nil = each connection sends as soon as it was answered.
        public var rate: Double?
        /// A request that was not answered with 2xx is sent again, as providers do, until it is or `deadline` comes.
        public var retries = false
        /// Seconds after which nothing more is sent.
        public var deadline = 3_600.0

        public init(port: UInt16) { self.port = port }
    }

    public struct Report {
        public var sent = 0
        public var acknowledged = 0
        /// Answers by status; 0 = the connection broke.
        public var statuses: [Int: Int] = [:]
        public var latency = Samples()
        public var seconds = 0.0
        /// CPU of this process.
        public var processor = 0.0
    }

    /// The bytes of request `n`, or nil when there are no more.
    public typealias Source = (Int) -> [UInt8]?

    private final class Connection {
        var fd: Int32 = -1
        var reader = ResponseReader()
        var request = -1
        var bytes: [UInt8] = []
        var sent = 0
        /// When the answer began to be owed.
        var due: UInt64 = 0
        var isBusy: Bool { request >= 0 }
    }

    private let options: Options
    private let source: Source
    /// Request, status and body of each answer.
    private let onAnswer: (Int, Int, [UInt8]) -> Void
    private let poller = Poller()
    private var connections: [Connection] = []
    private var byFD: [Int32: Connection] = [:]
    private var again: [Int] = []
    private var next = 0
    private var isExhausted = false
    private var report = Report()
    private var started: UInt64 = 0

    public init(
        _ options: Options, source: @escaping Source, onAnswer: @escaping (Int, Int, [UInt8]) -> Void = { _, _, _ in }
    ) {
        self.options = options
        self.source = source
        self.onAnswer = onAnswer
    }

    public func run() -> Report {
        let processorBefore = processorSeconds()
        started = monotonicNow()
        connections = (0..<options.connections).map { _ in Connection() }
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let now = monotonicNow()
            let isOver = Double(now - started) / 1e9 > options.deadline
            let wait = isOver ? nil : feed(now)
            if connections.allSatisfy({ !$0.isBusy }), isOver || (isExhausted && again.isEmpty) { break }
            // At the end nobody is waited for longer than a server may think.
            if isOver, Double(now - started) / 1e9 > options.deadline + 10 { break }
            for event in poller.wait(milliseconds: wait ?? 100) {
                guard let connection = byFD[event.fd] else { continue }
                if event.isWritable { write(connection) }
                if event.isReadable { read(connection, &buffer) }
            }
        }
        report.seconds = Double(monotonicNow() - started) / 1e9
        report.processor = processorSeconds() - processorBefore
        for connection in connections where connection.fd >= 0 { close(connection.fd) }
        return report
    }

    /// Gives every free connection its next request. Returns how long nothing will be due, in milliseconds.
    private func feed(_ now: UInt64) -> Int32 {
        for connection in connections where !connection.isBusy {
            if let retry = again.last {
                guard open(connection) else { return 20 }
                again.removeLast()
                begin(connection, retry, due: monotonicNow())
                continue
            }
            if isExhausted { break }
            var due = now
            if let rate = options.rate {
                due = started + UInt64(Double(next) / rate * 1e9)
                // poll counts whole milliseconds: round up, and spin for what is nearer.
                if due > now { return due - now < 1_000_000 ? 0 : Int32(clamping: (due - now) / 1_000_000) }
            }
            guard open(connection) else { return 20 }
            let request = next
            next += 1
            begin(connection, request, due: due)
        }
        return 100
    }

    private func begin(_ connection: Connection, _ request: Int, due: UInt64) {
        guard let bytes = source(request) else {
            isExhausted = true
            return
        }
        connection.request = request
        connection.bytes = bytes
        connection.sent = 0
        connection.due = due
        report.sent += 1
        write(connection)
    }

    private func open(_ connection: Connection) -> Bool {
        if connection.fd >= 0 { return true }
        guard let fd = Socket.connect(port: options.port) else { return false }
        connection.fd = fd
        connection.reader = ResponseReader()
        byFD[fd] = connection
        poller.watch(fd, writing: false, isNew: true)
        return true
    }

    private func write(_ connection: Connection) {
        guard connection.isBusy, connection.sent < connection.bytes.count else { return }
        switch Socket.send(connection.fd, connection.bytes, from: connection.sent) {
        case .moved(let count):
            connection.sent += count
            poller.watch(connection.fd, writing: connection.sent < connection.bytes.count, isNew: false)
        case .wouldBlock: poller.watch(connection.fd, writing: true, isNew: false)
        case .closed: broken(connection)
        }
    }

    private func read(_ connection: Connection, _ buffer: inout [UInt8]) {
        switch Socket.receive(connection.fd, into: &buffer) {
        case .moved(let count):
            connection.reader.append(buffer[..<count])
            guard connection.isBusy, let response = connection.reader.next() else { return }
            finish(connection, response.status, response.body)
        case .wouldBlock: break
        case .closed: broken(connection)
        }
    }

    private func broken(_ connection: Connection) {
        poller.forget(connection.fd)
        byFD[connection.fd] = nil
        close(connection.fd)
        connection.fd = -1
        if connection.isBusy { finish(connection, 0, []) }
    }

    private func finish(_ connection: Connection, _ status: Int, _ body: [UInt8]) {
        let request = connection.request
        connection.request = -1
        report.statuses[status, default: 0] += 1
        if (200..<300).contains(status) {
            report.acknowledged += 1
            report.latency.add(nanoseconds: monotonicNow() - connection.due)
        } else if options.retries {
            again.append(request)
        }
        onAnswer(request, status, body)
    }
}
