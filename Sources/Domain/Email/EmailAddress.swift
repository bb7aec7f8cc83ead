/// A mailbox: `"Ana" <ana@example.com>`.
package struct EmailAddress: Hashable, Sendable {
    package var name: String?
    /// As it was written.
    package var address: String

    package init(name: String? = nil, address: String) {
        self.name = name
        self.address = address
    }

    /// Two spellings of one mailbox have this in common. Dots and `+tags` stay: what they mean is the provider's business.
    package var key: String { address.lowercased() }
    package var local: Substring { address.prefix(upTo: address.lastIndex(of: "@") ?? address.endIndex) }
    package var domain: String {
        address.lastIndex(of: "@").map { String(address[address.index(after: $0)...]).lowercased() } ?? ""
    }

    /// One address without a name; nil for what cannot be mailed to, or could break out of a header or an SMTP command.
    package init?(_ text: String) {
        let bytes = Array(MailText.trim(text).utf8)
        guard (3...254).contains(bytes.count), let at = bytes.lastIndex(of: UInt8(ascii: "@")), (1...64).contains(at),
            at < bytes.count - 1,
            bytes.allSatisfy({ $0 > 0x20 && $0 != 0x7F && !Self.forbidden.contains($0) }),
            !bytes[..<at].contains(UInt8(ascii: "@")), bytes[at + 1] != UInt8(ascii: "."),
            bytes.last != UInt8(ascii: ".")
        else { return nil }
        self.init(address: String(decoding: bytes, as: UTF8.self))
    }

    private static let forbidden = Set("<>()[]\\,;:\"".utf8)

    /// Every mailbox of a raw header value, groups opened up. What is no address is left out.
    static func list(_ raw: ArraySlice<UInt8>, limit: Int = 200) -> [EmailAddress] {
        var reader = AddressReader(raw)
        return reader.read(limit: limit)
    }

    /// The same for a text that is already decoded.
    package static func list(_ text: String) -> [EmailAddress] { list(Array(text.utf8.prefix(65_536))[...]) }
}

/// Walks an address list once, byte by byte.
private struct AddressReader {
    private let raw: ArraySlice<UInt8>
    private var phrase: [UInt8] = []
    private var angle: [UInt8]?
    private var found: [EmailAddress] = []

    init(_ raw: ArraySlice<UInt8>) { self.raw = raw }

    mutating func read(limit: Int) -> [EmailAddress] {
        var isQuoted = false
        var isEscaped = false
        var comments = 0
        for byte in raw {
            guard found.count < limit else { break }
            if isEscaped {
                isEscaped = false
                if comments == 0 { append(byte) }
            } else if byte == UInt8(ascii: "\\"), isQuoted || comments > 0 {
                isEscaped = true
            } else if byte == UInt8(ascii: "\""), comments == 0 {
                isQuoted.toggle()
            } else if isQuoted {
                append(byte)
            } else if byte == UInt8(ascii: "("), angle == nil {
                comments += 1
            } else if byte == UInt8(ascii: ")"), comments > 0 {
                comments -= 1
            } else if comments > 0 {
                continue
            } else {
                structural(byte)
            }
        }
        close()
        return Array(found.prefix(limit))
    }

    private mutating func structural(_ byte: UInt8) {
        switch byte {
        case UInt8(ascii: "<"): angle = []
        case UInt8(ascii: ">"): close()
        case UInt8(ascii: ","), UInt8(ascii: ";"): close()
        case UInt8(ascii: ":") where angle == nil: phrase = []
        default: append(byte)
        }
    }

    private mutating func append(_ byte: UInt8) {
        if angle != nil { angle?.append(byte) } else { phrase.append(byte) }
    }

    private mutating func close() {
        defer { (phrase, angle) = ([], nil) }
        let written = angle ?? phrase
        guard let address = EmailAddress(String(decoding: written, as: UTF8.self)) else { return }
        let name = angle == nil ? "" : MailText.line(EncodedWords.decode(phrase[...]), limit: 200)
        found.append(EmailAddress(name: name.isEmpty || name == address.address ? nil : name, address: address.address))
    }
}
