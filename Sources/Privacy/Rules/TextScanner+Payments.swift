extension TextScanner {
    mutating func takePayment(_ first: Int) -> Int? {
        takeSlip(first) ?? takeCard(first) ?? takeSecurityCode(first)
    }

    mutating func takePixCode(_ start: Int) -> Bool {
        guard bytes.has("000201", at: start),
            let end = PixCode.end(in: bytes, from: start) ?? PixCode.roughEnd(in: bytes, from: start)
        else { return false }
        note(.pixCode, start, end)
        (index, spent) = (end, end)
        return true
    }

    // MARK: Payment slips

    private static let bankSlip = [5, 5, 5, 6, 5, 6, 1, 14]

    @inline(__always)
    private mutating func takeSlip(_ first: Int) -> Int? {
        let length = run[first].length
        guard length == 47 || length == 48 || length == 5 || length == 10 || length == 11 || length == 12 else {
            return nil
        }
        var sum = 0
        for position in first..<run.count {
            guard position == first || run[position].separator != .none else { return nil }
            sum += run[position].length
            if sum > 48 { return nil }
            guard sum >= 47, isClosed(position) else { continue }
            let count = position - first + 1
            let isShaped = count == 8 && (0..<8).allSatisfy { run[first + $0].length == Self.bankSlip[$0] }
            let isNamed = cue(before: run[first].start, within: 40) == .boleto
            if PaymentSlip.isValid(run.view(first, count)) || isShaped || isNamed {
                return note(.boleto, groups: first, count)
            }
        }
        return nil
    }

    // MARK: Cards

    @inline(__always)
    private mutating func takeCard(_ first: Int) -> Int? {
        guard let count = spanOfCard(first) else { return nil }
        let start = run[first].start, end = run[first + count - 1].end
        let digits = run.view(first, count)
        let near = cue(.card, before: start, within: 45)
        let isNamed = near == .card || near == .none && cue(after: end) == .card
        let isForeign = near != .none && near != .card && count == 1
        let isValid = CheckDigits.luhn(digits)
        let isFourFold = count == 4 && digits.count == 16
        guard isValid && CardIssuers.knows(digits) && !isForeign || isNamed && (isValid || isFourFold) else {
            return nil
        }
        cardEnd = end
        return note(.card, groups: first, count)
    }

    @inline(__always)
    private mutating func spanOfCard(_ first: Int) -> Int? {
        let group = run[first]
        if (13...19).contains(group.length) { return isClosed(first) ? 1 : nil }
        guard group.length == 4 || group.length == 1 else { return nil }
        // A longer row of fours is no card.
        if first > 0, run[first - 1].length == 4, run[first].separator == .space { return nil }
        let count =
            span(first, 16, cuts: Cuts.fours) ?? span(first, 15, cuts: Cuts.amex) ?? span(first, 14, cuts: Cuts.amex)
        guard let count else { return nil }
        let next = first + count
        if next < run.count, run[next].length >= 4, run[next].separator == .space { return nil }
        return count
    }

    /// Behind its name, or behind a card and its date.
    @inline(__always)
    private mutating func takeSecurityCode(_ first: Int) -> Int? {
        let group = run[first]
        guard group.length == 3 || group.length == 4, isClosed(first) else { return nil }
        let isNamed = cue(.securityCode, before: group.start, within: 22) == .cvv
        guard isNamed || isBehindCard(group.start) || cue(after: group.end) == .cvv && cardEnd >= 0 else { return nil }
        return note(.cvv, groups: first, 1)
    }

    /// A date stands between the card and this, and few words: `val 08/27 cód 321`.
    private mutating func isBehindCard(_ start: Int) -> Bool {
        guard cardEnd >= 0, start &- cardEnd <= 24, start &- cardEnd >= 6 else { return false }
        let digits = (cardEnd..<start).reduce(0) { $0 &+ (Byte.isDigit(bytes[$1]) ? 1 : 0) }
        return digits == 4 || digits == 6
    }

    // MARK: Accounts

    mutating func takeBank(_ first: Int) -> Int? {
        let group = run[first]
        let near = cue(
            .bank, before: group.start, within: 24)
        switch near {
        case .branch where (3...5).contains(group.length): return takeBranch(first)
        case .account, .anyAccount:
            if group.length == 4, first + 1 < run.count,
                !run[first + 1].separator.isTight || run[first + 1].separator == .slash,
                let end = cues.last(.branch, before: group.start, within: 30), end >= spent
            {
                return note(.bankBranch, groups: first, 1)
            }
            return takeAccount(first, isNamed: near == .account)
        default: return nil
        }
    }

    private mutating func takeBranch(_ first: Int) -> Int? {
        let next = first + 1
        let hasDigit = next < run.count && run[next].length == 1 && run[next].separator == .dash
        return note(.bankBranch, groups: first, hasDigit ? 2 : 1)
    }

    private mutating func takeAccount(_ first: Int, isNamed: Bool) -> Int? {
        var count = tokenLength(first)
        var sum = run.view(first, count).count
        if count == 1, first + 1 < run.count, run[first + 1].length == 1, run[first + 1].separator == .spaced {
            count = 2
            sum += 1
        }
        guard (4...13).contains(sum) else { return nil }
        let start = run[first].start
        var end = run[first + count - 1].end
        let hasLetter = bytes[end] == 0x2D && bytes[end &+ 1] | 0x20 == 0x78 && !Byte.isAlphanumeric(bytes[end &+ 2])
        if hasLetter { end &+= 2 }
        let last = run[first + count - 1]
        let hasDigit = count > 1 && last.length == 1
        let isBank =
            cues.has(.branch, before: start, within: 90) || cues.has(.bank, before: start, within: 90)
            || cue(.bankNames, after: end) != .none
        guard isBank || isNamed || hasDigit || hasLetter else { return nil }
        note(.bankAccount, start, end)
        index = max(index, end)
        return count
    }
}

/// Who issues cards, by their first digits.
enum CardIssuers {
    static func knows(_ digits: Digits) -> Bool {
        let four = digits.number(0, 4), six = digits.number(0, 6)
        switch digits.count {
        case 16:
            return digits[0] == 4 || (51...55).contains(four / 100) || (2221...2720).contains(four) || four == 6011
                || (644...659).contains(four / 10) || (3528...3589).contains(four) || six == 606_282 || isElo(six)
        case 15: return four / 100 == 34 || four / 100 == 37
        // 38 and 39 are too many carriers' codes.
        case 14: return four / 100 == 36 || (300...305).contains(four / 10)
        case 19: return digits[0] == 4
        default: return false
        }
    }

    /// Not published; those that are known.
    private static func isElo(_ six: Int) -> Bool {
        [636_368, 438_935, 504_175, 451_416, 636_297, 627_780, 636_369].contains(six)
            || (506_699...506_778).contains(six)
            || (509_000...509_999).contains(six) || (650_031...651_679).contains(six)
            || (655_000...655_058).contains(six)
    }
}
