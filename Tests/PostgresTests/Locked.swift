import Synchronization

/// A value that the child tasks of a test share: a `Mutex` of its own cannot be captured by several of them.
final class Locked<Value: Sendable>: Sendable {
    private let mutex: Mutex<Value>

    init(_ value: Value) { mutex = Mutex(value) }

    func withLock<T: Sendable>(_ body: (inout Value) -> T) -> T {
        mutex.withLock { body(&$0) }
    }

    var value: Value { withLock { $0 } }
}
