import FoundationEssentials

extension String: PostgresEncodable {
    public func encode(into writer: inout ParameterWriter) { writer.text(self) }
}

extension Substring: PostgresEncodable {
    public func encode(into writer: inout ParameterWriter) { writer.text(self) }
}

extension Bool: PostgresEncodable {
    public func encode(into writer: inout ParameterWriter) { writer.text(self ? "t" : "f") }
}

extension PostgresEncodable where Self: BinaryInteger {
    public func encode(into writer: inout ParameterWriter) { writer.text(String(self)) }
}

extension Int: PostgresEncodable {}
extension Int64: PostgresEncodable {}
extension Int32: PostgresEncodable {}
extension Int16: PostgresEncodable {}

extension Double: PostgresEncodable {
    public func encode(into writer: inout ParameterWriter) { writer.text(postgresText) }
}

extension Double {
    /// Swift writes the shortest text that reads back as the same number; only the names of infinity differ.
    var postgresText: String {
        if isNaN { return "NaN" }
        if isInfinite { return self < 0 ? "-Infinity" : "Infinity" }
        return String(self)
    }
}

extension Float: PostgresEncodable {
    public func encode(into writer: inout ParameterWriter) { writer.text(Double(self).postgresText) }
}

extension UUID: PostgresEncodable {
    public func encode(into writer: inout ParameterWriter) { writer.text(uuidString) }
}

extension Date: PostgresEncodable {
    public func encode(into writer: inout ParameterWriter) {
        guard let text = Timestamp.text(of: self) else {
            return writer.refuse("a date is outside the range of timestamptz")
        }
        writer.text(text)
    }
}

extension Data: PostgresEncodable {
    public func encode(into writer: inout ParameterWriter) { writer.bytes(self) }
}
