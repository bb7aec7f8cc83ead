/// The forms of a regular Portuguese verb, folded.
enum Conjugation {
    static func forms(of infinitive: String) -> [String] {
        let stem = String(infinitive.dropLast(2))
        switch infinitive.suffix(2) {
        case "ar":
            let before = [
                "a", "as", "am", "amos", "o", "ava", "avam", "ou", "aram", "arao", "ara", "arei", "aremos", "aria",
            ]
            let after = ["ariam", "asse", "assem", "ar", "arem", "armos", "ando", "ado", "ada", "ados", "adas"]
            return (before + after).map { stem + $0 } + ["e", "em", "ei", "emos"].map { softened(stem) + $0 }
        case "er":
            let common = endings(vowel: "e").map { stem + $0 }
            return common + ["e", "emos", "eu", "ido", "ida", "idos", "idas"].map { stem + $0 }
        case "ir":
            let common = endings(vowel: "i").map { stem + $0 }
            return common + ["e", "imos", "iu", "ido", "ida", "idos", "idas"].map { stem + $0 }
        default: return [infinitive]
        }
    }

    /// What verbs in `er` and `ir` share.
    private static func endings(vowel: String) -> [String] {
        let shared = ["o", "a", "am", "amos", "em", "es", "ia", "iam", "i"]
        let own = ["ram", "rao", "ra", "rei", "remos", "ria", "riam", "sse", "ssem", "r", "rem", "rmos", "ndo"]
        return shared + own.map { vowel + $0 }
    }

    /// `troc` → `troqu`, `peg` → `pegu`: so that the sound stays before an `e`.
    private static func softened(_ stem: String) -> String {
        if stem.hasSuffix("c") { return "\(stem.dropLast())qu" }
        return stem.hasSuffix("g") ? "\(stem)u" : stem
    }
}
