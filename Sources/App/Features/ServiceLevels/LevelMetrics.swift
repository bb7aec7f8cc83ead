import CoreMetrics
import Domain
import Metrics
import Synchronization

/// The events as Prometheus reads them: names of the v2.0 system where it had them, label `company` for the shop's number.
final class LevelMetrics: Sendable {
    /// Made once a shop; a look-up by name costs more than counting.
    private struct Series {
        var timers: [String: Timer] = [:]
        var counters: [String: Counter] = [:]
        var gauges: [String: Gauge] = [:]
        var delivered: [String: EventCount] = [:]
        var asked = EventCount()
    }

    private let factory: any MetricsFactory
    private let state = Mutex<[Int: Series]>([:])

    init(_ factory: any MetricsFactory) { self.factory = factory }

    func record(_ event: LevelEvent, company: Int) {
        state.withLock { state in
            var series = state[company] ?? Series()
            switch event {
            case .webhook(let took, let isStored):
                if isStored { time("secretaria_webhook_latency_seconds", took, company, [], &series) }
                count(
                    "secretaria_webhook_received_total", 1, company,
                    [("status", isStored ? "accepted" : "unavailable")],
                    &series)
            case .delivery(let provider, let isGood, let took):
                deliver(provider, isGood, took, company, &series)
            case .model(let name, let isGood, let took, let tokensIn, let tokensOut):
                time("secretaria_llm_latency_seconds", took, company, [], &series)
                count("secretaria_llm_requests_total", 1, company, [("model", name)], &series)
                if !isGood { count("secretaria_llm_errors_total", 1, company, [], &series) }
                count("secretaria_token_usage_total", tokensIn, company, [("direction", "inbound")], &series)
                count("secretaria_token_usage_total", tokensOut, company, [("direction", "outbound")], &series)
                series.asked = EventCount(
                    good: series.asked.good &+ (isGood ? 1 : 0), bad: series.asked.bad &+ (isGood ? 0 : 1))
                gauge("secretaria_llm_error_rate", 1 - (series.asked.goodShare ?? 1), company, [], &series)
            case .message(let kind):
                count("secretaria_messages_processed_total", 1, company, [("kind", kind)], &series)
            case .turn(let took, let intention, let isHandedOver):
                time("secretaria_task_latency_seconds", took, company, [], &series)
                if let intention {
                    count("secretaria_intention_detected_total", 1, company, [("intention", intention)], &series)
                }
                if isHandedOver { count("secretaria_fallback_transfer_total", 1, company, [], &series) }
            case .retry(let provider):
                if provider == "whaticket" { count("secretaria_whaticket_send_retry_total", 1, company, [], &series) }
            }
            let counted = event.count
            if counted.total > 0, let objective = event.objective {
                count(
                    "secretaria_slo_events_total", 1, company,
                    [("objective", objective.rawValue), ("outcome", counted.good > 0 ? "good" : "bad")], &series)
            }
            state[company] = series
        }
    }

    func refused(_ status: String) {
        let labels = [("company", "unknown"), ("status", status)]
        Counter(label: "secretaria_webhook_received_total", dimensions: labels, factory: factory).increment()
    }

    private func deliver(_ provider: String, _ isGood: Bool?, _ took: Duration, _ company: Int, _ series: inout Series)
    {
        let labels = [("provider", provider)]
        time("secretaria_delivery_latency_seconds", took, company, labels, &series)
        if provider == "whaticket" { time("secretaria_whaticket_latency_seconds", took, company, [], &series) }
        guard let isGood else { return }
        let known = series.delivered[provider] ?? EventCount()
        let all = EventCount(good: known.good &+ (isGood ? 1 : 0), bad: known.bad &+ (isGood ? 0 : 1))
        series.delivered[provider] = all
        gauge("secretaria_delivery_success_ratio", all.goodShare ?? 1, company, labels, &series)
        guard provider == "whaticket" else { return }
        gauge("secretaria_whaticket_delivery_success_ratio", all.goodShare ?? 1, company, [], &series)
        count(
            isGood ? "secretaria_whaticket_send_success_total" : "secretaria_whaticket_errors_total", 1, company, [],
            &series)
    }

    private func time(
        _ name: String, _ took: Duration, _ company: Int, _ labels: [(String, String)], _ series: inout Series
    ) {
        let key = Self.key(name, labels)
        let timer =
            series.timers[key] ?? Timer(label: name, dimensions: Self.dimensions(company, labels), factory: factory)
        series.timers[key] = timer
        timer.recordNanoseconds(took.inNanoseconds)
    }

    private func count(
        _ name: String, _ amount: Int, _ company: Int, _ labels: [(String, String)], _ series: inout Series
    ) {
        let key = Self.key(name, labels)
        let counter =
            series.counters[key] ?? Counter(label: name, dimensions: Self.dimensions(company, labels), factory: factory)
        series.counters[key] = counter
        counter.increment(by: max(0, amount))
    }

    private func gauge(
        _ name: String, _ value: Double, _ company: Int, _ labels: [(String, String)], _ series: inout Series
    ) {
        let key = Self.key(name, labels)
        let gauge =
            series.gauges[key] ?? Gauge(label: name, dimensions: Self.dimensions(company, labels), factory: factory)
        series.gauges[key] = gauge
        gauge.record(value)
    }

    private static func key(_ name: String, _ labels: [(String, String)]) -> String {
        labels.reduce(name) { $0 + "|" + $1.1 }
    }

    private static func dimensions(_ company: Int, _ labels: [(String, String)]) -> [(String, String)] {
        [("company", "\(company)")] + labels
    }
}
