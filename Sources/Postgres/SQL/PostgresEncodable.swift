import FoundationEssentials

/// A value that can be a parameter. Conform a domain type by writing its raw value.
public protocol PostgresEncodable {
    /// Writes exactly one parameter.
    func encode(into writer: inout ParameterWriter)

    /// Appended to the placeholder when the server could not infer the type, for example `::jsonb`.
    static var postgresCast: String { get }
}

extension PostgresEncodable {
    public static var postgresCast: String { "" }
}

extension PostgresEncodable where Self: RawRepresentable, RawValue: PostgresEncodable {
    public func encode(into writer: inout ParameterWriter) {
        rawValue.encode(into: &writer)
    }
}

extension Optional: PostgresEncodable where Wrapped: PostgresEncodable {
    public func encode(into writer: inout ParameterWriter) {
        switch self {
        case .some(let value): value.encode(into: &writer)
        case .none: writer.null()
        }
    }

    public static var postgresCast: String { Wrapped.postgresCast }
}

/// JSON as text, for json and jsonb columns. Not validated here: the server does.
public struct JSONText: Sendable, Hashable, PostgresEncodable {
    public let text: String

    public init(_ text: String) {
        self.text = text
    }

    public func encode(into writer: inout ParameterWriter) {
        writer.text(text)
    }

    public static var postgresCast: String { "::jsonb" }
}
