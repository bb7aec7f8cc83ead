import Mustache

/// A model, read once. Templates look a name up in a dictionary, where mirroring the struct at every tag would cost
/// a page its milliseconds. Made from stored properties: nested structs, arrays, optionals, strings, numbers, flags.
package enum ModelTree: Sendable {
    case object([String: ModelTree])
    case list([ModelTree])
    case text(String)
    case flag(Bool)
    /// A nil. It hides the same name further out, which mustache would find otherwise.
    case absent

    package init(_ value: Any) {
        switch value {
        case let tree as ModelTree: self = tree
        case let text as String: self = .text(text)
        case let flag as Bool: self = .flag(flag)
        case let number as Int: self = .text(String(number))
        default: self = Self.reflect(value)
        }
    }

    private static func reflect(_ value: Any) -> ModelTree {
        let mirror = Mirror(reflecting: value)
        switch mirror.displayStyle {
        case .optional:
            return mirror.children.first.map { ModelTree($0.value) } ?? .absent
        case .collection, .set:
            return .list(mirror.children.map { ModelTree($0.value) })
        case .struct, .class, .tuple:
            var fields: [String: ModelTree] = [:]
            for child in mirror.children {
                if let label = child.label { fields[label] = ModelTree(child.value) }
            }
            return fields.isEmpty ? .text(String(describing: value)) : .object(fields)
        default:
            return .text(String(describing: value))
        }
    }

    /// The same tree with every text replaced: what the page tests feed hostile text with.
    package func mapTexts(_ change: (String) -> String) -> ModelTree {
        switch self {
        case .object(let fields): .object(fields.mapValues { $0.mapTexts(change) })
        case .list(let items): .list(items.map { $0.mapTexts(change) })
        case .text(let text): .text(change(text))
        case .flag, .absent: self
        }
    }

    /// What the renderer sees.
    var rendered: Any {
        switch self {
        case .object(let fields): RenderedObject(fields: fields)
        case .list(let items): items.map(\.rendered)
        case .text(let text): text
        case .flag(let flag): flag
        case .absent: RenderedAbsence()
        }
    }
}

private struct RenderedObject: MustacheParent {
    let fields: [String: ModelTree]
    func child(named name: String) -> Any? { fields[name]?.rendered }
}

private struct RenderedAbsence: MustacheCustomRepresentation {
    var representation: Any? { nil }
}
