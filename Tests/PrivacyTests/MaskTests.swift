import Testing

@testable import Privacy

struct MaskTests {
    @Test(
        "personal data is masked as the source document writes it",
        arguments: [
            ("meu cpf é 529.982.247-25", "meu cpf é ***.982.247-**"),
            ("52998224725", "***.982.247-**"),
            ("CNPJ 11.222.333/0001-81.", "CNPJ 11.222.***/0001-**."),
            ("me liga no (11) 98765-4321", "me liga no (**) *****-4321"),
            ("+55 11 98765-4321", "(**) *****-4321"),
            ("5511987654321", "(**) *****-4321"),
            ("fixo: 11 3333-4455", "fixo: (**) *****-4455"),
            ("ana.silva@exemplo.com.br, obrigada", "an***@***.br, obrigada"),
            ("joao@gmail.com", "jo***@***.com"),
            ("CEP 01310-100", "CEP *****-100"),
            ("cep 01310100", "cep *****-100"),
        ])
    func masks(text: String, masked: String) {
        #expect(Mask.text(text) == masked)
    }

    @Test(
        "numbers that belong to nobody are left as they are",
        arguments: [
            "pedido 20250126001", "rastreio AA123456789BR", "35200114200166000187550010000000046550000046 é a chave",
            "R$ 1.299,00",
            "0800 701 1234", "tamanho 38 a 42", "EAN 7891234567895", "2 a 4 dias úteis", "às 18:30 de 12/05/2025",
            "versão 1.2.3",
            "a@b", "@loja", "preço 10.000.000", "11111111111",
        ])
    func leaves(text: String) {
        #expect(Mask.text(text) == text)
    }

    @Test("text around a masked value keeps its bytes, emoji and combining accents included")
    func keepsSurroundings() {
        #expect(Mask.text("😀e\u{301} (11) 98765-4321 ção👩‍👩‍👧") == "😀e\u{301} (**) *****-4321 ção👩‍👩‍👧")
    }

    @Test("any bytes are survived")
    func survivesAnything() {
        for text in [
            "", "@", "(", "+", "((((((", "+++", "@@@@a.b", "1", "1-", String(repeating: "9", count: 10_000),
            "\u{0}@\u{0}.\u{0}",
        ] {
            #expect(Mask.text(text).utf8.count <= text.utf8.count + 16)
        }
    }
}
