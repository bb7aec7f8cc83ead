/// How likely a message wishes for a deed, judged by the words it is made of: a logistic regression over them, for the ways of asking
/// that no rule of ``ActionRequest`` names. Its weights are fitted on the labelled messages of `Tests/Fixtures/attendant`
/// (`SECRETARIA_FIT=1 swift test --filter WishFitTests` writes them anew).
enum WishModel {
    /// Log-odds in hundredths: a message at or above 0.4 is taken for a wish, and a person looks at it.
    private static let threshold = -40

    static func isLikely(_ utterance: Utterance) -> Bool { isLikely(features(of: utterance), weights, bias: bias) }

    /// Whole numbers: the sum is the same in whatever order a set is walked.
    static func isLikely(_ features: Set<String>, _ weights: [String: Int], bias: Int) -> Bool {
        features.reduce(bias) { $0 + (weights[$1] ?? 0) } >= threshold
    }

    /// Beginnings, endings and pairs of the words of each clause; numbers are one word, and so are a clause's beginning and its end.
    static func features(of utterance: Utterance) -> Set<String> {
        var found: Set<String> = []
        for clause in utterance.clauses {
            let words = clause.words.map { $0.utf8.allSatisfy { (0x30...0x39).contains($0) } ? "#" : $0 }
            var before = (stem: "^", ending: "^")
            for word in words + [clause.asks ? "?" : "."] {
                let stem = String(word.prefix(5))
                let ending = "~" + word.suffix(2)
                found.insert(stem)
                if word.count > 3 { found.insert(ending) }
                if word.count <= 5 { found.insert("=" + word) }
                found.insert(before.stem + "_" + stem)
                found.insert(before.ending + "_" + word)
                before = (stem, ending)
            }
        }
        return found
    }

    /// `feature weight`, in hundredths.
    private static let weights: [String: Int] = {
        let parts = table.split { $0 == " " || $0 == "\n" }
        var weights: [String: Int] = [:]
        for index in stride(from: 0, to: parts.count - 1, by: 2) {
            weights[String(parts[index])] = Int(parts[index + 1]) ?? 0
        }
        return weights
    }()
}
