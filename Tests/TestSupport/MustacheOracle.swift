import Foundation
import Mustache
import Web

/// Another renderer of the same language, to hold ours against.
package struct MustacheOracle {
    private var library = MustacheLibrary()

    package init(_ templates: [String: String]) throws {
        for (name, text) in templates { try library.register(text, named: name) }
    }

    package func render(_ name: String, _ model: ModelTree) -> String? {
        library.render(Self.value(model), withTemplate: name)
    }

    private static func value(_ tree: ModelTree) -> Any {
        switch tree {
        case .object(let fields): fields.mapValues { value($0) }
        case .list(let items): items.map { value($0) }
        case .text(let text): text
        case .flag(let flag): flag
        case .absent: NSNull()
        }
    }
}
