extension SQL: ExpressibleByStringInterpolation {
    public init(stringLiteral value: String) {
        self.init(unsafeRaw: value)
    }

    public init(stringInterpolation: StringInterpolation) {
        self = stringInterpolation.sql
    }

    /// Collects the pieces of a literal: text as text, values as parameters.
    public struct StringInterpolation: StringInterpolationProtocol {
        var sql = SQL()

        public init(literalCapacity: Int, interpolationCount: Int) {
            sql.text.reserveCapacity(literalCapacity + 4 * interpolationCount)
            sql.parameters.slots.reserveCapacity(interpolationCount)
        }

        public mutating func appendLiteral(_ literal: String) {
            sql.text += literal
        }

        /// A value, as a parameter.
        public mutating func appendInterpolation<Value: PostgresEncodable>(_ value: Value) {
            append(value)
        }

        private mutating func append<Value: PostgresEncodable>(_ value: Value) {
            let slots = sql.parameters.slots.count
            sql.parameters.textOffset = sql.text.utf8.count
            value.encode(into: &sql.parameters)
            // Exactly one slot a value, whatever a conformance does: placeholders and values must not drift apart.
            sql.parameters.settle(at: slots + 1)
            sql.text += "$"
            sql.text += String(slots + 1)
            sql.text += Value.postgresCast
        }

        /// A value that may be NULL. The same as above, spelled out: else the compiler warns of a debug description.
        public mutating func appendInterpolation<Value: PostgresEncodable>(_ value: Value?) {
            append(value)
        }

        /// Another piece of SQL with its own parameters.
        public mutating func appendInterpolation(fragment: SQL) {
            sql.append(fragment)
        }

        /// Text that is trusted as it stands: never from outside the program.
        public mutating func appendInterpolation(unsafeRaw text: String) {
            sql.text += text
        }
    }
}
