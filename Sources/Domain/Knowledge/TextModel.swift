import Foundation

/// A multinomial logistic regression over the features of a text: which of several classes it belongs to. Its weights stand in a table that
/// a fit has written (`TextModelFit` in the tests); applying it is a look-up and a sum.
struct TextModel: Sendable {
    struct Entry: Sendable {
        let place: UInt16
        let weight: Int16
    }

    /// The classes.
    let names: [String]
    /// Log-odds in tenths, as the weights.
    let biases: [Int]
    /// Where the entries of a feature are.
    let ranges: [String: Range<Int>]
    let entries: [Entry]

    /// - Parameter table: a line for each class: its name, its bias, then weights with their sign, each followed by the features that have it.
    init(_ table: String) {
        var names: [String] = []
        var biases: [Int] = []
        var found: [String: [Entry]] = [:]
        for line in table.utf8.split(separator: UInt8(ascii: "\n")) {
            let parts = line.split(separator: UInt8(ascii: " "))
            guard parts.count >= 2, let bias = Int(String(Substring(parts[1]))) else { continue }
            var weight: Int16 = 0
            for part in parts.dropFirst(2) {
                if part.first == UInt8(ascii: "+") || part.first == UInt8(ascii: "-") {
                    weight = Int16(String(Substring(part))) ?? 0
                } else {
                    found[String(Substring(part)), default: []].append(
                        Entry(place: UInt16(clamping: names.count), weight: weight))
                }
            }
            names.append(String(Substring(parts[0])))
            biases.append(bias)
        }
        var ranges: [String: Range<Int>] = [:]
        ranges.reserveCapacity(found.count)
        var entries: [Entry] = []
        for (feature, own) in found {
            ranges[feature] = entries.count..<entries.count + own.count
            entries += own
        }
        (self.names, self.biases, self.ranges, self.entries) = (names, biases, ranges, entries)
    }

    /// How likely each class is, in the order of ``names``; together 1.
    func shares(of features: Set<String>) -> [Double] {
        // Whole numbers, so that the sum is the same in whatever order the set is walked.
        var sums = biases
        for feature in features {
            guard let range = ranges[feature] else { continue }
            for entry in entries[range] { sums[Int(entry.place)] += Int(entry.weight) }
        }
        let most = sums.max() ?? 0
        let powers = sums.map { exp(Double($0 - most) / 10) }
        let all = powers.reduce(0, +)
        return powers.map { $0 / all }
    }
}
