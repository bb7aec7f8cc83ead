import Testing

@testable import Domain

struct AssistantConfigTests {
    @Test func `what is written is read back, every field of it`() throws {
        var config = AssistantConfig()
        let before = config.fields
        // Every field is given another value than the one it has.
        let other = JSON.object(
            before.map { name, value -> (String, JSON?) in
                switch value.kind {
                case .true: (name, JSON(false))
                case .false: (name, JSON(true))
                case .number: (name, JSON(Int((value.double ?? 0) + 3)))
                case .array: (name, JSON([JSON("x")]))
                case .null: (name, ["monday": [["08:00", "12:00"]]])
                default: (name, JSON((value.string ?? "") + "x"))
                }
            })
        #expect(config.take(try JSON.parse(other.text())) == [])
        for (old, new) in zip(before, config.fields) { #expect(old.value.text() != new.value.text(), "\(old.name)") }
        // A null that was stored is none.
        var open = AssistantConfig()
        open.take(try JSON.parse(#"{"operating_hours":null}"#))
        #expect(open.operatingHours == nil && open.faults == [])
        var again = AssistantConfig()
        again.take(try JSON.parse(JSON.object(config.fields.map { ($0.name, $0.value) }).text()))
        #expect(again == config)
        var channel = AssistantChannelConfig()
        let own: JSON = [
            "is_enabled": false, "system_prompt_override": "a", "forbidden_topics": ["b"], "max_response_length": 60,
            "use_emojis": true, "custom_instructions": "c", "debounce_seconds": 1, "debounce_max_seconds": 2,
        ]
        #expect(channel.take(own) == [])
        #expect(JSON.object(channel.fields.map { ($0.name, $0.value) })["use_emojis"]?.bool == true)
        for (name, value) in channel.fields {
            #expect(value.text() == own[name]?.text() || value.double == own[name]?.double)
        }
    }

    @Test func `what is not of its type is named and changes nothing`() {
        var config = AssistantConfig()
        let faults = config.take(["is_enabled": "yes", "rag_top_k": 2.5, "handoff_keywords": ["a", 1], "ai_model": 4])
        #expect(Set(faults) == ["is_enabled", "rag_top_k", "handoff_keywords", "ai_model"])
        #expect(config == AssistantConfig())
    }

    @Test func `former names become present ones, lists lose what is empty or said twice`() {
        var config = AssistantConfig()
        config.model = " google/gemini-2.5-pro "
        config.handoffKeywords = [" gerente ", "", "Gerente", "procon"]
        config.systemPrompt = "\n Seja breve. \n"
        let tidy = config.tidied
        #expect(
            tidy.model == "gpt-5" && tidy.handoffKeywords == ["gerente", "procon"] && tidy.systemPrompt == "Seja breve."
        )
        #expect(tidy.faults == [])
    }

    static let wrong: [(JSON, String)] = [
        (["ai_model": "um modelo"], "ai_model"),
        (["system_prompt": JSON(String(repeating: "a", count: 8_001))], "system_prompt"),
        (["custom_knowledge": "a\0b"], "custom_knowledge"), (["personality_tone": "rude"], "personality_tone"),
        (["max_response_length": 49], "max_response_length"),
        (["max_messages_before_handoff": 0], "max_messages_before_handoff"),
        (["forbidden_topics": [JSON(String(repeating: "a", count: 81))]], "forbidden_topics"),
        (["operating_hours": ["monday": [["08:00", "x"]]]], "operating_hours"),
        (["operating_hours": ["lundi": [["08:00", "09:00"]]]], "operating_hours"),
        (["operating_hours": ["monday": [["08:00", "09:00"]], "holidays": ["natal"]]], "operating_hours"),
        (["operating_hours": [:]], "operating_hours"), (["rag_top_k": 21], "rag_top_k"),
        (["rag_similarity_threshold": 1.1], "rag_similarity_threshold"),
        (["rag_min_evidence_chunks": 6], "rag_min_evidence_chunks"),
        (["data_retention_days": 0], "data_retention_days"),
        (["debounce_seconds": 61, "debounce_max_seconds": 100], "debounce_seconds"),
        (["debounce_seconds": 6, "debounce_max_seconds": 5], "debounce_max_seconds"),
    ]

    @Test func `every rule names its field`() {
        for (change, field) in Self.wrong {
            var config = AssistantConfig()
            #expect(config.take(change) == [])
            #expect(config.tidied.faults.map(\.field) == [field], "\(field)")
        }
        var channel = AssistantChannelConfig()
        channel.maxResponseLength = 5
        channel.debounceSeconds = 10
        channel.debounceMaxSeconds = 2
        #expect(channel.faults.map(\.field) == ["max_response_length", "debounce_max_seconds"])
    }
}
