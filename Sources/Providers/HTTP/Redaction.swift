/// Makes a provider's words fit to be stored and shown: secrets and long digit runs out, one line, a few hundred characters.
enum Redaction {
    static func clean(_ text: String, secrets: [String] = []) -> String {
        var cleaned = text
        for secret in secrets where secret.utf8.count >= 6 { cleaned = replace(secret, in: cleaned) }
        var output = String.UnicodeScalarView()
        var digits = String.UnicodeScalarView()
        func flush() {
            // Eight digits and more are a telephone, a document or an id of somebody.
            output.append(contentsOf: digits.count >= 8 ? "****".unicodeScalars : digits)
            digits = .init()
        }
        for scalar in cleaned.unicodeScalars {
            if ("0"..."9").contains(scalar) {
                digits.append(scalar)
            } else {
                flush()
                output.append(scalar.properties.generalCategory == .control ? " " : scalar)
            }
            if output.count >= 300 { break }
        }
        flush()
        return String(output.prefix(300))
    }

    private static func replace(_ secret: String, in text: String) -> String {
        let (needle, hay) = (Array(secret.utf8), Array(text.utf8))
        var output: [UInt8] = []
        var index = 0
        while index < hay.count {
            if hay[index...].starts(with: needle) {
                output.append(contentsOf: "***".utf8)
                index += needle.count
            } else {
                output.append(hay[index])
                index += 1
            }
        }
        return String(decoding: output, as: UTF8.self)
    }
}
