import Domain
import Postgres

/// How the assistant of a shop behaves on one channel: `ai_support_config`, narrowed by `ai_channel_config`.
package struct AssistantSettings: Sendable {
    package let config: AssistantConfig
    package let channel: AssistantChannelConfig

    package init(_ config: AssistantConfig, _ channel: AssistantChannelConfig = AssistantChannelConfig()) {
        self.config = config
        self.channel = channel
        hours = config.operatingHours.flatMap { WorkingHours($0) }
    }

    /// nil: always.
    package let hours: WorkingHours?

    package var isOn: Bool { config.isEnabled && channel.isEnabled }
    package var model: String { config.model }
    package var systemPrompt: String { channel.systemPromptOverride ?? config.systemPrompt }
    package var customInstructions: String { channel.customInstructions ?? "" }
    package var customKnowledge: String { config.customKnowledge }
    package var personalityName: String { config.personalityName }
    package var personalityTone: String { config.personalityTone }
    package var usesEmojis: Bool { channel.usesEmojis ?? config.usesEmojis }
    package var maxLength: Int { channel.maxResponseLength ?? config.maxResponseLength }
    package var handoffKeywords: [String] { config.handoffKeywords }
    package var forbiddenTopics: [String] { config.forbiddenTopics + channel.forbiddenTopics }
    package var mostMessages: Int { config.maxMessagesBeforeHandoff }
    package var outOfHoursMessage: String { config.outOfHoursMessage }
    package var topK: Int { config.topK }
    package var threshold: Double { config.threshold }
    package var minimumEvidence: Int { config.minimumEvidence }
    package var handsOffWithoutEvidence: Bool { config.handsOffWithoutEvidence }
    package var asksApproval: Bool { config.asksApproval }
    package var masksLogs: Bool { config.masksLogs }
    package var masksForProvider: Bool { config.masksForProvider }
    package var answersOfflineWhenUnavailable: Bool { config.answersOfflineWhenUnavailable }

    /// Both rows whole; what a row lacks has the value that a new shop has.
    static let columns: SQL =
        "coalesce(to_jsonb(g), '{}')::text AS general, coalesce(to_jsonb(h), '{}')::text AS channel_config"

    init(_ row: Row) throws {
        var config = AssistantConfig()
        config.take(try JSON.parse(try row("general") as String))
        var channel = AssistantChannelConfig()
        channel.take(try JSON.parse(try row("channel_config") as String))
        self.init(config, channel)
    }
}
