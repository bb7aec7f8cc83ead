import Web

/// Holds templates against their models: mustache prints nothing for a name it does not find, so a typing error would
/// only be seen by the reader of the page.
package struct TemplateAudit {
    private let sources: [String: String]
    private var faults: [String] = []
    private var visited: Set<String> = []

    package init(sources: [String: String]) { self.sources = sources }

    /// What is wrong with the template of that name for this model, its partials included.
    package mutating func check(_ template: String, model: ModelTree, layout: ModelTree?) -> [String] {
        faults = []
        var outermost = [String: ModelTree]()
        if let layout { outermost["layout"] = layout }
        walk(template, stack: [.object(outermost), model])
        return faults
    }

    /// Templates that no checked model has reached.
    package var unreached: [String] { sources.keys.filter { !visited.contains($0) }.sorted() }

    private mutating func walk(_ template: String, stack: [ModelTree]) {
        visited.insert(template)
        guard let source = sources[template] else {
            faults.append("\(template): no such template")
            return
        }
        var stack = stack
        var open: [Int] = []  // the stack's height at each open section
        for tag in TemplateTag.scan(source) {
            switch tag.kind {
            case .variable, .unescaped:
                switch Self.find(tag.name, in: stack) {
                case .text: break
                case nil: faults.append("\(template): {{\(tag.name)}} is not on the model")
                case .absent: faults.append("\(template): the sample leaves {{\(tag.name)}} empty")
                case .flag, .list, .object: faults.append("\(template): {{\(tag.name)}} is no text")
                }
            case .section, .inverted:
                open.append(stack.count)
                enter(tag, template: template, stack: &stack)
            case .close:
                if let height = open.popLast() { stack.removeSubrange(height...) }
            case .partial: walk(tag.name, stack: stack)
            case .comment, .unknown: break
            }
        }
    }

    private mutating func enter(_ tag: TemplateTag, template: String, stack: inout [ModelTree]) {
        let found = Self.find(tag.name, in: stack)
        if found == nil { faults.append("\(template): {{#\(tag.name)}} is not on the model") }
        guard tag.kind == .section else { return }
        switch found {
        case .object: stack.append(found ?? .absent)
        case .list(let items):
            if let first = items.first {
                stack.append(first)
            } else {
                faults.append("\(template): the sample leaves {{#\(tag.name)}} empty")
            }
        case .absent: faults.append("\(template): the sample leaves {{#\(tag.name)}} empty")
        case .text(let text): stack.append(.text(text))
        case .flag, nil: break
        }
    }

    private static func find(_ name: String, in stack: [ModelTree]) -> ModelTree? {
        if name == "." { return stack.last }
        let parts = name.split(separator: ".").map(String.init)
        guard let first = parts.first else { return nil }
        for level in stack.reversed() {
            guard case .object(let fields) = level, var value = fields[first] else { continue }
            for part in parts.dropFirst() {
                guard case .object(let inner) = value, let next = inner[part] else { return nil }
                value = next
            }
            return value
        }
        return nil
    }
}
