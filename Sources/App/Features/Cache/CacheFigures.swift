import CoreMetrics
import Metrics
import ServiceLifecycle

/// What the shared cache uses, for Prometheus: `secretaria_redis_memory_usage_bytes`.
struct CacheFigures: Service {
    /// Of the memory it may have: from here on somebody should look, and here it is about to throw away what it keeps.
    static let (warning, critical) = (0.8, 0.95)

    let cache: SharedCache
    let factory: any MetricsFactory

    func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                await measure()
                try? await Task.sleep(for: .seconds(15))  // cancelled = the process stops, and the loop ends by itself
            }
        }
    }

    func measure() async {
        guard let memory = await cache.memory() else { return }
        record("used", memory.used)
        record("max_configured", memory.most)
        record("warning_threshold", Int(Double(memory.most) * Self.warning))
        record("critical_threshold", Int(Double(memory.most) * Self.critical))
    }

    private func record(_ type: String, _ bytes: Int) {
        Gauge(label: "secretaria_redis_memory_usage_bytes", dimensions: [("type", type)], factory: factory).record(
            bytes)
    }
}
