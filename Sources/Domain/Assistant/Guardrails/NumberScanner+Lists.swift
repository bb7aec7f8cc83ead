/// Numbers whose unit stands with another one.
extension NumberScanner {
    /// Of numbers, the last behind an `e`.
    func isList(from start: Int) -> Bool {
        guard let mention = mentions[start] else { return false }
        let end = mention.range.upperBound
        if ["e", "ou"].contains(at(end)) { return mentions[end + 1] != nil }
        return at(end) == "," && isList(from: end + 1)
    }

    /// "A reserva é feita com 5 dias; em dezembro, com 15.": of what was counted before in the sentence.
    func elided(_ mention: Mention) -> Unit? {
        let (start, end) = (mention.range.lowerBound, mention.range.upperBound)
        let isAlone = end >= lexemes.count || Self.closers.contains(at(end))
        guard isAlone, Self.leads.contains(at(start - 1)), lexemes[start].kind == .number else { return nil }
        var index = start - 1
        while index >= 0, !lexemes[index].endsSentence || lexemes[index].text == ";" {
            if let before = mentions[index], before.range.upperBound <= start {
                guard let unit = following(before.value, before.range.upperBound), unit.kind == .deadline else {
                    return nil
                }
                return retold(unit, mention.value, before.value, end)
            }
            index -= 1
        }
        return nil
    }

    private static let closers: Set<String> = [".", ";", ",", "!", "\n", "no", "na", "nos", "nas", "para", "em"]
    private static let leads: Set<String> = ["com", "em", "ate", ",", "de", "sao"]
}
