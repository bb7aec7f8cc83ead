/// Making values in code: literals, wrappers, and objects whose absent members are left out.
extension JSON {
    package static let null = JSON(.null)

    package init(_ value: String) { storage = .string(value) }
    package init(_ value: Bool) { storage = .bool(value) }
    package init(_ value: some FixedWidthInteger) { storage = .number(String(value)) }

    /// JSON has no infinity and no NaN: both become null.
    package init(_ value: Double) { storage = value.isFinite ? .number("\(value)") : .null }

    package init(_ items: [JSON]) { storage = .array(items) }

    /// An object in the given order; members whose value is nil are left out.
    package static func object(_ members: [(String, JSON?)]) -> JSON {
        JSON(.object(members.compactMap { key, value in value.map { (key: key, value: $0) } }))
    }

    /// The object with one member set (or, with nil, removed); any other kind is replaced by an object.
    package func setting(_ key: String, _ value: JSON?) -> JSON {
        var kept = members.filter { $0.key != key }
        if let value { kept.append((key: key, value: value)) }
        return JSON(.object(kept))
    }
}

extension JSON: ExpressibleByStringInterpolation, ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral,
    ExpressibleByBooleanLiteral, ExpressibleByNilLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
    package init(stringLiteral value: String) { self.init(value) }
    package init(integerLiteral value: Int) { self.init(value) }
    package init(floatLiteral value: Double) { self.init(value) }
    package init(booleanLiteral value: Bool) { self.init(value) }
    package init(nilLiteral: ()) { storage = .null }
    package init(arrayLiteral elements: JSON...) { self.init(elements) }
    package init(dictionaryLiteral elements: (String, JSON)...) {
        storage = .object(elements.map { (key: $0.0, value: $0.1) })
    }
}
