/// Which of the themes that all shops share a text is about: `pix`, `return_period`, `colors` … (`Tests/Fixtures/themes`).
///
/// A ``TextModel`` over stems and pairs of stems. It knows what customers and shops say of a thing without
/// a word in common: `passa débito?` and `Aceitamos cartões Visa e Elo` are about the same. The weights are fitted on lines that name no shop of
/// the test sets (`SECRETARIA_FIT=1 swift test --filter ThemeFitTests` writes them anew).
struct Themes: Sendable, Equatable {
    /// A share for each theme of ``names``, in that order.
    private(set) var shares: [Float]

    init(_ words: [String]) {
        // In steps: what machines make of the last digits does not reach the vectors that lie in databases.
        shares = Self.model.shares(of: Self.features(of: words)).map { Float(($0 * 1_024).rounded() / 1_024) }
    }

    /// Of a text in parts: the most that a theme has in any of them.
    init(most parts: [Themes]) {
        shares = [Float](repeating: 0, count: Self.names.count)
        for part in parts { for theme in shares.indices { shares[theme] = max(shares[theme], part.shares[theme]) } }
    }

    /// The cosine: 0 where the two have no theme in common, 1 where they divide alike.
    func likeness(to other: Themes) -> Double {
        var product: Float = 0, own: Float = 0, others: Float = 0
        for (mine, its) in zip(shares, other.shares) {
            product += mine * its
            own += mine * mine
            others += its * its
        }
        return own > 0 && others > 0 ? Double(product / (own * others).squareRoot()) : 0
    }

    /// Stems, pairs of neighbours, and what begins and ends the text; all numbers are one word.
    static func features(of words: [String]) -> Set<String> {
        var found: Set<String> = []
        var before = "^"
        for word in words {
            let stem = word.utf8.allSatisfy { (0x30...0x39).contains($0) } ? "#" : Stemming.stem(word)
            found.insert(stem)
            found.insert("\(before)_\(stem)")
            before = stem
        }
        found.insert("\(before)_$")
        return found
    }

    static var names: [String] { model.names }

    private static let model = TextModel(table)
}
