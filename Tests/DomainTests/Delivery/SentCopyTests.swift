import Domain
import Testing

struct SentCopyTests {
    static let long = String(repeating: "Prazo de troca: sete dias. ", count: 60)

    @Test(
        "what a provider shows is recognised as what was sent",
        arguments: [
            ("text", "Olá, Ana!", "text", "Olá, Ana!", .whole),
            ("text", "Olá, Ana! \n", "text", "\u{200E}Olá,\r\nAna!", .whole),
            ("text", "Olá, Ana!", "text", "Olá, Ana", .other),
            ("text", "Aceitamos ok", "text", "ok", .other),
            ("text", "", "text", "", .other),
            ("text", long, "text", String(long.prefix(990)), .part),
            ("text", long, "text", String(long.suffix(100)), .whole),
            ("text", long, "text", String(long.dropFirst(300).prefix(400)), .part),
            ("text", long, "text", "Prazo de troca: oito dias.", .other),
            ("image", "", "image", "", .whole),
            ("image", "A foto", "image", "", .part),
            ("image", "A foto", "text", "A foto", .whole),
            ("image", "A foto", "image", "A foto", .whole),
            ("image", "A foto", "image", "outra", .other),
            ("image", "", "video", "", .other),
            ("document", "", "file", "", .whole),
            ("location", "Loja", "text", "Loja\nhttps://maps.google.com/?q=1,2", .whole),
            ("text", "Loja", "text", "Loja fechada", .other),
        ] as [(String, String, String, String, SentCopy)])
    func copies(sentType: String, sent: String, seenType: String, seen: String, expected: SentCopy) {
        #expect(SentCopy(of: .init(type: seenType, text: seen), sent: .init(type: sentType, text: sent)) == expected)
    }
}
