/// A field that cannot stay as it is. `rule` is the key of its words.
package struct ConfigFault: Sendable, Equatable {
    package let field: String
    package let rule: String

    package init(_ field: String, _ rule: String) {
        self.field = field
        self.rule = rule
    }
}

extension AssistantConfig {
    /// Put into the form that is kept: trimmed, without empty or repeated list entries, the model under its present name.
    package var tidied: AssistantConfig {
        var config = self
        config.model = ModelCatalogue.current(ConfigRules.trimmed(model))
        config.personalityName = Words.oneLine(personalityName)
        config.handoffKeywords = ConfigRules.tidied(handoffKeywords)
        config.forbiddenTopics = ConfigRules.tidied(forbiddenTopics)
        config.systemPrompt = ConfigRules.trimmed(systemPrompt)
        config.customKnowledge = ConfigRules.trimmed(customKnowledge)
        config.outOfHoursMessage = ConfigRules.trimmed(outOfHoursMessage)
        return config
    }

    /// What is wrong with it, in the order of the page. Call it on what is ``tidied``.
    package var faults: [ConfigFault] {
        var rules = ConfigRules()
        rules.check(
            "ai_model", "model",
            (1...100).contains(model.utf8.count) && model.utf8.allSatisfy { (0x21...0x7e).contains($0) })
        rules.text("system_prompt", systemPrompt, 8_000)
        rules.text("custom_knowledge", customKnowledge, 20_000)
        rules.text("personality_name", personalityName, 60)
        rules.check("personality_tone", "tone", Self.tones.contains(personalityTone))
        rules.within("max_response_length", "length", maxResponseLength, 50...4_000)
        rules.within("max_messages_before_handoff", "messages", maxMessagesBeforeHandoff, 1...1_000)
        rules.list("handoff_keywords", handoffKeywords)
        rules.list("forbidden_topics", forbiddenTopics)
        rules.check("operating_hours", "hours", operatingHours.map { WorkingHours.isWellFormed($0) } ?? true)
        rules.text("out_of_hours_message", outOfHoursMessage, 1_000)
        rules.within("rag_top_k", "top_k", topK, 1...20)
        rules.check("rag_similarity_threshold", "threshold", (0...1).contains(threshold))
        rules.check(
            "rag_min_evidence_chunks", "evidence", (0...20).contains(minimumEvidence) && minimumEvidence <= topK)
        rules.within("data_retention_days", "retention", retentionDays, 1...3_650)
        rules.pace(debounceSeconds, debounceMaxSeconds)
        return rules.faults
    }
}

extension AssistantChannelConfig {
    package var tidied: AssistantChannelConfig {
        func text(_ value: String?) -> String? {
            value.map(ConfigRules.trimmed).flatMap { $0.isEmpty ? nil : $0 }
        }
        var config = self
        config.forbiddenTopics = ConfigRules.tidied(forbiddenTopics)
        config.systemPromptOverride = text(systemPromptOverride)
        config.customInstructions = text(customInstructions)
        return config
    }

    package var faults: [ConfigFault] {
        var rules = ConfigRules()
        rules.text("system_prompt_override", systemPromptOverride ?? "", 8_000)
        rules.text("custom_instructions", customInstructions ?? "", 4_000)
        rules.list("forbidden_topics", forbiddenTopics)
        if let maxResponseLength { rules.within("max_response_length", "length", maxResponseLength, 50...4_000) }
        rules.pace(debounceSeconds ?? 0, debounceMaxSeconds ?? max(debounceSeconds ?? 0, 25))
        return rules.faults
    }
}

private struct ConfigRules {
    private(set) var faults: [ConfigFault] = []

    static func trimmed(_ text: String) -> String {
        let scalars = text.unicodeScalars
        guard let first = scalars.firstIndex(where: { !$0.properties.isWhitespace }),
            let last = scalars.lastIndex(where: { !$0.properties.isWhitespace })
        else { return "" }
        return String(scalars[first...last])
    }

    static func tidied(_ texts: [String]) -> [String] {
        var seen: Set<String> = []
        return texts.map { Words.oneLine($0) }.filter { !$0.isEmpty && seen.insert(Folding.fold($0)).inserted }
    }

    mutating func check(_ field: String, _ rule: String, _ isFine: Bool) {
        if !isFine { faults.append(ConfigFault(field, rule)) }
    }

    mutating func within(_ field: String, _ rule: String, _ value: Int, _ range: ClosedRange<Int>) {
        check(field, rule, range.contains(value))
    }

    mutating func text(_ field: String, _ value: String, _ most: Int) {
        check(field, "too_long", value.unicodeScalars.count <= most)
        check(field, "not_text", !value.utf8.contains(0))
    }

    mutating func list(_ field: String, _ values: [String]) {
        check(
            field, "list",
            values.count <= 100 && values.allSatisfy { $0.unicodeScalars.count <= 80 && !$0.utf8.contains(0) })
    }

    mutating func pace(_ quiet: Double, _ cap: Double) {
        check("debounce_seconds", "quiet", (0...60).contains(quiet))
        check("debounce_max_seconds", "cap", (0...300).contains(cap) && cap >= quiet)
    }
}

extension WorkingHours {
    /// Known days with pairs of times, and holidays as dates: what is half understood would close the shop on some days unseen.
    package static func isWellFormed(_ json: JSON) -> Bool {
        guard json.kind == .object, WorkingHours(json) != nil else { return false }
        return json.members.allSatisfy { name, value in
            guard let items = value.array else { return false }
            if name == "holidays" { return items.allSatisfy { $0.string.map(isDate) ?? false } }
            return names.contains(name)
                && items.allSatisfy { pair in
                    pair.array?.count == 2 && pair.elements.allSatisfy { $0.string.flatMap(minutes) != nil }
                }
        }
    }

    private static func isDate(_ text: String) -> Bool {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.map(\.utf8.count) == [4, 2, 2], let month = Int(parts[1]), let day = Int(parts[2]),
            Int(parts[0]) != nil
        else { return false }
        return (1...12).contains(month) && (1...31).contains(day)
    }
}
