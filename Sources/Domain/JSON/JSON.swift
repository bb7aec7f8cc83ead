/// One JSON value, parsed from bytes or built in code. Reads and writes never trap, whatever the bytes were.
///
/// A parsed document is a flat tape of 16-byte nodes over the original bytes: nothing is decoded until it is asked for,
/// and every value knows which bytes it came from, so that a part of a webhook can be kept exactly as it was sent.
///
/// Rules where RFC 8259 leaves a choice:
/// - the last of several equal keys counts (as in PostgreSQL's jsonb and JavaScript);
/// - a lone surrogate escape (`\ud83d` of a cut emoji) reads as U+FFFD, so one broken text does not cost its neighbours;
/// - bytes that are not UTF-8 are an error, or U+FFFD where the caller asks for ``InvalidText/replace``;
/// - numbers keep their text; ``int64`` and ``double`` answer nil rather than a rounded or infinite value;
/// - a UTF-8 byte order mark in front is skipped.
package struct JSON: Sendable {
    enum Storage: Sendable {
        case parsed(JSONDocument, at: Int)
        case null
        case bool(Bool)
        /// Text of a valid JSON number.
        case number(String)
        case string(String)
        case array([JSON])
        case object([(key: String, value: JSON)])
    }

    let storage: Storage

    init(_ storage: Storage) {
        self.storage = storage
    }

    package enum Kind: UInt8, Sendable {
        case null, `false`, `true`, number, string, array, object
    }

    /// What to do with a string whose bytes are not UTF-8.
    package enum InvalidText: Sendable {
        case reject, replace
    }

    package struct Limits: Sendable {
        /// Containers within containers. Never more than 512, whatever is asked: writers recurse this deep.
        package var depth: Int
        package var invalidText: InvalidText

        package init(depth: Int = 64, invalidText: InvalidText = .reject) {
            self.depth = min(depth, 512)
            self.invalidText = invalidText
        }
    }

    /// Parses one document; nothing but white space may follow it.
    package static func parse(_ bytes: [UInt8], limits: Limits = Limits()) throws(JSONError) -> JSON {
        var parser = JSONParser(bytes, limits: limits)
        try parser.run()
        return JSON(.parsed(JSONDocument(bytes: bytes, nodes: parser.nodes), at: 0))
    }

    package static func parse(_ text: String, limits: Limits = Limits()) throws(JSONError) -> JSON {
        try parse(Array(text.utf8), limits: limits)
    }
}

/// Why a body is not JSON. Says where, never what: it may be logged.
package struct JSONError: Error, Sendable, Equatable, CustomStringConvertible {
    package enum Reason: String, Sendable {
        case empty = "nothing but white space"
        case unexpectedEnd = "the text ends too early"
        case unexpectedByte = "a byte that cannot stand here"
        case badNumber = "not a number"
        case badEscape = "not an escape sequence"
        case controlCharacter = "a control character inside a string"
        case invalidUTF8 = "not UTF-8"
        case trailingData = "something follows the document"
        case tooDeep = "nested too deep"
        case tooLarge = "too large"
    }

    package let reason: Reason
    package let offset: Int

    package var description: String { "\(reason.rawValue) (byte \(offset))" }
}

/// The bytes of a document and what the parser found in them.
final class JSONDocument: Sendable {
    struct Node: Sendable {
        let start: UInt32
        var end: UInt32
        /// Index of the node after this value and everything inside it.
        var next: UInt32
        let kind: JSON.Kind
        /// A string that must be decoded: it has escapes or bytes that are not UTF-8.
        let isEncoded: Bool
    }

    let bytes: [UInt8]
    let nodes: [Node]

    init(bytes: [UInt8], nodes: [Node]) {
        self.bytes = bytes
        self.nodes = nodes
    }
}
