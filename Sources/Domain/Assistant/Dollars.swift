/// Small amounts of dollars as whole numbers of their millionths (or of any other power of ten), to and from text, without a float.
package enum Dollars {
    /// `1.234,5`, `0.05` or `12` as a number of units of which 10 to the power of `places` make a dollar; nil for what is no amount,
    /// is negative, is finer than that or too large.
    package static func parse(_ text: String, places: Int) -> Int64? {
        var digits: [UInt8] = []
        var fraction: Int?
        var groups = 0
        let bytes = Array(text.utf8).filter { $0 != 0x20 }
        // With both signs in it, the last one is the decimal one.
        let last = bytes.lastIndex { $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: ".") }
        for (index, byte) in bytes.enumerated() {
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"):
                digits.append(byte - UInt8(ascii: "0"))
                fraction = fraction.map { $0 + 1 }
            case UInt8(ascii: ","), UInt8(ascii: "."):
                if index == last { fraction = 0 } else { groups += 1 }
            default: return nil
            }
        }
        guard !digits.isEmpty, digits.count <= 18, groups <= 3, fraction ?? 0 <= places else { return nil }
        var value: Int64 = 0
        for digit in digits + Array(repeating: 0, count: places - (fraction ?? 0)) {
            let (product, isTooLarge) = value.multipliedReportingOverflow(by: 10)
            let (sum, isTooLargeToo) = product.addingReportingOverflow(Int64(digit))
            guard !isTooLarge, !isTooLargeToo else { return nil }
            value = sum
        }
        return value
    }

    /// The amount with at least `least` decimals and no more than it needs: `0,3`, `12,50`.
    package static func text(_ value: Int64, places: Int, least: Int = 2, mark: String = ",") -> String {
        var digits = String(value.magnitude)
        if digits.utf8.count <= places {
            digits = String(repeating: "0", count: places + 1 - digits.utf8.count) + digits
        }
        let whole = digits.dropLast(places)
        var rest = digits.suffix(places)
        while rest.utf8.count > least, rest.hasSuffix("0") { rest.removeLast() }
        return (value < 0 ? "-" : "") + whole + (rest.isEmpty ? "" : mark + rest)
    }
}
