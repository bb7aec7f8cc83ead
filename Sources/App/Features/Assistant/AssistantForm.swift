import Domain
import Foundation
import Web

/// The settings as the page's forms have them. What cannot be read as the number it should be becomes one that the rules refuse.
enum AssistantForm {
    static func general(_ form: Form, over known: AssistantConfig) -> AssistantConfig {
        var config = known
        config.isEnabled = form["is_enabled"] != nil
        config.model = form.text("ai_model_other") ?? form.text("ai_model") ?? ""
        config.systemPrompt = text(form, "system_prompt")
        config.customKnowledge = text(form, "custom_knowledge")
        config.personalityName = text(form, "personality_name")
        config.personalityTone = form["personality_tone"] ?? ""
        config.usesEmojis = form["use_emojis"] != nil
        config.maxResponseLength = int(form, "max_response_length")
        config.maxMessagesBeforeHandoff = int(form, "max_messages_before_handoff")
        config.handoffKeywords = lines(form, "handoff_keywords")
        config.forbiddenTopics = lines(form, "forbidden_topics")
        config.operatingHours = hours(form)
        config.outOfHoursMessage = text(form, "out_of_hours_message")
        config.importsProducts = form["auto_import_products"] != nil
        config.importsCategories = form["auto_import_categories"] != nil
        config.importsPolicies = form["auto_import_policies"] != nil
        config.importsFAQs = form["auto_import_faqs"] != nil
        config.handlesImages = form["handle_images"] != nil
        config.handlesAudio = form["handle_audio"] != nil
        config.asksApproval = form["approval_mode"] != nil
        config.topK = int(form, "rag_top_k")
        config.threshold = double(form, "rag_similarity_threshold") ?? -1
        config.minimumEvidence = int(form, "rag_min_evidence_chunks")
        config.handsOffWithoutEvidence = form["handoff_on_no_evidence"] != nil
        config.masksLogs = form["redact_pii_in_logs"] != nil
        config.masksForProvider = form["redact_pii_to_provider"] != nil
        config.answersOfflineWhenUnavailable = form["answer_offline_when_unavailable"] != nil
        config.retentionDays = int(form, "data_retention_days")
        config.debounceSeconds = double(form, "debounce_seconds") ?? -1
        config.debounceMaxSeconds = double(form, "debounce_max_seconds") ?? -1
        return config.tidied
    }

    static func channel(_ form: Form) -> AssistantChannelConfig {
        var config = AssistantChannelConfig()
        config.isEnabled = form["is_enabled"] != nil
        config.systemPromptOverride = form.text("system_prompt_override")
        config.customInstructions = form.text("custom_instructions")
        config.forbiddenTopics = lines(form, "forbidden_topics")
        config.maxResponseLength = form.text("max_response_length").map { Int($0) ?? -1 }
        config.usesEmojis = form["use_emojis"].flatMap { ["yes": true, "no": false][$0] }
        config.debounceSeconds = form.text("debounce_seconds").map { _ in double(form, "debounce_seconds") ?? -1 }
        config.debounceMaxSeconds = form.text("debounce_max_seconds").map { _ in
            double(form, "debounce_max_seconds") ?? -1
        }
        return config.tidied
    }

    // MARK: Hours

    static let holidays = "holidays"

    /// `08:00-12:00, 13:00-18:00` for each day, and holidays a line each; nil where nothing is written: always.
    private static func hours(_ form: Form) -> JSON? {
        var members: [(String, JSON?)] = []
        for day in WorkingHours.names {
            guard let text = form.text("hours_\(day)") else { continue }
            let pairs = text.split { $0 == "," || $0 == ";" || $0.isNewline }.map { part in
                JSON(
                    part.split(separator: "-", omittingEmptySubsequences: false).map {
                        JSON(String($0).trimmingWhitespace)
                    })
            }
            members.append((day, JSON(pairs)))
        }
        let free = lines(form, "hours_\(holidays)")
        if !free.isEmpty { members.append((holidays, JSON(free.map { JSON($0) }))) }
        return members.isEmpty ? Optional<JSON>.none : .some(.object(members))
    }

    static func words(of day: String, in hours: JSON?) -> String {
        (hours?[day]?.array ?? []).map { pair in
            (pair.array ?? []).compactMap(\.string).joined(separator: "-")
        }.joined(separator: ", ")
    }

    // MARK: Values

    private static func text(_ form: Form, _ name: String) -> String {
        (form[name] ?? "").replacing("\r\n", with: "\n")
    }

    private static func lines(_ form: Form, _ name: String) -> [String] {
        (form[name] ?? "").split(whereSeparator: \.isNewline).map { String($0) }
    }

    private static func int(_ form: Form, _ name: String) -> Int { form.text(name).flatMap { Int($0) } ?? -1 }

    private static func double(_ form: Form, _ name: String) -> Double? {
        guard let value = form.text(name).flatMap({ Double($0.replacing(",", with: ".")) }), value.isFinite else {
            return nil
        }
        return value
    }
}
