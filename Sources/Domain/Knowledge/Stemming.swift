/// A light stemmer for folded Portuguese: strips plural and common endings, so that `entrega`, `entregas`, `entregar` and `entregam`
/// meet in `entreg`. It is deliberately shallow: what it misses, ``Concepts`` and spelling tolerance catch.
package enum Stemming {
    package static func stem(_ word: String) -> String {
        let bytes = Array(word.utf8)
        // Short words, numbers and anything with a digit are names or figures: they must match as they are.
        guard bytes.count > 3, bytes.allSatisfy({ $0 >= UInt8(ascii: "a") && $0 <= UInt8(ascii: "z") }) else {
            return word
        }
        var stem = bytes
        singular(&stem)
        ending(&stem)
        return String(decoding: stem, as: UTF8.self)
    }

    private static func singular(_ word: inout [UInt8]) {
        guard word.last == UInt8(ascii: "s"), word.count > 3 else { return }
        // `trocamos` is no plural.
        if word.count >= 6, word.hasEnding(Array("amos".utf8)) || word.hasEnding(Array("emos".utf8)) { return }
        for (ending, replacement) in plurals where word.count > ending.count + 1 && word.hasEnding(ending) {
            word.removeLast(ending.count)
            word.append(contentsOf: replacement)
            return
        }
    }

    private static func ending(_ word: inout [UInt8]) {
        for ending in endings where word.count - ending.count >= 3 && word.hasEnding(ending) {
            word.removeLast(ending.count)
            return
        }
    }

    private static let plurals: [([UInt8], [UInt8])] = [
        ("coes", "cao"), ("soes", "sao"), ("oes", "ao"), ("aes", "ao"), ("ais", "al"), ("eis", "el"), ("ois", "ol"),
        ("ns", "m"), ("res", "r"), ("zes", "z"), ("ses", "s"), ("s", ""),
    ].map { (Array($0.0.utf8), Array($0.1.utf8)) }

    private static let endings: [[UInt8]] = [
        "amentos", "imentos", "amento", "imento", "adoras", "adores", "adora", "edora", "idora", "ador", "edor", "idor",
        "acao", "icao", "ucao", "cao", "sao", "mente", "idade", "avel", "ivel", "ancia", "encia", "agem",
        "ariam", "eriam", "iriam", "assem", "essem", "issem", "aremos", "eremos", "iremos", "aria", "eria", "iria",
        "aram", "eram", "iram", "avam", "amos", "emos", "imos", "asse", "esse", "isse", "ando", "endo", "indo",
        "arei", "erei", "irei", "arem", "erem", "irem", "ados", "idos", "adas", "idas", "ada", "ado", "ida", "ido",
        "ava",
        "ara", "era", "ira", "iam", "ou", "eu", "iu", "am", "em", "ar", "er", "ir", "ei", "ia", "io", "a", "e", "o",
    ].map { Array($0.utf8) }.sorted { $0.count > $1.count }
}

extension [UInt8] {
    fileprivate func hasEnding(_ ending: [UInt8]) -> Bool {
        count >= ending.count && suffix(ending.count).elementsEqual(ending)
    }
}
