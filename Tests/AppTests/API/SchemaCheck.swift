import Domain

/// The part of JSON Schema that the API's document uses: type (or several, one of which may be null), required, properties (and no
/// others), items, enum, additionalProperties, and references.
struct SchemaCheck {
    let document: JSON

    func faults(in value: JSON, against schema: JSON, at place: String) -> [String] {
        if let reference = schema["$ref"]?.string {
            var target: JSON? = document
            for step in reference.split(separator: "/").dropFirst() { target = target?[String(step)] }
            guard let target else { return ["\(place): \(reference) leads nowhere"] }
            return faults(in: value, against: target, at: place)
        }
        if let allowed = schema["enum"]?.array, !allowed.contains(where: { $0.string == value.string }) {
            return ["\(place): \(value.string ?? "?") is not among the allowed"]
        }
        if let types = schema["type"]?.array?.compactMap(\.string) {
            if value.isNull { return types.contains("null") ? [] : ["\(place): null"] }
            let each = types.filter { $0 != "null" }.map { type -> [String] in
                let members = schema.fields.filter { $0.key != "type" } + [(key: "type", value: JSON(type))]
                return faults(in: value, against: .object(members.map { ($0.key, $0.value) }), at: place)
            }
            return each.contains([]) ? [] : each.first ?? ["\(place): the schema says nothing"]
        }
        switch schema["type"]?.string {
        case "object": return object(value, schema, place)
        case "array":
            guard let items = value.array, let each = schema["items"] else { return ["\(place): no list"] }
            return items.flatMap { faults(in: $0, against: each, at: place + "[]") }
        case "string": return value.string == nil ? ["\(place): no text"] : []
        case "integer": return value.int64 == nil ? ["\(place): no whole number"] : []
        case "number": return value.double == nil ? ["\(place): no number"] : []
        case "boolean": return value.bool == nil ? ["\(place): no flag"] : []
        default: return ["\(place): the schema says nothing"]
        }
    }

    private func object(_ value: JSON, _ schema: JSON, _ place: String) -> [String] {
        guard value.kind == .object else { return ["\(place): no object"] }
        let members = value.fields
        let names = Set(members.map(\.key))
        var faults = (schema["required"]?.array ?? []).compactMap(\.string).filter { !names.contains($0) }
            .map { "\(place): \($0) is missing" }
        let properties = schema["properties"]
        for (name, member) in members {
            if let each = properties?[name] ?? schema["additionalProperties"] {
                faults += self.faults(in: member, against: each, at: "\(place).\(name)")
            } else if properties != nil {
                faults.append("\(place): \(name) is not described")
            }
        }
        return faults
    }
}

extension JSON {
    /// The members of an object, in order; none of anything else.
    var fields: [(key: String, value: JSON)] { members.map { ($0.key, $0.value) } }
}
