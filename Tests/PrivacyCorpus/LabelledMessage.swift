/// A message of a chat with what is personal in it, and what only looks like it.
package struct LabelledMessage: Sendable {
    package struct Part: Sendable, Hashable {
        /// In Unicode scalars.
        package let start: Int
        package let end: Int
        package let label: String

        package init(start: Int, end: Int, label: String) { (self.start, self.end, self.label) = (start, end, label) }
    }

    package let id: Int
    package let text: String
    package let entities: [Part]
    /// Order numbers, tracking codes, prices…: nothing of them may be touched.
    package let decoys: [Part]

    /// One line of JSON.
    package var json: String {
        func parts(_ parts: [Part]) -> String {
            "["
                + parts.map { #"{"start":\#($0.start),"end":\#($0.end),"label":"\#($0.label)"}"# }.joined(
                    separator: ",") + "]"
        }
        return
            #"{"id":\#(id),"text":"\#(Self.escaped(text))","entities":\#(parts(entities)),"decoys":\#(parts(decoys))}"#
    }

    private static func escaped(_ text: String) -> String {
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"", "\\": result.append(contentsOf: ["\\", scalar])
            case "\n": result.append(contentsOf: "\\n".unicodeScalars)
            case _ where scalar.value < 0x20:
                result.append(
                    contentsOf: "\\u00\(scalar.value < 16 ? "0" : "")\(String(scalar.value, radix: 16))".unicodeScalars)
            default: result.append(scalar)
            }
        }
        return String(result)
    }
}

/// Puts a message together and remembers where the labelled parts came to stand.
struct MessageBuilder {
    private(set) var scalars: [UnicodeScalar] = []
    private(set) var entities: [LabelledMessage.Part] = []
    private(set) var decoys: [LabelledMessage.Part] = []

    mutating func plain(_ text: String) { scalars += Array(text.unicodeScalars) }

    mutating func value(_ value: CorpusValue) {
        let start = scalars.count
        plain(value.text)
        let part = LabelledMessage.Part(start: start, end: scalars.count, label: value.label)
        if value.isDecoy { decoys.append(part) } else { entities.append(part) }
    }

    func message(_ id: Int) -> LabelledMessage {
        var text = String.UnicodeScalarView()
        text.append(contentsOf: scalars)
        return LabelledMessage(id: id, text: String(text), entities: entities, decoys: decoys)
    }
}

/// Something that stands for a placeholder of a phrase.
struct CorpusValue {
    let text: String
    let label: String
    var isDecoy = false
}
