import Domain

/// The subset of JSON Schema that the API takes under `strict`.
struct OpenAIStrictSchema {
    private var properties = 0
    private var enumValues = 0
    private let root: JSON

    private init(root: JSON) { self.root = root }

    /// Why a schema is refused; nil when it is legal.
    static func fault(in schema: JSON) -> String? {
        guard schema["type"]?.string == "object" else {
            return "schema must be a JSON Schema of 'type: \"object\"', got another type."
        }
        guard schema["anyOf"] == nil else { return "In context=(), 'anyOf' is not permitted at the root." }
        var checker = OpenAIStrictSchema(root: schema)
        if let fault = checker.check(schema, at: [], depth: 1) { return fault }
        if checker.properties > 5_000 { return "too many properties" }
        return checker.enumValues > 1_000 ? "too many enum values" : nil
    }

    private mutating func check(_ schema: JSON, at path: [String], depth: Int) -> String? {
        let place = "In context=(\(path.map { "'\($0)'" }.joined(separator: ", "))), "
        guard schema.kind == .object else { return place + "schema must be an object." }
        guard depth <= 10 else { return place + "nesting is deeper than 10 levels." }
        for word in Self.refused where schema[word] != nil { return place + "'\(word)' is not permitted." }
        if let fault = checkReference(schema, place) { return fault }
        enumValues += schema.elements(of: "enum").reduce(0) { count, _ in count + 1 }
        if let properties = schema["properties"] {
            if let fault = checkObject(schema, properties, place) { return fault }
            for (name, value) in properties.members {
                self.properties += 1
                if let fault = check(value, at: path + ["properties", name], depth: depth + 1) { return fault }
            }
        } else if Self.types(of: schema).contains("object") {
            guard schema["additionalProperties"]?.bool == false else {
                return place + "'additionalProperties' is required to be supplied and to be false."
            }
        }
        if Self.types(of: schema).contains("array") {
            guard let items = schema["items"] else { return place + "array schema missing items." }
            if let fault = check(items, at: path + ["items"], depth: depth + 1) { return fault }
        }
        for (index, choice) in schema.elements(of: "anyOf").enumerated() {
            if let fault = check(choice, at: path + ["anyOf", "\(index)"], depth: depth) { return fault }
        }
        for (name, value) in (schema["$defs"] ?? .null).members {
            if let fault = check(value, at: path + ["$defs", name], depth: depth) { return fault }
        }
        if Self.types(of: schema).isEmpty, !Self.typeless.contains(where: { schema[$0] != nil }) {
            return place + "schema must have a 'type' key."
        }
        return nil
    }

    private func checkReference(_ schema: JSON, _ place: String) -> String? {
        guard let reference = schema["$ref"]?.string, reference != "#" else { return nil }
        let name = reference.split(separator: "/").last.map(String.init) ?? ""
        return root["$defs"]?[name] == nil ? place + "reference to component which was not found." : nil
    }

    private func checkObject(_ schema: JSON, _ properties: JSON, _ place: String) -> String? {
        guard schema["additionalProperties"]?.bool == false else {
            return place + "'additionalProperties' is required to be supplied and to be false."
        }
        let names = Set(properties.members.map(\.key))
        let required = Set(schema.elements(of: "required").compactMap(\.string))
        guard required == names else {
            let odd = names.symmetricDifference(required).sorted().first ?? ""
            return place
                + "'required' is required to be supplied and to be an array including every key in properties. '\(odd)'."
        }
        return nil
    }

    static func types(of schema: JSON) -> [String] {
        guard let type = schema["type"] else { return [] }
        return type.string.map { [$0] } ?? type.elements.compactMap(\.string)
    }

    private static let typeless = ["anyOf", "$ref", "enum", "const"]
    private static let refused = [
        "allOf", "oneOf", "not", "if", "then", "else", "dependentRequired", "dependentSchemas", "patternProperties",
        "unevaluatedProperties",
    ]
}
