/// What a person made of a text, in runs of words.
package struct TextDifference: Sendable, Equatable {
    package let removed: [String]
    package let added: [String]

    package var isEmpty: Bool { removed.isEmpty && added.isEmpty }

    /// Words beyond this are not compared one by one: the middle then counts as replaced.
    private static let most = 600

    package init(from old: String, to new: String) {
        func words(_ text: String) -> [Substring] { text.split(whereSeparator: \.isWhitespace) }
        var (before, after) = (words(old)[...], words(new)[...])
        while let first = before.first, first == after.first {
            before.removeFirst()
            after.removeFirst()
        }
        while let last = before.last, last == after.last {
            before.removeLast()
            after.removeLast()
        }
        let kept =
            before.count <= Self.most && after.count <= Self.most ? Self.common(Array(before), Array(after)) : ([], [])
        removed = Self.runs(Array(before), without: kept.0)
        added = Self.runs(Array(after), without: kept.1)
    }

    /// Places of the longest common subsequence in both.
    private static func common(_ a: [Substring], _ b: [Substring]) -> (Set<Int>, Set<Int>) {
        var lengths = [[Int]](repeating: [Int](repeating: 0, count: b.count + 1), count: a.count + 1)
        for i in a.indices.reversed() {
            for j in b.indices.reversed() {
                lengths[i][j] = a[i] == b[j] ? lengths[i + 1][j + 1] + 1 : max(lengths[i + 1][j], lengths[i][j + 1])
            }
        }
        var (i, j) = (0, 0)
        var (inA, inB): (Set<Int>, Set<Int>) = ([], [])
        while i < a.count, j < b.count {
            if a[i] == b[j] {
                inA.insert(i)
                inB.insert(j)
                (i, j) = (i + 1, j + 1)
            } else if lengths[i + 1][j] >= lengths[i][j + 1] {
                i += 1
            } else {
                j += 1
            }
        }
        return (inA, inB)
    }

    private static func runs(_ words: [Substring], without kept: Set<Int>) -> [String] {
        var runs: [[Substring]] = []
        var isOpen = false
        for (index, word) in words.enumerated() {
            guard !kept.contains(index) else {
                isOpen = false
                continue
            }
            if isOpen, let last = runs.indices.last { runs[last].append(word) } else { runs.append([word]) }
            isOpen = true
        }
        return runs.map { $0.joined(separator: " ") }
    }
}
