/// Runs a program over a model. Names are looked up from the innermost value outwards.
struct TemplateRenderer {
    let programs: [String: TemplateProgram]
    private var output = ""
    private var stack: [ModelTree] = []

    init(programs: [String: TemplateProgram]) { self.programs = programs }

    /// nil when there is no such template.
    mutating func render(_ name: String, _ model: ModelTree) -> String? {
        guard let program = programs[name] else { return nil }
        output.reserveCapacity(16_384)
        stack = [model]
        run(program.pieces)
        return output
    }

    private mutating func run(_ pieces: [TemplateProgram.Piece]) {
        for piece in pieces {
            switch piece {
            case .text(let text): output += text
            case .variable(let path): HTMLEscaper.append(Self.text(find(path)), to: &output)
            case .unescaped(let path): output += Self.text(find(path))
            case .section(let path, let inner): enter(find(path), inner)
            case .inverted(let path, let inner):
                if Self.isNothing(find(path)) { run(inner) }
            case .partial(let name):
                if let program = programs[name] { run(program.pieces) }
            }
        }
    }

    private static func text(_ value: ModelTree?) -> String {
        switch value {
        case .text(let text): text
        case .flag(let flag): flag ? "true" : "false"
        case nil, .absent, .list, .object: ""
        }
    }

    private mutating func enter(_ value: ModelTree?, _ inner: [TemplateProgram.Piece]) {
        switch value {
        case nil, .absent, .flag(false): return
        case .flag(true): run(inner)
        case .list(let items): for item in items { run(inner, with: item) }
        case .object(let fields): run(inner, with: .object(fields))
        case .text(let text): run(inner, with: .text(text))
        }
    }

    private mutating func run(_ pieces: [TemplateProgram.Piece], with value: ModelTree) {
        stack.append(value)
        run(pieces)
        stack.removeLast()
    }

    private static func isNothing(_ value: ModelTree?) -> Bool {
        switch value {
        case nil, .absent, .flag(false): true
        case .list(let items): items.isEmpty
        case .flag(true), .object, .text: false
        }
    }

    private func find(_ path: TemplateProgram.Path) -> ModelTree? {
        guard let first = path.first else { return stack.last }
        for level in stack.reversed() {
            guard case .object(let fields) = level, var value = fields[first] else { continue }
            for step in path.rest {
                guard case .object(let inner) = value, let next = inner[step] else { return nil }
                value = next
            }
            return value
        }
        return nil
    }
}
