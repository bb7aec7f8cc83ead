import Domain
import Postgres

/// How the assistant of a shop behaves on one channel: `ai_support_config`, narrowed by `ai_channel_config`.
package struct AssistantSettings: Sendable {
    package var isOn: Bool
    package var model: String
    package var systemPrompt: String
    package var customInstructions: String
    package var personalityName: String
    package var personalityTone: String
    package var usesEmojis: Bool
    package var maxLength: Int
    package var handoffKeywords: [String]
    package var forbiddenTopics: [String]
    package var mostMessages: Int
    /// nil: always.
    package var hours: WorkingHours?
    package var outOfHoursMessage: String
    package var topK: Int
    package var threshold: Double
    package var minimumEvidence: Int
    package var handsOffWithoutEvidence: Bool
    package var masksForProvider: Bool
    package var answersOfflineWhenUnavailable: Bool

    static let columns: SQL = """
        coalesce(g.is_enabled, true) AND coalesce(h.is_enabled, true) AS is_on, coalesce(g.ai_model, 'gpt-5.2') AS ai_model,
        coalesce(h.system_prompt_override, g.system_prompt, '') AS system_prompt, coalesce(h.custom_instructions, '') AS custom_instructions,
        coalesce(g.personality_name, '') AS personality_name, coalesce(g.personality_tone, 'friendly') AS personality_tone,
        coalesce(h.use_emojis, g.use_emojis, false) AS use_emojis, coalesce(h.max_response_length, g.max_response_length, 500) AS max_length,
        coalesce(g.handoff_keywords, '{}') AS handoff_keywords, coalesce(g.rag_top_k, 5) AS top_k,
        coalesce(g.forbidden_topics, '{}') || coalesce(h.forbidden_topics, '{}') AS forbidden_topics,
        coalesce(g.max_messages_before_handoff, 20) AS most_messages, g.operating_hours::text AS operating_hours,
        coalesce(g.out_of_hours_message, '') AS out_of_hours_message,
        coalesce(g.rag_similarity_threshold, 0.7) AS threshold, coalesce(g.rag_min_evidence_chunks, 1) AS minimum_evidence,
        coalesce(g.handoff_on_no_evidence, true) AS hands_off_without_evidence, coalesce(g.redact_pii_to_provider, true) AS masks_for_provider,
        coalesce(g.answer_offline_when_unavailable, true) AS answers_offline
        """

    init(_ row: Row) throws {
        isOn = try row("is_on")
        model = try row("ai_model")
        systemPrompt = try row("system_prompt")
        customInstructions = try row("custom_instructions")
        personalityName = try row("personality_name")
        personalityTone = try row("personality_tone")
        usesEmojis = try row("use_emojis")
        maxLength = try row("max_length")
        handoffKeywords = try row("handoff_keywords")
        forbiddenTopics = try row("forbidden_topics")
        mostMessages = try row("most_messages")
        hours = (try row("operating_hours") as String?).flatMap { try? JSON.parse($0) }.flatMap { WorkingHours($0) }
        outOfHoursMessage = try row("out_of_hours_message")
        topK = try row("top_k")
        threshold = try row("threshold")
        minimumEvidence = try row("minimum_evidence")
        handsOffWithoutEvidence = try row("hands_off_without_evidence")
        masksForProvider = try row("masks_for_provider")
        answersOfflineWhenUnavailable = try row("answers_offline")
    }
}
