/// Indents a JSON text for reading. Works on bytes, keeps every one of them, and never fails: what is no JSON comes out as it was.
enum PrettyJSON {
    static func text(_ bytes: some Sequence<UInt8>) -> String {
        var output: [UInt8] = []
        var depth = 0
        var isInString = false
        var isEscaped = false
        func breakLine() {
            output.append(UInt8(ascii: "\n"))
            output += [UInt8](repeating: UInt8(ascii: " "), count: 2 * max(0, min(depth, 64)))
        }
        var justOpened = false
        for byte in bytes {
            if isInString {
                output.append(byte)
                if isEscaped {
                    isEscaped = false
                } else if byte == UInt8(ascii: "\\") {
                    isEscaped = true
                } else if byte == UInt8(ascii: "\"") {
                    isInString = false
                }
                continue
            }
            switch byte {
            case UInt8(ascii: "{"), UInt8(ascii: "["):
                if justOpened { breakLine() }
                output.append(byte)
                depth += 1
                justOpened = true
                continue
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                depth -= 1
                if !justOpened { breakLine() }
                output.append(byte)
            case UInt8(ascii: ","):
                output.append(byte)
                breakLine()
            case UInt8(ascii: ":"):
                output += [byte, UInt8(ascii: " ")]
            case UInt8(ascii: " "), UInt8(ascii: "\n"), UInt8(ascii: "\r"), UInt8(ascii: "\t"): continue
            default:
                if justOpened { breakLine() }
                if byte == UInt8(ascii: "\"") { isInString = true }
                output.append(byte)
            }
            justOpened = false
        }
        return String(decoding: output, as: UTF8.self)
    }
}
