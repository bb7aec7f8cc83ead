import Metrics

/// How often each gate let pass or stopped. One series a gate and ending, made once.
struct StepMetrics: Sendable {
    private let counters: [String: Counter]

    init(_ steps: [String], factory: any MetricsFactory = MetricsSystem.factory) {
        var counters: [String: Counter] = [:]
        for step in steps {
            for verdict in ["passed", "answer", "draft", "offer", "handoff", "release", "wait", "silence"] {
                counters["\(step) \(verdict)"] = Counter(
                    label: "secretaria_assistant_steps_total", dimensions: [("step", step), ("verdict", verdict)],
                    factory: factory)
            }
        }
        self.counters = counters
    }

    /// What a committed outcome put into the outbox is the last gate's to send.
    static let last = "outbox"

    func passed(_ step: String) { counters["\(step) passed"]?.increment() }

    func stopped(_ step: String, _ outcome: TurnOutcome) {
        counters["\(step) \(outcome.name)"]?.increment()
    }
}
