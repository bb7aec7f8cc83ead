import Domain
import Foundation
import Web

/// The fields of the settings page, section by section.
struct AssistantFields {
    typealias Field = AssistantPage.Field
    typealias Section = AssistantPage.Section
    typealias Option = AssistantPage.Option

    let localizer: Localizer
    let faults: [ConfigFault]

    func general(_ config: AssistantConfig) -> [Section] {
        [
            section(
                "who",
                [
                    check("is_enabled", config.isEnabled),
                    choice("ai_model", models(config.model)),
                    line("ai_model_other", isListed(config.model) ? "" : config.model, help: chain(config.model)),
                    check("answer_offline_when_unavailable", config.answersOfflineWhenUnavailable),
                    check("approval_mode", config.asksApproval),
                ]),
            section(
                "voice",
                [
                    line("personality_name", config.personalityName),
                    choice("personality_tone", tones(config.personalityTone)),
                    number("max_response_length", "\(config.maxResponseLength)"),
                    check("use_emojis", config.usesEmojis),
                    area("system_prompt", config.systemPrompt, rows: 5),
                ]),
            section(
                "knowledge",
                [
                    area("custom_knowledge", config.customKnowledge, rows: 7),
                    number("rag_top_k", "\(config.topK)"),
                    line("rag_similarity_threshold", decimal(config.threshold), mode: "decimal"),
                    number("rag_min_evidence_chunks", "\(config.minimumEvidence)"),
                    check("handoff_on_no_evidence", config.handsOffWithoutEvidence),
                    check("auto_import_products", config.importsProducts),
                    check("auto_import_categories", config.importsCategories),
                    check("auto_import_policies", config.importsPolicies),
                    check("auto_import_faqs", config.importsFAQs),
                    check("handle_images", config.handlesImages),
                    check("handle_audio", config.handlesAudio),
                ]),
            section(
                "people",
                [
                    area("handoff_keywords", config.handoffKeywords.joined(separator: "\n"), rows: 4),
                    area("forbidden_topics", config.forbiddenTopics.joined(separator: "\n"), rows: 4),
                    number("max_messages_before_handoff", "\(config.maxMessagesBeforeHandoff)"),
                ]),
            section("hours", hours(config)),
            section(
                "pace",
                [
                    line("debounce_seconds", decimal(config.debounceSeconds), mode: "decimal"),
                    line("debounce_max_seconds", decimal(config.debounceMaxSeconds), mode: "decimal"),
                ]),
            section(
                "privacy",
                [
                    check("redact_pii_to_provider", config.masksForProvider),
                    check("redact_pii_in_logs", config.masksLogs),
                    number("data_retention_days", "\(config.retentionDays)"),
                ]),
        ]
    }

    func channel(_ config: AssistantChannelConfig, beside general: AssistantConfig) -> [Section] {
        func shop(_ value: String) -> String { localizer("assistant.as_shop", ["value": value]) }
        let emojis = localizer(general.usesEmojis ? "assistant.yes" : "assistant.no")
        return [
            section(
                "channel",
                [
                    check("is_enabled", config.isEnabled, key: "channel_is_enabled"),
                    area("system_prompt_override", config.systemPromptOverride ?? "", rows: 5),
                    area("custom_instructions", config.customInstructions ?? "", rows: 4),
                    area(
                        "forbidden_topics", config.forbiddenTopics.joined(separator: "\n"), rows: 4,
                        key: "channel_forbidden_topics"),
                    number(
                        "max_response_length", config.maxResponseLength.map { "\($0)" } ?? "",
                        placeholder: shop("\(general.maxResponseLength)")),
                    choice(
                        "use_emojis",
                        [
                            Option(value: "", label: shop(emojis), isSelected: config.usesEmojis == nil),
                            Option(
                                value: "yes", label: localizer("assistant.yes"), isSelected: config.usesEmojis == true),
                            Option(
                                value: "no", label: localizer("assistant.no"), isSelected: config.usesEmojis == false),
                        ]),
                    line(
                        "debounce_seconds", config.debounceSeconds.map(decimal) ?? "", mode: "decimal",
                        placeholder: shop(decimal(general.debounceSeconds))),
                    line(
                        "debounce_max_seconds", config.debounceMaxSeconds.map(decimal) ?? "", mode: "decimal",
                        placeholder: shop(decimal(general.debounceMaxSeconds))),
                ])
        ]
    }

    // MARK: Parts

    private func section(_ name: String, _ fields: [Field]) -> Section {
        Section(
            title: localizer("assistant.section.\(name)"),
            intro: localizer.strings["assistant.section.\(name).intro"], fields: fields)
    }

    private func field(
        _ name: String, key: String? = nil, help: String? = nil, check: AssistantPage.Check? = nil,
        area: AssistantPage.Area? = nil, line: AssistantPage.Line? = nil, choice: AssistantPage.Choice? = nil
    ) -> Field {
        let key = key ?? name
        // A field of the page that is a part of another one shares its fault.
        let place = name == "ai_model_other" ? "ai_model" : name.hasPrefix("hours_") ? "operating_hours" : name
        let fault = faults.first { $0.field == place }
        return Field(
            id: "f-\(name)", name: name, label: localizer("assistant.field.\(key)"),
            help: help ?? localizer.strings["assistant.field.\(key).help"],
            error: fault.map { localizer("assistant.fault.\($0.rule)") }, check: check, area: area, line: line,
            choice: choice, isShort: line != nil || choice != nil)
    }

    private func check(_ name: String, _ isOn: Bool, key: String? = nil) -> Field {
        field(name, key: key, check: .init(isOn: isOn))
    }

    private func area(_ name: String, _ value: String, rows: Int, key: String? = nil) -> Field {
        field(name, key: key, area: .init(value: value, rows: rows))
    }

    private func line(
        _ name: String, _ value: String, mode: String = "text", placeholder: String = "", help: String? = nil
    ) -> Field {
        field(name, help: help, line: .init(value: value, mode: mode, placeholder: placeholder))
    }

    private func number(_ name: String, _ value: String, placeholder: String = "") -> Field {
        line(name, value, mode: "numeric", placeholder: placeholder)
    }

    private func choice(_ name: String, _ options: [Option]) -> Field { field(name, choice: .init(options: options)) }

    private func decimal(_ value: Double) -> String {
        let text = value == value.rounded() && value.magnitude < 1e6 ? "\(Int(value))" : "\(value)"
        return localizer.language == .english ? text : text.replacing(".", with: ",")
    }

    // MARK: Choices

    private func isListed(_ model: String) -> Bool { ModelCatalogue.order.contains(model) || model.isEmpty }

    /// In the source document's order, with what each is good for.
    private func models(_ model: String) -> [Option] {
        ModelCatalogue.order.map { name in
            Option(
                value: name, label: localizer.strings["assistant.model.\(name)"].map { "\($0) (\(name))" } ?? name,
                isSelected: name == model)
        } + (isListed(model) ? [] : [Option(value: "", label: localizer("assistant.model.other"), isSelected: true)])
    }

    private func chain(_ model: String) -> String {
        localizer(
            "assistant.field.ai_model_other.help",
            ["chain": ModelCatalogue.chain(from: model).dropFirst().joined(separator: " → ")])
    }

    private func tones(_ tone: String) -> [Option] {
        AssistantConfig.tones.map {
            Option(value: $0, label: localizer("assistant.tone.\($0)"), isSelected: $0 == tone)
        }
    }

    private func hours(_ config: AssistantConfig) -> [Field] {
        let days = WorkingHours.names.map { day in
            line(
                "hours_\(day)", AssistantForm.words(of: day, in: config.operatingHours),
                placeholder: "08:00-12:00, 13:00-18:00")
        }
        let free = (config.operatingHours?[AssistantForm.holidays]?.array ?? []).compactMap(\.string)
        return days + [
            area("hours_holidays", free.joined(separator: "\n"), rows: 2),
            area("out_of_hours_message", config.outOfHoursMessage, rows: 2),
        ]
    }
}
