import Testing

@testable import Providers

struct SMSTextTests {
    @Test(
        "a message is counted as it is billed",
        arguments: [
            ("", 0, false), (String(repeating: "a", count: 160), 1, false),
            (String(repeating: "a", count: 161), 2, false),
            (String(repeating: "a", count: 306), 2, false), (String(repeating: "a", count: 307), 3, false),
            (String(repeating: "€", count: 80), 1, false), (String(repeating: "€", count: 81), 2, false),
            ("é à ù ò Ç ñ ü", 1, false), ("ção", 1, true), (String(repeating: "ã", count: 70), 1, true),
            (String(repeating: "ã", count: 71), 2, true), (String(repeating: "😀", count: 35), 1, true),
            (String(repeating: "😀", count: 36), 2, true), (String(repeating: "😀", count: 67), 3, true),
        ])
    func size(text: String, parts: Int, isUnicode: Bool) {
        #expect(SMSText.size(text) == .init(parts: parts, isUnicode: isUnicode))
    }

    @Test("a letter of two places is not torn apart at the end of a part")
    func torn() {
        let text = String(repeating: "a", count: 152) + "€" + String(repeating: "a", count: 151)
        #expect(SMSText.size(text).parts == 2)
        #expect(SMSText.size(text + "a").parts == 3)
    }

    @Test("accents go where they cost, and stay where they do not")
    func accents() {
        #expect(
            SMSText.withoutAccents("Olá, João! “Promoção” até às 10h… é já 😀")
                == "Ola, Joao! \"Promocao\" até às 10h... é ja 😀")
        #expect(SMSText.size(SMSText.withoutAccents("Ação, coração e maçã: só hoje")).isUnicode == false)
    }
}
