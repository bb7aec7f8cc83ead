import CoreMetrics
import Synchronization

/// All metrics of this process, as a `MetricsFactory`. Hand it to `MetricsSystem.bootstrap` once, at start.
///
/// Dots in labels become underscores, counters end in `_total`, timers are in `_seconds`. A family holds at most
/// ``maximumSeries`` label sets; what comes after is counted under `other`, so that no input can fill the memory.
package final class PrometheusRegistry: Sendable {
    enum Kind: String { case counter, gauge, histogram }

    enum Handler {
        case counter(PrometheusCounter)
        case gauge(PrometheusGauge)
        case histogram(PrometheusHistogram)
    }

    struct Family {
        let kind: Kind
        var series: [String: Handler] = [:]  // by rendered labels, without braces
    }

    private struct State {
        var families: [String: Family] = [:]
        var help: [String: String] = [:]
        var buckets: [String: [Double]] = [:]
        var collectors: [@Sendable () -> Void] = []
    }

    package static let secondsBuckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30]

    private let state = Mutex(State())
    private let maximumSeries: Int

    package init(maximumSeries: Int = 2000) { self.maximumSeries = max(1, maximumSeries) }

    /// The help line of a metric, and the buckets if it is a histogram of something else than seconds.
    package func describe(_ name: String, _ help: String, buckets: [Double]? = nil) {
        state.withLock { state in
            state.help[name] = help
            if let buckets { state.buckets[name] = buckets.filter(\.isFinite).sorted() }
        }
    }

    /// Called before every reading: gauges that are looked up, not pushed (pool sizes, queue depth kept elsewhere).
    package func beforeReading(_ collect: @escaping @Sendable () -> Void) {
        state.withLock { $0.collectors.append(collect) }
    }

    /// Everything, in the text format.
    package func text() -> String {
        for collect in state.withLock({ $0.collectors }) { collect() }
        return state.withLock { state in
            var text = ""
            for (name, family) in state.families.sorted(by: { $0.key < $1.key }) {
                if let help = state.help[name] { text += "# HELP \(name) \(PrometheusText.help(help))\n" }
                text += "# TYPE \(name) \(family.kind.rawValue)\n"
                for (labels, handler) in family.series.sorted(by: { $0.key < $1.key }) {
                    Self.write(handler, name: name, labels: labels, to: &text)
                }
            }
            return text
        }
    }

    private static func write(_ handler: Handler, name: String, labels: String, to text: inout String) {
        let braced = labels.isEmpty ? "" : "{\(labels)}"
        switch handler {
        case .counter(let counter): text += "\(name)\(braced) \(PrometheusText.number(counter.value))\n"
        case .gauge(let gauge): text += "\(name)\(braced) \(PrometheusText.number(gauge.value))\n"
        case .histogram(let histogram):
            let snapshot = histogram.snapshot
            let lead = labels.isEmpty ? "" : labels + ","
            var total: UInt64 = 0
            for (bound, count) in zip(histogram.bounds + [.infinity], snapshot.counts) {
                total &+= count
                text += "\(name)_bucket{\(lead)le=\"\(PrometheusText.number(bound))\"} \(total)\n"
            }
            text += "\(name)_sum\(braced) \(PrometheusText.number(snapshot.sum))\n"
            text += "\(name)_count\(braced) \(total)\n"
        }
    }

    /// The handler of a series, made on first use. A name already taken by another kind of metric, or a family that is
    /// full, yields a handler all the same: metrics never stop the work.
    fileprivate func handler(
        _ name: String, _ kind: Kind, _ dimensions: [(String, String)], make: ([Double]) -> Handler
    ) -> Handler {
        state.withLock { state in
            let buckets = state.buckets[name] ?? Self.secondsBuckets
            var family = state.families[name] ?? Family(kind: kind)
            guard family.kind == kind else { return make(buckets) }
            var labels = Self.labels(dimensions)
            if family.series[labels] == nil, family.series.count >= maximumSeries {
                labels = Self.labels(dimensions.map { ($0.0, "other") })
            }
            if let known = family.series[labels] { return known }
            let handler = make(buckets)
            family.series[labels] = handler
            state.families[name] = family
            return handler
        }
    }

    private static func labels(_ dimensions: [(String, String)]) -> String {
        let sorted = dimensions.map { (PrometheusText.labelName($0.0), String($0.1.prefix(200))) }.sorted {
            $0.0 < $1.0
        }
        return String(PrometheusText.labels(sorted).dropFirst().dropLast())
    }
}

extension PrometheusRegistry: MetricsFactory {
    package func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
        counter(label, dimensions)
    }

    package func makeFloatingPointCounter(
        label: String, dimensions: [(String, String)]
    ) -> any FloatingPointCounterHandler {
        counter(label, dimensions)
    }

    package func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler {
        gauge(label, dimensions)
    }

    package func makeRecorder(label: String, dimensions: [(String, String)], aggregate: Bool) -> any RecorderHandler {
        aggregate ? histogram(PrometheusText.name(label), dimensions) : gauge(label, dimensions)
    }

    package func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
        let name = PrometheusText.name(label)
        return histogram(name.hasSuffix("_seconds") ? name : name + "_seconds", dimensions)
    }

    // Series live as long as the process: a scrape must see what was counted before its holder went away.
    package func destroyCounter(_ handler: any CounterHandler) {}
    package func destroyFloatingPointCounter(_ handler: any FloatingPointCounterHandler) {}
    package func destroyMeter(_ handler: any MeterHandler) {}
    package func destroyRecorder(_ handler: any RecorderHandler) {}
    package func destroyTimer(_ handler: any TimerHandler) {}

    private func counter(_ label: String, _ dimensions: [(String, String)]) -> PrometheusCounter {
        let name = PrometheusText.name(label)
        let handler = handler(name.hasSuffix("_total") ? name : name + "_total", .counter, dimensions) { _ in
            .counter(PrometheusCounter())
        }
        guard case .counter(let counter) = handler else { return PrometheusCounter() }
        return counter
    }

    private func gauge(_ label: String, _ dimensions: [(String, String)]) -> PrometheusGauge {
        let handler = handler(PrometheusText.name(label), .gauge, dimensions) { _ in .gauge(PrometheusGauge()) }
        guard case .gauge(let gauge) = handler else { return PrometheusGauge() }
        return gauge
    }

    private func histogram(_ name: String, _ dimensions: [(String, String)]) -> PrometheusHistogram {
        let handler = handler(name, .histogram, dimensions) { .histogram(PrometheusHistogram(bounds: $0)) }
        guard case .histogram(let histogram) = handler else { return PrometheusHistogram(bounds: []) }
        return histogram
    }
}
