/// A value with parameters: `text/plain; charset="utf-8"`. Reads RFC 2231 (continuations, charsets) and what mailers do instead.
struct HeaderValue: Sendable, Equatable {
    /// Lower case.
    var value: String
    var parameters: [String: String]

    static let parameterLimit = 100

    init(value: String, parameters: [String: String] = [:]) {
        self.value = value
        self.parameters = parameters
    }

    init(_ raw: ArraySlice<UInt8>) {
        var pieces = Self.split(raw)[...]
        value = String(decoding: MailText.trim(pieces.popFirst() ?? []), as: UTF8.self).lowercased()
        parameters = [:]
        var parts: [String: [(order: Int, bytes: [UInt8], isEncoded: Bool)]] = [:]
        for piece in pieces.prefix(Self.parameterLimit) {
            guard let equals = piece.firstIndex(of: UInt8(ascii: "=")) else { continue }
            let name = String(decoding: MailText.trim(piece[..<equals]), as: UTF8.self).lowercased()
            let bytes = Self.unquote(MailText.trim(piece[(equals + 1)...]))
            let sections = name.split(separator: "*", omittingEmptySubsequences: false)
            guard let base = sections.first, !base.isEmpty else { continue }
            if sections.count == 1 {
                if parameters[name] == nil { parameters[name] = MailText.line(EncodedWords.decode(bytes[...])) }
            } else {
                let order = Int(sections[1]) ?? 0
                parts[String(base), default: []].append((order, bytes, name.hasSuffix("*")))
            }
        }
        // The extended form says it better than the plain one beside it.
        for (name, found) in parts { parameters[name] = Self.join(found) }
    }

    private static func join(_ parts: [(order: Int, bytes: [UInt8], isEncoded: Bool)]) -> String {
        var charset: String?
        var output: [UInt8] = []
        for (index, part) in parts.sorted(by: { $0.order < $1.order }).enumerated() {
            var bytes = part.bytes[...]
            if index == 0, part.isEncoded {
                let quote = UInt8(ascii: "'")
                let marks = bytes.split(separator: quote, maxSplits: 2, omittingEmptySubsequences: false)
                if marks.count == 3 {
                    charset = String(decoding: marks[0], as: UTF8.self)
                    bytes = marks[2]
                }
            }
            output += part.isEncoded ? percentDecoded(bytes) : Array(bytes)
        }
        return MailText.line(Charset.decode(output[...], named: charset))
    }

    private static func percentDecoded(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
        var output: [UInt8] = []
        var index = bytes.startIndex
        while index < bytes.endIndex {
            if bytes[index] == UInt8(ascii: "%"), index + 2 < bytes.endIndex, let high = MailText.hex(bytes[index + 1]),
                let low = MailText.hex(bytes[index + 2])
            {
                output.append(high << 4 | low)
                index += 3
            } else {
                output.append(bytes[index])
                index += 1
            }
        }
        return output
    }

    /// Cuts at semicolons that stand in no quotation.
    private static func split(_ raw: ArraySlice<UInt8>) -> [ArraySlice<UInt8>] {
        var pieces: [ArraySlice<UInt8>] = []
        var start = raw.startIndex
        var isQuoted = false
        var isEscaped = false
        for index in raw.indices {
            if isEscaped {
                isEscaped = false
            } else if isQuoted, raw[index] == UInt8(ascii: "\\") {
                isEscaped = true
            } else if raw[index] == UInt8(ascii: "\"") {
                isQuoted.toggle()
            } else if raw[index] == UInt8(ascii: ";"), !isQuoted {
                pieces.append(raw[start..<index])
                start = index + 1
            }
        }
        return pieces + [raw[start...]]
    }

    private static func unquote(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
        guard bytes.first == UInt8(ascii: "\"") else { return Array(bytes) }
        var output: [UInt8] = []
        var isEscaped = false
        for byte in bytes.dropFirst() {
            if isEscaped {
                output.append(byte)
                isEscaped = false
            } else if byte == UInt8(ascii: "\\") {
                isEscaped = true
            } else if byte == UInt8(ascii: "\"") {
                break
            } else {
                output.append(byte)
            }
        }
        return output
    }
}
