import Testing

@testable import Providers

struct RedactionTests {
    @Test(
        "secrets and long numbers go, short numbers and words stay",
        arguments: [
            ("parameters (3) do not match (2)", "parameters (3) do not match (2)"),
            ("to 5511987654321 failed", "to **** failed"),
            ("key sk-abcdef is bad", "key *** is bad"), ("a\nb\tc\u{0}d", "a b c d"), ("1234567", "1234567"),
            ("12345678", "****"), ("", ""),
        ])
    func clean(text: String, expected: String) {
        #expect(Redaction.clean(text, secrets: ["sk-abcdef", "", "is"]) == expected)
    }

    @Test("a text ends after three hundred characters")
    func cut() {
        #expect(Redaction.clean(String(repeating: "é", count: 10_000)).unicodeScalars.count == 300)
    }
}
