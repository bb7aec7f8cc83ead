import Domain

extension Outbox.Settlement {
    /// Whether the shop was served. nil where the end says nothing of that: the call will be made again, or the refusal was up to the
    /// message, the customer or the window.
    var isServed: Bool? {
        switch self {
        case .accepted: true
        case .pending: nil
        case .unknown: false
        case .failed(let failure):
            switch Outbox.failure(code: failure.code) {
            case .accountProblem, .providerDown, .tooFast, .outcomeUnknown, .other: false
            default: nil
            }
        }
    }
}
