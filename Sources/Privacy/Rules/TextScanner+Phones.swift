/// How telephone numbers of the country are made.
enum PhoneNumbers {
    /// Area codes in use, as bits 0–99.
    private static let areas: (UInt64, UInt64) = {
        var low: UInt64 = 0, high: UInt64 = 0
        let ranges: [ClosedRange<Int>] = [
            11...19, 21...22, 24...24, 27...28, 31...35, 37...38, 41...49, 51...51, 53...55, 61...69, 71...71, 73...75,
            77...77,
            79...79, 81...89, 91...99,
        ]
        for code in ranges.joined() {
            if code < 64 { low |= 1 << UInt64(code) } else { high |= 1 << UInt64(code - 64) }
        }
        return (low, high)
    }()

    static func isArea(_ code: Int) -> Bool {
        guard code >= 11, code <= 99 else { return false }
        return (code < 64 ? areas.0 >> UInt64(code) : areas.1 >> UInt64(code - 64)) & 1 == 1
    }

    static func isMobile(_ digits: Digits) -> Bool {
        digits.count == 11 && isArea(digits.number(0, 2)) && digits[2] == 9
    }

    /// How much has to be said for it to be a telephone number.
    enum Evidence { case none, needsCue, unlessForeign, enough }

    /// - Parameters:
    ///   - cuts: after how many digits something stands between, as bits.
    ///   - isMarked: brackets or a dash stand there.
    static func evidence(_ all: Digits, hasPlus: Bool, cuts: UInt64, isMarked: Bool) -> Evidence {
        var prefix = 0
        var isInternational = hasPlus
        let isCountry = all[0] == 5 && all[1] == 5
        if hasPlus, !isCountry { return (8...15).contains(all.count) && all[0] != 0 ? .enough : .none }
        if all[0] == 0, all[1] == 0, all[2] == 5, all[3] == 5 {
            (prefix, isInternational) = (4, true)
        } else if hasPlus || all.count >= 12 && isCountry {
            (prefix, isInternational) = (2, true)
        }
        let afterCountry = all.dropping(prefix)
        if afterCountry[0] == 0 {
            if afterCountry.count == 11 || afterCountry.count == 12 { prefix += 1 }
            if afterCountry.count == 13 || afterCountry.count == 14 { prefix += 3 }
        }
        let national = all.dropping(prefix)
        if national.count < 10 {
            return isInternational || prefix > 0 ? .none : local(all, cuts: cuts, isMarked: isMarked)
        }
        guard national.count <= 11, isArea(national.number(0, 2)) else { return .none }
        let area = prefix + 2
        let allowed =
            bit(prefix) | bit(prefix - 2) | bit(2) | bit(area) | bit(area + 1) | bit(area + 3) | bit(area + 4)
            | bit(area + 6) | bit(all.count - 4)
        let isSpelled = cuts.nonzeroBitCount == all.count - 1
        guard isSpelled || cuts & ~allowed == 0 else { return .none }
        if national.count == 11 {
            guard national[2] == 9 else { return .none }
            return isInternational || isMarked ? .enough : .unlessForeign
        }
        let isLandline = (2...5).contains(national[2])
        guard isLandline || national[2] >= 6 else { return .none }
        if hasPlus || isMarked && isLandline && cuts & bit(area) != 0 { return .enough }
        return isMarked && cuts & bit(area) != 0 || isInternational && isLandline ? .unlessForeign : .needsCue
    }

    /// Without an area code.
    private static func local(_ digits: Digits, cuts: UInt64, isMarked: Bool) -> Evidence {
        switch digits.count {
        case 9 where digits[0] == 9:
            guard cuts & ~(bit(1) | bit(3) | bit(4) | bit(5) | bit(6)) == 0 else { return .none }
            // The last cut is the one before the last four digits.
            return isMarked && cuts >> 5 == 1 ? .unlessForeign : .needsCue
        case 8 where digits[0] >= 2: return cuts & ~bit(4) == 0 ? .needsCue : .none
        default: return .none
        }
    }

    private static func bit(_ place: Int) -> UInt64 { place >= 0 && place < 64 ? 1 << UInt64(place) : 0 }
}

extension TextScanner {
    mutating func takePhone(_ first: Int) -> Int? {
        let (start, hasPlus) = startOfPhone(run[first].start)
        var cuts: UInt64 = 0
        var best: (count: Int, evidence: PhoneNumbers.Evidence)?
        var sum = 0
        var isMarked = bytes[run[first].start &- 1] == 0x28
        for position in first..<min(run.count, first + 12) {
            let group = run[position]
            if position > first {
                guard group.separator != .comma, group.separator != .none else { break }
                if group.separator == .slash, sum > 5 { break }
                if group.separator == .line, !isPhoneNamed(start) { break }
                // Never more than 15: the loop ends there.
                cuts |= 1 << UInt64(sum & 63)
                switch group.separator {
                case .dash, .close, .open, .dot: isMarked = true
                default: break
                }
            }
            sum += group.length
            if sum > 15 { break }
            guard sum >= 8, endsPhone(position) else { continue }
            let evidence = PhoneNumbers.evidence(
                run.view(first, position - first + 1), hasPlus: hasPlus, cuts: cuts, isMarked: isMarked)
            if evidence != .none { best = (position - first + 1, evidence) }
        }
        guard let best else { return nil }
        let end = run[first + best.count - 1].end
        guard isPhone(best.evidence, start, end) else { return nil }
        note(.phone, start, end)
        return best.count
    }

    private mutating func isPhone(_ evidence: PhoneNumbers.Evidence, _ start: Int, _ end: Int) -> Bool {
        switch evidence {
        case .none: return false
        case .enough: return true
        case .unlessForeign:
            let near = cue(.phone, before: start, within: 24)
            if near == .phone { return true }
            guard near == .none else { return false }
            let behind = cue(.phone, after: end)
            return behind == .none || behind == .phone
        case .needsCue:
            let near = cue(.phone, before: start, within: 45)
            return near == .phone || near == .none && cue(.phone, after: end) == .phone
        }
    }

    private mutating func isPhoneNamed(_ start: Int) -> Bool { cue(.phone, before: start, within: 45) == .phone }

    private mutating func endsPhone(_ position: Int) -> Bool {
        isClosed(position) || run[position + 1].separator == .slash
    }

    /// With the bracket and the plus sign before it.
    @inline(__always)
    private mutating func startOfPhone(_ digits: Int) -> (start: Int, hasPlus: Bool) {
        var start = digits
        if bytes[start &- 1] == 0x28 { start &-= 1 }
        var plus = start &- 1
        if bytes[plus] == 0x20 { plus &-= 1 }
        if bytes[plus] == 0x2B, !Byte.isAlphanumeric(bytes[plus &- 1]) {
            if bytes[plus &- 1] == 0x28 { plus &-= 1 }
            return (plus, true)
        }
        return (start, false)
    }
}
