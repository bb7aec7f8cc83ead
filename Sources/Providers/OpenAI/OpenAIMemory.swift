import Synchronization

/// What was learnt about servers, for the life of the process: which models they do not have, which fields they refuse.
package final class OpenAIMemory: Sendable {
    private struct State {
        var unknown: [String: ContinuousClock.Instant] = [:]
        var refused: [String: Set<String>] = [:]
    }

    private let state = Mutex(State())
    private let unknownFor: Duration
    /// Names come from settings that people type: the tables must not grow for ever.
    private static let capacity = 2_000

    /// - Parameter unknownFor: How long a missing model is not asked for again; access may be granted meanwhile.
    package init(unknownFor: Duration = .seconds(600)) { self.unknownFor = unknownFor }

    func isUnknown(_ model: String, at endpoint: OpenAI.Endpoint, now: ContinuousClock.Instant = .now) -> Bool {
        state.withLock { state in
            state.unknown["\(endpoint.identity) \(model)"].map { now < $0 } ?? false
        }
    }

    func markUnknown(_ model: String, at endpoint: OpenAI.Endpoint, now: ContinuousClock.Instant = .now) {
        state.withLock { state in
            if state.unknown.count >= Self.capacity { state.unknown = state.unknown.filter { now < $0.value } }
            if state.unknown.count >= Self.capacity { state.unknown = [:] }
            state.unknown["\(endpoint.identity) \(model)"] = now + unknownFor
        }
    }

    /// Fields that this model refused at this address, whosever key it was.
    func refused(by model: String, at endpoint: OpenAI.Endpoint) -> Set<String> {
        state.withLock { $0.refused["\(endpoint.url("")) \(model)"] ?? [] }
    }

    func markRefused(_ fields: Set<String>, by model: String, at endpoint: OpenAI.Endpoint) {
        state.withLock { state in
            if state.refused.count >= Self.capacity { state.refused = [:] }
            state.refused["\(endpoint.url("")) \(model)", default: []].formUnion(fields)
        }
    }
}
