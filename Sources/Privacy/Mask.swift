/// Masks personal data in text: CPF, CNPJ, phone numbers, e-mail addresses and CEPs.
///
/// Works on bytes in one pass. A run of digits is judged whole, never by a window inside it: an invoice key contains digits that
/// would pass for a CPF, and is none. Check digits decide where there are any. Text that is no personal data comes out byte for byte.
package enum Mask {
    package static func text(_ text: String) -> String {
        var scanner = MaskScanner(Array(text.utf8))
        scanner.run()
        return scanner.hits == 0 ? text : String(decoding: scanner.output, as: UTF8.self)
    }

    /// `(**) *****-1234`
    package static func phone(_ number: String) -> String {
        let digits = number.utf8.filter(MaskScanner.isDigit)
        guard digits.count >= 4 else { return "(**) *****-****" }
        return "(**) *****-\(String(decoding: digits.suffix(4), as: UTF8.self))"
    }

    /// `jo***@***.com`
    package static func email(_ address: String) -> String {
        let parts = address.split(separator: "@", omittingEmptySubsequences: false)
        guard parts.count == 2, let ending = parts[1].split(separator: ".").last else { return "***@***" }
        return "\(parts[0].prefix(2))***@***.\(ending)"
    }
}
