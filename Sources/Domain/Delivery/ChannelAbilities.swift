/// What can be done on a channel besides sending words.
package struct ChannelAbilities: Sendable, Equatable {
    package let files: FileRules
    /// An answer can name the message it answers.
    package let quotes: Bool
    package let reactions: Bool
    /// The customer can be shown that their message was read, and that an answer is being written.
    package let readMarks: Bool
    package let typing: Bool

    package static func of(channel: String, provider: String) -> ChannelAbilities {
        let isMeta = provider == "meta"
        return ChannelAbilities(
            files: .of(channel: channel, provider: provider), quotes: isMeta || provider == "z-api",
            reactions: isMeta || provider == "z-api", readMarks: isMeta || provider == "z-api", typing: isMeta)
    }
}
