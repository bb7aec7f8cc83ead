import Testing

@testable import Domain

struct CustomFieldTests {
    @Test(
        "a value is stored in the one form of its type, or not at all",
        arguments: [
            (CustomFieldType.text, "  oi  ", "oi"), (.text, " ", nil), (.number, "1.234,50", "1234.50"),
            (.number, "1,234.5", "1234.5"),
            (.number, "-7", "-7"), (.number, "1.234.567", "1234567"), (.number, "12a", nil), (.number, ",", nil),
            (.number, "--1", nil),
            (.date, "29/02/2024", "2024-02-29"), (.date, "29/02/2023", nil), (.date, "2026-3-1", "2026-03-01"),
            (.date, "99999999999999999999/1/1", nil), (.date, "1/13/2024", nil), (.boolean, "Sim", "true"),
            (.boolean, "não", "false"),
            (.boolean, "talvez", nil), (.choice, "g", "G"), (.choice, "XG", nil),
        ] as [(CustomFieldType, String, String?)])
    func canonical(type: CustomFieldType, typed: String, stored: String?) {
        #expect(type.canonical(typed, options: ["P", "M", "G"]) == stored)
    }
}
