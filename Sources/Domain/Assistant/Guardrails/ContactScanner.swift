import Privacy

/// Web addresses, e-mail addresses, telephone numbers and the numbers of people.
enum ContactScanner {
    static func scan(_ folded: FoldedText) -> [Fact] {
        let addresses = chunks(folded).flatMap { address($0, folded) }
        return addresses + numbers(folded, outside: addresses.map(\.span))
    }

    // MARK: Addresses

    /// Runs without white space, without the marks around them.
    private static func chunks(_ folded: FoldedText) -> [Range<Int>] {
        let ends = Set(" \t\n\r\"'<>()[]{},;!|*`".utf8)
        return folded.bytes.indices.split { ends.contains(folded.bytes[$0]) }.compactMap { run in
            guard let first = run.first, let last = run.last else { return nil }
            var range = first..<last + 1
            while let end = range.last, ".:?-/".utf8.contains(folded.bytes[end]) { range = range.lowerBound..<end }
            return range.isEmpty ? nil : range
        }
    }

    private static func address(_ chunk: Range<Int>, _ folded: FoldedText) -> [Fact] {
        let text = folded.text(chunk)
        if let at = text.utf8.firstIndex(of: UInt8(ascii: "@")) {
            let isMail = at != text.startIndex && text[at...].contains(".")
            return [fact(isMail ? .email : .url, "\(isMail ? "email" : "url"):\(text)", chunk, folded)]
        }
        guard !text.contains("://") else { return [fact(.url, "url:\(normal(text))", chunk, folded)] }
        // "site:loja.com.br/tons"
        let colon = text.utf8.lastIndex(of: UInt8(ascii: ":")).map {
            text.utf8.distance(from: text.utf8.startIndex, to: $0) + 1
        }
        let range = chunk.lowerBound + (colon ?? 0)..<chunk.upperBound
        let bare = folded.text(range)
        return isWebAddress(bare) ? [fact(.url, "url:\(normal(bare))", range, folded)] : []
    }

    private static func normal(_ url: String) -> String {
        var url = url[...]
        for scheme in ["https://", "http://", "www."] where url.hasPrefix(scheme) { url = url.dropFirst(scheme.count) }
        return String(url)
    }

    static func isWebAddress(_ text: String) -> Bool {
        if text.hasPrefix("www.") { return true }
        let host = text.prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        let labels = host.split(separator: ".", omittingEmptySubsequences: false)
        guard labels.count >= 2, labels.allSatisfy({ !$0.isEmpty }), let last = labels.last,
            endings.contains(String(last))
        else { return false }
        return labels[0].utf8.contains(where: Lexer.isLetter)
    }

    private static let endings: Set<String> = [
        "br", "com", "net", "org", "io", "app", "me", "ly", "co", "shop", "store", "info", "biz", "dev", "ai", "gl",
        "link",
        "site", "online", "xyz", "pt", "us", "uk", "tv", "gg", "page", "club", "live", "loja", "ru", "cn", "click",
    ]

    // MARK: Numbers of people and lines

    private static func numbers(_ folded: FoldedText, outside taken: [Range<Int>]) -> [Fact] {
        var facts: [Fact] = []
        var index = 0
        let bytes = folded.bytes
        while index < bytes.count {
            let begins =
                Lexer.isDigit(bytes[index]) || bytes[index] == UInt8(ascii: "(") || bytes[index] == UInt8(ascii: "+")
            let follows = index > 0 && (Lexer.isDigit(bytes[index - 1]) || Lexer.isLetter(bytes[index - 1]))
            guard begins, !follows else {
                index += 1
                continue
            }
            let end = endOfRun(bytes, from: index)
            let span = folded.range(index..<end)
            if !taken.contains(where: { $0.overlaps(span) }), let fact = number(index..<end, folded) {
                facts.append(fact)
            }
            index = max(end, index + 1)
        }
        return facts
    }

    /// Digits with at most two of `. - / ( )` and space between two of them; a bracket after a space begins another number.
    private static func endOfRun(_ bytes: [UInt8], from start: Int) -> Int {
        var end = start, position = start, gap = 0
        while position < bytes.count {
            let byte = bytes[position]
            if Lexer.isDigit(byte) {
                end = position + 1
                gap = 0
            } else if " .-/()+".utf8.contains(byte), gap < 2, !(byte == UInt8(ascii: "(") && end > start) {
                gap += 1
            } else {
                break
            }
            position += 1
        }
        return end
    }

    private static func number(_ run: Range<Int>, _ folded: FoldedText) -> Fact? {
        let written = folded.text(run)
        let digits = String(written.filter { $0.isASCII && $0.isNumber })
        guard digits.utf8.count >= 8 else { return nil }
        // The words before it, but no other number and no address.
        let context = folded.bytes[max(run.lowerBound - 24, 0)..<run.lowerBound]
        let words = (context.lastIndex { Lexer.isDigit($0) || $0 == UInt8(ascii: "@") } ?? context.startIndex - 1) + 1
        let before = folded.text(words..<run.lowerBound)
        let masked = String(Mask.text(before + written).utf8.dropFirst(before.utf8.count)) ?? ""
        let isPerson = masked.hasPrefix("***.") || masked.hasPrefix("*****-") || masked.contains(".***/")
        if isPerson { return fact(.personal, "person:\(digits)", run, folded) }
        guard isLine(digits, written) else { return nil }
        let national = digits.hasPrefix("55") && digits.utf8.count >= 12 ? String(digits.dropFirst(2)) : digits
        return fact(.phone, "phone:\(national)", run, folded)
    }

    private static func isLine(_ digits: String, _ written: String) -> Bool {
        let count = digits.utf8.count
        if written.hasPrefix("(") || written.hasPrefix("+") { return count <= 15 }
        if ["0800", "0300", "4004", "3003", "4003", "0500", "0900"].contains(where: digits.hasPrefix) {
            return count <= 12
        }
        let parts = written.split { !($0.isASCII && $0.isNumber) }.map(\.count)
        if written.contains("/") { return false }
        return parts.suffix(2) == [4, 4] || parts.suffix(2) == [5, 4] || count == 10 || count == 11
            || (12...13).contains(count) && digits.hasPrefix("55")
    }

    private static func fact(_ kind: GuardrailFinding.Kind, _ key: String, _ run: Range<Int>, _ folded: FoldedText)
        -> Fact
    {
        Fact(kind: kind, keys: [key], span: folded.range(run))
    }
}
