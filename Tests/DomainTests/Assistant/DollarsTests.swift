import Testing

@testable import Domain

struct DollarsTests {
    @Test(
        "amounts are read exactly",
        arguments: [
            ("5", 5_000_000), ("0,30", 300_000), ("0.30", 300_000), ("1.234,5", 1_234_500_000),
            ("1,234.5", 1_234_500_000),
            (" 12 ", 12_000_000), ("0,000001", 1), (",5", 500_000),
        ] as [(String, Int64)])
    func read(text: String, micro: Int64) {
        #expect(Dollars.parse(text, places: 6) == micro)
    }

    @Test(
        "what is no amount is none",
        arguments: ["", "-1", "R$ 5", "1e3", "0,0000001", "9999999999999999999", "٣", "999999999999999999"])
    func refused(text: String) { #expect(Dollars.parse(text, places: 6) == nil) }

    @Test(
        "amounts are written with what they need",
        arguments: [
            (0, "0,00"), (5_000_000, "5,00"), (1_601, "0,001601"), (300_000, "0,30"), (-1_250_000, "-1,25"),
            (Int64.max, "9223372036854,775807"), (Int64.min, "-9223372036854,775808"),
        ] as [(Int64, String)])
    func written(micro: Int64, text: String) { #expect(Dollars.text(micro, places: 6) == text) }

    @Test func `what is written is read back`() {
        for micro in [0, 1, 10, 999_999, 1_000_000, 123_456_789_012] as [Int64] {
            #expect(Dollars.parse(Dollars.text(micro, places: 6), places: 6) == micro)
        }
    }
}
