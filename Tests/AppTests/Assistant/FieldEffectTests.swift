import Domain
import Foundation
import Logging
import Postgres
import Providers
import Simulators
import TestSupport
import Testing

@testable import App

/// Every field of the settings does something: what docs/attendant.md says of it. Those that other suites show are named there.
@Suite(.timeLimit(.minutes(10)))
struct FieldEffectTests {
    private let question = "Qual o prazo de entrega para São Paulo?"

    /// The system text that the model read.
    private func prompt(_ change: SQL, channel: SQL? = nil) async throws -> String {
        var text = ""
        try await withModel { fixture, simulator, model in
            try await fixture.configure(change)
            if let channel { try await fixture.configureChannel(channel) }
            _ = try await fixture.exchange(question, model: model)
            text = simulator.requests.first?.body["messages"]?[0]?["content"]?.string ?? ""
        }
        return text
    }

    @Test func `is_enabled: off, nobody is answered and a person gets the conversation`() async throws {
        try await withAssistant { fixture in
            try await fixture.configure("is_enabled = false")
            #expect(try await fixture.exchange(question) == nil)
            #expect(try await fixture.standing()("status") == "waiting_agent")
            #expect(try await fixture.events("handoff").first?["step"]?.string == "enabled")
        }
    }

    @Test func `ai_channel_config.is_enabled: off on this channel only`() async throws {
        for (channel, status) in [("whatsapp", "waiting_agent"), ("email", "bot")] {
            try await withAssistant { fixture in
                try await fixture.configureChannel("is_enabled = false", channel: channel)
                _ = try await fixture.exchange(question)
                #expect(try await fixture.standing()("status") == status)
            }
        }
    }

    @Test func `ai_model: that one is asked first`() async throws {
        try await withModel { fixture, simulator, model in
            try await fixture.configure("ai_model = 'gpt-5-nano'")
            _ = try await fixture.exchange(question, model: model)
            #expect(simulator.models.first == "gpt-5-nano")
        }
    }

    @Test
    func `system_prompt, personality_name, personality_tone, max_response_length and use_emojis are told to the model`()
        async throws
    {
        let text = try await prompt(
            """
            system_prompt = 'Fale do frete grátis.', personality_name = 'Aurorinha', personality_tone = 'formal',
            max_response_length = 321, use_emojis = true
            """)
        for part in ["Fale do frete grátis.", "Aurorinha", "formal e cordial", "321 caracteres", "Pode usar um emoji"] {
            #expect(text.contains(part), "\(part)")
        }
        // Whatever the shop writes, the rules stand around it.
        #expect(text.hasPrefix("VOCÊ É UM ASSISTENTE PURAMENTE INFORMATIVO.") && text.hasSuffix("mensagem abaixo."))
    }

    @Test
    func `a channel's system_prompt_override, custom_instructions, max_response_length and use_emojis count there`()
        async throws
    {
        let text = try await prompt(
            "system_prompt = 'Da loja.', max_response_length = 321, use_emojis = true",
            channel: """
                system_prompt_override = 'Do canal.', custom_instructions = 'Assine no fim.', max_response_length = 111,
                use_emojis = false
                """)
        for part in ["Do canal.", "Assine no fim.", "111 caracteres", "Não use emojis"] {
            #expect(text.contains(part), "\(part)")
        }
        #expect(!text.contains("Da loja.") && !text.contains("321"))
    }

    @Test func `custom_knowledge is found, quoted and cited like a document, with a model and without`() async throws {
        let fact = "A loja de Campinas fica na rua Barão de Jaguara, 900."
        for usesModel in [false, true] {
            try await withModel { fixture, simulator, model in
                try await fixture.configure(
                    "custom_knowledge = \("# Loja de Campinas\n\n\(fact)"), rag_similarity_threshold = 0.3")
                let reply = try #require(
                    try await fixture.exchange("Onde fica a loja de Campinas?", model: usesModel ? model : nil))
                #expect((try reply("content") as String).contains("Barão de Jaguara, 900"))
                let source = try JSON.parse(try reply("sources") as String)[0]
                #expect(source?["quote"]?.string?.contains("Barão de Jaguara") == true)
                #expect(source?["title"]?.string?.contains("Campinas") == true)
                #expect(simulator.requests.isEmpty != usesModel)
            }
        }
    }

    @Test func `max_response_length holds without a model too`() async throws {
        try await withAssistant { fixture in
            try await fixture.configure("max_response_length = 160")
            let reply = try #require(try await fixture.exchange(question))
            #expect((try reply("content") as String).unicodeScalars.count <= 160)
        }
    }

    @Test func `handoff_keywords: one of them and a person gets the conversation`() async throws {
        try await withAssistant { fixture in
            try await fixture.configure("handoff_keywords = '{gerente}'")
            _ = try await fixture.exchange("isso é com o gerente, qual o prazo de entrega?")
            #expect(try await fixture.standing()("handoff_reason") == "handoff_keyword")
        }
    }

    @Test func `rag_top_k: no more passages than that are read`() async throws {
        for count in [1, 3] {
            try await withModel { fixture, simulator, model in
                try await fixture.configure("rag_top_k = \(count), rag_similarity_threshold = 0")
                _ = try await fixture.exchange(question, model: model)
                let sources = simulator.requests.first?.body["messages"]?[1]?["content"]?.string ?? ""
                #expect(sources.contains("<S\(count) ") && !sources.contains("<S\(count + 1) "))
            }
        }
    }

    @Test
    func `rag_similarity_threshold and rag_min_evidence_chunks: what proves too little is asked back, not told`()
        async throws
    {
        for (change, isAnswered) in [
            ("rag_similarity_threshold = 0" as SQL, true), ("rag_similarity_threshold = 0.1", true),
            ("rag_similarity_threshold = 0.2", true), ("rag_similarity_threshold = 1", false),
            ("rag_similarity_threshold = 0.2, rag_top_k = 20, rag_min_evidence_chunks = 20", false),
        ] {
            try await withAssistant { fixture in
                try await fixture.configure(change)
                let said = try #require(try await fixture.exchange(question))
                let isTold = (try said("content") as String).contains("1 a 2 dias úteis")
                let sources: String? = try said("sources")
                let isCited = (sources ?? "[]") != "[]"
                #expect(isTold == isAnswered && isCited == isAnswered)
            }
        }
    }

    @Test func `handoff_on_no_evidence: off, the attendant says that it does not know`() async throws {
        for isOn in [true, false] {
            try await withAssistant { fixture in
                try await fixture.configure(isOn ? "handoff_on_no_evidence = true" : "handoff_on_no_evidence = false")
                let said = try #require(try await fixture.exchange("vocês vendem pneu de trator?"))
                #expect((try said("content") as String == AssistantSentences.unknown(.portuguese)) == !isOn)
            }
        }
    }

    @Test func `redact_pii_in_logs: off, the team reads the summary as it was written`() async throws {
        for isOn in [true, false] {
            try await withAssistant { fixture in
                try await fixture.configure(isOn ? "redact_pii_in_logs = true" : "redact_pii_in_logs = false")
                _ = try await fixture.exchange("quero falar com um atendente, meu cpf é 529.982.247-25")
                let summary: String = try await fixture.standing()("handoff_summary")
                #expect(summary.contains("529.982.247-25") == !isOn)
            }
        }
    }

    @Test func `debounce_seconds and debounce_max_seconds: how long a turn waits, by shop and by channel`() async throws
    {
        try await withAssistant(knowledge: false) { fixture in
            func readiness() async throws -> AssistantReadiness {
                try await fixture.database.tenant(fixture.scope) { tx in
                    try AssistantReadiness(
                        try await tx.one(AssistantReadiness.select(tenant: fixture.shop, channel: "whatsapp")),
                        channel: "whatsapp")
                }
            }
            try await fixture.configure("debounce_seconds = 3, debounce_max_seconds = 9")
            #expect(try await readiness().debounce == Debounce(quiet: .seconds(3), cap: .seconds(9)))
            try await fixture.configureChannel("debounce_seconds = 1, debounce_max_seconds = 4")
            #expect(try await readiness().debounce == Debounce(quiet: .seconds(1), cap: .seconds(4)))
        }
    }
}

extension AssistantFixture {
    func configureChannel(_ change: SQL, channel: String = "whatsapp") async throws {
        _ = try await database.tenant(TenantScope(tenant: shop, role: .owner)) { tx in
            try await tx.batch([
                "INSERT INTO ai_channel_config (tenant_id, channel_type) VALUES (\(tx.tenant), \(channel))",
                "UPDATE ai_channel_config SET \(fragment: change) WHERE tenant_id = \(tx.tenant) AND channel_type = \(channel)",
            ])
        }
    }
}
