import Domain

/// One answer of a server: a code and its lines.
struct SMTPReply: Sendable, Equatable {
    var code: Int
    var lines: [String]

    /// `5.1.1`, which says more than the three digits; nil when the text does not begin with one of the code's class.
    var enhanced: String? {
        guard let word = lines.first?.split(separator: " ").first, let first = word.first, first == String(code).first
        else { return nil }
        let fields = word.split(separator: ".", omittingEmptySubsequences: false)
        let isStatus =
            fields.count == 3
            && fields.allSatisfy { (1...3).contains($0.count) && $0.allSatisfy { ("0"..."9").contains($0) } }
        return isStatus ? String(word) : nil
    }

    func fault(secrets: [String]) -> ProviderFault {
        ProviderFault(
            code: enhanced ?? "smtp_\(code)", title: Redaction.clean(lines.joined(separator: " "), secrets: secrets))
    }

    /// What a refusal means when nothing of ours can have been accepted.
    func error(secrets: [String]) -> ProviderError {
        let fault = fault(secrets: secrets)
        switch code {
        case 530, 534, 535, 538: return .unauthorized(fault)
        case 400..<500: return .unavailable(fault, retryAfter: code == 421 ? .seconds(60) : nil)
        case 500..<600: return .rejected(fault)
        default:
            return .unavailable(ProviderFault(code: "smtp_\(code)", title: "An answer out of turn"), retryAfter: nil)
        }
    }
}

/// Puts answers together from bytes. Pure; never traps; a server that never stops talking is cut off.
struct SMTPReplyParser: Sendable {
    private var buffer: [UInt8] = []
    private var pending: SMTPReply?

    static let limit = 65_536

    struct Malformed: Error {}

    /// Bytes that belong to no answer yet: after STARTTLS there must be none.
    var isEmpty: Bool { buffer.isEmpty && pending == nil }

    mutating func add(_ bytes: some Sequence<UInt8>) { buffer += bytes }

    /// The next whole answer; nil when more bytes are needed.
    mutating func next() throws(Malformed) -> SMTPReply? {
        while let newline = buffer.firstIndex(of: 0x0A) {
            var line = buffer[..<newline]
            if line.last == 0x0D { line.removeLast() }
            let text = Array(line)
            buffer.removeSubrange(...newline)
            if let reply = try read(text) { return reply }
        }
        guard buffer.count <= Self.limit else { throw Malformed() }
        return nil
    }

    private mutating func read(_ line: [UInt8]) throws(Malformed) -> SMTPReply? {
        guard line.count >= 3, let code = Int(String(decoding: line[..<3], as: UTF8.self)), (200..<600).contains(code)
        else { throw Malformed() }
        let mark = line.count > 3 ? line[3] : 0x20
        guard mark == 0x20 || mark == UInt8(ascii: "-"), pending == nil || pending?.code == code else {
            throw Malformed()
        }
        var reply = pending ?? SMTPReply(code: code, lines: [])
        guard reply.lines.count < 200 else { throw Malformed() }
        reply.lines.append(String(decoding: line.dropFirst(4).prefix(2_048), as: UTF8.self))
        pending = mark == 0x20 ? nil : reply
        return mark == 0x20 ? reply : nil
    }
}

/// What a server said it can do.
struct SMTPCapabilities: Sendable, Equatable {
    var startTLS = false
    var mechanisms: Set<String> = []
    /// Octets a message may have; nil when not said.
    var size: Int?
    var acceptsUnicodeAddresses = false

    init() {}

    init(_ reply: SMTPReply) {
        for line in reply.lines.dropFirst() {
            let words = line.uppercased().split(whereSeparator: { $0 == " " || $0 == "=" })
            switch words.first {
            case "STARTTLS": startTLS = true
            case "AUTH": mechanisms.formUnion(words.dropFirst().map(String.init))
            case "SIZE": size = words.dropFirst().first.flatMap { Int($0) }.flatMap { $0 > 0 ? $0 : nil }
            case "SMTPUTF8": acceptsUnicodeAddresses = true
            default: break
            }
        }
    }
}

enum SMTPData {
    /// The content as DATA wants it: dots at the beginning of lines doubled, a line end at the end, and the dot that ends it all.
    /// The content has CRLF line ends only; a lone CR or LF, with which messages are smuggled, is made one.
    static func stuffed(_ content: [UInt8]) -> [UInt8] {
        var output: [UInt8] = []
        output.reserveCapacity(content.count + content.count / 64 + 8)
        var isLineStart = true
        var index = 0
        while index < content.count {
            let byte = content[index]
            index += 1
            if byte == 0x0D || byte == 0x0A {
                if byte == 0x0D, index < content.count, content[index] == 0x0A { index += 1 }
                output += [0x0D, 0x0A]
                isLineStart = true
            } else {
                if isLineStart, byte == UInt8(ascii: ".") { output.append(byte) }
                output.append(byte)
                isLineStart = false
            }
        }
        if !isLineStart { output += [0x0D, 0x0A] }
        return output + [UInt8(ascii: "."), 0x0D, 0x0A]
    }
}
