/// Tolerance for typing errors.
enum Spelling {
    /// Equal but for one slip (an added, missing, wrong or swapped letter), or two in a word of nine letters and more that begins alike:
    /// `resolução` is no `devolução`.
    static func isSlip(_ typed: String, of word: String, allowed most: Int = 2) -> Bool {
        let left = Array(typed.utf8), right = Array(word.utf8)
        guard left.count >= 5, right.count >= 4 else { return false }
        let allowed = left.count >= 9 && right.count >= 9 && left[0] == right[0] ? most : 1
        guard abs(left.count - right.count) <= allowed, hasDigit(left) == false, hasDigit(right) == false else {
            return false
        }
        return distance(left, right, limit: allowed) <= allowed
    }

    /// Two neighbouring letters changed places: the slip that hardly ever makes another real word.
    static func isSwap(_ typed: String, of word: String) -> Bool {
        let left = Array(typed.utf8), right = Array(word.utf8)
        guard left.count == right.count, let first = left.indices.first(where: { left[$0] != right[$0] }),
            first + 1 < left.count,
            left[first] == right[first + 1], left[first + 1] == right[first]
        else { return false }
        return left[(first + 2)...].elementsEqual(right[(first + 2)...])
    }

    private static func hasDigit(_ word: [UInt8]) -> Bool {
        word.contains { $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }
    }

    /// Damerau-Levenshtein (restricted), given up once every path is beyond `limit`.
    private static func distance(_ left: [UInt8], _ right: [UInt8], limit: Int) -> Int {
        var previous: [Int] = []
        var current = Array(0...right.count)
        for (row, letter) in left.enumerated() {
            var next = [row + 1]
            next.reserveCapacity(right.count + 1)
            for (column, other) in right.enumerated() {
                var best = min(next[column] + 1, current[column + 1] + 1, current[column] + (letter == other ? 0 : 1))
                if row > 0, column > 0, letter == right[column - 1], left[row - 1] == other {
                    best = min(best, previous[column - 1] + 1)
                }
                next.append(best)
            }
            if (next.min() ?? 0) > limit { return limit + 1 }
            previous = current
            current = next
        }
        return current[right.count]
    }
}
