/// Writing a value as compact JSON, always valid UTF-8.
extension JSON {
    package enum Writing: Sendable {
        case plain
        /// For PostgreSQL's jsonb, which refuses NUL and numbers beyond its range: NUL becomes U+FFFD, such a number a string.
        case storable
    }

    package func serialize(_ writing: Writing = .plain) -> [UInt8] {
        var writer = JSONWriter(writing)
        writer.write(self)
        return writer.output
    }

    package func text(_ writing: Writing = .plain) -> String {
        String(decoding: serialize(writing), as: UTF8.self)
    }
}

private struct JSONWriter {
    private let isStorable: Bool
    var output: [UInt8] = []

    init(_ writing: JSON.Writing) {
        isStorable = writing == .storable
    }

    /// Recursion is bounded: parsed values by ``JSON/Limits``, built ones by the code that builds them.
    mutating func write(_ value: JSON) {
        switch value.kind {
        case .null: output.append(contentsOf: "null".utf8)
        case .true: output.append(contentsOf: "true".utf8)
        case .false: output.append(contentsOf: "false".utf8)
        case .number: number(value.numberText ?? "0")
        case .string: string(value.string ?? "")
        case .array: list(value.elements, "[", "]") { writer, item in writer.write(item) }
        case .object:
            list(value.members, "{", "}") { writer, member in
                writer.string(member.key)
                writer.output.append(UInt8(ascii: ":"))
                writer.write(member.value)
            }
        }
    }

    private mutating func list<Items: Sequence>(
        _ items: Items, _ opening: Unicode.Scalar, _ closing: Unicode.Scalar,
        each: (inout JSONWriter, Items.Element) -> Void
    ) {
        output.append(UInt8(ascii: opening))
        var isFirst = true
        for item in items {
            if !isFirst { output.append(UInt8(ascii: ",")) }
            isFirst = false
            each(&self, item)
        }
        output.append(UInt8(ascii: closing))
    }

    private mutating func number(_ text: String) {
        if isStorable, !isWithinNumeric(text) {
            string(text)
        } else {
            output.append(contentsOf: text.utf8)
        }
    }

    /// PostgreSQL's numeric holds 131,072 digits before the point and 16,383 after it; what a Double can hold is well inside.
    private func isWithinNumeric(_ text: String) -> Bool {
        guard text.utf8.count <= 1_000, let value = Double(text), value.isFinite else { return false }
        let mantissa = text.prefix { $0 != "e" && $0 != "E" }
        return value != 0 || !mantissa.contains { ("1"..."9").contains($0) }
    }

    private mutating func string(_ text: String) {
        output.append(UInt8(ascii: "\""))
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""): output.append(contentsOf: #"\""#.utf8)
            case UInt8(ascii: "\\"): output.append(contentsOf: #"\\"#.utf8)
            case 0x0A: output.append(contentsOf: #"\n"#.utf8)
            case 0x0D: output.append(contentsOf: #"\r"#.utf8)
            case 0x09: output.append(contentsOf: #"\t"#.utf8)
            case 0 where isStorable: output.append(contentsOf: UTF8.encodedReplacementCharacter)
            case 0..<0x20:
                let digits = Array("0123456789abcdef".utf8)
                output.append(contentsOf: #"\u00"#.utf8)
                output.append(digits[Int(byte >> 4)])
                output.append(digits[Int(byte & 15)])
            default: output.append(byte)
            }
        }
        output.append(UInt8(ascii: "\""))
    }
}
