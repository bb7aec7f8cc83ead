/// Bodies as they travel: base64 and quoted-printable, read with every fault that mailers make, written strictly.
enum TransferEncoding {
    static func decode(_ bytes: ArraySlice<UInt8>, _ name: String?) -> [UInt8] {
        switch MailText.trim(name ?? "").lowercased() {
        case "base64": base64(bytes)
        case "quoted-printable": quotedPrintable(bytes)
        default: Array(bytes)
        }
    }

    /// Skips what is not of the alphabet, and goes on after padding: some mailers join encoded pieces.
    static func base64(_ bytes: some Sequence<UInt8>) -> [UInt8] {
        var output: [UInt8] = []
        var bits: UInt32 = 0
        var count = 0
        for byte in bytes {
            let digit: UInt32
            switch byte {
            case UInt8(ascii: "A")...UInt8(ascii: "Z"): digit = UInt32(byte - UInt8(ascii: "A"))
            case UInt8(ascii: "a")...UInt8(ascii: "z"): digit = UInt32(byte - UInt8(ascii: "a")) + 26
            case UInt8(ascii: "0")...UInt8(ascii: "9"): digit = UInt32(byte - UInt8(ascii: "0")) + 52
            case UInt8(ascii: "+"), UInt8(ascii: "-"): digit = 62
            case UInt8(ascii: "/"), UInt8(ascii: "_"): digit = 63
            case UInt8(ascii: "="):
                (bits, count) = (0, 0)
                continue
            default: continue
            }
            bits = bits << 6 | digit
            count += 6
            if count >= 8 {
                count -= 8
                output.append(UInt8(truncatingIfNeeded: bits >> UInt32(count)))
                bits &= (1 << UInt32(count)) - 1
            }
        }
        return output
    }

    /// - Parameter isWord: inside a header, where `_` stands for a space and there are no line ends.
    static func quotedPrintable(_ bytes: ArraySlice<UInt8>, isWord: Bool = false) -> [UInt8] {
        var output: [UInt8] = []
        output.reserveCapacity(bytes.count)
        var index = bytes.startIndex
        while index < bytes.endIndex {
            let byte = bytes[index]
            index += 1
            if isWord, byte == UInt8(ascii: "_") {
                output.append(0x20)
            } else if byte != UInt8(ascii: "=") {
                output.append(byte)
            } else if index + 1 < bytes.endIndex, let high = MailText.hex(bytes[index]),
                let low = MailText.hex(bytes[index + 1])
            {
                output.append(high << 4 | low)
                index += 2
            } else if let end = softBreak(bytes, index) {
                index = end
            } else {
                output.append(byte)
            }
        }
        return output
    }

    /// Where the next line begins when nothing but blanks follow the `=`.
    private static func softBreak(_ bytes: ArraySlice<UInt8>, _ start: Int) -> Int? {
        var index = start
        while index < bytes.endIndex, MailText.isBlank(bytes[index]), index - start < 80 { index += 1 }
        guard index < bytes.endIndex else { return index }
        if bytes[index] == MailText.cr { index += 1 }
        guard index < bytes.endIndex, bytes[index] == MailText.lf else { return index > start ? index : nil }
        return index + 1
    }

    static func base64Encode(_ bytes: some Collection<UInt8>) -> String {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
        var output: [UInt8] = []
        output.reserveCapacity(bytes.count / 3 * 4 + 4)
        var group: [UInt8] = []
        func flush() {
            guard let a = group.first else { return }
            let b = group.count > 1 ? group[1] : 0
            let c = group.count > 2 ? group[2] : 0
            output.append(alphabet[Int(a >> 2)])
            output.append(alphabet[Int((a & 3) << 4 | b >> 4)])
            output.append(group.count > 1 ? alphabet[Int((b & 15) << 2 | c >> 6)] : UInt8(ascii: "="))
            output.append(group.count > 2 ? alphabet[Int(c & 63)] : UInt8(ascii: "="))
            group.removeAll(keepingCapacity: true)
        }
        for byte in bytes {
            group.append(byte)
            if group.count == 3 { flush() }
        }
        flush()
        return String(decoding: output, as: UTF8.self)
    }

    /// Lines of at most 76 characters, CRLF line ends, nothing but ASCII.
    static func quotedPrintableEncode(_ text: String) -> [UInt8] {
        let digits = Array("0123456789ABCDEF".utf8)
        var output: [UInt8] = []
        var column = 0
        func put(_ unit: [UInt8]) {
            if column + unit.count > 75 {
                output += [UInt8(ascii: "="), MailText.cr, MailText.lf]
                column = 0
            }
            output += unit
            column += unit.count
        }
        let lines = MailText.clean(text).utf8.split(separator: MailText.lf, omittingEmptySubsequences: false)
        for (number, line) in lines.enumerated() {
            if number > 0 {
                output += [MailText.cr, MailText.lf]
                column = 0
            }
            for (place, byte) in line.enumerated() {
                let isLast = place == line.count - 1
                // A dot in front is left to the transport; a blank at the end would be eaten on the way.
                let isPlain =
                    (0x21...0x7E).contains(byte) && byte != UInt8(ascii: "=") || MailText.isBlank(byte) && !isLast
                put(isPlain ? [byte] : [UInt8(ascii: "="), digits[Int(byte >> 4)], digits[Int(byte & 15)]])
            }
        }
        return output
    }
}
