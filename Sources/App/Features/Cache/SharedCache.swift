import Crypto
import Domain
import Foundation
import Logging
import Synchronization

/// What all processes of an installation share for a moment: counters of rate limits, and answers worth keeping for minutes.
///
/// In Valkey or Redis where `REDIS_URL` names one. Nothing is true only there: without it, or while it is away, every question is answered
/// "I do not know", and whoever asks goes on by himself.
///
/// Invariants
/// - Nothing lives longer than ``longest``.
/// - What is kept of a customer lies in one place a contact, so that an erasure reaches all of it with one command; keys hold ids
///   and hashes, never a number or an address.
package final class SharedCache: Sendable {
    /// The longest time that anything is kept.
    package static let longest = Duration.seconds(24 * 3600)

    private let link: ValkeyLink

    package init(
        _ address: ValkeyAddress, logger: Logger, now: @escaping @Sendable () -> ContinuousClock.Instant = { .now }
    ) {
        link = ValkeyLink(address, logger: logger, now: now)
    }

    /// Whether it answers.
    package func ping() async -> Bool { await link.send(["PING"]) == .text("PONG") }

    package func close() async { await link.close() }

    /// Bytes in use, and how many it may use: 0 where it has no limit. nil when it does not answer.
    func memory() async -> (used: Int, most: Int)? {
        guard case .bytes(let text) = await link.send(["INFO", "memory"]) else { return nil }
        var figures: [Substring: Int] = [:]
        for line in String(decoding: text, as: UTF8.self).split(whereSeparator: \.isNewline) {
            let parts = line.split(separator: ":", maxSplits: 1)
            if parts.count == 2 { figures[parts[0]] = Int(parts[1]) }
        }
        guard let used = figures["used_memory"] else { return nil }
        return (used, figures["maxmemory"] ?? 0)
    }

    // Answers worth keeping

    /// What a thing is remembered under.
    package enum Key: Sendable, Hashable {
        /// Of a shop as a whole.
        case shop(TenantID, name: String)
        /// Of one customer.
        case contact(TenantID, UUID, name: String)

        fileprivate var place: (key: String, field: String) {
            switch self {
            case .shop(let tenant, let name): ("secretaria:shop:\(tenant)", name)
            case .contact(let tenant, let contact, let name): (Self.place(tenant, contact), name)
            }
        }

        fileprivate static func place(_ tenant: TenantID, _ contact: UUID) -> String {
            "secretaria:contact:\(tenant):\(contact.uuidString.lowercased())"
        }
    }

    /// nil when nothing is kept, or nobody can say.
    package func value(_ key: Key) async -> [UInt8]? {
        let (place, field) = key.place
        guard case .bytes(let stored) = await link.send(["HGET", place, field]), stored.count >= Self.stampCount else {
            return nil
        }
        // A hash expires as a whole: each value carries its own end.
        let end = stored.prefix(Self.stampCount).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        return end > Self.seconds(Date()) ? Array(stored.dropFirst(Self.stampCount)) : nil
    }

    /// Keeps `value` for at most `time`. That it could not be kept is no failure.
    package func keep(_ value: [UInt8], as key: Key, for time: Duration) async {
        let (place, field) = key.place
        let seconds = min(time, Self.longest).components.seconds
        let end = Self.seconds(Date()) &+ UInt64(max(1, seconds))
        let stamp = withUnsafeBytes(of: end.bigEndian, Array.init)
        _ = await link.send(
            ["EVAL", Self.keepScript, "1", place, field].map { Array($0.utf8) } + [stamp + value]
                + [Array("\(max(1, seconds))".utf8)])
    }

    private static let stampCount = 8
    private static func seconds(_ date: Date) -> UInt64 { UInt64(max(0, date.timeIntervalSince1970)) }

    /// The hash lives as long as its longest value.
    private static let keepScript = """
        redis.call('HSET', KEYS[1], ARGV[1], ARGV[2])
        if redis.call('TTL', KEYS[1]) < tonumber(ARGV[3]) then redis.call('EXPIRE', KEYS[1], ARGV[3]) end
        return 1
        """

    /// Takes everything away that is kept of a customer.
    ///
    /// - Throws: ``CacheAway`` where it cannot be said that nothing is left: to be done again. It is gone after ``longest`` at the latest.
    package func forget(contact: UUID, of tenant: TenantID) async throws {
        guard case .number = await link.send(["DEL", Key.place(tenant, contact)]) else { throw CacheAway() }
    }

    /// The same of a shop's own answers: when what they were made from has changed.
    package func forget(shop tenant: TenantID) async {
        _ = await link.send(["DEL", Key.shop(tenant, name: "").place.key])
    }

    // Rate limits

    enum Count: Sendable, Equatable {
        case within
        /// Too often: this long until the next would be within.
        case wait(Duration)
        /// Nobody can say.
        case unknown
    }

    /// Counts once more under `name` and `key`, over all processes. As ``SlidingWindow``: what is refused counts as well.
    func count(_ name: String, _ key: String, limit: Int, window: Duration) async -> Count {
        let digest = MediaFolder.hex(SHA256.hash(data: Array(key.utf8))).prefix(32)
        let reply = await link.send([
            "EVAL", Self.countScript, "1", "secretaria:limit:\(name):\(digest)",
            "\(Int(window / .milliseconds(1)))", "\(limit)", UUID().uuidString,
        ])
        guard case .number(let milliseconds) = reply else { return .unknown }
        return milliseconds < 0 ? .within : .wait(.milliseconds(max(1, milliseconds)))
    }

    private static let countScript = """
        local t = redis.call('TIME')
        local now = t[1] * 1000 + math.floor(t[2] / 1000)
        local window, limit = tonumber(ARGV[1]), tonumber(ARGV[2])
        redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now - window)
        local full = redis.call('ZCARD', KEYS[1]) >= limit
        redis.call('ZADD', KEYS[1], now, ARGV[3])
        redis.call('ZREMRANGEBYRANK', KEYS[1], 0, -limit - 1)
        redis.call('PEXPIRE', KEYS[1], window)
        if not full then return -1 end
        local oldest = redis.call('ZRANGE', KEYS[1], 0, 0, 'WITHSCORES')
        return math.floor(tonumber(oldest[2]) + window - now)
        """
}

/// The shared cache does not answer.
package struct CacheAway: Error {}
