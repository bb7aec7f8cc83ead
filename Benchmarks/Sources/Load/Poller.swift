#if canImport(Glibc)
import CEpoll
import Glibc
#else
import Darwin
#endif

/// Which sockets can be read or written. epoll on Linux; elsewhere poll, which is enough for a few hundred.
final class Poller {
    struct Event {
        var fd: Int32
        var isReadable: Bool
        var isWritable: Bool
    }

    #if os(Linux)
    private let epoll = epoll_create1(0)
    private var buffer = [epoll_event](repeating: epoll_event(), count: 256)

    func watch(_ fd: Int32, writing: Bool, isNew: Bool) {
        var event = epoll_event()
        event.events = EPOLLIN.rawValue | EPOLLRDHUP.rawValue | (writing ? EPOLLOUT.rawValue : 0)
        event.data.fd = fd
        epoll_ctl(epoll, isNew ? EPOLL_CTL_ADD : EPOLL_CTL_MOD, fd, &event)
    }

    func forget(_ fd: Int32) { epoll_ctl(epoll, EPOLL_CTL_DEL, fd, nil) }

    /// Waits at most so long; negative = for ever.
    func wait(milliseconds: Int32) -> [Event] {
        let count = epoll_wait(epoll, &buffer, Int32(buffer.count), milliseconds)
        guard count > 0 else { return [] }
        return buffer.prefix(Int(count)).map { event in
            let ready = event.events
            return Event(
                fd: event.data.fd, isReadable: ready & ~EPOLLOUT.rawValue != 0,
                isWritable: ready & EPOLLOUT.rawValue != 0)
        }
    }

    deinit { close(epoll) }
    #else
    private var wanted: [Int32: Int16] = [:]

    func watch(_ fd: Int32, writing: Bool, isNew: Bool) {
        wanted[fd] = Int16(POLLIN) | (writing ? Int16(POLLOUT) : 0)
    }

    func forget(_ fd: Int32) { wanted[fd] = nil }

    func wait(milliseconds: Int32) -> [Event] {
        var list = wanted.map { pollfd(fd: $0.key, events: $0.value, revents: 0) }
        guard poll(&list, nfds_t(list.count), milliseconds) > 0 else { return [] }
        return list.filter { $0.revents != 0 }.map { entry in
            let ready = Int32(entry.revents)
            return Event(fd: entry.fd, isReadable: ready & ~POLLOUT != 0, isWritable: ready & POLLOUT != 0)
        }
    }
    #endif
}
