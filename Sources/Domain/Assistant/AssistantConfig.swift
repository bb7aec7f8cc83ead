/// How a shop's assistant behaves: every field of `ai_support_config`, under the source document's names.
package struct AssistantConfig: Sendable, Equatable {
    package var isEnabled = true
    package var model = ModelCatalogue.standard
    package var systemPrompt = ""
    package var customKnowledge = ""
    package var personalityName = ""
    package var personalityTone = "friendly"
    package var usesEmojis = false
    package var maxResponseLength = 500
    package var maxMessagesBeforeHandoff = 20
    package var handoffKeywords: [String] = []
    package var forbiddenTopics: [String] = []
    /// As ``WorkingHours`` reads it; nil: always.
    package var operatingHours: JSON?
    package var outOfHoursMessage = ""
    package var importsProducts = false
    package var importsCategories = false
    package var importsPolicies = false
    package var importsFAQs = false
    package var handlesImages = true
    package var handlesAudio = true
    package var asksApproval = false
    package var topK = 5
    package var threshold = 0.7
    package var minimumEvidence = 1
    package var handsOffWithoutEvidence = true
    package var masksLogs = true
    package var masksForProvider = true
    package var answersOfflineWhenUnavailable = true
    package var retentionDays = 365
    package var debounceSeconds = 6.0
    package var debounceMaxSeconds = 25.0

    package init() {}

    package static let tones = ["friendly", "casual", "formal"]

    package static func == (left: Self, right: Self) -> Bool {
        left.fields.map { [$0.name, $0.value.text()] } == right.fields.map { [$0.name, $0.value.text()] }
    }
}

/// What one channel has of its own: every field of `ai_channel_config`. nil: as the shop.
package struct AssistantChannelConfig: Sendable, Equatable {
    package var isEnabled = true
    package var systemPromptOverride: String?
    /// Added to the shop's.
    package var forbiddenTopics: [String] = []
    package var maxResponseLength: Int?
    package var usesEmojis: Bool?
    package var customInstructions: String?
    package var debounceSeconds: Double?
    package var debounceMaxSeconds: Double?

    package init() {}

    /// The channels that the source document names.
    package static let channels = ["whatsapp", "email", "chat", "instagram", "messenger"]
}

// MARK: As JSON

extension AssistantConfig {
    /// Every field under its name. What reads them all, writes them all or compares them goes through here.
    package var fields: [(name: String, value: JSON)] {
        func list(_ texts: [String]) -> JSON { JSON(texts.map { JSON($0) }) }
        return [
            ("is_enabled", JSON(isEnabled)), ("ai_model", JSON(model)), ("system_prompt", JSON(systemPrompt)),
            ("custom_knowledge", JSON(customKnowledge)), ("personality_name", JSON(personalityName)),
            ("personality_tone", JSON(personalityTone)), ("use_emojis", JSON(usesEmojis)),
            ("max_response_length", JSON(maxResponseLength)),
            ("max_messages_before_handoff", JSON(maxMessagesBeforeHandoff)),
            ("handoff_keywords", list(handoffKeywords)), ("forbidden_topics", list(forbiddenTopics)),
            ("operating_hours", operatingHours ?? JSON(nilLiteral: ())),
            ("out_of_hours_message", JSON(outOfHoursMessage)),
            ("auto_import_products", JSON(importsProducts)), ("auto_import_categories", JSON(importsCategories)),
            ("auto_import_policies", JSON(importsPolicies)), ("auto_import_faqs", JSON(importsFAQs)),
            ("handle_images", JSON(handlesImages)), ("handle_audio", JSON(handlesAudio)),
            ("approval_mode", JSON(asksApproval)), ("rag_top_k", JSON(topK)),
            ("rag_similarity_threshold", JSON(threshold)), ("rag_min_evidence_chunks", JSON(minimumEvidence)),
            ("handoff_on_no_evidence", JSON(handsOffWithoutEvidence)), ("redact_pii_in_logs", JSON(masksLogs)),
            ("redact_pii_to_provider", JSON(masksForProvider)),
            ("answer_offline_when_unavailable", JSON(answersOfflineWhenUnavailable)),
            ("data_retention_days", JSON(retentionDays)), ("debounce_seconds", JSON(debounceSeconds)),
            ("debounce_max_seconds", JSON(debounceMaxSeconds)),
        ]
    }

    /// Takes what is there and keeps what is not. Returns the fields that are there and cannot be understood.
    @discardableResult
    package mutating func take(_ json: JSON) -> [String] {
        var reader = FieldReader(json)
        reader.bool("is_enabled", &isEnabled)
        reader.text("ai_model", &model)
        reader.text("system_prompt", &systemPrompt)
        reader.text("custom_knowledge", &customKnowledge)
        reader.text("personality_name", &personalityName)
        reader.text("personality_tone", &personalityTone)
        reader.bool("use_emojis", &usesEmojis)
        reader.int("max_response_length", &maxResponseLength)
        reader.int("max_messages_before_handoff", &maxMessagesBeforeHandoff)
        reader.texts("handoff_keywords", &handoffKeywords)
        reader.texts("forbidden_topics", &forbiddenTopics)
        if let hours = json["operating_hours"] { operatingHours = hours.isNull ? Optional<JSON>.none : .some(hours) }
        reader.text("out_of_hours_message", &outOfHoursMessage)
        reader.bool("auto_import_products", &importsProducts)
        reader.bool("auto_import_categories", &importsCategories)
        reader.bool("auto_import_policies", &importsPolicies)
        reader.bool("auto_import_faqs", &importsFAQs)
        reader.bool("handle_images", &handlesImages)
        reader.bool("handle_audio", &handlesAudio)
        reader.bool("approval_mode", &asksApproval)
        reader.int("rag_top_k", &topK)
        reader.double("rag_similarity_threshold", &threshold)
        reader.int("rag_min_evidence_chunks", &minimumEvidence)
        reader.bool("handoff_on_no_evidence", &handsOffWithoutEvidence)
        reader.bool("redact_pii_in_logs", &masksLogs)
        reader.bool("redact_pii_to_provider", &masksForProvider)
        reader.bool("answer_offline_when_unavailable", &answersOfflineWhenUnavailable)
        reader.int("data_retention_days", &retentionDays)
        reader.double("debounce_seconds", &debounceSeconds)
        reader.double("debounce_max_seconds", &debounceMaxSeconds)
        return reader.faults
    }
}

extension AssistantChannelConfig {
    package var fields: [(name: String, value: JSON)] {
        let null = JSON(nilLiteral: ())
        return [
            ("is_enabled", JSON(isEnabled)), ("system_prompt_override", systemPromptOverride.map { JSON($0) } ?? null),
            ("forbidden_topics", JSON(forbiddenTopics.map { JSON($0) })),
            ("max_response_length", maxResponseLength.map { JSON($0) } ?? null),
            ("use_emojis", usesEmojis.map { JSON($0) } ?? null),
            ("custom_instructions", customInstructions.map { JSON($0) } ?? null),
            ("debounce_seconds", debounceSeconds.map { JSON($0) } ?? null),
            ("debounce_max_seconds", debounceMaxSeconds.map { JSON($0) } ?? null),
        ]
    }

    @discardableResult
    package mutating func take(_ json: JSON) -> [String] {
        var reader = FieldReader(json)
        reader.bool("is_enabled", &isEnabled)
        reader.texts("forbidden_topics", &forbiddenTopics)
        reader.optional("system_prompt_override", &systemPromptOverride) { $0.string }
        reader.optional("max_response_length", &maxResponseLength) { $0.int }
        reader.optional("use_emojis", &usesEmojis) { $0.bool }
        reader.optional("custom_instructions", &customInstructions) { $0.string }
        reader.optional("debounce_seconds", &debounceSeconds) { $0.double }
        reader.optional("debounce_max_seconds", &debounceMaxSeconds) { $0.double }
        return reader.faults
    }
}

private struct FieldReader {
    private let json: JSON
    private(set) var faults: [String] = []

    init(_ json: JSON) { self.json = json }

    private mutating func read<Value>(_ name: String, _ value: inout Value, _ understand: (JSON) -> Value?) {
        guard let found = json[name] else { return }
        if let understood = understand(found) { value = understood } else { faults.append(name) }
    }

    mutating func bool(_ name: String, _ value: inout Bool) { read(name, &value) { $0.bool } }
    mutating func text(_ name: String, _ value: inout String) { read(name, &value) { $0.string } }
    mutating func int(_ name: String, _ value: inout Int) { read(name, &value) { $0.int } }
    mutating func double(_ name: String, _ value: inout Double) { read(name, &value) { $0.double } }

    mutating func texts(_ name: String, _ value: inout [String]) {
        read(name, &value) { list in
            guard let items = list.array else { return nil }
            let texts = items.compactMap(\.string)
            return texts.count == items.count ? texts : nil
        }
    }

    mutating func optional<Value>(_ name: String, _ value: inout Value?, _ understand: (JSON) -> Value?) {
        guard let found = json[name] else { return }
        guard !found.isNull else { return value = nil }
        if let understood = understand(found) { value = understood } else { faults.append(name) }
    }
}
