import FoundationEssentials

/// A value that can stand in an array parameter.
public protocol PostgresArrayElement: PostgresEncodable {
    /// The whole array as one parameter. The default writes an array literal.
    static func encodeArray(_ elements: [Self], into writer: inout ParameterWriter)

    /// The element inside an array literal; nil is NULL.
    var arrayElement: String? { get }
}

extension PostgresArrayElement {
    public static func encodeArray(_ elements: [Self], into writer: inout ParameterWriter) {
        var literal = "{"
        for (index, element) in elements.enumerated() {
            if index > 0 { literal += "," }
            literal += element.arrayElement ?? "NULL"
        }
        literal += "}"
        writer.text(literal)
    }
}

extension Array: PostgresEncodable where Element: PostgresArrayElement {
    public func encode(into writer: inout ParameterWriter) {
        Element.encodeArray(self, into: &writer)
    }
}

/// `[UInt8]` is bytea, not an array of small numbers.
extension UInt8: PostgresArrayElement {
    public func encode(into writer: inout ParameterWriter) { writer.text(String(self)) }
    public static func encodeArray(_ elements: [UInt8], into writer: inout ParameterWriter) { writer.bytes(elements) }
    public var arrayElement: String? { String(self) }
}

extension Array: PostgresArrayElement where Element == UInt8 {
    public var arrayElement: String? {
        // In an array literal the backslash of bytea's hex form is itself escaped.
        var text = #""\\x"#
        text.reserveCapacity(count * 2 + 5)
        for byte in self {
            text.unicodeScalars.append(Self.hex(byte >> 4))
            text.unicodeScalars.append(Self.hex(byte & 15))
        }
        return text + "\""
    }

    private static func hex(_ nibble: UInt8) -> Unicode.Scalar {
        Unicode.Scalar(nibble < 10 ? 48 + nibble : 87 + nibble)
    }
}

extension Optional: PostgresArrayElement where Wrapped: PostgresArrayElement {
    public static func encodeArray(_ elements: [Wrapped?], into writer: inout ParameterWriter) {
        var literals: [String] = []
        literals.reserveCapacity(elements.count)
        for element in elements {
            guard let element else {
                literals.append("NULL")
                continue
            }
            // A value that cannot be written must not become NULL.
            guard let literal = element.arrayElement else {
                return writer.refuse("an array element is outside the range of its type")
            }
            literals.append(literal)
        }
        writer.text("{" + literals.joined(separator: ",") + "}")
    }

    public var arrayElement: String? { self?.arrayElement }
}

extension String: PostgresArrayElement {
    public var arrayElement: String? {
        var quoted = "\""
        quoted.reserveCapacity(utf8.count + 2)
        for scalar in unicodeScalars {
            if scalar == "\"" || scalar == "\\" { quoted.unicodeScalars.append("\\") }
            quoted.unicodeScalars.append(scalar)
        }
        quoted.unicodeScalars.append("\"")
        return quoted
    }
}

extension JSONText: PostgresArrayElement {
    public var arrayElement: String? { text.arrayElement }
    public static func encodeArray(_ elements: [JSONText], into writer: inout ParameterWriter) {
        String.encodeArray(elements.map(\.text), into: &writer)
    }
}

extension PostgresArrayElement where Self: BinaryInteger {
    public var arrayElement: String? { String(self) }
}

extension Int: PostgresArrayElement {}
extension Int64: PostgresArrayElement {}
extension Int32: PostgresArrayElement {}
extension Int16: PostgresArrayElement {}

extension Bool: PostgresArrayElement {
    public var arrayElement: String? { self ? "t" : "f" }
}

extension Double: PostgresArrayElement {
    public var arrayElement: String? { postgresText }
}

extension Float: PostgresArrayElement {
    public var arrayElement: String? { Double(self).postgresText }
}

extension UUID: PostgresArrayElement {
    public var arrayElement: String? { uuidString }
}

extension Date: PostgresArrayElement {
    public static func encodeArray(_ elements: [Date], into writer: inout ParameterWriter) {
        Date?.encodeArray(elements, into: &writer)
    }

    public var arrayElement: String? { Timestamp.text(of: self)?.arrayElement }
}
