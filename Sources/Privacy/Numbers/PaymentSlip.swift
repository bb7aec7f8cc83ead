/// The line that is typed to pay a boleto: 47 digits of a bank, or 48 of a utility or the state.
enum PaymentSlip {
    static func isValid(_ digits: Digits) -> Bool {
        switch digits.count {
        case 47: isBankSlip(digits)
        case 48: digits[0] == 8 && isUtilitySlip(digits)
        default: false
        }
    }

    /// Three fields with a digit each, and one digit over the barcode that they make up.
    private static func isBankSlip(_ digits: Digits) -> Bool {
        guard CheckDigits.mod10(digits, from: 0, 9) == digits[9],
            CheckDigits.mod10(digits, from: 10, 10) == digits[20],
            CheckDigits.mod10(digits, from: 21, 10) == digits[31]
        else { return false }
        let order = Array(0..<4) + Array(33..<47) + Array(4..<9) + Array(10..<20) + Array(21..<31)
        let check = order.map { UInt8(digits[$0]) }.withUnsafeBufferPointer {
            CheckDigits.mod11(Digits($0, count: 43), 43, whenNone: 1)
        }
        return check == digits[32]
    }

    private static func isUtilitySlip(_ digits: Digits) -> Bool {
        let isMod10 = digits[2] == 6 || digits[2] == 7
        return (0..<4).allSatisfy { block in
            let start = block &* 12
            if isMod10 { return CheckDigits.mod10(digits, from: start, 11) == digits[start &+ 11] }
            let field = (0..<11).map { UInt8(digits[start &+ $0]) }
            let check = field.withUnsafeBufferPointer { CheckDigits.mod11(Digits($0, count: 11), 11, whenNone: 0) }
            return check == digits[start &+ 11]
        }
    }
}
