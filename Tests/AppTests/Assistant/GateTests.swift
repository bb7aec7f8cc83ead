import Domain
import Foundation
import Postgres
import TestSupport
import Testing
import Web

@testable import App

@Suite(.timeLimit(.minutes(5)))
struct GateTests {
    private let question = "Qual o prazo de entrega para São Paulo?"

    @Test("the gates stand in the order of the specification")
    func order() async throws {
        try await withAssistant(knowledge: false) { fixture in
            let steps = fixture.steps.map(\.name)
            let expected = [
                "enabled", "owner", "budget", "media", "debounce", "operating_hours", "human_request", "max_messages",
                "forbidden_topics", "classify_intent", "handoff_triggers", "retrieve", "no_evidence", "generate",
                "verify", "approval_mode", "commit",
            ]
            #expect(steps.filter(expected.contains) == expected)
            #expect(Set(steps).count == steps.count)
        }
    }

    @Test("outside its hours the assistant says so once, with the shop's own words, and a person gets the conversation")
    func hours() async throws {
        try await withAssistant { fixture in
            // Open on one day of the week only, which is not today.
            try await fixture.configure(
                """
                operating_hours = jsonb_build_object(
                  trim(to_char(now() AT TIME ZONE 'America/Sao_Paulo' + interval '3 days', 'day')), '[["10:00", "11:00"]]'::jsonb),
                out_of_hours_message = 'Voltamos às nove.'
                """)
            let notice = try #require(try await fixture.exchange(question))
            #expect(try notice("content") == "Voltamos às nove.")
            #expect(try await fixture.standing()("handoff_reason") == "out_of_hours")
            #expect(try await fixture.events("handoff").first?["step"]?.string == "operating_hours")
            try await fixture.desk.handBack(fixture.conversation, by: fixture.actor)
            try await fixture.customerWrites("alô?")
            try await fixture.runTurns()
            #expect(try await fixture.said().count == 1)
            #expect(try await fixture.standing()("status") == "waiting_agent")
        }
    }

    @Test("while the customer is still writing nothing is thought: the newer message's turn answers both")
    func stillWriting() async throws {
        try await withAssistant { fixture in
            try await fixture.customerWrites("Qual o prazo de entrega")
            let contexts = try await fixture.claimTurns()
            // Long enough for the slowest machine, and over when all turns are run.
            try await fixture.customerWrites(
                "para São Paulo?", debounce: Debounce(quiet: .seconds(55), cap: .seconds(55)))
            let searches = HighWater()
            let metrics = PrometheusRegistry()
            let worker = fixture.worker(whileSearching: { searches.note(1) }, metrics: metrics)
            for (job, context) in contexts { try await worker.run(job, context) }
            #expect(contexts.count == 1 && searches.height == 0)
            let series = #"secretaria_assistant_steps_total{step="debounce",verdict="silence"} 1"#
            #expect(metrics.text().split(separator: "\n").contains { $0 == series })
            #expect(try await fixture.events("ai_skipped").first?["step"]?.string == "debounce")
            try await fixture.runTurns()
            #expect(try await fixture.events("ai_response").first?["answers"]?.array?.count == 2)
            #expect(try await fixture.said().count == 1)
        }
    }

    @Test("within its hours it answers")
    func open() async throws {
        try await withAssistant { fixture in
            let all = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
                .map { #""\#($0)":[["00:00","24:00"]]"# }.joined(separator: ",")
            try await fixture.configure("operating_hours = \("{\(all)}")::jsonb")
            _ = try await fixture.exchange(question)
            #expect(try await fixture.standing()("status") == "bot")
        }
    }

    @Test("after so many answers in a row a person looks in; a person's word starts the count anew")
    func mostMessages() async throws {
        try await withAssistant { fixture in
            try await fixture.configure("max_messages_before_handoff = 2")
            for _ in 0..<2 {
                _ = try await fixture.exchange(question)
                #expect(try await fixture.standing()("status") == "bot")
            }
            _ = try await fixture.exchange(question)
            #expect(try await fixture.standing()("handoff_reason") == "too_many_messages")
            #expect(try await fixture.events("handoff").first?["step"]?.string == "max_messages")
            try await fixture.desk.handBack(fixture.conversation, by: fixture.actor)
            _ = try await fixture.exchange(question)
            #expect(try await fixture.standing()("status") == "bot")
        }
    }

    @Test("a subject the shop does not want goes to a person, in whatever form it is named")
    func topics() async throws {
        for text in ["o que vocês acham das eleições?", "e sobre ELEIÇÃO, o prazo de entrega muda?"] {
            try await withAssistant { fixture in
                try await fixture.configure("forbidden_topics = '{eleições}'")
                _ = try await fixture.exchange(text)
                #expect(try await fixture.standing()("handoff_reason") == "forbidden_topic")
                #expect(try await fixture.events("handoff").first?["step"]?.string == "forbidden_topics")
            }
        }
    }

    @Test("a channel may forbid more than the shop")
    func channelTopics() async throws {
        try await withAssistant { fixture in
            _ = try await fixture.database.tenant(TenantScope(tenant: fixture.shop, role: .owner)) { tx in
                try await tx.execute(
                    """
                    INSERT INTO ai_channel_config (tenant_id, channel_type, forbidden_topics) VALUES (\(tx.tenant), 'whatsapp', '{atacado}')
                    """)
            }
            _ = try await fixture.exchange("vendem no atacado?")
            #expect(try await fixture.standing()("handoff_reason") == "forbidden_topic")
        }
    }
}
