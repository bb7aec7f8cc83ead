import CoreMetrics
import Foundation
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import ServiceLifecycle
import Synchronization

/// Whether this process wants traffic. As a service it belongs *last* in the service group: there it is told first of
/// a shutdown, so `/readyz` answers 503 while the server still finishes what it has.
package final class Readiness: Service {
    private let draining = Mutex(false)

    package init() {}

    package var isDraining: Bool { draining.withLock { $0 } }

    package func run() async throws {
        try? await gracefulShutdown()
        draining.withLock { $0 = true }
    }
}

/// One part the service leans on, for `/healthz` and `/readyz`.
package struct HealthCheck: Sendable {
    package let name: String
    /// Without it the process is not ready.
    package let isVital: Bool
    /// Throws when the part does not answer.
    package let run: @Sendable () async throws -> HealthDetail?

    package init(_ name: String, run: @escaping @Sendable () async throws -> Void) {
        self.init(name, isVital: true) {
            try await run()
            return nil
        }
    }

    package init(_ name: String, isVital: Bool, reporting run: @escaping @Sendable () async throws -> HealthDetail?) {
        self.name = name
        self.isVital = isVital
        self.run = run
    }
}

/// What is said of the workers beside that they are there.
package struct HealthDetail: Sendable {
    package let workers: Int
    /// Seconds since the one heard of last was heard of.
    package let freshestAge: Double

    package init(workers: Int, freshestAge: Double) {
        self.workers = workers
        self.freshestAge = freshestAge
    }
}

/// `/healthz` (each part and its latency), `/readyz` and `/metrics`.
package struct HealthRoutes: Sendable {
    struct Report: Encodable {
        struct Part: Encodable {
            let status: String
            /// null where the part did not answer: clients look for the key.
            let latency: Double?
            var detail: HealthDetail?

            enum Key: String, CodingKey {
                case status, latency_ms, error, workers, freshest_heartbeat_age_seconds
            }

            func encode(to encoder: any Encoder) throws {
                var container = encoder.container(keyedBy: Key.self)
                try container.encode(status, forKey: .status)
                try container.encode(latency, forKey: .latency_ms)
                // Never the error's own words: everybody may read this page.
                if latency == nil { try container.encode("unavailable", forKey: .error) }
                try container.encodeIfPresent(detail?.workers, forKey: .workers)
                try container.encodeIfPresent(
                    detail.map { ($0.freshestAge * 10).rounded() / 10 }, forKey: .freshest_heartbeat_age_seconds)
            }
        }
        let status: String
        let dependencies: [String: Part]
        let timestamp: String
    }

    let checks: [HealthCheck]
    let readiness: Readiness
    let registry: PrometheusRegistry
    let configuration: WebConfiguration
    private let failures: [String: Counter]

    package init(
        checks: [HealthCheck], readiness: Readiness, registry: PrometheusRegistry, configuration: WebConfiguration
    ) {
        self.checks = checks
        self.readiness = readiness
        self.registry = registry
        self.configuration = configuration
        failures = Dictionary(
            checks.map { check in
                let labels = [("component", check.name)]
                return (
                    check.name,
                    Counter(label: "secretaria_healthcheck_failures_total", dimensions: labels, factory: registry)
                )
            }, uniquingKeysWith: { first, _ in first })
    }

    package func addRoutes(to router: some RouterMethods<AppContext>) {
        router.get("healthz") { _, context in try await health(context) }
        router.get("readyz") { _, context in
            if readiness.isDraining { return try Response.json(["status": "draining"], status: .serviceUnavailable) }
            return try await health(context, isVitalOnly: true)
        }
        router.get("metrics") { request, context in try metrics(request, context) }
    }

    private func health(_ context: AppContext, isVitalOnly: Bool = false) async throws -> Response {
        var parts: [String: Report.Part] = [:]
        for check in checks where check.isVital || !isVitalOnly {
            let start = ContinuousClock.now
            do {
                let detail = try await check.run()
                let elapsed = (ContinuousClock.now - start) / .milliseconds(1)
                parts[check.name] = .init(status: "ok", latency: (elapsed * 100).rounded() / 100, detail: detail)
            } catch {
                failures[check.name]?.increment()
                context.logger.warning(
                    "Health check failed", metadata: ["check": "\(check.name)", "error": "\(error)"])
                parts[check.name] = .init(status: "error", latency: nil)
            }
        }
        let isWell = parts.values.allSatisfy { $0.status == "ok" }
        return try .json(
            Report(
                status: isWell ? "ok" : "degraded", dependencies: parts, timestamp: Date().formatted(.iso8601)),
            status: isWell ? .ok : .serviceUnavailable)
    }

    /// Open to loopback, or to whoever brings the token; for everybody else it does not exist.
    private func metrics(_ request: Request, _ context: AppContext) throws -> Response {
        let address = context.visitor.address
        let isLocal = AddressRange.loopback.contains { $0.contains(address) }
        let hasToken =
            configuration.metricsToken.map { token in
                request.bearerToken.map { Secrets.equal($0, token) } ?? false
            } ?? false
        guard isLocal || hasToken else { throw Problem.notFound }
        return Response(
            status: .ok, headers: [.contentType: PrometheusText.contentType, .cacheControl: "no-store"],
            body: .init(byteBuffer: ByteBuffer(string: registry.text())))
    }
}
