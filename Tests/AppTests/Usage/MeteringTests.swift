import Domain
import Foundation
import Logging
import Postgres
import Providers
import Simulators
import TestSupport
import Testing

@testable import App

@Suite(.timeLimit(.minutes(5)))
struct MeteringTests {
    @Test("cost adds up to the millionth, in cents too")
    func exact() async throws {
        try await withAssistant(knowledge: false) { fixture in
            let tenant = fixture.shop.value
            try await fixture.database.tenant(fixture.scope) { tx in
                for _ in 0..<7 { try await tx.execute("SELECT record_ai_usage(\(tenant), 1601::bigint)") }
                try await tx.execute("SELECT record_ai_usage(p_tenant_id := \(tenant), p_usage_cents := 0.1601)")
            }
            let cents: String = try await fixture.database.system("test") {
                try await $0.one("SELECT ai_usage_cents::numeric(20, 4)::text AS c FROM tenant_monthly_usage")("c")
            }
            #expect(cents == "1.2808")
            #expect(try await fixture.usage().microUSD == 12_808)
        }
    }

    @Test("a server that counts nonsense fills the month and breaks nothing; a negative amount is refused")
    func checked() async throws {
        try await withAssistant(knowledge: false) { fixture in
            var call = UsageTally.Call(model: "m", channel: "whatsapp", purpose: "answer")
            call.calls = 2
            call.usage = TokenUsage(input: .max, output: .max) + TokenUsage(input: 5, output: 5)
            call.microUSD = .max
            let all = UsageTally(calls: [call]).statements(fixture.shop)
            for _ in 0..<2 { try await fixture.database.tenant(fixture.scope) { _ = try await $0.batch(all) } }
            let report = try await fixture.database.tenant(fixture.scope) { try await Usage.report($0) }
            #expect(report.microUSD == .max && report.slices.first?.input == .max && report.slices.first?.calls == 4)
            await #expect(throws: PostgresError.self) {
                try await fixture.database.tenant(fixture.scope) {
                    try await $0.execute("SELECT record_ai_usage(\($0.tenant), (-1)::bigint)")
                }
            }
        }
    }

    @Test("increment_ai_metrics fills the fields of the source document")
    func metrics() async throws {
        try await withAssistant(knowledge: false) { fixture in
            try await fixture.database.tenant(fixture.scope) { tx in
                for _ in 0..<2 {
                    try await tx.execute(
                        """
                        SELECT increment_ai_metrics(p_tenant_id := \(tx.tenant), p_messages := 1, p_images := 2, p_audio_count := 3,
                          p_audio_seconds := 4, p_handoffs := 5, p_no_evidence := 6, p_embedding_tokens := 7)
                        """)
                }
            }
            let report = try await fixture.database.tenant(fixture.scope) { try await Usage.report($0) }
            #expect(
                [
                    report.messages, report.images, report.audios, report.audioSeconds, report.handoffs,
                    report.withoutEvidence, report.embeddingTokens,
                ] == [2, 4, 6, 8, 10, 12, 14])
        }
    }

    @Test("each answer is counted by day, model and channel; the days of a month make its cost")
    func daily() async throws {
        try await OpenAISimulator.serving { simulator, url in
            let model = OpenAI(
                .init(baseURL: url, apiKey: OpenAISimulator.key), http: ProviderHTTP(logger: Logger(label: "test")),
                memory: OpenAIMemory())
            try await withAssistant { fixture in
                for name in ["gpt-5-mini", "gpt-4o", "gpt-4o"] {
                    try await fixture.configure("ai_model = \(name)")
                    _ = try await fixture.exchange("Qual o prazo de entrega para São Paulo?", model: model)
                }
                let report = try await fixture.database.tenant(fixture.scope) { try await Usage.report($0) }
                #expect(report.slices.map(\.model) == ["gpt-4o", "gpt-5-mini"])
                #expect(report.slices.map(\.calls) == [2, 1])
                #expect(Set(report.slices.map(\.channel)) == ["whatsapp"])
                #expect(report.slices.reduce(0) { $0 + $1.microUSD } == report.microUSD)
                #expect(report.microUSD > 0 && report.messages == 3)
                let event = try #require(try await fixture.events("ai_response").first)
                for field in ["model", "input_tokens", "output_tokens", "latency_ms", "cost_cents"] {
                    #expect(event[field] != nil, "\(field)")
                }
                let cents = try await fixture.events("ai_response").reduce(0.0) { $0 + ($1["cost_cents"]?.double ?? 0) }
                #expect(Int64((cents * 10_000).rounded()) == report.microUSD)
            }
        }
    }

    @Test("the shop's own price counts from its day on; a model without any is charged at the dearest, and told")
    func prices() async throws {
        try await OpenAISimulator.serving { simulator, url in
            let model = OpenAI(
                .init(baseURL: url, apiKey: OpenAISimulator.key), http: ProviderHTTP(logger: Logger(label: "test")),
                memory: OpenAIMemory())
            try await withAssistant { fixture in
                let owner = TenantScope(tenant: fixture.shop, role: .owner)
                let dear = try PriceDraft(
                    model: "gpt-5-mini", validFrom: "2020-01-01", input: "1000", cached: "1000", output: "0"
                ).checked()
                let later = try PriceDraft(
                    model: "gpt-5-mini", validFrom: "2999-01-01", input: "0", cached: "", output: "0"
                ).checked()
                try await fixture.database.tenant(owner) { tx in
                    for price in [dear, later] { try await Usage.setPrice(price, tx) }
                }
                try await fixture.configure("ai_model = 'gpt-5-mini'")
                _ = try await fixture.exchange("Qual o prazo de entrega para São Paulo?", model: model)
                var report = try await fixture.database.tenant(owner) { try await Usage.report($0) }
                // The built-in price of 2025 is newer than the shop's of 2020.
                #expect(report.microUSD < 10_000)
                let now = try PriceDraft(
                    model: "gpt-5-mini", validFrom: "2026-01-01", input: "1000", cached: "1000", output: "0"
                ).checked()
                try await fixture.database.tenant(owner) { try await Usage.setPrice(now, $0) }
                let before = report
                _ = try await fixture.exchange("Qual o prazo de entrega para São Paulo?", model: model)
                report = try await fixture.database.tenant(owner) { try await Usage.report($0) }
                let (input, micro) = (
                    (report.slices.first?.input ?? 0) - (before.slices.first?.input ?? 0),
                    report.microUSD - before.microUSD
                )
                #expect(input > 0 && micro == input * 1_000)
                #expect(report.slices.allSatisfy { $0.unpriced == 0 })
                #expect(
                    ModelPrices.standard.cost(of: "llama", TokenUsage(input: 1, output: 1), on: "2026-01-01").isKnown
                        == false)
            }
        }
    }

    @Test(
        "what is no price is refused",
        arguments: [
            ("", "2026-01-01", "1", PriceDraft.Fault.model), ("a b", "2026-01-01", "1", .model),
            ("gpt-5", "2026-02-30", "1", .day), ("gpt-5", "ontem", "1", .day), ("gpt-5", "2026-01-01", "-1", .amount),
            ("gpt-5", "2026-01-01", "0,0001", .amount), ("gpt-5", "2026-01-01", "99999999999999999999", .amount),
            ("gpt-5", "2026-01-01", "R$ 1", .amount),
        ])
    func refused(model: String, day: String, amount: String, fault: PriceDraft.Fault) {
        #expect(throws: fault) {
            try PriceDraft(model: model, validFrom: day, input: amount, cached: "", output: "1").checked()
        }
    }
}
