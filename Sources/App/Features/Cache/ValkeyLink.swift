import CHiredis
import Foundation
import Logging
import NIOPosix
import Synchronization

/// One connection, used by one thread of its own: hiredis waits for its answers.
///
/// A server that does not answer costs its callers a quarter of a second once, then nothing: for some seconds nobody asks it.
final class ValkeyLink: Sendable {
    enum Reply: Sendable, Equatable {
        case bytes([UInt8])
        /// A short word of the server.
        case text(String)
        case number(Int)
        case nothing
        /// An error, or a kind of answer that no command here has.
        case refused
        /// The server is not there.
        case away
    }

    private struct State {
        var waiting = 0
        var restUntil: ContinuousClock.Instant?
        var isAway = false
    }

    private final class Connection: @unchecked Sendable {  // only the one thread of the pool touches what is in here
        var context: UnsafeMutablePointer<redisContext>?
    }

    private static let rest = Duration.seconds(3)
    /// Milliseconds, for connecting and for each answer.
    private static let patience = 250
    /// More callers than this are told at once that nobody can say.
    private static let crowd = 2000

    private let address: ValkeyAddress
    private let logger: Logger
    private let now: @Sendable () -> ContinuousClock.Instant
    private let thread = NIOThreadPool(numberOfThreads: 1)
    private let connection = Connection()
    private let state = Mutex(State())

    init(_ address: ValkeyAddress, logger: Logger, now: @escaping @Sendable () -> ContinuousClock.Instant) {
        self.address = address
        self.logger = logger
        self.now = now
        thread.start()
    }

    func send(_ words: [String]) async -> Reply { await send(words.map { Array($0.utf8) }) }

    func send(_ words: [[UInt8]]) async -> Reply {
        let now = now()
        let isWelcome = state.withLock { state in
            if let rest = state.restUntil, now < rest { return false }
            guard state.waiting < Self.crowd else { return false }
            state.waiting += 1
            return true
        }
        guard isWelcome else { return .away }
        defer { state.withLock { $0.waiting -= 1 } }
        return (try? await thread.runIfActive { self.exchange(words) }) ?? .away
    }

    func close() async {
        _ = try? await thread.runIfActive { self.disconnect() }
        try? await thread.shutdownGracefully()
    }

    // On the thread

    private func exchange(_ words: [[UInt8]]) -> Reply {
        // Those who were waiting behind one that found nobody.
        if let rest = state.withLock(\.restUntil), now() < rest { return .away }
        guard let context = connection.context ?? connect() else { return away() }
        connection.context = context
        guard let reply = Self.ask(context, words) else { return away() }
        state.withLock { $0.restUntil = nil }
        return reply
    }

    private func connect() -> UnsafeMutablePointer<redisContext>? {
        let made =
            switch address.place {
            case .host(let host, let port): secretaria_redis_connect(host, Int32(clamping: port), Self.patience)
            case .socket(let path): secretaria_redis_connect_socket(path, Self.patience)
            }
        guard let context = made else { return nil }
        guard context.pointee.err == 0, secretaria_redis_limit(context, Self.patience) == REDIS_OK else {
            redisFree(context)
            return nil
        }
        // A socket of this machine knows no keep-alive, and would count the attempt as an error of the connection.
        if case .host = address.place { redisEnableKeepAlive(context) }
        if let password = address.password {
            let words = ["AUTH"] + (address.user.map { [$0] } ?? []) + [password]
            guard Self.ask(context, words.map { Array($0.utf8) }) == .text("OK") else {
                redisFree(context)
                return nil
            }
        }
        if address.database > 0 {
            guard Self.ask(context, [Array("SELECT".utf8), Array("\(address.database)".utf8)]) == .text("OK") else {
                redisFree(context)
                return nil
            }
        }
        let wasAway = state.withLock { state in
            defer { state.isAway = false }
            return state.isAway
        }
        if wasAway { logger.notice("The shared cache answers again", metadata: ["cache": "\(address)"]) }
        return context
    }

    private func away() -> Reply {
        disconnect()
        let isNew = state.withLock { state in
            state.restUntil = now() + Self.rest
            defer { state.isAway = true }
            return !state.isAway
        }
        if isNew {
            logger.warning(
                "The shared cache does not answer; each process goes on by itself", metadata: ["cache": "\(address)"])
        }
        return .away
    }

    private func disconnect() {
        if let context = connection.context { redisFree(context) }
        connection.context = nil
    }

    /// nil when the connection is broken.
    private static func ask(_ context: UnsafeMutablePointer<redisContext>, _ words: [[UInt8]]) -> Reply? {
        let copies = words.map { word in
            let copy = UnsafeMutablePointer<CChar>.allocate(capacity: word.count + 1)
            for (index, byte) in word.enumerated() { copy[index] = CChar(bitPattern: byte) }
            copy[word.count] = 0
            return copy
        }
        defer { for copy in copies { copy.deallocate() } }
        var arguments: [UnsafePointer<CChar>?] = copies.map { UnsafePointer($0) }
        let lengths = words.map(\.count)
        guard let raw = redisCommandArgv(context, Int32(clamping: words.count), &arguments, lengths) else { return nil }
        defer { freeReplyObject(raw) }
        let reply = raw.assumingMemoryBound(to: redisReply.self).pointee
        switch reply.type {
        case REDIS_REPLY_STRING: return .bytes(bytes(reply))
        case REDIS_REPLY_STATUS: return .text(String(decoding: bytes(reply), as: UTF8.self))
        case REDIS_REPLY_INTEGER: return .number(Int(reply.integer))
        case REDIS_REPLY_NIL: return .nothing
        default: return .refused
        }
    }

    private static func bytes(_ reply: redisReply) -> [UInt8] {
        guard let text = reply.str else { return [] }
        return Array(UnsafeRawBufferPointer(start: text, count: Int(reply.len)))
    }
}
