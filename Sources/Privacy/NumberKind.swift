/// What a run of digits is, and how it looks masked.
enum NumberKind {
    static func mask(digits: [UInt8], written: ArraySlice<UInt8>, after: ArraySlice<UInt8>) -> String? {
        let values = digits.map { Int($0) - 0x30 }
        let hasMarks = digits.count < written.count
        switch values.count {
        case 8 where isCEP(written, after): return "*****-\(text(digits[5...]))"
        case 11 where isCPF(values) && !(hasMarks && looksLikePhone(values, written)):
            return "***.\(text(digits[3..<6])).\(text(digits[6..<9]))-**"
        case 14 where isCNPJ(values):
            return "\(text(digits[0..<2])).\(text(digits[2..<5])).***/\(text(digits[8..<12]))-**"
        case 10...14 where looksLikePhone(values, written): return "(**) *****-\(text(digits.suffix(4)))"
        default: return nil
        }
    }

    private static func text(_ digits: ArraySlice<UInt8>) -> String { String(decoding: digits, as: UTF8.self) }

    static func isCPF(_ digits: [Int]) -> Bool {
        guard digits.count == 11, Set(digits).count > 1 else { return false }
        return check(digits, 9, from: 10) == digits[9] && check(digits, 10, from: 11) == digits[10]
    }

    private static func check(_ digits: [Int], _ count: Int, from weight: Int) -> Int {
        let sum = (0..<count).reduce(0) { $0 + digits[$1] * (weight - $1) }
        return sum * 10 % 11 % 10
    }

    static func isCNPJ(_ digits: [Int]) -> Bool {
        guard digits.count == 14, Set(digits).count > 1 else { return false }
        let weights = [6, 5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2]
        func check(_ count: Int) -> Int {
            let sum = zip(digits.prefix(count), weights.suffix(count)).reduce(0) { $0 + $1.0 * $1.1 }
            return sum % 11 < 2 ? 0 : 11 - sum % 11
        }
        return check(12) == digits[12] && check(13) == digits[13]
    }

    /// `01310-100`, or eight bare digits right after the word.
    private static func isCEP(_ written: ArraySlice<UInt8>, _ before: ArraySlice<UInt8>) -> Bool {
        let marks = written.filter { !MaskScanner.isDigit($0) }
        if marks == [UInt8(ascii: "-")], written.dropFirst(5).first == UInt8(ascii: "-") { return true }
        if marks == Array(".-".utf8), written.dropFirst(2).first == UInt8(ascii: ".") { return true }
        let context = String(decoding: before, as: UTF8.self).lowercased()
        return marks.isEmpty && context.contains("cep")
    }

    /// With area code, perhaps with country code. 0800 lines belong to companies.
    static func looksLikePhone(_ digits: [Int], _ written: ArraySlice<UInt8>) -> Bool {
        var national = digits[...]
        let isInternational = written.first == UInt8(ascii: "+") || digits.count >= 12
        if isInternational {
            guard national.starts(with: [5, 5]) else { return written.first == UInt8(ascii: "+") && digits.count <= 13 }
            national = national.dropFirst(2)
        }
        if national.first == 0 { national = national.dropFirst() }
        let local = Array(national)
        guard local.count == 10 || local.count == 11, areaCodes.contains(local[0] * 10 + local[1]) else { return false }
        if local.count == 11 { return local[2] == 9 }
        // Ten bare digits are more often an order number; a landline shows itself by its marks.
        return (2...5).contains(local[2]) && (isInternational || written.contains { !MaskScanner.isDigit($0) })
    }

    private static let areaCodes: Set<Int> = Set(
        [
            11...19, 21...22, 24...24, 27...28, 31...35, 37...38, 41...49, 51...51, 53...55, 61...69, 71...71, 73...75,
            77...77, 79...79, 81...89,
            91...99,
        ].flatMap { Array($0) })
}
