/// An embedding that needs no model: words, their stems and concepts, and letter trigrams, hashed into 1,536 dimensions.
///
/// Equal input gives equal output on every machine and in every version that keeps `model`; change the features and `model`
/// must change too, so that old chunks are embedded again and two kinds are never compared.
package enum HashedEmbedding {
    package static let model = "hashed-pt-5"
    package static let dimensions = 1536

    package static func embed(_ text: String) -> [Float] {
        var counts: [UInt64: Float] = [:]
        func add(_ feature: String, _ weight: Float) {
            counts[hash(feature), default: 0] += weight
        }
        let words = Words.spoken(text)
        for word in words {
            let weight = Float(Stopwords.weight(word))
            guard weight > 0 else { continue }
            add("s:\(Stemming.stem(word))", 1.2 * weight)
            for concept in Concepts.of(word) { add("c:\(concept)", 0.6 * weight) }
            for gram in trigrams(word) { add("g:\(gram)", 0.25 * weight) }
        }
        for concept in Concepts.ofPhrases(in: words) { add("c:\(concept)", 0.6) }
        for (name, share) in zip(Themes.names, themes(text).shares) where share >= leastShare {
            add("t:\(name)", share * themeWeight)
        }
        return vector(counts)
    }

    /// A theme below it is not what the text is about.
    private static let leastShare: Float = 0.05
    private static let themeWeight: Float = 2

    /// Of each sentence, list item and row, the most of all.
    private static func themes(_ text: String) -> Themes {
        Themes(most: TextUnits.split(ScalarText(text)).map { Themes(Words.spoken($0.plain)) })
    }

    package static func cosine(_ left: [Float], _ right: [Float]) -> Double {
        Double(zip(left, right).reduce(Float(0)) { $0 + $1.0 * $1.1 })
    }

    /// Each feature lands in two places with a sign of its own; frequent features grow by their square root.
    private static func vector(_ counts: [UInt64: Float]) -> [Float] {
        var vector = [Float](repeating: 0, count: dimensions)
        for (hash, count) in counts {
            let value = count.squareRoot()
            let first = Int(truncatingIfNeeded: hash % UInt64(dimensions))
            let second = Int(truncatingIfNeeded: (hash >> 24) % UInt64(dimensions))
            vector[first] += hash & (1 << 62) == 0 ? value : -value
            vector[second] += hash & (1 << 63) == 0 ? value : -value
        }
        // Summed in double and in index order, so that the length does not depend on the dictionary's order.
        let length = vector.reduce(0.0) { $0 + Double($1) * Double($1) }.squareRoot()
        guard length > 0 else { return vector }
        return vector.map { Float(Double($0) / length) }
    }

    private static func trigrams(_ word: String) -> [String] {
        let bytes = Array("^\(word)$".utf8)
        guard bytes.count >= 5 else { return [] }
        return (0...(bytes.count - 3)).map { String(decoding: bytes[$0..<$0 + 3], as: UTF8.self) }
    }

    /// FNV-1a, then mixed so that its high bits are as good as its low ones.
    private static func hash(_ feature: String) -> UInt64 {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in feature.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        hash = (hash ^ (hash >> 33)) &* 0xff51_afd7_ed55_8ccd
        return hash ^ (hash >> 29)
    }
}
