/// A telephone number in international form: 7 to 15 ASCII digits, country code first.
package struct PhoneNumber: Hashable, Sendable {
    /// Country code and number, without `+`.
    package let digits: String

    /// As every provider must be given it. Without the `+` Meta may put the sender's own country code in front.
    package var e164: String { "+" + digits }

    /// A number that already has its country code, as providers send it (`5511…`, `+55 11 …`, `0055…`).
    package init?(_ text: String) {
        guard let (digits, _) = Self.digits(of: text) else { return nil }
        self.init(digits: digits.hasPrefix("00") ? String(digits.dropFirst(2)) : digits)
    }

    /// A number as a person in Brazil types it: with `+` or `00` it is international, else 10 or 11 digits are area code
    /// and number, perhaps behind the trunk zero.
    package init?(typed text: String) {
        guard let (digits, isInternational) = Self.digits(of: text) else { return nil }
        if isInternational || digits.hasPrefix("00") {
            self.init(text)
            return
        }
        let national = digits.hasPrefix("0") ? String(digits.dropFirst()) : digits
        self.init(digits: (10...11).contains(national.utf8.count) ? "55" + national : national)
    }

    private init?(digits: String) {
        guard (7...15).contains(digits.utf8.count), !digits.hasPrefix("0") else { return nil }
        self.digits = digits
    }

    /// Digits of a text that has nothing else but punctuation people put between them. Letters, as in a
    /// business-scoped id (`BR.1349…`), make it no number.
    private static func digits(of text: String) -> (digits: String, hasPlus: Bool)? {
        guard text.utf8.count <= 64 else { return nil }
        var digits = ""
        var hasPlus = false
        for scalar in text.unicodeScalars {
            switch scalar {
            case "0"..."9": digits.unicodeScalars.append(scalar)
            case "+" where digits.isEmpty && !hasPlus: hasPlus = true
            case " ", "\u{A0}", "-", "\u{2010}"..."\u{2013}", "(", ")", ".", "/", "\u{200E}", "\u{200F}",
                "\u{202A}"..."\u{202E}":
                continue
            default: return nil
            }
        }
        return digits.isEmpty ? nil : (digits, hasPlus)
    }
}

extension PhoneNumber {
    /// Equal for all the ways providers write one mobile. Never dial it or send to it: it is for looking people up.
    ///
    /// - Brazil: mobiles registered before the ninth digit keep eight digits (`55 31 8765 4321`) while people write nine.
    ///   The nine goes only where eight digits starting with 6…9 follow it; in front of 2…5 it tells a mobile
    ///   (`11 9 3456 7890`) from somebody else's landline (`11 3456 7890`).
    /// - Mexico `52 1 …` and Argentina `54 9 …` have a mobile mark of the same kind.
    package var matchKey: String {
        let code = Array(digits.utf8)
        func without(_ index: Int) -> String { String(decoding: code[..<index] + code[(index + 1)...], as: UTF8.self) }
        switch (code.count, code[0], code[1]) {
        case (13, UInt8(ascii: "5"), UInt8(ascii: "5")):
            let hasAreaCode = code[2] != UInt8(ascii: "0") && code[3] != UInt8(ascii: "0")
            return hasAreaCode && code[4] == UInt8(ascii: "9") && code[5] >= UInt8(ascii: "6") ? without(4) : digits
        case (13, UInt8(ascii: "5"), UInt8(ascii: "2")):
            return code[2] == UInt8(ascii: "1") ? without(2) : digits
        case (13, UInt8(ascii: "5"), UInt8(ascii: "4")):
            return code[2] == UInt8(ascii: "9") ? without(2) : digits
        default:
            return digits
        }
    }
}
