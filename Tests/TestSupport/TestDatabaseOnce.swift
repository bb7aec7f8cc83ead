import Postgres
import Synchronization

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Makes a value once, however many ask at the same time; a failure is tried again by the next who asks.
package actor Once<Value: Sendable> {
    private var value: Value?
    private var isMaking = false
    private var waiting: [CheckedContinuation<Void, Never>] = []

    package init() {}

    package func value(_ make: @Sendable () async throws -> Value) async throws -> Value {
        while true {
            if let value { return value }
            guard isMaking else { break }
            await withCheckedContinuation { waiting.append($0) }
        }
        isMaking = true
        defer {
            isMaking = false
            for continuation in waiting { continuation.resume() }
            waiting = []
        }
        let made = try await make()
        value = made
        return made
    }
}

/// The same for a value a key.
actor OnceByKey<Key: Hashable & Sendable, Value: Sendable> {
    private var slots: [Key: Once<Value>] = [:]

    func value(for key: Key, _ make: @Sendable () async throws -> Value) async throws -> Value {
        let slot = slots[key] ?? Once()
        slots[key] = slot
        return try await slot.value(make)
    }
}

/// Stops the test server when the process ends normally; after a kill the next test process adopts it.
enum TestExit {
    private static let server = Mutex<EmbeddedPostgres?>(nil)

    static func stop(_ embedded: EmbeddedPostgres) {
        let isFirst = server.withLock { known in
            defer { known = embedded }
            return known == nil
        }
        guard isFirst else { return }
        atexit {
            guard let embedded = TestExit.server.withLock({ $0 }) else { return }
            embedded.stopAtExit()
        }
    }
}
