/// Numbers whose unit stands with another one.
extension NumberScanner {
    /// Of numbers, the last behind an `e`, the first behind a word that gives none of them a name: `barris de 10, 30 e 50 litros`, not
    /// `modelo 20, 30 e 45 litros`.
    func isList(from start: Int) -> Bool {
        guard let mention = mentions[start], isInList(start) else { return false }
        let end = mention.range.upperBound
        if ["e", "ou"].contains(at(end)) { return mentions[end + 1] != nil }
        return at(end) == "," && isList(from: end + 1)
    }

    private func isInList(_ start: Int) -> Bool {
        if Self.before.contains(at(start - 1)) { return true }
        guard at(start - 1) == ",", let first = mentions.values.first(where: { $0.range.upperBound == start - 1 })
        else {
            return false
        }
        return isInList(first.range.lowerBound)
    }

    private static let before: Set<String> = ["de", "com", "em", "por", "temos", "ha"]

    /// "A reserva é feita com 5 dias; em dezembro, com 15.", "2 dias úteis no Sudeste, 3 no Sul": of what was counted before in the sentence,
    /// behind the same word or with a place of its own.
    func elided(_ mention: Mention) -> Unit? {
        let (start, end) = (mention.range.lowerBound, mention.range.upperBound)
        guard lexemes[start].kind == .number else { return nil }
        let isAlone = end >= lexemes.count || [".", ";", ",", "!", "\n"].contains(at(end))
        let isPlaced = at(start - 1) == "," && ["no", "na", "nos", "nas"].contains(at(end))
        let isSame = isAlone && ["com", "em"].contains(at(start - 1))
        guard isPlaced || isSame else { return nil }
        var index = start - 1
        while index >= 0, !lexemes[index].endsSentence || lexemes[index].text == ";" {
            if let before = mentions[index], before.range.upperBound <= start {
                guard isPlaced || at(index - 1) == at(start - 1),
                    let unit = following(before.value, before.range.upperBound), unit.kind == .deadline
                else { return nil }
                return retold(unit, mention.value, before.value, end)
            }
            index -= 1
        }
        return nil
    }
}
