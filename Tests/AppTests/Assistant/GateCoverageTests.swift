import Domain
import Foundation
import Logging
import Postgres
import Providers
import Simulators
import Synchronization
import TestSupport
import Testing
import Web

@testable import App

/// Every gate that can stop a turn, stopped there: its name stands in the event and in the metric, and every gate before it passed.
@Suite(.timeLimit(.minutes(10)))
struct GateCoverageTests {
    private static let question = "Qual o prazo de entrega para São Paulo?"

    /// What makes a turn stop at a gate, and how it ends there.
    private struct Scene: Sendable {
        var verdict = "handoff"
        var event = "handoff"
        var says = question
        var hasModel = false
        var knows = true
        var prepare: @Sendable (AssistantFixture, OpenAISimulator) async throws -> Void = { _, _ in }
    }

    private static func configure(_ change: SQL)
        -> @Sendable (AssistantFixture, OpenAISimulator) async throws
        -> Void
    {
        { fixture, _ in try await fixture.configure(change) }
    }

    private static func system(_ change: SQL)
        -> @Sendable (AssistantFixture, OpenAISimulator) async throws
        -> Void
    {
        { fixture, _ in try await fixture.database.system("test") { _ = try await $0.execute(change) } }
    }

    private static let lie =
        #"{"kind":"answer","intent":"question","sentiment":"neutral","urgency":"low","requires_action":false,"topic":null,"answer":"Cancelei seu pedido.","quotes":[]}"#

    private static let scenes: [String: Scene] = [
        "enabled": Scene(verdict: "release", knows: false, prepare: configure("is_enabled = false")),
        "owner": Scene(
            verdict: "silence", event: "ai_skipped", knows: false,
            prepare: system("UPDATE conversations SET status = 'open'")
        ),
        "window": Scene(
            verdict: "release", knows: false,
            prepare: system("UPDATE conversations SET last_customer_message_at = now() - interval '30 hours'")),
        "unanswered": Scene(
            verdict: "silence", event: "ai_skipped", knows: false,
            prepare: system(
                "UPDATE messages SET payload = jsonb_build_object('email', jsonb_build_object('automatic', 'reply'))")),
        "mail_loop": Scene(
            verdict: "release", knows: false,
            prepare: { fixture, _ in
                try await fixture.database.system("test") { tx in
                    _ = try await tx.execute("UPDATE conversations SET channel_type = 'email'")
                    _ = try await tx.execute(
                        """
                        INSERT INTO messages (tenant_id, conversation_id, account_id, direction, sender_type, content, sent_at, created_at)
                        SELECT \(fixture.shop.value), \(fixture.conversation), \(fixture.account), 'outbound', 'bot', 'Oi', now(),
                          now() - interval '10 minutes' FROM generate_series(1, 6)
                        """)
                }
            }),
        "budget": Scene(hasModel: true, knows: false, prepare: { fixture, _ in try await fixture.cap(0) }),
        "media": Scene(
            verdict: "wait", event: "ai_waiting", hasModel: true, knows: false,
            prepare: { fixture, _ in
                try await fixture.database.system("test") { tx in
                    let file: UUID = try await tx.one(
                        """
                        INSERT INTO message_attachments (tenant_id, message_id, kind)
                        SELECT tenant_id, id, 'audio' FROM messages WHERE direction = 'inbound' RETURNING id
                        """)("id")
                    _ = try await tx.execute(
                        """
                        INSERT INTO ai_media_queue (tenant_id, message_id, attachment_id, process_type)
                        SELECT tenant_id, message_id, id, 'transcription' FROM message_attachments WHERE id = \(file)
                        """)
                }
            }),
        "readable": Scene(says: " ", knows: false),
        "operating_hours": Scene(
            knows: false,
            prepare: configure(
                """
                operating_hours = jsonb_build_object(
                  trim(to_char(now() AT TIME ZONE 'America/Sao_Paulo' + interval '3 days', 'day')), '[["10:00", "11:00"]]'::jsonb)
                """)),
        "human_request": Scene(says: "quero falar com um atendente", knows: false),
        "max_messages": Scene(
            knows: false,
            prepare: { fixture, _ in
                try await fixture.configure("max_messages_before_handoff = 1")
                try await fixture.database.system("test") { tx in
                    _ = try await tx.execute(
                        """
                        INSERT INTO messages (tenant_id, conversation_id, account_id, direction, sender_type, content, is_ai_generated, created_at)
                        VALUES (\(fixture.shop.value), \(fixture.conversation), \(fixture.account), 'outbound', 'bot', 'Oi', true,
                          now() - interval '10 minutes')
                        """)
                }
            }),
        "forbidden_topics": Scene(knows: false, prepare: configure("forbidden_topics = '{entrega}'")),
        "handoff_triggers": Scene(says: "cancela meu pedido agora", knows: false),
        "courtesy": Scene(verdict: "answer", event: "ai_response", says: "bom dia!", knows: false),
        "no_evidence": Scene(knows: false),
        "generate": Scene(
            hasModel: true,
            prepare: { fixture, simulator in
                try await fixture.configure("answer_offline_when_unavailable = false")
                simulator.next(.error(status: 401, code: "invalid_api_key"))
            }),
        "verify": Scene(hasModel: true, prepare: { _, simulator in simulator.next(.content(lie), .content(lie)) }),
        "approval_mode": Scene(verdict: "draft", event: "ai_draft", prepare: configure("approval_mode = true")),
        "commit": Scene(verdict: "answer", event: "ai_response"),
    ]

    @Test(arguments: scenes.keys.sorted())
    func `a turn that stops at a gate says so in its event and in the metric`(gate: String) async throws {
        let scene = try #require(Self.scenes[gate])
        try await OpenAISimulator.serving { simulator, url in
            let model = OpenAI(
                .init(baseURL: url, apiKey: OpenAISimulator.key), http: ProviderHTTP(logger: Logger(label: "test")),
                memory: OpenAIMemory())
            try await withAssistant(knowledge: scene.knows) { fixture in
                try await fixture.customerWrites(scene.says)
                try await scene.prepare(fixture, simulator)
                let metrics = PrometheusRegistry()
                let worker = fixture.worker(
                    model: scene.hasModel ? model : nil, deadline: .seconds(60), metrics: metrics)
                for (job, context) in try await fixture.claimTurns() { try await worker.run(job, context) }
                let event = try #require(try await fixture.events(scene.event).first)
                #expect(event["step"]?.string == gate)
                let series = metrics.text().split(separator: "\n")
                func count(_ step: String, _ verdict: String) -> String? {
                    let name = #"secretaria_assistant_steps_total{step="\#(step)",verdict="\#(verdict)"} "#
                    return series.first { $0.hasPrefix(name) }.map { String($0.dropFirst(name.count)) }
                }
                #expect(count(gate, scene.verdict) == "1")
                let before = fixture.steps.map(\.name).prefix { $0 != gate }
                for step in before { #expect(count(step, "passed") == "1", "\(step)") }
                let isSaid = try await !fixture.said().filter { try $0("outbox") as String? != nil }.isEmpty
                #expect(count("outbox", "passed") == (isSaid ? "1" : "0"))
            }
        }
    }

    @Test func `every gate has its scene, but those that only find out`() async throws {
        try await withAssistant(knowledge: false) { fixture in
            // A turn overtaken while somebody still writes is shown by GateTests.
            let silent: Set = ["classify_intent", "retrieve", "debounce"]
            #expect(Set(fixture.steps.map(\.name)).subtracting(silent) == Set(Self.scenes.keys))
        }
    }
}
