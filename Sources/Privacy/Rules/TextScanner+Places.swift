extension TextScanner {
    /// CEP: `01310-100`, `01.310-100`; plain or with a blank only when named.
    mutating func takePostcode(_ first: Int) -> Int? {
        guard let count = span(first, 8, cuts: Cuts.cep) else { return nil }
        let digits = run.view(first, count)
        guard digits.number(0, 5) >= 1000 else { return nil }
        let start = run[first].start, end = run[first + count - 1].end
        let last = run[first + count - 1]
        let isWritten = count > 1 && last.length == 3 && last.separator == .dash && isTight(first, count)
        let near = cue(.postcode, before: start, within: isWritten ? 16 : 30)
        let isNamed = near == .cep || near == .none && cue(.postcode, after: end) == .cep
        guard isNamed || isWritten && near != .order && near != .model && near != .account else { return nil }
        return note(.cep, groups: first, count)
    }

    /// IPv4, told from versions of programs by what stands before.
    mutating func takeNetworkAddress(_ first: Int) -> Int? {
        guard first + 4 <= run.count, isClosed(first + 3),
            (1...3).allSatisfy({ run[first + $0].separator == .dot })
        else { return nil }
        for position in first..<(first + 4) {
            let digits = run.view(position, 1)
            guard digits.count <= 3, digits.number(0, 3) <= 255 else { return nil }
        }
        let start = run[first].start
        let near = cue(.network, before: start, within: 30)
        guard near == .ip || near == .none && run[first].length > 1 && isLikelyAddress(run.view(first, 4)) else {
            return nil
        }
        return note(.ip, groups: first, 4)
    }

    /// Versions have short parts. A CPF may be written with dots only.
    private mutating func isLikelyAddress(_ digits: Digits) -> Bool { digits.count >= 8 && !CheckDigits.cpf(digits) }

    // MARK: Dates

    /// A date; a date of birth when the text says so. Others are passed over as a whole.
    mutating func takeDate(_ first: Int) -> Int? {
        let start = run[first].start
        if let count = spanOfDate(first) {
            let end = run[first + count - 1].end
            if isBirth(start, end) { return note(.birthDate, groups: first, count) }
            return isTight(first, count) ? count : nil
        }
        guard cue(.birth, before: start, within: 30) == .birth else { return nil }
        let digits = run.view(first, 1)
        if digits.count == 8, isClosed(first), isDate(digits.number(0, 2), digits.number(2, 2), digits.number(4, 4)) {
            return note(.birthDate, groups: first, 1)
        }
        return takeWrittenDate(first)
    }

    private mutating func isBirth(_ start: Int, _ end: Int) -> Bool {
        let near = cue(.birth, before: start, within: 35)
        return near == .birth || near == .none && cue(.birth, after: end) == .birth
    }

    @inline(__always)
    private mutating func spanOfDate(_ first: Int) -> Int? {
        guard first + 3 <= run.count, isClosed(first + 2) else { return nil }
        let (one, two) = (run[first + 1].separator, run[first + 2].separator)
        guard one == two, [.slash, .dash, .dot, .space, .spaced].contains(one) else { return nil }
        func size(_ part: Int) -> Int { run[first + part].length }
        func number(_ part: Int) -> Int { run.view(first + part, 1).number(0, 4) }
        if size(0) == 4, size(1) <= 2, size(2) <= 2 { return isDate(number(2), number(1), number(0)) ? 3 : nil }
        guard size(0) <= 2, size(1) <= 2, size(2) == 4 || size(2) == 2 else { return nil }
        return isDate(number(0), number(1), size(2) == 2 ? 1900 + number(2) : number(2)) ? 3 : nil
    }

    private mutating func isDate(_ day: Int, _ month: Int, _ year: Int) -> Bool {
        (1...31).contains(day) && (1...12).contains(month) && (1900...2099).contains(year)
    }

    /// `12 de março de 1985`
    private mutating func takeWrittenDate(_ first: Int) -> Int? {
        let group = run[first]
        guard group.length <= 2, (1...31).contains(run.view(first, 1).number(0, 2)) else { return nil }
        var position = bytes.skippingSpaces(group.end)
        if bytes.has("de ", at: position) { position = bytes.skippingSpaces(position &+ 3) }
        let month = bytes.word(at: position)
        guard month.letters > 2, lexicon[month.hash].contains(.month) else { return nil }
        position = bytes.skippingSpaces(month.end)
        if bytes.has("de ", at: position) { position = bytes.skippingSpaces(position &+ 3) }
        var end = position
        while Byte.isDigit(bytes[end]) { end &+= 1 }
        let isYear = (end &- position == 4 || end &- position == 2) && !Byte.isLetter(bytes[end])
        note(.birthDate, group.start, isYear ? end : month.end)
        index = isYear ? end : month.end
        spent = index
        return 1
    }
}
