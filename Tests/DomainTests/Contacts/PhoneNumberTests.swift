import Testing

@testable import Domain

struct PhoneNumberTests {
    @Test(
        "a number with its country code is read however it is punctuated",
        arguments: [
            ("5511987654321", "+5511987654321"), ("+55 (11) 98765-4321", "+5511987654321"),
            ("0055 11 98765.4321", "+5511987654321"),
            ("+55\u{A0}11\u{202C} 98765\u{2011}4321", "+5511987654321"), ("+1 202-555-0100", "+12025550100"),
            ("12025550100", "+12025550100"),
        ])
    func international(text: String, expected: String) {
        #expect(PhoneNumber(text)?.e164 == expected)
    }

    @Test(
        "what is not a number is refused",
        arguments: [
            "", " ", "+", "BR.13491208655302741918", "123456", "1234567890123456", "55119876x4321", "55+11987654321",
            "++5511987654321",
            "٥٥١١٩٨٧٦٥٤٣٢١", "0123456789", "5511987654321@lid", String(repeating: "(", count: 100) + "5511987654321",
        ])
    func refused(text: String) {
        #expect(PhoneNumber(text) == nil)
    }

    @Test(
        "what a person in Brazil types gets its country code",
        arguments: [
            ("(11) 98765-4321", "+5511987654321"), ("011 98765-4321", "+5511987654321"),
            ("11 3456-7890", "+551134567890"),
            ("+1 202 555 0100", "+12025550100"), ("00 351 912 345 678", "+351912345678"),
            ("5511987654321", "+5511987654321"),
            ("987654321", "+987654321"),
        ])
    func typed(text: String, expected: String) {
        #expect(PhoneNumber(typed: text)?.e164 == expected)
    }

    @Test(
        "a mobile is the same person with and without its mobile mark",
        arguments: [
            ("5531987654321", "553187654321"), ("5511976543210", "551176543210"), ("5511967654321", "551167654321"),
            ("5215512345678", "525512345678"), ("5491123456789", "541123456789"),
        ])
    func sameMobile(long: String, short: String) throws {
        let first = try #require(PhoneNumber(long))
        let second = try #require(PhoneNumber(short))
        #expect(first.matchKey == second.matchKey)
        #expect(first != second)
    }

    @Test(
        "different people keep different keys",
        arguments: [
            ("5511934567890", "551134567890"),  // mobile with 9 3456…, landline 3456…
            ("5511987654321", "5521987654321"), ("5511987654321", "5511987654322"), ("551123456789", "551133456789"),
            ("5500987654321", "550087654321"),  // no such area code
            ("551987654321", "55198765432"),
        ])
    func differentPeople(one: String, other: String) throws {
        let first = try #require(PhoneNumber(one))
        let second = try #require(PhoneNumber(other))
        #expect(first.matchKey != second.matchKey)
    }

    @Test("a key is its own key, for random Brazilian numbers")
    func idempotent() throws {
        var random = SeededGenerator(seed: 9)
        for _ in 0..<2_000 {
            let area = Int.random(in: 11...99, using: &random)
            let local = Int.random(in: 20_000_000...999_999_999, using: &random)
            guard let phone = PhoneNumber("55\(area)\(local)") else { continue }
            let key = phone.matchKey
            #expect(try #require(PhoneNumber(key)).matchKey == key)
        }
    }
}
