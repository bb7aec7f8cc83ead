/// The part of YAML that people write by hand: mappings and lists by indentation, texts plain or quoted, `[a, b]` on one line, blocks
/// after `|`, comments. Anchors, tags, several documents and tabs are refused, each with its line.
package enum YAMLSubset {
    package struct Fault: Error, Sendable, Equatable, CustomStringConvertible {
        package let line: Int
        package let reason: String
        package var description: String { "line \(line): \(reason)" }
    }

    package static func parse(_ text: String) throws(Fault) -> JSON {
        var parser = Parser(text)
        return try parser.document()
    }

    private struct Line {
        let number: Int
        let indent: Int
        /// Without indentation and comment.
        let text: String
        let raw: String
    }

    private struct Parser {
        private let lines: [Line]
        /// As written, for blocks.
        private let source: [String]
        private var place = 0
        private static let deepest = 32

        init(_ text: String) {
            source = text.split(omittingEmptySubsequences: false) { $0.isNewline }.map(String.init)
            lines = source.enumerated().compactMap { index, raw in
                let indent = raw.prefix { $0 == " " }.count
                let rest = Self.withoutComment(String(raw.dropFirst(indent)))
                return rest.isEmpty || rest == "---" && index == 0
                    ? nil : Line(number: index + 1, indent: indent, text: rest, raw: raw)
            }
        }

        mutating func document() throws(Fault) -> JSON {
            guard let first = lines.first else { return .object([]) }
            let value = try block(first.indent, 0)
            if place < lines.count { throw fault("is indented less than what it belongs to") }
            return value
        }

        private func fault(_ reason: String) -> Fault {
            Fault(line: lines.indices.contains(place) ? lines[place].number : lines.last?.number ?? 0, reason: reason)
        }

        private mutating func block(_ indent: Int, _ depth: Int) throws(Fault) -> JSON {
            guard depth < Self.deepest else { throw fault("is nested too deep") }
            guard place < lines.count else { return .null }
            return Self.isItem(lines[place].text) ? try list(indent, depth) : try mapping(indent, depth)
        }

        private static func isItem(_ text: String) -> Bool { text == "-" || text.hasPrefix("- ") }

        private mutating func list(_ indent: Int, _ depth: Int) throws(Fault) -> JSON {
            var items: [JSON] = []
            while place < lines.count, lines[place].indent == indent, Self.isItem(lines[place].text) {
                let line = lines[place]
                let rest = String(line.text.dropFirst(1))
                let gap = rest.prefix { $0 == " " }.count
                let content = String(rest.dropFirst(gap))
                if content.isEmpty {
                    place += 1
                    items.append(try nested(under: indent, depth))
                } else if Self.key(of: content) != nil || Self.isItem(content) {
                    // What stands behind the dash is the first line of a block of its own.
                    items.append(try inline(content, indent + 1 + gap, depth))
                } else {
                    items.append(try value(content, indent, depth))
                }
            }
            if place < lines.count, lines[place].indent > indent { throw fault("is indented more than its neighbours") }
            return JSON(items)
        }

        /// `- name: x` with more lines below it.
        private mutating func inline(_ content: String, _ indent: Int, _ depth: Int) throws(Fault) -> JSON {
            guard depth < Self.deepest else { throw fault("is nested too deep") }
            if Self.isItem(content) { throw fault("a list directly inside a list is not understood") }
            var members: [(String, JSON?)] = []
            try member(content, indent, depth + 1, &members)
            try more(indent, depth + 1, &members)
            return .object(members)
        }

        private mutating func mapping(_ indent: Int, _ depth: Int) throws(Fault) -> JSON {
            var members: [(String, JSON?)] = []
            try more(indent, depth, &members)
            return .object(members)
        }

        private mutating func more(_ indent: Int, _ depth: Int, _ members: inout [(String, JSON?)]) throws(Fault) {
            while place < lines.count, lines[place].indent == indent, !Self.isItem(lines[place].text) {
                try member(lines[place].text, indent, depth, &members)
            }
            if place < lines.count, lines[place].indent > indent { throw fault("is indented more than its neighbours") }
        }

        private mutating func member(
            _ text: String, _ indent: Int, _ depth: Int, _ members: inout [(String, JSON?)]
        ) throws(Fault) {
            guard let (key, rest) = Self.key(of: text) else { throw fault("is no \"key: value\"") }
            guard !members.contains(where: { $0.0 == key }) else { throw fault("says \(key) twice") }
            if rest.isEmpty {
                place += 1
                members.append((key, try nested(under: indent, depth, takesList: true)))
            } else {
                members.append((key, try value(rest, indent, depth)))
            }
        }

        /// The block below a line that ends with its key or dash; nothing there is null.
        private mutating func nested(under indent: Int, _ depth: Int, takesList: Bool = false) throws(Fault) -> JSON {
            guard place < lines.count else { return .null }
            let next = lines[place]
            if next.indent > indent { return try block(next.indent, depth + 1) }
            // A list may stand as far left as its key.
            if takesList, next.indent == indent, Self.isItem(next.text) { return try list(indent, depth + 1) }
            return .null
        }

        // MARK: Values

        private mutating func value(_ text: String, _ indent: Int, _ depth: Int) throws(Fault) -> JSON {
            if text == "|" || text == "|-" { return literal(indent, keepsEnd: text == "|") }
            let found = try scalar(text)
            place += 1
            return found
        }

        private mutating func literal(_ indent: Int, keepsEnd: Bool) -> JSON {
            let first = lines[place].number
            var body: [String] = []
            var last = first
            for raw in source.dropFirst(first) {
                let isBlank = raw.allSatisfy { $0 == " " }
                guard isBlank || raw.prefix(while: { $0 == " " }).count > indent else { break }
                body.append(raw)
                last += 1
            }
            while body.last?.allSatisfy({ $0 == " " }) == true { body.removeLast() }
            let margin = body.filter { !$0.allSatisfy { $0 == " " } }.map { $0.prefix { $0 == " " }.count }.min() ?? 0
            while place < lines.count, lines[place].number <= last { place += 1 }
            return JSON(body.map { String($0.dropFirst(margin)) }.joined(separator: "\n") + (keepsEnd ? "\n" : ""))
        }

        private func scalar(_ text: String) throws(Fault) -> JSON {
            guard let first = text.first else { return .null }
            switch first {
            case "\"", "'": return JSON(try quoted(text))
            case "[":
                guard text.last == "]" else { throw fault("has a [ without its ]") }
                let inside = String(text.dropFirst().dropLast())
                guard !Self.trim(inside).isEmpty else { return [] }
                var items: [JSON] = []
                for part in try pieces(inside) { items.append(try scalar(Self.trim(part))) }
                return JSON(items)
            case "{", "&", "*", "!", "|", ">", "%", "@", "`":
                throw fault("begins with a sign that is not understood: \(first)")
            default: break
            }
            switch text {
            case "true", "yes", "sim": return true
            case "false", "no", "não": return false
            case "null", "~": return .null
            default: break
            }
            if let number = try? JSON.parse(text), number.kind == .number { return number }
            return JSON(text)
        }

        private func quoted(_ text: String) throws(Fault) -> String {
            guard let mark = text.first, text.count >= 2, text.last == mark else {
                throw fault("has a quotation mark too few")
            }
            let inside = text.dropFirst().dropLast()
            if mark == "'" {
                let plain = inside.replacing("''", with: "\u{0}")
                guard !plain.contains("'") else { throw fault("has a quotation mark too many") }
                return String(plain.replacing("\u{0}", with: "'"))
            }
            guard let value = (try? JSON.parse("\"\(inside)\""))?.string else {
                throw fault("is no text between quotation marks")
            }
            return value
        }

        /// Parts between commas that stand outside of quotation marks.
        private func pieces(_ text: String) throws(Fault) -> [String] {
            var parts: [String] = [""]
            var open: Character?
            for letter in text {
                if let mark = open {
                    if letter == mark { open = nil }
                } else if letter == "\"" || letter == "'" {
                    open = letter
                } else if letter == "," {
                    parts.append("")
                    continue
                } else if letter == "[" || letter == "{" {
                    throw fault("a list directly inside a list is not understood")
                }
                parts[parts.count - 1].append(letter)
            }
            guard open == nil else { throw fault("has a quotation mark too few") }
            return parts
        }

        /// `key` and what follows `: `; nil for a line that is no member.
        private static func key(of text: String) -> (key: String, rest: String)? {
            if text.first == "\"" || text.first == "'" || text.first == "[" { return nil }
            guard
                let colon = text.indices.first(where: { index in
                    guard text[index] == ":" else { return false }
                    let next = text.index(after: index)
                    return next == text.endIndex || text[next] == " "
                })
            else { return nil }
            let key = trim(String(text[..<colon]))
            guard !key.isEmpty, key.allSatisfy({ $0.isLetter || $0.isNumber || $0 == "_" || $0 == "-" }) else {
                return nil
            }
            return (key, trim(String(text[text.index(after: colon)...])))
        }

        private static func trim(_ text: String) -> String {
            String(text.drop { $0 == " " }.reversed().drop { $0 == " " || $0 == "\r" }.reversed())
        }

        /// A `#` at the beginning or after a space, outside of quotation marks, begins a comment.
        private static func withoutComment(_ text: String) -> String {
            var open: Character?
            var previous: Character = " "
            var kept = ""
            for letter in text {
                if let mark = open {
                    if letter == mark { open = nil }
                } else if (letter == "\"" || letter == "'") && " [,".contains(previous) {
                    open = letter
                } else if letter == "#", previous == " " {
                    break
                }
                kept.append(letter)
                previous = letter
            }
            return trim(kept)
        }
    }
}
