import CoreMetrics
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Testing

@testable import Web

struct PrometheusTests {
    @Test("counters, gauges and histograms in the text format, families together and in order")
    func text() {
        let registry = PrometheusRegistry()
        registry.describe("secretaria_jobs_total", "Jobs \\ done\nper queue")
        registry.describe("wait_seconds", "Waiting", buckets: [1, 0.1])
        let counter = Counter(label: "secretaria.jobs", dimensions: [("queue", "a\"b\\c\nd")], factory: registry)
        counter.increment(by: 3)
        Counter(label: "secretaria.jobs", dimensions: [("queue", "x")], factory: registry).increment()
        Gauge(label: "depth", factory: registry).record(2.5)
        let timer = Timer(label: "wait", factory: registry)
        timer.recordMilliseconds(50)
        timer.recordMilliseconds(500)
        timer.recordSeconds(5)
        #expect(
            registry.text() == """
                # TYPE depth gauge
                depth 2.5
                # HELP secretaria_jobs_total Jobs \\\\ done\\nper queue
                # TYPE secretaria_jobs_total counter
                secretaria_jobs_total{queue="a\\"b\\\\c\\nd"} 3
                secretaria_jobs_total{queue="x"} 1
                # HELP wait_seconds Waiting
                # TYPE wait_seconds histogram
                wait_seconds_bucket{le="0.1"} 1
                wait_seconds_bucket{le="1"} 2
                wait_seconds_bucket{le="+Inf"} 3
                wait_seconds_sum 5.55
                wait_seconds_count 3

                """)
    }

    @Test("a family that is full counts the rest as other")
    func bounded() {
        let registry = PrometheusRegistry(maximumSeries: 2)
        for tenant in 1...5 {
            Counter(label: "webhooks_total", dimensions: [("tenant", "t\(tenant)")], factory: registry).increment()
        }
        #expect(
            registry.text() == """
                # TYPE webhooks_total counter
                webhooks_total{tenant="other"} 3
                webhooks_total{tenant="t1"} 1
                webhooks_total{tenant="t2"} 1

                """)
    }

    @Test("a name used twice for different things breaks neither")
    func collision() {
        let registry = PrometheusRegistry()
        Counter(label: "a_total", factory: registry).increment()
        Gauge(label: "a_total", factory: registry).record(9)
        #expect(registry.text() == "# TYPE a_total counter\na_total 1\n")
    }

    @Test(
        "numbers are never a locale's",
        arguments: [
            (1.0, "1"), (0.5, "0.5"), (1e-7, "1e-07"), (.infinity, "+Inf"), (-.infinity, "-Inf"), (.nan, "NaN"),
            (1e20, "1e+20"), (-3, "-3"),
        ])
    func numbers(value: Double, text: String) { #expect(PrometheusText.number(value) == text) }

    @Test("names are made valid", arguments: [("http.server.x", "http_server_x"), ("9a", "_a"), ("", "_"), ("é", "_")])
    func names(text: String, name: String) { #expect(PrometheusText.name(text) == name) }

    @Test("counters ignore what is negative or no number")
    func counters() {
        let counter = PrometheusCounter()
        counter.increment(by: Int64.max)
        counter.increment(by: Int64.max)
        counter.increment(by: Int64(-5))
        counter.increment(by: Double.nan)
        #expect(counter.value > 1.8e19)
    }

    @Test("routes are counted by pattern and final status, also when a handler throws")
    func requests() async throws {
        let fixture = WebFixture()
        try await fixture.application().test(.router) { client in
            for secret in ["one", "two"] {
                _ = try await client.executeRequest(
                    uri: "/webhooks/x/\(secret)", method: .post, headers: [:], body: nil)
            }
            _ = try await client.executeRequest(uri: "/nowhere/1", method: .get, headers: [:], body: nil)
            _ = try await client.executeRequest(
                uri: "/broken", method: .get, headers: [.cookie: WebFixture.sessionCookie], body: nil)
        }
        let text = fixture.registry.text()
        #expect(text.contains(#"http_requests_total{method="POST",route="/webhooks/{name}/{secret}",status="200"} 2"#))
        #expect(text.contains(#"http_requests_total{method="GET",route="NotFound",status="404"} 1"#))
        #expect(text.contains(#"http_requests_total{method="GET",route="/broken",status="500"} 1"#))
        #expect(text.contains(#"http_request_duration_seconds_count{method="GET",route="/broken"} 1"#))
    }

    @Test("metrics open with the token, and to nobody else from afar")
    func guarded() async throws {
        var configuration = WebConfiguration()
        configuration.metricsToken = "a-long-enough-metrics-token"
        try await WebFixture(configuration: configuration).application().test(.router) { client in
            let open = try await client.executeRequest(
                uri: "/metrics", method: .get, headers: [.authorization: "Bearer a-long-enough-metrics-token"],
                body: nil)
            #expect(open.status == .ok)
            #expect(open.headers[.contentType] == "text/plain; version=0.0.4; charset=utf-8")
            let shut = try await client.executeRequest(
                uri: "/metrics", method: .get, headers: [.authorization: "Bearer a-long-enough-metrics-tokem"],
                body: nil)
            #expect(shut.status == .notFound)
        }
    }

    @Test("loopback reads metrics without a token")
    func loopback() async throws {
        try await WebFixture().application().test(.live) { client in
            let response = try await client.executeRequest(uri: "/metrics", method: .get, headers: [:], body: nil)
            #expect(response.status == .ok)
        }
    }
}
