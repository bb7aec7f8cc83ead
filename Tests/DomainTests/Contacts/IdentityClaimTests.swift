import Testing

@testable import Domain

struct IdentityClaimTests {
    @Test(
        "a WhatsApp address tells what kind it is, whatever field it came in",
        arguments: [
            ("5531987654321", .phone, "553187654321"), ("+553187654321", .phone, "553187654321"),
            ("BR.13491208655302741918", .bsuid, "BR.13491208655302741918"),
            ("US.ENT.11815799212886844830", .bsuid, "US.ENT.11815799212886844830"),
            ("123456789012345@lid", .lid, "123456789012345@lid"),
            ("12345678901234567890", .bsuid, "12345678901234567890"),
        ] as [(String, IdentityClaim.Kind, String)])
    func kinds(address: String, kind: IdentityClaim.Kind, key: String) throws {
        #expect(IdentityClaim(whatsApp: address) == IdentityClaim(kind: kind, value: address, matchKey: key))
    }

    @Test(
        "a missing, empty, unprintable or endless address is none",
        arguments: [nil, "", " ", "BR.1 2", "a\nb", "é", String(repeating: "x", count: 161)])
    func none(address: String?) {
        #expect(IdentityClaim(whatsApp: address) == nil)
    }
}
