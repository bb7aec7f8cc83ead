/// Words of a text in folded form.
package enum Words {
    /// Runs of letters and digits, folded. `R$` becomes `reais`, `%` becomes `porcento` and `e-mail` one word, for these carry meaning.
    package static func split(_ text: String) -> [String] {
        var splitter = Splitter()
        for scalar in text.unicodeScalars { splitter.take(scalar) }
        return splitter.finish()
    }

    /// Words as a customer means them: chat abbreviations written out, `oiiii` shortened.
    package static func spoken(_ text: String) -> [String] {
        split(text).flatMap { word -> [String] in
            let short = ChatSpelling.withoutStretch(word)
            return ChatSpelling.expansions[short] ?? [short]
        }
    }

    private struct Splitter {
        private var words: [String] = []
        private var current: [UInt8] = []

        mutating func take(_ scalar: Unicode.Scalar) {
            switch scalar.value {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0xC0...0x17F, 0x300...0x36F, 0xAA, 0xBA:
                Folding.append(scalar, to: &current)
            case 0x24 where current == [UInt8(ascii: "r")]: current = Array("reais".utf8)
            case 0x25:
                close()
                words.append("porcento")
            case 0..<0x80: close()
            default:
                if scalar.properties.isAlphabetic {
                    Folding.append(scalar, to: &current)
                } else {
                    close()
                }
            }
        }

        mutating func finish() -> [String] {
            close()
            return words
        }

        private mutating func close() {
            guard !current.isEmpty else { return }
            let word = String(decoding: current, as: UTF8.self)
            if word == "mail", words.last == "e" {
                words[words.count - 1] = "email"
            } else {
                words.append(word)
            }
            current.removeAll(keepingCapacity: true)
        }
    }
}
