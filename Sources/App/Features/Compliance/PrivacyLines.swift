import Domain
import Privacy

/// JSON lines in, JSON lines out, one for one: a line that cannot be read is answered by a line that says so.
package struct PrivacyLines: Sendable {
    package enum Work: Sendable { case scan, mask }

    private let work: Work
    /// Lines read so far.
    package private(set) var lines = 0
    /// Lines that could not be read.
    package private(set) var failures = 0

    package init(_ work: Work) { self.work = work }

    /// The answer to one line without its end; nil for an empty line, which is nobody's message.
    package mutating func answer(_ line: ArraySlice<UInt8>) -> [UInt8]? {
        lines += 1
        guard line.contains(where: { $0 > 0x20 }) else { return nil }
        guard let message = try? JSON.parse(Array(line), limits: .init(invalidText: .replace)),
            let text = message["text"]?.string
        else {
            failures += 1
            return JSON.object([("line", JSON(lines)), ("error", "not a JSON object with a text")]).serialize()
        }
        return answer(id: message["id"] ?? .null, text).serialize()
    }

    private func answer(id: JSON, _ text: String) -> JSON {
        switch work {
        case .mask: return ["id": id, "text": JSON(Mask.text(text))]
        case .scan:
            let entities = PersonalData.findScalars(in: text).map { found -> JSON in
                ["start": JSON(found.start), "end": JSON(found.end), "label": JSON(found.kind.label)]
            }
            return ["id": id, "entities": JSON(entities)]
        }
    }
}

/// Cuts a stream of bytes into lines.
package struct LineSplitter: Sendable {
    private var rest: [UInt8] = []
    /// No end of line stands before this.
    private var searched = 0

    package init() {}

    /// Calls `body` for each line that `chunk` completes.
    package mutating func add(_ chunk: some Collection<UInt8>, _ body: (ArraySlice<UInt8>) throws -> Void) rethrows {
        rest.append(contentsOf: chunk)
        var start = 0
        while let end = rest[max(start, searched)...].firstIndex(of: 0x0A) {
            try body(rest[start..<end])
            start = end + 1
        }
        rest.removeFirst(start)
        searched = rest.count
    }

    /// The last line, where the stream ended without an end of line.
    package mutating func finish(_ body: (ArraySlice<UInt8>) throws -> Void) rethrows {
        if !rest.isEmpty { try body(rest[...]) }
        rest = []
    }
}
