/// A piece of an answer: a folded word, a number, a code of letters and digits, or a mark.
struct Lexeme: Sendable, Equatable {
    enum Kind: Sendable, Equatable { case word, number, code, mark }

    let kind: Kind
    /// Folded; a number in canonical form (`1299`, `12.9`).
    let text: String
    /// Unicode scalars of the source.
    let range: Range<Int>
    var isCapital = false
    /// Four letters and more, all of them capitals.
    var isShouted = false
    /// Nothing stands between it and the one before.
    var isJoined = false
    /// Its last vowel carries a mark: `será`, `incluí`, `serão`.
    var isAccented = false

    /// Marks that end a clause.
    var endsClause: Bool { kind == .mark && Self.clauseEnds.contains(text) }
    /// Marks that end a sentence.
    var endsSentence: Bool { kind == .mark && Self.sentenceEnds.contains(text) }

    private static let clauseEnds: Set<String> = [".", "!", "?", ";", ",", ":", "\n", "(", ")", "…", "\u{01}"]
    private static let sentenceEnds: Set<String> = [".", "!", "?", "\n", "\u{01}"]
}

/// Folded bytes of a text, each knowing the scalar it came from. What folds to nothing (zero-width characters, accents) is gone.
struct FoldedText: Sendable {
    private(set) var bytes: [UInt8] = []
    private(set) var offsets: [Int] = []
    let source: ScalarText

    init(_ text: String) {
        source = ScalarText(text)
        var folded: [UInt8] = []
        for (index, scalar) in source.scalars.enumerated() {
            folded.removeAll(keepingCapacity: true)
            Folding.append(scalar, to: &folded)
            // Emoji and other signs are marks, not letters.
            if let first = folded.first, first >= 0x80, !scalar.properties.isAlphabetic { folded = [0x01] }
            bytes += folded
            offsets += repeatElement(index, count: folded.count)
        }
    }

    /// Scalars that a run of bytes came from.
    func range(_ bytes: Range<Int>) -> Range<Int> {
        guard let first = bytes.first, let last = bytes.last, offsets.indices.contains(last) else { return 0..<0 }
        return offsets[first]..<offsets[last] + 1
    }

    func text(_ range: Range<Int>) -> String {
        String(decoding: bytes[range.clamped(to: 0..<bytes.count)], as: UTF8.self)
    }
}

/// Cuts folded text into lexemes.
struct Lexer {
    private let folded: FoldedText
    private var index = 0
    private var lexemes: [Lexeme] = []

    static func split(_ folded: FoldedText) -> [Lexeme] {
        var lexer = Lexer(folded: folded)
        while lexer.index < folded.bytes.count { lexer.step() }
        return lexer.lexemes
    }

    private init(folded: FoldedText) { self.folded = folded }

    private var bytes: [UInt8] { folded.bytes }

    private mutating func step() {
        let byte = bytes[index]
        if Self.isDigit(byte) {
            number()
        } else if Self.isLetter(byte) {
            word()
        } else {
            if byte == UInt8(ascii: "\n") || !Self.isSpace(byte) { add(.mark, index..<index + 1) }
            index += 1
        }
    }

    private mutating func word() {
        let start = index
        while index < bytes.count, Self.isLetter(bytes[index]) || Self.isDigit(bytes[index]) { index += 1 }
        let hasDigit = bytes[start..<index].contains(where: Self.isDigit)
        // "e-mail" is one word.
        if folded.text(start..<index) == "mail", let hyphen = lexemes.last, hyphen.text == "-", hyphen.isJoined,
            lexemes.dropLast().last?.text == "e"
        {
            let first = lexemes[lexemes.count - 2].range.lowerBound
            lexemes.removeLast(2)
            lexemes.append(Lexeme(kind: .word, text: "email", range: first..<folded.range(start..<index).upperBound))
            return
        }
        add(hasDigit ? .code : .word, start..<index)
    }

    /// Digits with points and commas inside, and a unit written onto them.
    private mutating func number() {
        let start = index
        while index < bytes.count {
            let isInner =
                (bytes[index] == UInt8(ascii: ".") || bytes[index] == UInt8(ascii: ",")) && index + 1 < bytes.count
                && Self.isDigit(bytes[index + 1])
            guard Self.isDigit(bytes[index]) || isInner else { break }
            index += 1
        }
        let end = index
        while index < bytes.count, Self.isLetter(bytes[index]) { index += 1 }
        let suffix = folded.text(end..<index)
        if suffix.isEmpty || Units.suffixes.contains(suffix) {
            add(.number, start..<end, text: Numeral.canonical(folded.text(start..<end)))
            if !suffix.isEmpty { add(.word, end..<index) }
        } else {
            while index < bytes.count, Self.isLetter(bytes[index]) || Self.isDigit(bytes[index]) { index += 1 }
            add(.code, start..<index)
        }
    }

    private mutating func add(_ kind: Lexeme.Kind, _ run: Range<Int>, text: String? = nil) {
        let range = folded.range(run)
        let letters = kind == .mark ? [] : folded.source.scalars[range].filter(Self.isAlphabetic)
        lexemes.append(
            Lexeme(
                kind: kind, text: text ?? folded.text(run), range: range,
                isCapital: letters.first.map(Self.isUppercase) ?? false,
                isShouted: letters.count >= 4 && letters.allSatisfy(Self.isUppercase),
                isJoined: run.lowerBound > 0 && !Self.isSpace(bytes[run.lowerBound - 1]),
                isAccented: kind == .word && isAccented(range)))
    }

    private func isAccented(_ range: Range<Int>) -> Bool {
        folded.source.scalars[range].suffix(2).contains { (0xC0...0x17F).contains($0.value) && $0.value != 0xE7 }
    }

    /// Most letters are ASCII, and known without a table.
    private static func isAlphabetic(_ scalar: Unicode.Scalar) -> Bool {
        scalar.isASCII ? isLetter(UInt8(truncatingIfNeeded: scalar.value) | 0x20) : scalar.properties.isAlphabetic
    }

    private static func isUppercase(_ scalar: Unicode.Scalar) -> Bool {
        scalar.isASCII ? (0x41...0x5A).contains(scalar.value) : scalar.properties.isUppercase
    }

    static func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }
    static func isLetter(_ byte: UInt8) -> Bool { byte >= 0x61 && byte <= 0x7A || byte >= 0x80 }
    static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D }
}
