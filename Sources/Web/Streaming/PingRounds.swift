import NIOCore
import Synchronization

/// One timer an event loop for all its streams, instead of one each: a kilobyte less for every idle viewer.
///
/// A round is divided into slots; a mailbox stays in the slot it was put into, so that each is pinged once a round and
/// ten thousand are not pinged at once. The timer runs while there is somebody to ping.
final class PingRounds: Sendable {
    static let slotCount = 16
    static let shared = PingRounds()

    private struct Key: Hashable {
        let eventLoop: ObjectIdentifier
        let interval: TimeAmount
    }

    private struct Round {
        /// Kept, so that its address is nobody else's while the round lasts.
        let eventLoop: any EventLoop
        var slots = [[ObjectIdentifier: EventMailbox]](repeating: [:], count: PingRounds.slotCount)
        var next = 0
        var timer: RepeatedTask?

        var isEmpty: Bool { slots.allSatisfy(\.isEmpty) }
    }

    private let rounds = Mutex<[Key: Round]>([:])

    /// Pings `mailbox` every `interval` until it is finished.
    func add(_ mailbox: EventMailbox, on eventLoop: any EventLoop, every interval: TimeAmount) {
        let key = Key(eventLoop: ObjectIdentifier(eventLoop), interval: interval)
        rounds.withLock { rounds in
            var round = rounds[key] ?? Round(eventLoop: eventLoop)
            // The slot whose turn has just been: its next turn is a whole round away.
            let slot = (round.next + Self.slotCount - 1) % Self.slotCount
            round.slots[slot][ObjectIdentifier(mailbox)] = mailbox
            if round.timer == nil {
                let step = TimeAmount.nanoseconds(max(1, interval.nanoseconds / Int64(Self.slotCount)))
                round.timer = eventLoop.scheduleRepeatedTask(initialDelay: step, delay: step) { [weak self] _ in
                    self?.turn(key)
                }
            }
            rounds[key] = round
        }
    }

    private func turn(_ key: Key) {
        let due = rounds.withLock { rounds -> [EventMailbox] in
            guard var round = rounds[key] else { return [] }
            let slot = round.next
            round.next = (slot + 1) % Self.slotCount
            round.slots[slot] = round.slots[slot].filter { !$0.value.isFinished }
            let due = Array(round.slots[slot].values)
            if round.isEmpty {
                round.timer?.cancel()
                rounds[key] = nil
            } else {
                rounds[key] = round
            }
            return due
        }
        for mailbox in due { mailbox.ping() }
    }
}
