import Foundation

/// The fields of an `application/x-www-form-urlencoded` body or of a query, in order. Bytes that are no text are replaced.
struct FormFields: Sendable {
    static let limit = 1_000
    private(set) var all: [(name: String, value: String)] = []

    init(_ bytes: some Sequence<UInt8>) {
        for pair in Array(bytes).split(separator: UInt8(ascii: "&")) {
            guard all.count < Self.limit else { return }
            let halves = pair.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
            all.append((Self.decode(halves[0]), halves.count > 1 ? Self.decode(halves[1]) : ""))
        }
    }

    init(_ text: String) { self.init(Array(text.utf8)) }

    /// The first field of a name that says something, without NUL.
    subscript(name: String) -> String? {
        guard let value = all.first(where: { $0.name == name && !$0.value.isEmpty })?.value else { return nil }
        return value.utf8.contains(0) ? value.replacing("\0", with: "") : value
    }

    private static func decode(_ bytes: ArraySlice<UInt8>) -> String {
        var output: [UInt8] = []
        var index = bytes.startIndex
        while index < bytes.endIndex {
            switch bytes[index] {
            case UInt8(ascii: "+"): output.append(0x20)
            case UInt8(ascii: "%"):
                let digits = bytes[min(index + 1, bytes.endIndex)..<min(index + 3, bytes.endIndex)].map(hex)
                if digits.count == 2, let high = digits[0], let low = digits[1] {
                    output.append(high << 4 | low)
                    index += 2
                } else {
                    output.append(bytes[index])
                }
            case let byte: output.append(byte)
            }
            index += 1
        }
        return String(decoding: output, as: UTF8.self)
    }

    private static func hex(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        default: nil
        }
    }

    /// Written as a body.
    static func encode(_ fields: [(name: String, value: String)]) -> [UInt8] {
        Array(fields.map { "\(escape($0.name))=\(escape($0.value))" }.joined(separator: "&").utf8)
    }

    static func escape(_ text: String) -> String {
        var output = ""
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
                UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."),
                UInt8(ascii: "~"):
                output.unicodeScalars.append(Unicode.Scalar(byte))
            default: output += "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
            }
        }
        return output
    }
}
