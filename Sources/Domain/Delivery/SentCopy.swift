/// Whether a message that a provider shows us is what we sent ourselves. Asked only where the id cannot tell: the answer to the call
/// was lost, or named nothing.
package enum SentCopy: Sendable, Equatable {
    /// The whole message, or its last part: all of it has left.
    case whole
    /// An earlier part of it.
    case part
    case other

    package struct Content: Sendable, Equatable {
        package var type: String
        package var text: String

        package init(type: String, text: String) {
            self.type = type
            self.text = text
        }
    }

    /// - Parameters:
    ///   - seen: as the provider shows it.
    ///   - sent: as we gave it to the provider. Long texts leave in parts, a file apart from its words.
    package init(of seen: Content, sent: Content) {
        let (words, whole) = (Self.folded(seen.text), Self.folded(sent.text))
        if Self.file(seen.type) != nil {
            guard Self.file(seen.type) == Self.file(sent.type) else {
                self = .other
                return
            }
            self = whole.isEmpty || words == whole ? .whole : words.isEmpty ? .part : .other
        } else if words.isEmpty || whole.isEmpty {
            self = .other
        } else if words == whole || Self.isNamedPlace(sent.type) && words.starts(with: whole) {
            self = .whole
        } else {
            self = Self.part(words, of: whole)
        }
    }

    /// No channel cuts a text shorter than this, so only longer ones have parts.
    private static let shortestLimit = 900

    private static func part(_ words: [Unicode.Scalar], of whole: [Unicode.Scalar]) -> SentCopy {
        guard whole.count > shortestLimit / 4, whole.reduce(0, { $0 + UTF8.width($1) }) > shortestLimit,
            words.count < whole.count
        else { return .other }
        if whole.suffix(words.count).elementsEqual(words) { return .whole }
        if whole.starts(with: words) { return .part }
        guard words.count >= shortestLimit / 4 else { return .other }
        let last = whole.count - words.count
        return (0...last).contains { whole[$0...].starts(with: words) } ? .part : .other
    }

    /// Spaces, line ends and invisible marks are what providers change.
    private static func folded(_ text: String) -> [Unicode.Scalar] {
        text.unicodeScalars.filter {
            !$0.properties.isWhitespace && $0.properties.generalCategory != .format
                && $0.properties.generalCategory != .control
        }
    }

    private static func file(_ type: String) -> String? {
        switch type {
        case "image", "sticker": "image"
        case "document", "file": "file"
        case "video", "audio": type
        default: nil
        }
    }

    /// A place without a form of its own is sent as its name and a link.
    private static func isNamedPlace(_ type: String) -> Bool { type == "location" || type == "contacts" }
}

extension UTF8 {
    fileprivate static func width(_ scalar: Unicode.Scalar) -> Int { String(scalar).utf8.count }
}
