import CoreMetrics
import Metrics
import Synchronization

/// Gauges with a shop's number as label `company`. Of more shops than ``most`` the busiest are shown: each is a series that Prometheus keeps.
final class CompanyGauges: Sendable {
    static let most = 200

    private let factory: any MetricsFactory
    private let known = Mutex<[String: [Int: Gauge]]>([:])

    init(_ factory: any MetricsFactory) { self.factory = factory }

    /// A shop that was seen before and is not among them has nothing now.
    func record(_ name: String, _ values: [Int: Int]) {
        known.withLock { known in
            var gauges = known[name] ?? [:]
            for company in values.keys where gauges[company] == nil {
                gauges[company] = Gauge(label: name, dimensions: [("company", "\(company)")], factory: factory)
            }
            for (company, gauge) in gauges { gauge.record(values[company] ?? 0) }
            known[name] = gauges
        }
    }
}
