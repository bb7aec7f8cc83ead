import Domain
import Synchronization

extension OpenAISimulator {
    enum Address {
        case none, bound(Int), ended
    }

    struct State {
        var address = Address.none
        var requests: [Recorded] = []
        var total = 0
        var faults: [Fault] = []
        var unknownModels: Set<String> = []
        /// Last prompt of each model, for the share of the next one that counts as cached.
        var prompts: [String: [String]] = [:]
        var abandoned = 0
        var watchers: [Int: AsyncStream<Void>.Continuation] = [:]
        var nextWatcher = 0
    }

    /// A request as it came in.
    package struct Recorded: Sendable {
        package let path: String
        package let authorization: String?
        /// JSON, or the fields of a form.
        package let body: JSON
        package var files: [SimulatedFile] = []

        package var model: String? { body["model"]?.string }
    }

    /// Older requests are forgotten.
    static let remembered = 1_000

    package var requests: [Recorded] { state.withLock { $0.requests } }

    /// Models asked for so far, in order.
    package var models: [String] { requests.map { $0.model ?? "" } }

    /// Waits until this many requests came in since the start; nil when the task is cancelled.
    @discardableResult
    package func wait(forRequests count: Int) async -> [Recorded]? {
        await until { $0.total >= count ? $0.requests : nil }
    }

    /// Waits until so many clients left in the middle of a stream; false when the task is cancelled.
    @discardableResult
    package func wait(forAbandoned count: Int) async -> Bool {
        await until { $0.abandoned >= count ? true : nil } ?? false
    }

    /// These models do not exist, although the real ones do.
    package func setUnknown(_ models: Set<String>) { state.withLock { $0.unknownModels = models } }

    /// What happens to the next requests, one entry each; afterwards all is well again.
    package func next(_ faults: Fault...) { state.withLock { $0.faults += faults } }

    func record(_ request: Recorded) {
        change { state in
            state.total += 1
            state.requests.append(request)
            if state.requests.count > Self.remembered { state.requests.removeFirst() }
        }
    }

    /// - Parameter writes: the request is answered with words; what is to be said waits for one that is.
    func takeFault(writes: Bool = true) -> Fault? {
        state.withLock { state in
            guard let first = state.faults.first, writes || !first.isAboutWords else { return nil }
            return state.faults.removeFirst()
        }
    }

    func change(_ body: (inout State) -> Void) {
        state.withLock { state in
            body(&state)
            for watcher in state.watchers.values { watcher.yield() }
        }
    }

    /// Waits until `condition` gives a value; nil when the task is cancelled.
    func until<Value: Sendable>(_ condition: (State) -> Value?) async -> Value? {
        let (changes, continuation) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        let id = state.withLock { state in
            state.nextWatcher += 1
            state.watchers[state.nextWatcher] = continuation
            return state.nextWatcher
        }
        defer { state.withLock { $0.watchers[id] = nil } }
        continuation.yield()
        for await _ in changes {
            if let value = state.withLock({ condition($0) }) { return value }
        }
        return nil
    }
}
