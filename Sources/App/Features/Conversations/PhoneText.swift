import Domain

extension PhoneNumber {
    /// For reading: `+55 21 99654-0102`; other countries' numbers as `+351912345678`.
    var display: String {
        guard digits.hasPrefix("55"), (12...13).contains(digits.count) else { return e164 }
        let area = digits.dropFirst(2).prefix(2)
        let local = digits.dropFirst(4)
        return "+55 \(area) \(local.dropLast(4))-\(local.suffix(4))"
    }

    /// A stored address for reading: prettier where it is a number, as it is where not.
    static func display(_ text: String) -> String { PhoneNumber(text)?.display ?? text }
}
