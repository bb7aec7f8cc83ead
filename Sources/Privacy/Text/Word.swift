/// A run of letters, known by a number that is the same with and without accents and capitals.
struct Word {
    var start = 0
    var end = 0
    /// Of the folded letters; `Word.hash(of:)` gives the same for a word of the lexicon. Never 0 for a word.
    var hash: UInt64 = 0
    var letters = 0
    var isCapitalised = false
    var isUpper = false

    /// Five bits a letter, so no two words of up to twelve letters have the same; and quick, for every letter passes here.
    @inline(__always)
    static func mix(_ hash: UInt64, _ letter: UInt8) -> UInt64 {
        (hash &<< 5 | hash &>> 59) ^ UInt64(letter & 0x1F)
    }

    /// `word` in lower-case ASCII.
    static func hash(of word: some Sequence<UInt8>) -> UInt64 { word.reduce(0) { mix($0, $1) } }
}

extension Bytes {
    /// The word at `index`; its end is `index` when none begins there.
    ///
    /// Letters are ASCII, Latin-1's in UTF-8, and combining accents, which count for nothing.
    @inline(__always)
    func word(at index: Int) -> Word {
        var word = Word(start: index, end: index)
        var position = index
        var capitals = 0
        word.isCapitalised = Byte.isUpper(self[index])
        // Nearly all letters are these.
        while position < count, Byte.isLetter(self[position]) {
            let byte = self[position]
            capitals &+= byte < 0x61 ? 1 : 0
            word.hash = Word.mix(word.hash, byte | 0x20)
            position &+= 1
        }
        word.letters = position &- index
        while true {
            let byte = self[position]
            if Byte.isLetter(byte) {
                capitals &+= byte < 0x61 ? 1 : 0
                word.hash = Word.mix(word.hash, byte | 0x20)
                word.letters &+= 1
                position &+= 1
            } else if byte == 0xC3 {
                let second = self[position &+ 1]
                let letter = Self.foldedLatin(second)
                if letter == 0 { break }
                if second < 0xA0 {
                    capitals &+= 1
                    if word.letters == 0 { word.isCapitalised = true }
                }
                word.hash = Word.mix(word.hash, letter)
                word.letters &+= 1
                position &+= 2
            } else if byte == 0xCC || byte == 0xCD, isCombiningAccent(at: position), word.letters > 0 {
                position &+= 2
            } else {
                break
            }
        }
        word.end = position
        word.isUpper = capitals == word.letters && capitals > 1
        return word
    }

    @inline(__always)
    func startsWord(_ index: Int) -> Bool {
        let byte = self[index]
        return Byte.isLetter(byte) || byte == 0xC3 && Self.foldedLatin(self[index &+ 1]) != 0
    }

    private func isCombiningAccent(at index: Int) -> Bool {
        let second = self[index &+ 1]
        return self[index] == 0xCC ? second >= 0x80 && second <= 0xBF : second >= 0x80 && second <= 0xAF
    }

    /// The plain letter of U+00C0–U+00FF by its second byte; 0 for × and ÷.
    @inline(__always)
    private static func foldedLatin(_ second: UInt8) -> UInt8 {
        guard second >= 0x80, second <= 0xBF else { return 0 }
        switch second & 0x1F {
        case 0x00...0x06: return 0x61  // a
        case 0x07: return 0x63  // c
        case 0x08...0x0B: return 0x65  // e
        case 0x0C...0x0F: return 0x69  // i
        case 0x10: return 0x64  // d
        case 0x11: return 0x6E  // n
        case 0x12...0x16, 0x18: return 0x6F  // o
        case 0x17: return 0
        case 0x19...0x1C: return 0x75  // u
        case 0x1F: return second == 0x9F ? 0x73 : 0x79  // ß, ÿ
        default: return 0x79  // y
        }
    }

    /// The word that ends at `index`, walking backwards over at most `limit` bytes of ASCII letters.
    func wordEnding(at index: Int, limit: Int = 24) -> Word {
        var start = index
        while start > index &- limit, Byte.isLetter(self[start &- 1]) || self[start &- 1] >= 0x80 { start &-= 1 }
        return word(at: start)
    }
}
