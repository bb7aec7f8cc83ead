/// Makes an answer fit for a chat.
package enum ReplyText {
    /// Without Markdown, `Minha conta > Pedidos` as the sources have it.
    package static func plain(_ text: String) -> String {
        var scalars = String.UnicodeScalarView()
        scalars.append(contentsOf: MarkdownText.plain(text).unicodeScalars.map(PromptBuilder.unmarked))
        return Words.trimmed(String(scalars))
    }

    /// Plain text of at most `limit` characters, cut after a sentence. What is far too long for one sentence is cut between words.
    package static func fit(_ text: String, limit: Int) -> String {
        let plain = MarkdownText.plain(text)
        let source = ScalarText(plain)
        let whole = source.trimmed(0..<source.count)
        guard whole.count > limit else { return source.slice(whole) }
        let end = Sentences.split(source, in: whole).map(\.upperBound).last { $0 - whole.lowerBound <= limit }
        if let end { return source.slice(whole.lowerBound..<end) }
        let head = whole.lowerBound..<(whole.lowerBound + max(limit - 1, 1))
        let space = head.last { source.scalars[$0].properties.isWhitespace } ?? head.upperBound
        return source.slice(source.trimmed(head.lowerBound..<space)) + "…"
    }
}
