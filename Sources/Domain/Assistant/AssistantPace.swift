/// How long the assistant waits for the customer to finish writing.
package struct AssistantPace: Sendable, Equatable {
    /// Silence after which it answers.
    package let quiet: Double
    /// Longest wait from the first message of a burst.
    package let cap: Double

    package init(quiet: Double, cap: Double) {
        self.quiet = quiet
        self.cap = cap
    }

    /// Seconds for a channel. What the shop set for the channel counts; else its general values, but no more than the channel bears:
    /// in a widget people wait for each line, and an e-mail is finished when it arrives.
    package static func of(channel: String, general: AssistantPace, channelQuiet: Double?, channelCap: Double?)
        -> AssistantPace
    {
        let most = bearable(channel)
        let quiet = channelQuiet ?? min(general.quiet, most.quiet)
        return AssistantPace(quiet: quiet, cap: max(channelCap ?? min(general.cap, most.cap), quiet))
    }

    static func bearable(_ channel: String) -> AssistantPace {
        switch channel {
        case "chat": AssistantPace(quiet: 2, cap: 8)
        case "email": AssistantPace(quiet: 0, cap: 0)
        default: AssistantPace(quiet: 60, cap: 300)
        }
    }
}
