#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// The connections of one event loop beside their poll(2) entries. Lives on the loop's thread alone.
struct SocketSet {
    /// Entry 0 is the wake-up pipe; entry i + 1 belongs to connection i.
    private var entries: [pollfd]
    private var connections: [PostgresConnection] = []
    private var deadlines: [Moment] = []

    init(wakeUp: Int32) {
        entries = [pollfd(fd: wakeUp, events: Int16(POLLIN), revents: 0)]
    }

    var isEmpty: Bool { connections.isEmpty }

    var nextDeadline: Moment { deadlines.min() ?? .never }

    /// Lets a connection read, write and finish requests, then notes what it waits for next.
    mutating func serve(_ connection: PostgresConnection, readable: Bool) {
        let wish = connection.assumeIsolated { $0.serve(readable: readable) }
        let index = connections.firstIndex { $0 === connection }
        guard let wish else {
            if let index { remove(index) }
            return
        }
        let entry = pollfd(fd: wish.socket, events: wish.events, revents: 0)
        if let index {
            entries[index + 1] = entry
            deadlines[index] = wish.deadline
        } else {
            entries.append(entry)
            connections.append(connection)
            deadlines.append(wish.deadline)
        }
    }

    mutating func serveExpired(_ now: Moment) {
        guard nextDeadline <= now else { return }
        for connection in connections.indices.filter({ deadlines[$0] <= now }).map({ connections[$0] }) {
            serve(connection, readable: false)
        }
    }

    mutating func wait(milliseconds: Int32) {
        // EINTR leaves revents as they were: clear them, so that nothing is served twice.
        for index in entries.indices { entries[index].revents = 0 }
        _ = poll(&entries, nfds_t(entries.count), milliseconds)
    }

    mutating func serveReady(_ drain: () -> Void) {
        if entries[0].revents != 0 { drain() }
        var ready: [PostgresConnection] = []
        for index in connections.indices where entries[index + 1].revents != 0 { ready.append(connections[index]) }
        for connection in ready { serve(connection, readable: true) }
    }

    private mutating func remove(_ index: Int) {
        entries.remove(at: index + 1)
        connections.remove(at: index)
        deadlines.remove(at: index)
    }
}

/// What a connection waits for.
struct Wish {
    let socket: Int32
    let events: Int16
    let deadline: Moment
}
