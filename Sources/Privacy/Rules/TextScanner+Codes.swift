/// Tokens of letters and digits.
extension TextScanner {
    /// A word with digits, `_` or a dash right behind it: a label glued to its number, or a code. False leaves it a plain word.
    mutating func takeMixed(_ word: Word) -> Bool {
        let next = bytes[word.end]
        if takeUUID(word.start) { return true }
        let isDashed = next == 0x2D
        if isDashed, !Byte.isDigit(bytes[word.end &+ 1]) { return false }
        let facts = lexicon[word.hash]
        if takePlate(word.start) || takePassport(word.start) { return true }
        let cue = facts.cue
        if cue != .none, !cue.isForeign, next != 0x5F {
            cues.note(cue, end: word.end)
            index = word.end
            return true
        }
        if facts.contains(.state), isDashed, takeStateRG(word) { return true }
        takeCode(word.start)
        return true
    }

    /// Digits with letters right behind them.
    mutating func takeMixedDigits(_ start: Int, _ end: Int) {
        if takeUUID(start) || takeDialledZero(start, end) { return }
        takeCode(start)
    }

    @inline(__always)
    private mutating func takeCode(_ start: Int) {
        if takeAlphanumericCNPJ(start) || takeMisread(start) || takePlate(start) || takePassport(start)
            || takeCompactKey(start)
            || takeNetworkAddress6(start)
        {
            return
        }
        index = endOfCode(start)
        // `2x`, `10h` are no numbers of anything: what was named before is still waiting for its own.
        if index &- start > 5 { spent = max(spent, index) }
    }

    /// With everything that `-`, `_`, `.` and `/` join to it.
    private mutating func endOfCode(_ start: Int) -> Int {
        var end = bytes.endOfAlphanumerics(start)
        while bytes[end] == 0x5F || bytes[end] >= 0x2D && bytes[end] <= 0x2F, Byte.isAlphanumeric(bytes[end &+ 1]) {
            end = bytes.endOfAlphanumerics(end &+ 1)
        }
        return max(end, start &+ 1)
    }

    // MARK: Keys

    /// A random PIX key, where the text says so: transactions have UUIDs too.
    mutating func takeUUID(_ start: Int) -> Bool {
        guard bytes[start &+ 8] == 0x2D, bytes[start &+ 13] == 0x2D, bytes[start &+ 18] == 0x2D,
            bytes[start &+ 23] == 0x2D
        else { return false }
        for offset in 0..<36 where Byte.hex(bytes[start &+ offset]) == nil {
            guard bytes[start &+ offset] == 0x2D, offset == 8 || offset == 13 || offset == 18 || offset == 23 else {
                return false
            }
        }
        let end = start &+ 36
        guard !Byte.isAlphanumeric(bytes[end]), bytes[end] != 0x2D else { return false }
        if isRandomKey(start, end, version: bytes[start &+ 14]) { note(.pixKey, start, end) }
        index = end
        spent = end
        return true
    }

    private mutating func takeCompactKey(_ start: Int) -> Bool {
        let end = start &+ 32
        guard bytes.endOfAlphanumerics(start) == end, (start..<end).allSatisfy({ Byte.hex(bytes[$0]) != nil }) else {
            return false
        }
        if isRandomKey(start, end, version: bytes[start &+ 12]) { note(.pixKey, start, end) }
        index = end
        spent = end
        return true
    }

    private mutating func isRandomKey(_ start: Int, _ end: Int, version: UInt8) -> Bool {
        if isInWebAddress { return false }
        var near = cue(.randomKey, before: start, within: 50)
        if near == .none { near = cue(.randomKey, after: end) }
        return near == .randomKey || near == .pix && version == 0x34
    }

    // MARK: Documents with letters

    /// `12.ABC.345/01DE-35`, as issued since 2026; without marks only when named or in capitals with right check digits.
    mutating func takeAlphanumericCNPJ(_ start: Int) -> Bool {
        // Fourteen characters in one run, or marks where they belong.
        guard bytes.endOfAlphanumerics(start) == start &+ 14 || bytes[start &+ 8] == 0x2F || bytes[start &+ 10] == 0x2F
        else { return false }
        var characters: [UInt8] = []
        var cuts: [Int] = []
        var end = start
        var hasLetter = false, hasLower = false
        while characters.count < 14 {
            let byte = bytes[end]
            if Byte.isAlphanumeric(byte) {
                hasLetter = hasLetter || Byte.isLetter(byte)
                hasLower = hasLower || byte >= 0x61
                characters.append(Byte.isLetter(byte) ? byte & 0xDF : byte)
            } else if byte == 0x2E || byte == 0x2D || byte == 0x2F, Cuts.cnpj >> UInt64(characters.count) & 1 == 1,
                cuts.last != characters.count
            {
                cuts.append(characters.count)
            } else {
                return false
            }
            end &+= 1
        }
        guard hasLetter, !Byte.isAlphanumeric(bytes[end]), Byte.isDigit(characters[12]), Byte.isDigit(characters[13])
        else { return false }
        let near = cue(.cnpj, before: start, within: 40)
        let isRight = CheckDigits.cnpj(characters)
        let isCNPJ = near == .cnpj || cuts.count == 4 || isRight && (!cuts.isEmpty || !hasLower && near == .none)
        guard isCNPJ else { return false }
        note(.cnpj, start, end)
        (index, spent) = (end, end)
        return true
    }

    /// `MG-12.345.678`
    private mutating func takeStateRG(_ word: Word) -> Bool {
        run.read(bytes, from: word.end &+ 1)
        guard let (_, end) = shapeOfRG(0) else { return false }
        let near = cue(.named, before: word.start, within: 30)
        guard near == .rg || isIssuedBehind(end) || near == .none && cue(.labels, after: end) == .rg else {
            return false
        }
        note(.rg, word.start, end)
        (index, spent) = (end, end)
        return true
    }

    private mutating func takePlate(_ start: Int) -> Bool {
        guard (0..<3).allSatisfy({ Byte.isLetter(bytes[start &+ $0]) }) else { return false }
        let isDashed = bytes[start &+ 3] == 0x2D || bytes[start &+ 3] == 0x20
        let tail = start &+ (isDashed ? 4 : 3)
        guard Byte.isDigit(bytes[tail]), Byte.isAlphanumeric(bytes[tail &+ 1]), Byte.isDigit(bytes[tail &+ 2]),
            Byte.isDigit(bytes[tail &+ 3]), !Byte.isAlphanumeric(bytes[tail &+ 4])
        else { return false }
        let near = cue(.plate, before: start, within: 45)
        guard near == .plate || near == .none && cue(.plate, after: tail &+ 4) == .plate else { return false }
        note(.plate, start, tail &+ 4)
        index = tail &+ 4
        return true
    }

    /// Two letters and six digits.
    private mutating func takePassport(_ start: Int) -> Bool {
        guard Byte.isLetter(bytes[start]), Byte.isLetter(bytes[start &+ 1]) else { return false }
        let tail = start &+ 2
        guard (0..<6).allSatisfy({ Byte.isDigit(bytes[tail &+ $0]) }), !Byte.isAlphanumeric(bytes[tail &+ 6]) else {
            return false
        }
        let near = cue(.passport, before: start, within: 45)
        guard near == .passport || near == .none && cue(.passport, after: tail &+ 6) == .passport else { return false }
        note(.passport, start, tail &+ 6)
        (index, spent) = (tail &+ 6, tail &+ 6)
        return true
    }

    // MARK: Telephones and networks

    /// `0xx11 98765-4321`, where xx is the carrier of one's choice.
    @inline(__always)
    private mutating func takeDialledZero(_ start: Int, _ end: Int) -> Bool {
        guard end == start &+ 1, bytes[start] == 0x30, bytes.has("xx", at: end),
            Byte.isDigit(bytes[bytes.skippingSpaces(end &+ 2)])
        else {
            return false
        }
        run.read(bytes, from: bytes.skippingSpaces(end &+ 2))
        var sum = 0
        for position in 0..<run.count {
            let group = run[position]
            sum += group.length
            guard sum >= 10 else { continue }
            let digits = run.view(0, position + 1)
            guard sum <= 11, PhoneNumbers.isArea(digits.number(0, 2)) else { break }
            note(.phone, bytes[start &- 1] == 0x28 ? start &- 1 : start, group.end)
            (index, spent) = (group.end, group.end)
            return true
        }
        return false
    }

    mutating func takeNetworkAddress6(_ start: Int) -> Bool {
        var position = start
        var parts = 0
        var isShortened = false
        while parts < 9 {
            var length = 0
            while length < 5, Byte.hex(bytes[position]) != nil { (position, length) = (position &+ 1, length &+ 1) }
            guard length <= 4 else { return false }
            if length > 0 { parts += 1 }
            guard bytes[position] == 0x3A else { break }
            if bytes[position &+ 1] == 0x3A {
                isShortened = true
                position &+= 1
            }
            position &+= 1
        }
        guard parts == 8 || isShortened && parts >= 3, !Byte.isAlphanumeric(bytes[position]) else { return false }
        note(.ip, start, position)
        index = position
        return true
    }
}
