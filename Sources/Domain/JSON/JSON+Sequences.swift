/// Walking arrays and objects without copying them.
extension JSON {
    /// Items of an array; empty for any other kind.
    package var elements: Elements { Elements(self) }

    /// Keys and values of an object in the order they were sent; empty for any other kind.
    package var members: Members { Members(self) }

    /// Items of the array under a key; empty when there is none.
    package func elements(of key: String) -> Elements { Elements(self[key] ?? JSON(.null)) }

    package var array: [JSON]? { kind == .array ? Array(elements) : nil }

    package struct Elements: Sequence, IteratorProtocol, Sendable {
        private enum Source: Sendable {
            case document(JSONDocument, next: Int, end: Int)
            case built(ArraySlice<JSON>)
        }

        private var source: Source

        init(_ json: JSON) {
            switch json.storage {
            case .parsed(let document, let index) where document.nodes[index].kind == .array:
                source = .document(document, next: index + 1, end: Int(document.nodes[index].next))
            case .array(let items): source = .built(items[...])
            default: source = .built([])
            }
        }

        package mutating func next() -> JSON? {
            switch source {
            case .document(let document, let index, let end):
                guard index < end else { return nil }
                source = .document(document, next: Int(document.nodes[index].next), end: end)
                return JSON(.parsed(document, at: index))
            case .built(var items):
                let item = items.popFirst()
                source = .built(items)
                return item
            }
        }
    }

    package struct Members: Sequence, IteratorProtocol, Sendable {
        private enum Source: Sendable {
            case document(JSONDocument, next: Int, end: Int)
            case built(ArraySlice<(key: String, value: JSON)>)
        }

        private var source: Source

        init(_ json: JSON) {
            switch json.storage {
            case .parsed(let document, let index) where document.nodes[index].kind == .object:
                source = .document(document, next: index + 1, end: Int(document.nodes[index].next))
            case .object(let members): source = .built(members[...])
            default: source = .built([])
            }
        }

        package mutating func next() -> (key: String, value: JSON)? {
            switch source {
            case .document(let document, let index, let end):
                guard index + 1 < end else { return nil }
                source = .document(document, next: Int(document.nodes[index + 1].next), end: end)
                return (document.string(at: index) ?? "", JSON(.parsed(document, at: index + 1)))
            case .built(var members):
                let member = members.popFirst()
                source = .built(members)
                return member
            }
        }
    }
}
