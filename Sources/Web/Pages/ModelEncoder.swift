/// Turns a model into a ``ModelTree`` by the `encode(to:)` that the compiler writes for plain structs: texts, numbers,
/// flags, optionals, lists and structs of them. Numbers become text as Swift writes them; format them in the model.
struct ModelEncoder: Encoder {
    private let result = Box()

    final class Box {
        var tree: ModelTree = .absent
        var fields: [String: ModelTree] = [:]
        var items: [ModelTree]?
    }

    static func tree(_ value: some Encodable) -> ModelTree {
        switch value {
        case let text as String: return .text(text)
        case let list as any EncodableList: return .list(list.trees)
        default: break
        }
        let encoder = ModelEncoder()
        // Nothing below throws: every container takes every value.
        try? value.encode(to: encoder)
        let box = encoder.result
        if let items = box.items { return .list(items) }
        return box.fields.isEmpty ? box.tree : .object(box.fields)
    }

    var codingPath: [any CodingKey] { [] }
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
        result.fields.reserveCapacity(16)
        return KeyedEncodingContainer(ModelFields<Key>(box: result))
    }

    func unkeyedContainer() -> any UnkeyedEncodingContainer {
        result.items = []
        return ModelItems(box: result)
    }

    func singleValueContainer() -> any SingleValueEncodingContainer { ModelValue(box: result) }
}

/// Lists without the detour through a container.
private protocol EncodableList {
    var trees: [ModelTree] { get }
}

extension Array: EncodableList where Element: Encodable {
    fileprivate var trees: [ModelTree] { map { ModelEncoder.tree($0) } }
}

private struct ModelFields<Key: CodingKey>: KeyedEncodingContainerProtocol {
    let box: ModelEncoder.Box
    var codingPath: [any CodingKey] { [] }

    private func set(_ tree: ModelTree, _ key: Key) { box.fields[key.stringValue] = tree }

    mutating func encodeNil(forKey key: Key) { set(.absent, key) }
    mutating func encode(_ value: String, forKey key: Key) { set(.text(value), key) }
    mutating func encode(_ value: Bool, forKey key: Key) { set(.flag(value), key) }
    mutating func encode(_ value: Int, forKey key: Key) { set(.text(String(value)), key) }
    mutating func encode(_ value: some Encodable, forKey key: Key) { set(ModelEncoder.tree(value), key) }

    mutating func encodeIfPresent(_ value: String?, forKey key: Key) { set(value.map { .text($0) } ?? .absent, key) }
    mutating func encodeIfPresent(_ value: Bool?, forKey key: Key) { set(value.map { .flag($0) } ?? .absent, key) }
    mutating func encodeIfPresent(_ value: Int?, forKey key: Key) {
        set(value.map { .text(String($0)) } ?? .absent, key)
    }
    mutating func encodeIfPresent(_ value: (some Encodable)?, forKey key: Key) {
        set(value.map { ModelEncoder.tree($0) } ?? .absent, key)
    }

    mutating func nestedContainer<Nested: CodingKey>(
        keyedBy keyType: Nested.Type, forKey key: Key
    ) -> KeyedEncodingContainer<Nested> { KeyedEncodingContainer(ModelFields<Nested>(box: box)) }
    mutating func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer { ModelItems(box: box) }
    mutating func superEncoder() -> any Encoder { ModelEncoder() }
    mutating func superEncoder(forKey key: Key) -> any Encoder { ModelEncoder() }
}

private struct ModelItems: UnkeyedEncodingContainer {
    let box: ModelEncoder.Box
    var codingPath: [any CodingKey] { [] }
    var count: Int { box.items?.count ?? 0 }

    mutating func encodeNil() { box.items?.append(.absent) }
    mutating func encode(_ value: some Encodable) { box.items?.append(ModelEncoder.tree(value)) }

    mutating func nestedContainer<Nested: CodingKey>(keyedBy keyType: Nested.Type) -> KeyedEncodingContainer<Nested> {
        KeyedEncodingContainer(ModelFields<Nested>(box: ModelEncoder.Box()))
    }
    mutating func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer { ModelItems(box: ModelEncoder.Box()) }
    mutating func superEncoder() -> any Encoder { ModelEncoder() }
}

/// Numbers and enums with raw values.
private struct ModelValue: SingleValueEncodingContainer {
    let box: ModelEncoder.Box
    var codingPath: [any CodingKey] { [] }

    mutating func encodeNil() { box.tree = .absent }
    mutating func encode(_ value: Bool) { box.tree = .flag(value) }
    mutating func encode(_ value: String) { box.tree = .text(value) }
    mutating func encode(_ value: Double) { box.tree = .text("\(value)") }
    mutating func encode(_ value: Float) { box.tree = .text("\(value)") }
    mutating func encode(_ value: Int) { box.tree = .text(String(value)) }
    mutating func encode(_ value: Int8) { box.tree = .text(String(value)) }
    mutating func encode(_ value: Int16) { box.tree = .text(String(value)) }
    mutating func encode(_ value: Int32) { box.tree = .text(String(value)) }
    mutating func encode(_ value: Int64) { box.tree = .text(String(value)) }
    mutating func encode(_ value: UInt) { box.tree = .text(String(value)) }
    mutating func encode(_ value: UInt8) { box.tree = .text(String(value)) }
    mutating func encode(_ value: UInt16) { box.tree = .text(String(value)) }
    mutating func encode(_ value: UInt32) { box.tree = .text(String(value)) }
    mutating func encode(_ value: UInt64) { box.tree = .text(String(value)) }
    mutating func encode(_ value: some Encodable) { box.tree = ModelEncoder.tree(value) }
}
