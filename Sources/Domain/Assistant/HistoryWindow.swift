/// What of a conversation a model reads: the newest messages that fit into a number of tokens.
package enum HistoryWindow {
    /// Tokens of history in a request; a model's answer seldom leans on more.
    package static let tokens = 1_500

    /// The end of `messages` that fits, in its order. A message that does not fit ends it, however short those before are: a
    /// conversation with a hole in it misleads.
    package static func fit(_ messages: [ChatMessage], tokens: Int = tokens) -> [ChatMessage] {
        var left = tokens
        var kept: [ChatMessage] = []
        for message in messages.reversed() {
            let cost = estimate(message.content)
            guard cost <= left else { break }
            left -= cost
            kept.append(message)
        }
        return kept.reversed()
    }

    /// Four bytes a token, and what the provider puts around each message.
    package static func estimate(_ text: String) -> Int { text.utf8.count / 4 + 5 }
}
