import FoundationEssentials

/// A value that can stand in an array parameter.
public protocol PostgresArrayElement: PostgresEncodable {
    /// The whole array as one parameter. The default writes an array literal.
    static func encodeArray(_ elements: [Self], into writer: inout ParameterWriter)

    /// Appends the element as it stands inside an array literal; false when it cannot be written. Batches write thousands of
    /// elements a statement: straight into the bytes, without a string each.
    func appendElement(to literal: inout [UInt8]) -> Bool
}

extension PostgresArrayElement {
    public static func encodeArray(_ elements: [Self], into writer: inout ParameterWriter) {
        writer.array(elements) { $0.appendElement(to: &$1) }
    }
}

extension Array: PostgresEncodable where Element: PostgresArrayElement {
    public func encode(into writer: inout ParameterWriter) {
        Element.encodeArray(self, into: &writer)
    }
}

extension Optional: PostgresArrayElement where Wrapped: PostgresArrayElement {
    public static func encodeArray(_ elements: [Wrapped?], into writer: inout ParameterWriter) {
        writer.array(elements) { $0.appendElement(to: &$1) }
    }

    public func appendElement(to literal: inout [UInt8]) -> Bool {
        // Only nil is NULL: a value that cannot be written must not become it.
        if let self { return self.appendElement(to: &literal) }
        literal += "NULL".utf8
        return true
    }
}

extension String: PostgresArrayElement {
    public func appendElement(to literal: inout [UInt8]) -> Bool {
        literal.append(UInt8(ascii: "\""))
        for byte in utf8 {
            if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") { literal.append(UInt8(ascii: "\\")) }
            literal.append(byte)
        }
        literal.append(UInt8(ascii: "\""))
        return true
    }
}

extension JSONText: PostgresArrayElement {
    public func appendElement(to literal: inout [UInt8]) -> Bool { text.appendElement(to: &literal) }
}

extension PostgresArrayElement where Self: BinaryInteger {
    public func appendElement(to literal: inout [UInt8]) -> Bool {
        literal += String(self).utf8
        return true
    }
}

extension Int: PostgresArrayElement {}
extension Int64: PostgresArrayElement {}
extension Int32: PostgresArrayElement {}
extension Int16: PostgresArrayElement {}

extension Bool: PostgresArrayElement {
    public func appendElement(to literal: inout [UInt8]) -> Bool {
        literal.append(UInt8(ascii: self ? "t" : "f"))
        return true
    }
}

extension Double: PostgresArrayElement {
    public func appendElement(to literal: inout [UInt8]) -> Bool {
        literal += postgresText.utf8
        return true
    }
}

extension Float: PostgresArrayElement {
    public func appendElement(to literal: inout [UInt8]) -> Bool { Double(self).appendElement(to: &literal) }
}

extension UUID: PostgresArrayElement {
    public func appendElement(to literal: inout [UInt8]) -> Bool {
        withUnsafeBytes(of: uuid) { bytes in
            for (index, byte) in bytes.enumerated() {
                if index == 4 || index == 6 || index == 8 || index == 10 { literal.append(UInt8(ascii: "-")) }
                literal.append(Hex.digit(byte >> 4))
                literal.append(Hex.digit(byte & 15))
            }
        }
        return true
    }
}

extension Date: PostgresArrayElement {
    public func appendElement(to literal: inout [UInt8]) -> Bool {
        Timestamp.text(of: self)?.appendElement(to: &literal) ?? false
    }
}

/// `[UInt8]` is bytea, not an array of small numbers.
extension UInt8: PostgresArrayElement {
    public func encode(into writer: inout ParameterWriter) { writer.text(String(self)) }
    public static func encodeArray(_ elements: [UInt8], into writer: inout ParameterWriter) { writer.bytes(elements) }
    public func appendElement(to literal: inout [UInt8]) -> Bool {
        literal += String(self).utf8
        return true
    }
}

extension Array: PostgresArrayElement where Element == UInt8 {
    /// bytea[] travels as it is: as text it would be twice as long, and the server would have to undo that.
    public static func encodeArray(_ elements: [[UInt8]], into writer: inout ParameterWriter) {
        let bytea: UInt32 = 17
        var wire: [UInt8] = []
        wire.reserveCapacity(elements.reduce(20) { $0 + $1.count + 4 })
        for word in elements.isEmpty ? [0, 0, bytea] : [1, 0, bytea, UInt32(clamping: elements.count), 1] {
            Hex.appendWord(word, to: &wire)
        }
        for element in elements {
            Hex.appendWord(UInt32(clamping: element.count), to: &wire)
            wire += element
        }
        writer.bytes(wire)
    }

    public func appendElement(to literal: inout [UInt8]) -> Bool {
        // In an array literal the backslash of bytea's hex form is itself escaped.
        literal += #""\\x"#.utf8
        for byte in self {
            literal.append(Hex.digit(byte >> 4))
            literal.append(Hex.digit(byte & 15))
        }
        literal.append(UInt8(ascii: "\""))
        return true
    }
}

private enum Hex {
    @inline(__always)
    static func digit(_ nibble: UInt8) -> UInt8 { nibble < 10 ? 48 &+ nibble : 87 &+ nibble }

    /// Four bytes, the highest first.
    static func appendWord(_ word: UInt32, to bytes: inout [UInt8]) {
        for shift: UInt32 in [24, 16, 8, 0] { bytes.append(UInt8(truncatingIfNeeded: word >> shift)) }
    }
}
