/// RFC 2047: `=?charset?B?…?=` and `=?charset?Q?…?=` in headers.
enum EncodedWords {
    /// Decodes a raw header value. Neighbouring words of one charset are joined before decoding: mailers cut inside characters.
    static func decode(_ raw: ArraySlice<UInt8>) -> String {
        var output = ""
        var plain: [UInt8] = []
        var word: (charset: String, bytes: [UInt8])?
        func flushWord() {
            if let word { output += Charset.decode(word.bytes[...], named: word.charset) }
            word = nil
        }
        func flushPlain() {
            output += Charset.decode(plain[...], named: nil)
            plain.removeAll(keepingCapacity: true)
        }
        var index = raw.startIndex
        while index < raw.endIndex {
            guard let found = next(raw, at: index) else {
                plain.append(raw[index])
                index += 1
                continue
            }
            // White space between two words is not part of the text.
            if word != nil, plain.allSatisfy(MailText.isSpace) {
                plain.removeAll(keepingCapacity: true)
            } else {
                flushWord()
                flushPlain()
            }
            if let open = word, open.charset == found.charset {
                word = (open.charset, open.bytes + found.bytes)
            } else {
                flushWord()
                word = (found.charset, found.bytes)
            }
            index = found.end
        }
        flushWord()
        flushPlain()
        return output
    }

    private static func next(_ raw: ArraySlice<UInt8>, at start: Int) -> (charset: String, bytes: [UInt8], end: Int)? {
        let question = UInt8(ascii: "?")
        guard start + 5 < raw.endIndex, raw[start] == UInt8(ascii: "="), raw[start + 1] == question else { return nil }
        // A charset's name is short; without a bound, a header of `=?=?=?` would be searched again and again.
        let nameEnd = raw[(start + 2)..<min(start + 66, raw.endIndex)].firstIndex(of: question)
        guard let nameEnd, nameEnd > start + 2, nameEnd + 2 < raw.endIndex, raw[nameEnd + 2] == question else {
            return nil
        }
        let text = raw[(nameEnd + 3)...].prefix(4_096)
        guard let close = text.firstIndex(of: question), close + 1 < raw.endIndex, raw[close + 1] == UInt8(ascii: "=")
        else { return nil }
        let bytes: [UInt8]
        switch MailText.lower(raw[nameEnd + 1]) {
        case UInt8(ascii: "b"): bytes = TransferEncoding.base64(raw[(nameEnd + 3)..<close])
        case UInt8(ascii: "q"): bytes = TransferEncoding.quotedPrintable(raw[(nameEnd + 3)..<close], isWord: true)
        default: return nil
        }
        // RFC 2231 allows a language behind the charset.
        let name = raw[(start + 2)..<nameEnd].prefix { $0 != UInt8(ascii: "*") }
        return (String(decoding: name, as: UTF8.self).lowercased(), bytes, close + 2)
    }

    /// The value as it may stand in a header: as it is when ASCII, else in words of at most 75 characters that never cut a
    /// character, to be joined by folding white space.
    static func encode(_ text: String) -> [String] {
        var words: [String] = []
        var piece: [UInt8] = []
        for scalar in text.unicodeScalars {
            let bytes = Array(String(scalar).utf8)
            if piece.count + bytes.count > 45 {
                words.append("=?UTF-8?B?\(TransferEncoding.base64Encode(piece))?=")
                piece = []
            }
            piece += bytes
        }
        if !piece.isEmpty { words.append("=?UTF-8?B?\(TransferEncoding.base64Encode(piece))?=") }
        return words
    }
}
