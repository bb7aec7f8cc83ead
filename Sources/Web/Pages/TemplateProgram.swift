/// A compiled template: the part of mustache that pages use (variables, sections, inverted sections, partials, comments).
///
/// Ours instead of a library's because a page of fifty rows has a thousand tags: see docs/adr. Tests hold it against
/// swift-mustache, tag by tag.
struct TemplateProgram: Sendable {
    indirect enum Piece: Sendable {
        case text(String)
        case variable(Path)
        case unescaped(Path)
        case section(Path, [Piece])
        case inverted(Path, [Piece])
        case partial(String)
    }

    /// `name`, `person.name`, or `.` for the innermost value (no steps).
    struct Path: Sendable {
        let first: String?
        let rest: [String]

        init(_ name: String) {
            let steps = name == "." ? [] : name.split(separator: ".").map(String.init)
            first = steps.first
            rest = Array(steps.dropFirst())
        }
    }

    struct Fault: Error, CustomStringConvertible {
        let description: String
    }

    let pieces: [Piece]

    init(_ text: String) throws(Fault) {
        var compiler = Compiler(TemplateTag.tokens(text))
        pieces = try compiler.pieces(until: nil)
    }

    private struct Compiler {
        private let tokens: [TemplateTag.Token]
        private var next = 0

        init(_ tokens: [TemplateTag.Token]) { self.tokens = tokens }

        mutating func pieces(until end: String?) throws(Fault) -> [Piece] {
            var pieces: [Piece] = []
            while next < tokens.count {
                let position = next
                next += 1
                switch tokens[position] {
                case .text(let text):
                    let text = isStandalone(position - 1) ? Self.withoutFirstLine(text) : text
                    if !text.isEmpty { pieces.append(.text(String(text))) }
                case .tag(let tag):
                    switch tag.kind {
                    case .variable: pieces.append(.variable(Path(tag.name)))
                    case .unescaped: pieces.append(.unescaped(Path(tag.name)))
                    case .section: pieces.append(.section(Path(tag.name), try self.pieces(until: tag.name)))
                    case .inverted: pieces.append(.inverted(Path(tag.name), try self.pieces(until: tag.name)))
                    case .partial: pieces.append(.partial(tag.name))
                    case .comment: break
                    case .unknown: throw Fault(description: "tag not understood: \(tag.name)")
                    case .close:
                        guard tag.name == end else { throw Fault(description: "{{/\(tag.name)}} closes nothing") }
                        return pieces
                    }
                }
            }
            if let end { throw Fault(description: "{{#\(end)}} is not closed") }
            return pieces
        }

        /// A tag alone on its line takes the line away with it. Values never do.
        private func isStandalone(_ position: Int) -> Bool {
            guard tokens.indices.contains(position), case .tag(let tag) = tokens[position],
                [.section, .inverted, .close, .partial, .comment].contains(tag.kind)
            else { return false }
            if position > 0 {
                guard case .text(let before) = tokens[position - 1], before.last == "\n" else { return false }
            }
            guard position + 1 < tokens.count, case .text(let after) = tokens[position + 1] else { return false }
            return after.drop { $0 == " " || $0 == "\t" }.first == "\n"
        }

        private static func withoutFirstLine(_ text: Substring) -> Substring {
            text.drop { $0 != "\n" }.dropFirst()
        }
    }
}
