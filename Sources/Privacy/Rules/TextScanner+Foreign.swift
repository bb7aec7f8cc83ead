extension TextScanner {
    /// Numbers of carriers, tax offices and companies, taken whole so that nothing is found inside: how many groups.
    mutating func foreignNumber(_ first: Int) -> Int? {
        fiscalKey(first) ?? companyLine(first) ?? trackingNumber(first)
    }

    /// Access keys of invoices: 44 digits, together or in fours; and whatever is as long and nothing else.
    @inline(__always)
    private mutating func fiscalKey(_ first: Int) -> Int? {
        let length = run[first].length
        if length >= 20, length != 47, length != 48 { return tokenLength(first) }
        guard length == 4 else { return nil }
        var count = 1
        while first + count < run.count, run[first + count].length == 4,
            run[first + count].separator == .space || run[first + count].separator == .dot
        {
            count += 1
        }
        return count >= 6 ? count : nil
    }

    /// 0800 701 1234, 4004-1234: nobody's own telephone.
    @inline(__always)
    private mutating func companyLine(_ first: Int) -> Int? {
        let group = run[first]
        let digits = run.view(first, 1)
        let prefix = digits.number(0, 4)
        if prefix == 800 || prefix == 300 || prefix == 500 || prefix == 900, digits[0] == 0, isCompanyLength(group) {
            var sum = group.length
            var count = 1
            while first + count < run.count, sum + run[first + count].length <= 11,
                run[first + count].length >= 2
            {
                sum += run[first + count].length
                count += 1
            }
            return sum >= 10 ? count : nil
        }
        let isShort = prefix / 10 == 400 || prefix == 4020 || prefix == 4062 || prefix == 3003 || prefix == 3004
        guard isShort, group.length == 4, run[first + 1].length == 4, isClosed(first + 1) else { return nil }
        return 2
    }

    /// Eleven plain digits may as well be a document that is named.
    private mutating func isCompanyLength(_ group: DigitGroup) -> Bool {
        if group.length == 4 { return true }
        guard group.length == 10 || group.length == 11 else { return false }
        return cue(.labels, before: group.start, within: 30) == .none
    }

    /// `AA 123 456 785 BR` with blanks.
    @inline(__always)
    private mutating func trackingNumber(_ first: Int) -> Int? {
        let start = run[first].start
        guard bytes[start &- 1] == 0x20, Byte.isLetter(bytes[start &- 2]), Byte.isLetter(bytes[start &- 3]),
            !Byte.isAlphanumeric(bytes[start &- 4]), let count = span(first, 9, cuts: Cuts.threes)
        else { return nil }
        let end = bytes.skippingSpaces(run[first + count - 1].end)
        return bytes.has("br", at: end) && !Byte.isAlphanumeric(bytes[end &+ 2]) ? count : nil
    }
}
