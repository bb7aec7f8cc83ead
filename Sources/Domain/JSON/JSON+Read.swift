/// Reading a value. Every accessor answers nil (or an empty sequence) when the value is of another kind.
extension JSON {
    package var kind: Kind {
        switch storage {
        case .parsed(let document, let index): document.nodes[index].kind
        case .null: .null
        case .bool(let value): value ? .true : .false
        case .number: .number
        case .string: .string
        case .array: .array
        case .object: .object
        }
    }

    package var isNull: Bool { kind == .null }

    package var bool: Bool? {
        switch kind {
        case .true: true
        case .false: false
        default: nil
        }
    }

    package var string: String? {
        switch storage {
        case .parsed(let document, let index): document.string(at: index)
        case .string(let value): value
        default: nil
        }
    }

    /// The digits of a number exactly as they were sent.
    package var numberText: String? {
        switch storage {
        case .parsed(let document, let index):
            document.nodes[index].kind == .number ? document.text(at: index) : nil
        case .number(let text): text
        default: nil
        }
    }

    /// A string, or a number as text: providers send identifiers both ways.
    package var scalarText: String? { string ?? numberText }

    /// A whole number that fits, written as `30`, `30.0` or `3e1`; never rounded.
    package var int64: Int64? {
        guard let text = numberText else { return nil }
        if let value = Int64(text) { return value }
        guard let value = Double(text), abs(value) <= 9_007_199_254_740_992 else { return nil }
        return Int64(exactly: value)
    }

    package var int: Int? { int64.flatMap { Int(exactly: $0) } }

    /// Nearest floating-point number; nil for one too large to have any.
    package var double: Double? {
        guard let text = numberText, let value = Double(text), value.isFinite else { return nil }
        return value
    }

    /// The value of a key; with equal keys, the last one.
    package subscript(key: String) -> JSON? {
        switch storage {
        case .parsed(let document, let index):
            document.find(key, in: index).map { JSON(.parsed(document, at: $0)) }
        case .object(let members): members.last { $0.key == key }?.value
        default: nil
        }
    }

    package subscript(index: Int) -> JSON? {
        guard index >= 0 else { return nil }
        return elements.dropFirst(index).first { _ in true }
    }

    /// Bytes of the document this value was parsed from; nil for a value built in code.
    package var range: Range<Int>? {
        guard case .parsed(let document, let index) = storage else { return nil }
        let node = document.nodes[index]
        // A string's node lies between its quotes.
        return node.kind == .string ? Int(node.start) - 1..<Int(node.end) + 1 : Int(node.start)..<Int(node.end)
    }

    /// The value exactly as it was sent; nil for a value built in code.
    package var rawBytes: ArraySlice<UInt8>? {
        guard case .parsed(let document, _) = storage, let range else { return nil }
        return document.bytes[range]
    }
}

extension JSONDocument {
    func text(at index: Int) -> String {
        String(decoding: bytes[Int(nodes[index].start)..<Int(nodes[index].end)], as: UTF8.self)
    }

    func string(at index: Int) -> String? {
        let node = nodes[index]
        guard node.kind == .string else { return nil }
        return node.isEncoded ? JSONBytes.decode(bytes, from: Int(node.start), to: Int(node.end)) : text(at: index)
    }

    func find(_ key: String, in index: Int) -> Int? {
        guard nodes[index].kind == .object else { return nil }
        let end = Int(nodes[index].next)
        var found: Int?
        var current = index + 1
        while current < end {
            if isEqual(current, key) { found = current + 1 }
            current = Int(nodes[current + 1].next)
        }
        return found
    }

    /// Compares a key without making a String of it, unless it was written with escapes.
    private func isEqual(_ index: Int, _ key: String) -> Bool {
        let node = nodes[index]
        if node.isEncoded { return string(at: index) == key }
        let utf8 = key.utf8
        guard Int(node.end - node.start) == utf8.count else { return false }
        return bytes[Int(node.start)..<Int(node.end)].elementsEqual(utf8)
    }
}
