/// Digits without anything between them.
struct DigitGroup {
    var start = 0
    var end = 0
    /// How many digits.
    var length = 0
    /// Of its first digit in the run's digits.
    var offset = 0
    /// What stands between the group before and this one.
    var separator = Separator.none
}

enum Separator: UInt8 {
    /// The first group.
    case none
    case space, dot, dash, slash, comma, line
    /// A mark with blanks around it: `154. 176. 479 - 00`.
    case spaced
    /// `(` or `)`, with or without blanks.
    case open, close
    /// A character of no width.
    case invisible

    /// Both sides belong to one token.
    var isTight: Bool {
        switch self {
        case .dot, .dash, .slash, .comma, .invisible: true
        default: false
        }
    }
}

/// Groups of digits that only blanks and number marks keep apart, as far as the rules look ahead.
///
/// It writes into memory that its maker lends it, so that reading a number allocates nothing.
struct DigitRun {
    private let groups: UnsafeMutableBufferPointer<DigitGroup>
    private let digits: UnsafeMutableBufferPointer<UInt8>
    private(set) var count = 0
    private var digitCount = 0
    /// Where reading stopped.
    private(set) var end = 0
    /// The text goes on with more digits; they are read when these have been judged.
    private(set) var isCut = false

    static let maxGroups = 24
    /// Kept of all groups; what has more digits is nothing that has a rule.
    static let maxDigits = 192

    init(_ groups: UnsafeMutableBufferPointer<DigitGroup>, _ digits: UnsafeMutableBufferPointer<UInt8>) {
        (self.groups, self.digits) = (groups, digits)
    }

    /// An empty group where there is none.
    subscript(index: Int) -> DigitGroup { index >= 0 && index < count ? groups[index] : DigitGroup() }

    /// A view of `length` groups from `first`.
    func view(_ first: Int, _ length: Int) -> Digits {
        let head = self[first], last = self[first &+ length &- 1]
        let end = min(last.offset &+ last.length, digitCount)
        return Digits(
            UnsafeBufferPointer(digits), from: head.offset, count: length > 0 ? max(0, end &- head.offset) : 0)
    }

    mutating func read(_ bytes: Bytes, from start: Int) {
        (count, digitCount, isCut) = (0, 0, false)
        var position = start
        var separator = Separator.none
        while true {
            guard count < min(Self.maxGroups, groups.count) else {
                isCut = true
                break
            }
            let group = readGroup(bytes, at: position, separator)
            // Letters right behind make it part of a word: `10h`, `2x`.
            if group.length == 0 || count > 0 && bytes.startsWord(group.end) {
                digitCount = group.offset
                break
            }
            groups[count] = group
            count &+= 1
            (separator, position) = Self.separator(bytes, at: group.end)
        }
        end = count > 0 ? self[count &- 1].end : start
    }

    private mutating func readGroup(_ bytes: Bytes, at start: Int, _ separator: Separator) -> DigitGroup {
        var group = DigitGroup(start: start, end: start, length: 0, offset: digitCount, separator: separator)
        while true {
            let byte = bytes[group.end]
            let value: UInt8
            if Byte.isDigit(byte) {
                value = byte &- 0x30
                group.end &+= 1
            } else if byte == 0xEF, let wide = bytes.fullWidthDigit(at: group.end) {
                value = wide
                group.end &+= 3
            } else {
                return group
            }
            if digitCount < digits.count {
                digits[digitCount] = value
                digitCount &+= 1
            }
            group.length &+= 1
        }
    }

    /// What stands at `start`, and where the next group would begin.
    @inline(__always)
    private static func separator(_ bytes: Bytes, at start: Int) -> (Separator, Int) {
        var position = start
        var mark = Separator.none
        var marks = 0
        var hasBlank = false, hasLine = false, hasBracket = false
        for _ in 0..<5 {
            let byte = bytes[position]
            if Byte.isDigit(byte) || byte == 0xEF && bytes.fullWidthDigit(at: position) != nil { break }
            let width: Int
            switch byte {
            case 0x2E: (mark, width, marks) = (.dot, 1, marks &+ 1)
            case 0x2D: (mark, width, marks) = (.dash, 1, marks &+ 1)
            case 0x2F: (mark, width, marks) = (.slash, 1, marks &+ 1)
            case 0x2C: (mark, width, marks) = (.comma, 1, marks &+ 1)
            case 0x28: (mark, width, hasBracket) = (.open, 1, true)
            case 0x29: (mark, width, hasBracket) = (.close, 1, true)
            case 0x0A, 0x0D: (width, hasLine) = (1, true)
            default:
                let space = bytes.spaceWidth(at: position)
                if space > 0 {
                    (width, hasBlank) = (space, true)
                } else if bytes.isDash(at: position) {
                    (mark, width, marks) = (.dash, 3, marks &+ 1)
                } else if bytes.isInvisible(at: position) {
                    (mark, width) = (mark == .none ? .invisible : mark, 3)
                } else {
                    return (.none, bytes.count)
                }
            }
            position &+= width
        }
        guard marks < 2, position > start else { return (.none, bytes.count) }
        if hasLine { return (.line, position) }
        if hasBracket { return (mark == .open || mark == .close ? mark : .close, position) }
        if hasBlank {
            if mark == .comma { return (.none, bytes.count) }
            return (mark == .none || mark == .invisible ? .space : .spaced, position)
        }
        return (mark, position)
    }
}

/// Some digits in a row. Asking outside gives 0.
struct Digits {
    private let values: UnsafeBufferPointer<UInt8>
    private let offset: Int
    let count: Int

    init(_ values: UnsafeBufferPointer<UInt8>, from offset: Int = 0, count: Int) {
        (self.values, self.offset, self.count) = (values, offset, count)
    }

    @inline(__always)
    subscript(index: Int) -> Int {
        index >= 0 && index < count && offset &+ index < values.count ? Int(values[offset &+ index]) : 0
    }

    /// All the same, as in numbers that are only examples.
    var isUniform: Bool {
        var index = 1
        while index < count {
            if self[index] != self[0] { return false }
            index &+= 1
        }
        return true
    }

    func dropping(_ first: Int) -> Digits {
        let taken = min(max(0, first), count)
        return Digits(values, from: offset &+ taken, count: count &- taken)
    }

    /// The number of at most `length` digits from `index`.
    func number(_ index: Int, _ length: Int) -> Int {
        var number = 0
        var position = index
        let end = min(index &+ min(length, 9), count)
        while position < end {
            number = number &* 10 &+ self[position]
            position &+= 1
        }
        return number
    }
}

extension Bytes {
    /// U+FF10–U+FF19
    func fullWidthDigit(at index: Int) -> UInt8? {
        let last = self[index &+ 2]
        return self[index] == 0xEF && self[index &+ 1] == 0xBC && last >= 0x90 && last <= 0x99 ? last &- 0x90 : nil
    }

    /// U+2010–U+2015 and the minus sign U+2212
    func isDash(at index: Int) -> Bool {
        guard self[index] == 0xE2 else { return false }
        let (second, last) = (self[index &+ 1], self[index &+ 2])
        return second == 0x80 && last >= 0x90 && last <= 0x95 || second == 0x88 && last == 0x92
    }

    /// Zero-width space, joiners, word joiner, byte order mark.
    func isInvisible(at index: Int) -> Bool {
        let (first, second, last) = (self[index], self[index &+ 1], self[index &+ 2])
        if first == 0xE2 { return second == 0x80 && last >= 0x8B && last <= 0x8D || second == 0x81 && last == 0xA0 }
        return first == 0xEF && second == 0xBB && last == 0xBF
    }
}

/// After how many digits a number may be cut, as bits.
enum Cuts {
    static var cpf: UInt64 { 1 << 3 | 1 << 6 | 1 << 9 }
    static var pis: UInt64 { 1 << 3 | 1 << 8 | 1 << 10 }
    static var cnpj: UInt64 { 1 << 2 | 1 << 5 | 1 << 8 | 1 << 12 }
    static var titulo: UInt64 { 1 << 4 | 1 << 8 | 1 << 10 }
    static var cns: UInt64 { 1 << 3 | 1 << 7 | 1 << 11 }
    static var fours: UInt64 { 1 << 4 | 1 << 8 | 1 << 12 }
    static var amex: UInt64 { 1 << 4 | 1 << 10 }
    static var threes: UInt64 { 1 << 3 | 1 << 6 }
    static var cep: UInt64 { 1 << 2 | 1 << 5 }
}
