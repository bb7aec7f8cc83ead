import Foundation

/// How a text message is counted and what it costs: one part of 160 letters of the GSM alphabet, or of 70 of any other. Most
/// accented letters of Portuguese are of the other kind; one of them more than doubles the price.
package enum SMSText {
    package struct Size: Sendable, Equatable {
        package let parts: Int
        package let isUnicode: Bool
    }

    /// - Parameter header: letters each part of several loses; 7 and 3 by the standard, 8 and 4 at Zenvia.
    package static func size(_ text: String, header: (gsm: Int, unicode: Int) = (7, 3)) -> Size {
        let isUnicode = !text.unicodeScalars.allSatisfy { cost($0) != nil }
        let costs = text.unicodeScalars.map { isUnicode ? ($0.value > 0xFFFF ? 2 : 1) : cost($0) ?? 1 }
        let whole = isUnicode ? 70 : 160
        if costs.reduce(0, +) <= whole { return Size(parts: costs.isEmpty ? 0 : 1, isUnicode: isUnicode) }
        let room = whole - (isUnicode ? header.unicode : header.gsm)
        var parts = 1
        var left = room
        for cost in costs {
            // A letter of two places is not torn apart.
            if cost > left {
                parts += 1
                left = room
            }
            left -= cost
        }
        return Size(parts: parts, isUnicode: isUnicode)
    }

    /// The same words in letters of the GSM alphabet, as far as there are such; emoji stay as they are.
    package static func withoutAccents(_ text: String) -> String {
        var output = ""
        for character in text {
            if character.unicodeScalars.allSatisfy({ cost($0) != nil }) {
                output.append(character)
            } else if let plain = typography[character] {
                output += plain
            } else {
                let base = String(character).decomposedStringWithCanonicalMapping.unicodeScalars
                    .filter { $0.properties.generalCategory != .nonspacingMark }
                let isPlain = !base.isEmpty && base.allSatisfy { cost($0) != nil }
                output += isPlain ? String(String.UnicodeScalarView(base)) : String(character)
            }
        }
        return output
    }

    private static let typography: [Character: String] = [
        "“": "\"", "”": "\"", "‘": "'", "’": "'", "–": "-", "—": "-", "…": "...", "\u{A0}": " ", "•": "-", "ª": "a",
        "º": "o",
    ]

    private static let alphabet = Set(
        "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
            .unicodeScalars)
    private static let extended = Set("^{}\\[~]|€\u{0C}".unicodeScalars)

    /// Places a letter takes in the GSM alphabet; nil when it is not in it.
    private static func cost(_ scalar: Unicode.Scalar) -> Int? {
        alphabet.contains(scalar) ? 1 : extended.contains(scalar) ? 2 : nil
    }
}
