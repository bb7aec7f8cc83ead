/// The header of a message or of a part, unfolded, in the order it was sent.
package struct MIMEHeaders: Sendable {
    struct Field: Sendable {
        /// Lower case.
        let name: String
        let raw: ArraySlice<UInt8>
    }

    private(set) var fields: [Field] = []

    static let fieldLimit = 1_000
    static let sizeLimit = 262_144

    init() {}

    /// For a message that came as a list of names and decoded values.
    package init(_ fields: [(name: String, value: String)]) {
        self.fields = fields.prefix(Self.fieldLimit).map {
            Field(name: $0.name.lowercased(), raw: Array($0.value.utf8.prefix(Self.sizeLimit))[...])
        }
    }

    /// Reads header fields from the front of `bytes`; the body begins at `end`. A line that can be no field ends the header,
    /// so that text without any header is all body.
    static func parse(_ bytes: ArraySlice<UInt8>) -> (headers: MIMEHeaders, end: Int) {
        var headers = MIMEHeaders()
        var index = bytes.startIndex
        var current: (name: String, value: [UInt8])?
        func close() {
            if let current, headers.fields.count < fieldLimit {
                headers.fields.append(Field(name: current.name, raw: MailText.trim(current.value[...])))
            }
            current = nil
        }
        while index < bytes.endIndex {
            let newline = bytes[index...].firstIndex(of: MailText.lf)
            let next = newline.map { $0 + 1 } ?? bytes.endIndex
            var line = bytes[index..<(newline ?? bytes.endIndex)]
            if line.last == MailText.cr { line.removeLast() }
            guard let first = line.first else {
                close()
                return (headers, next)
            }
            if MailText.isBlank(first) {
                // Folded: the line end goes, the white space stays.
                if let open = current, open.value.count + line.count <= sizeLimit {
                    current = (open.name, open.value + line)
                }
            } else if let field = split(line) {
                close()
                current = (field.name, Array(field.value.prefix(sizeLimit)))
            } else if !(index == bytes.startIndex && line.starts(with: Array("From ".utf8))) {
                close()
                return (headers, index)
            }
            index = next
        }
        close()
        return (headers, bytes.endIndex)
    }

    private static func split(_ line: ArraySlice<UInt8>) -> (name: String, value: ArraySlice<UInt8>)? {
        guard let colon = line.prefix(256).firstIndex(of: UInt8(ascii: ":")), colon > line.startIndex else {
            return nil
        }
        var name = line[line.startIndex..<colon]
        while let last = name.last, MailText.isBlank(last) { name.removeLast() }
        guard !name.isEmpty, name.allSatisfy({ (0x21...0x7E).contains($0) }) else { return nil }
        return (String(decoding: name.map(MailText.lower), as: UTF8.self), line[(colon + 1)...])
    }

    func raw(_ name: String) -> ArraySlice<UInt8>? { fields.first { $0.name == name }?.raw }

    func has(_ name: String) -> Bool { raw(name) != nil }

    /// First value of a header, encoded words decoded, on one line.
    package subscript(name: String) -> String? {
        raw(name.lowercased()).map { MailText.line(EncodedWords.decode($0), limit: Self.sizeLimit) }
    }

    func all(_ name: String) -> [ArraySlice<UInt8>] { fields.filter { $0.name == name }.map(\.raw) }
}
