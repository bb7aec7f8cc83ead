/// What to quote of a passage to answer a question.
package struct Excerpt: Sendable, Equatable {
    /// As the customer reads it.
    package let text: String
    /// As it stands in the passage: what a citation is checked against.
    package let quote: String

    /// The unit that answers best, with its neighbours of the same paragraph, list or table while they fit into `limit` characters.
    ///
    /// Rows and items that answer clearly less are left out: who asks about one city does not want the whole table.
    package static func best(for question: Question, text: String, limit: Int) -> Excerpt? {
        let source = ScalarText(text)
        let units = TextUnits.split(source).filter { !$0.plain.isEmpty && !isQuestion($0.plain) }
        guard !units.isEmpty else { return nil }
        let bags = units.map { Bag($0.plain) }
        let question = question.respelled(Respelling(bags.reduce(Bag()) { $0.union($1) }))
        let weighing = Weighing(question, among: bags)
        let scores = bags.map { weighing.coverage(in: $0) }
        let best = scores.max() ?? 0
        guard let start = scores.firstIndex(of: best) else { return nil }
        let chosen = choose(units, scores, start: start, limit: limit)
        guard let first = chosen.first, let last = chosen.last else { return nil }
        return Excerpt(
            text: compose(chosen), quote: source.slice(first.range.lowerBound..<last.range.upperBound))
    }

    /// A neighbouring run around the best unit; for lists and tables only what answers about as well.
    private static func choose(_ units: [TextUnit], _ scores: [Double], start: Int, limit: Int) -> [TextUnit] {
        let fits = { (range: ClosedRange<Int>) in
            range.reduce(0) { $0 + units[$1].plain.unicodeScalars.count + 1 } <= limit
        }
        let isApart = units[start].kind != .sentence && scores.contains { $0 < scores[start] - 0.05 }
        let belongs = { (index: Int) -> Bool in
            units.indices.contains(index)
                && (isApart ? units[index].block == units[start].block && scores[index] >= scores[start] - 0.05 : true)
        }
        var range = start...start
        var isGrowing = true
        while isGrowing {
            isGrowing = false
            if belongs(range.upperBound + 1), fits(range.lowerBound...range.upperBound + 1) {
                range = range.lowerBound...range.upperBound + 1
                isGrowing = true
            }
            if belongs(range.lowerBound - 1), fits(range.lowerBound - 1...range.upperBound) {
                range = range.lowerBound - 1...range.upperBound
                isGrowing = true
            }
        }
        return Array(units[range])
    }

    private static func compose(_ units: [TextUnit]) -> String {
        var lines: [String] = []
        var previous: TextUnit?
        for unit in units {
            if unit.kind == .sentence, previous?.kind == .sentence, previous?.block == unit.block,
                let line = lines.popLast()
            {
                lines.append("\(line) \(unit.plain)")
            } else {
                lines.append(unit.kind == .sentence || units.count == 1 ? unit.plain : "• \(unit.plain)")
            }
            previous = unit
        }
        return lines.joined(separator: "\n")
    }

    /// The question of a question-and-answer passage is not its answer.
    private static func isQuestion(_ text: String) -> Bool { text.unicodeScalars.last == "?" }
}
