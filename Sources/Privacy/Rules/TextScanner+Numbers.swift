extension TextScanner {
    @inline(__always)
    mutating func takeNumber() {
        let start = index
        if bytes[start &+ 8] == 0x2D, takeUUID(start) { return }
        if bytes[start] == 0x30, takePixCode(start) { return }
        if bytes[start &+ 2] == 0x2E, bytes[start &+ 10] == 0x2F, takeAlphanumericCNPJ(start) { return }
        var end = start
        while Byte.isDigit(bytes[end]) { end &+= 1 }
        if bytes.startsWord(end) {
            takeMixedDigits(start, end)
            return
        }
        if bytes[end] == 0x3A, takeNetworkAddress6(start) { return }
        run.read(bytes, from: start)
        if hasLetterBehind(run.end), takeMisread(start) { return }
        judgeRun()
    }

    /// Judges the groups from left to right. What is judged too late to see enough ahead is read again from there.
    @inline(__always)
    private mutating func judgeRun() {
        var position = 0
        // The group before is a lone digit that begins nothing, and so are this one and the next: what is spelled digit by digit is
        // judged from its first digit.
        var isSpelling = false
        while position < run.count {
            if run.isCut, position >= DigitRun.maxGroups - 10 {
                index = run[position].start
                return
            }
            let isLone = run[position].length == 1
            let known = isSpelling && isLone && run[position + 1].length == 1 ? nil : judge(position)
            let taken = known ?? tokenLength(position)
            isSpelling = known == nil && isLone && taken == 1
            position += max(1, taken)
            spent = max(spent, run[min(position, run.count) - 1].end)
        }
        index = max(run.end, index)
    }

    /// How many groups belong to what begins at `first`; nil when nothing is known to begin there.
    @inline(__always)
    private mutating func judge(_ first: Int) -> Int? {
        let group = run[first]
        if let foreign = foreignNumber(first) { return foreign }
        if isPartOfCode(first) { return nil }
        if group.start < addressEnd, cue(.inAddresses, before: group.start, within: 14) == .none { return nil }
        return takePayment(first) ?? takeDate(first) ?? takeNetworkAddress(first) ?? takeDocument(first) ?? takePhone(
            first)
            ?? takePostcode(first) ?? takeBank(first)
    }

    mutating func note(_ kind: PersonalData, groups first: Int, _ count: Int) -> Int {
        note(kind, run[first].start, run[first + count - 1].end)
        return count
    }

    // MARK: Shapes

    /// Groups from `first` that have `total` digits together, cut only after the numbers of digits in `cuts`. A number that is spelled digit
    /// by digit may be cut anywhere.
    mutating func span(_ first: Int, _ total: Int, cuts: UInt64) -> Int? {
        var sum = 0
        let isSpelled = run[first].length == 1
        for position in first..<run.count {
            let group = run[position]
            if isSpelled, group.length != 1 { return nil }
            if position > first, group.separator == .none { return nil }
            sum += group.length
            if sum == total { return isClosed(position) ? position - first + 1 : nil }
            if sum > total || !isSpelled && cuts >> UInt64(sum) & 1 == 0 { return nil }
        }
        return nil
    }

    /// Whether the token ends with this group.
    mutating func isClosed(_ position: Int) -> Bool {
        guard position + 1 < run.count else { return true }
        return !run[position + 1].separator.isTight
    }

    /// Groups that nothing but marks joins: one token.
    mutating func tokenLength(_ first: Int) -> Int {
        var position = first
        while !isClosed(position) { position += 1 }
        return position - first + 1
    }

    mutating func isTight(_ first: Int, _ count: Int) -> Bool {
        for position in 1..<max(1, count) where !run[first + position].separator.isTight { return false }
        return true
    }

    // MARK: Surroundings

    /// Behind `#`, `_`, `*` or a currency; before `*` or `@`.
    @inline(__always)
    private mutating func isPartOfCode(_ first: Int) -> Bool {
        let start = run[first].start
        let end = run[first + tokenLength(first) - 1].end
        let before = bytes[start &- 1]
        if before == 0x23 || before == 0x5F || before == 0x2A || before == 0x24 { return true }
        if Self.isMark(before), bytes[start &- 2] == 0x2A || bytes[start &- 2] == 0x24 { return true }
        let after = bytes[end]
        if after == 0x2A || after == 0x40 || after == 0x5F { return true }
        if Self.isMark(after), bytes[end &+ 1] == 0x2A { return true }
        return after == 0x3A && isDeviceID(end &+ 1)
    }

    private static func isMark(_ byte: UInt8) -> Bool {
        byte == 0x20 || byte == 0x2E || byte == 0x2D || byte == 0x2F || byte == 0x28 || byte == 0x29
    }

    /// `5511…:12@s.whatsapp.net`
    private mutating func isDeviceID(_ index: Int) -> Bool {
        var position = index
        while position < index &+ 4, Byte.isDigit(bytes[position]) { position &+= 1 }
        return position > index && bytes[position] == 0x40
    }

    /// A mark and a letter that stands for a digit: `529.982.247-2S`.
    @inline(__always)
    private mutating func hasLetterBehind(_ end: Int) -> Bool {
        guard Self.isMark(bytes[end]), let _ = Byte.digitLike(bytes[end &+ 1]) else { return false }
        return !bytes.startsWord(end &+ 1) || bytes[end] != 0x20
    }
}
