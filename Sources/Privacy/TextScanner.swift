/// Reads a text once from left to right and notes what is personal data.
///
/// Words leave cues behind ("cpf", "pedido"); numbers are judged by their shape, their check digits and the nearest cue. Runs of
/// digits are taken whole: an invoice key of 44 digits contains numbers that would pass for a CPF, and is none.
///
/// Every method is `mutating`, also where nothing changes: others are handed a copy of the whole scanner. What is called from one
/// place for every number is `@inline(__always)`: release builds compile the files apart. Both together are a sixth of the time.
struct TextScanner {
    let bytes: Bytes
    let lexicon: Lexicon.Table
    var index = 0
    var findings: [Finding] = []
    var cues: CueMemory
    var run: DigitRun
    /// The end of the last number: what was said before it has had its number.
    var spent = 0
    /// Where words that introduce a person's name ended; -1 when none did just now.
    var introduction = -1
    /// A name follows for certain: "me chamo", not "sou".
    var isStrongIntroduction = false
    /// What kind of thing the words just before name: a street, a book, an attendant.
    var thingEnd = -1
    /// The end of the last payment card; its security code may follow.
    var cardEnd = -1
    /// The end of the web address that is being read.
    var addressEnd = 0

    @inline(__always)
    init(_ bytes: Bytes, _ lexicon: Lexicon.Table, _ run: DigitRun, _ cues: CueMemory) {
        self.bytes = bytes
        self.lexicon = lexicon
        self.run = run
        self.cues = cues
    }

    mutating func scan() {
        while index < bytes.count {
            let byte = bytes[index]
            if Byte.isLetter(byte) || byte == 0xC3 {
                takeWord()
            } else if Byte.isDigit(byte) {
                takeNumber()
            } else if byte == 0x40 {
                takeAt(width: 1)
            } else if byte == 0x25, bytes[index &+ 1] == 0x34, bytes[index &+ 2] == 0x30 {
                takeAt(width: 3)
            } else if byte == 0xEF, bytes.fullWidthDigit(at: index) != nil {
                takeNumber()
            } else {
                index &+= 1
            }
        }
    }

    /// Notes a finding. Where it overlaps what was noted before, the new one knows better.
    mutating func note(_ kind: PersonalData, _ start: Int, _ end: Int) {
        while let last = findings.last, last.range.upperBound > start { findings.removeLast() }
        guard start < end else { return }
        if findings.capacity == 0 { findings.reserveCapacity(4) }
        findings.append(Finding(kind: kind, range: start..<end))
    }

    // MARK: What was said nearby

    var isInWebAddress: Bool { index < addressEnd }

    /// The nearest cue of `wanted` before `start`, unless a number stands between.
    mutating func cue(_ wanted: CueSet = .all, before start: Int, within distance: Int) -> Cue {
        cues.nearest(wanted, before: start, within: distance, after: spent)
    }

    /// The first cue among the words right behind `end`: `529… é meu cpf`.
    mutating func cue(_ wanted: CueSet = .all, after end: Int) -> Cue {
        var position = end
        for _ in 0..<4 {
            while position < end &+ 30, !bytes.startsWord(position) {
                let byte = bytes[position]
                if Byte.isDigit(byte) || byte == 0x0A || byte == 0x3B || byte == 0x2C { return .none }
                if byte == 0x2E || byte == 0x3F || byte == 0x21 { return .none }
                position &+= 1
            }
            guard position < end &+ 30 else { return .none }
            let word = bytes.word(at: position)
            let cue = lexicon[word.hash].cue
            if cue != .none, wanted.contains(cue.rawValue) { return announcesNumber(word.end) ? .none : cue }
            position = word.end
        }
        return .none
    }

    /// A number, or the mask of one, follows the word at once: it is that one's label, not the label of the number before.
    private mutating func announcesNumber(_ end: Int) -> Bool {
        for position in end..<(end &+ 16) {
            let byte = bytes[position]
            if Byte.isDigit(byte) || byte == 0x2A || byte == 0x5B { return true }
            if byte == 0x0A || byte == 0x2E || byte == 0x2C || byte == 0x3B || byte == 0x21 || byte == 0x3F {
                return false
            }
        }
        return false
    }
}
