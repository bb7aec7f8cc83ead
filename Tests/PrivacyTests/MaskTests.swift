import Testing

@testable import Privacy

struct MaskTests {
    @Test(
        "personal data is masked as the source document writes it",
        arguments: [
            ("meu cpf é 529.982.247-25", "meu cpf é ***.982.247-**"), ("52998224725", "***.982.247-**"),
            ("cpf 529.982.247-2S", "cpf ***.982.247-**"), ("CNPJ 11.222.333/0001-81.", "CNPJ 11.222.***/0001-**."),
            ("CNPJ 12.ABC.345/01DE-35", "CNPJ 12.ABC.***/01DE-**"), ("RG 12.345.678-X", "RG **.***.*78-*"),
            ("minha CNH é 12345678900", "minha CNH é *********00"), ("PIS 120.12345.67-8", "PIS ***.*****.67-*"),
            ("título de eleitor 1234 5678 0191", "título de eleitor **** **** 0191"),
            ("cartão sus 898 0012 3456 7890", "cartão sus *** **** **** 7890"),
            ("passaporte AB123456", "passaporte ******56"),
            ("me liga no (11) 98765-4321", "me liga no (**) *****-4321"),
            ("+55 11 98765-4321", "(**) *****-4321"), ("5511987654321", "(**) *****-4321"),
            ("fixo: 11 3333-4455", "fixo: (**) ****-4455"),
            ("5511987654321@s.whatsapp.net", "**4321@s.whatsapp.net"), ("123456789012345@lid", "***@lid"),
            ("ana.silva@exemplo.com.br, obrigada", "an***@***.com.br, obrigada"),
            ("joao@gmail.com", "jo***@***.com"), ("jo@gmail.com", "j***@***.com"),
            ("ana arroba gmail ponto com", "an***@***.com"), ("CEP 01310-100", "CEP *****-100"),
            ("cep 01310100", "cep *****-100"),
            ("moro na Rua das Flores, 123, apto 45, São Paulo - SP", "moro na [ENDEREÇO], São Paulo - SP"),
            ("me chamo Ana Paula da Silva", "me chamo A*** P*** da S***"),
            (
                "Rua Voluntários da Pátria, 45 ap 802, Botafogo, Rio de Janeiro - RJ", "[ENDEREÇO], Rio de Janeiro - RJ"
            ),
            ("av brasil 1500 casa 2 fundos", "[ENDEREÇO]"), ("SHIN QL 10 Conjunto 5 Casa 8", "[ENDEREÇO]"),
            ("5555 5555 5555 4444 val 08/27 cód 321", "**** **** **** 4444 val 08/27 cód ***"),
            ("nasci em 12/03/1985", "nasci em **/**/1985"), ("nasci em 12 de março de 1985", "nasci em **/**/1985"),
            ("cartão 4111 1111 1111 1111 12/28 123", "cartão **** **** **** 1111 12/28 ***"),
            ("Itaú ag 1234 cc 56789-0", "Itaú ag **34 cc *****89-0"),
            ("chave pix 123e4567-e89b-42d3-a456-426614174000", "chave pix ********-****-****-****-********4000"),
            ("placa ABC1D23", "placa ***-**23"), ("meu ip é 177.23.45.6", "meu ip é 177.23.*.*"),
            ("ip 2804:14c:4a2e:f66a::1161", "ip 2804:14c:4a2e:*"),
        ])
    func masks(text: String, masked: String) {
        #expect(Mask.text(text) == masked)
    }

    @Test(
        "what belongs to nobody is left as it is",
        arguments: [
            "pedido 20250126001", "pedido 52998224725", "rastreio AA123456785BR", "rastreio AA 123 456 785 BR",
            "35200114200166000187550010000000046550000046 é a chave",
            "3520 0114 2001 6600 0187 5500 1000 0000 0465 5000 0046", "R$ 1.299,00", "0800 701 1234", "ligue 4004-1234",
            "tamanho 38 a 42", "EAN 7891234567895", "2 a 4 dias úteis", "às 18:30 de 12/05/2025", "versão 10.4.12.123",
            "a@b", "@loja", "preço 10.000.000", "11111111111", "cartão final 1234", "120363041234567890@g.us",
            "transação 123e4567-e89b-42d3-a456-426614174000", "https://loja.com.br/p/11987654321", "PED-2025-004512",
            "701-1234567-1234567", "1172452900788-01", "sou de João Pessoa", "o livro Clarice Lispector chegou",
            "vou na rua comprar", "comprei em 12/03/2025", "a vendedora Juliana Souza me atendeu",
        ])
    func leaves(text: String) {
        #expect(Mask.text(text) == text)
    }

    @Test("text around a masked value keeps its bytes, emoji and combining accents included")
    func keepsSurroundings() {
        #expect(Mask.text("😀e\u{301} (11) 98765-4321 ção👩‍👩‍👧") == "😀e\u{301} (**) *****-4321 ção👩‍👩‍👧")
    }

    @Test(
        "a known telephone and a known address are masked whatever they look like",
        arguments: [
            ("+5511987654321", "(**) *****-4321"), ("123", "(**) *****-****"),
        ])
    func phone(number: String, masked: String) {
        #expect(Mask.phone(number) == masked)
        #expect(Mask.email("Joao.Silva@Loja.com.br") == "Jo***@***.com.br")
        #expect(
            Mask.email("nobody") == "***@***" && Mask.email("a@b@c") == "***@***" && Mask.email("@x.com") == "***@***")
    }
}
