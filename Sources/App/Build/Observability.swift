import Logging
import Metrics
import Privacy
import Web

/// Logs and metrics of the process; set up once, before anything else is made.
package enum Observability {
    /// Starts both and returns what `/metrics` reads.
    package static func start(_ config: Config) -> PrometheusRegistry {
        let registry = PrometheusRegistry()
        let (level, format) = (config.logLevel, config.logFormat)
        LoggingSystem.bootstrap { LogOutput(label: $0, level: level, format: format, mask: Mask.text) }
        MetricsSystem.bootstrap(registry)
        return registry
    }
}
