/// Numbers and words that look personal and are not.
extension CorpusValues {
    mutating func decoy(_ kind: String) -> CorpusValue {
        CorpusValue(text: decoyText(kind), label: kind, isDecoy: true)
    }

    private mutating func decoyText(_ kind: String) -> String {
        switch kind {
        case "tracking": return tracking()
        case "fiscal_key": return fiscalKey()
        case "order": return order()
        case "protocol":
            return random.pick([
                random.digits(10), random.digits(13), "2025\(random.digits(9))", "\(random.digits(6))/2025",
                random.digits(11),
            ])
        case "ean": return "789\(random.digits(10))"
        case "price":
            return random.pick([
                "R$ \(random.within(1...9)).\(random.digits(3)),\(random.digits(2))",
                "R$ \(random.within(10...999)),90", "\(random.within(10...999)) reais",
                "R$\(random.within(10...99)),\(random.digits(2))",
            ])
        case "date":
            return random.pick([
                "\(random.within(10...28))/\(random.within(10...12))/2025",
                "\(random.within(10...28))/0\(random.within(1...9))",
                "2025-\(random.within(10...12))-\(random.within(10...28))", "\(random.within(1...28)) de outubro",
            ])
        case "time":
            return random.pick([
                "\(random.within(10...23)):\(random.within(10...59))", "\(random.within(8...22))h",
                "\(random.within(8...22))h30", "10:\(random.within(10...59)):\(random.within(10...59))",
            ])
        case "quantity":
            return random.pick([
                "\(random.within(2...90)) unidades", "\(random.within(2...12))x", "\(random.within(100...900))ml",
                "\(random.within(1...9)),5 kg", "\(random.within(10...90))%", "tamanho \(random.within(34...46))",
            ])
        case "company_line":
            return random.pick([
                "0800 \(random.digits(3)) \(random.digits(4))", "0800-\(random.digits(3))-\(random.digits(4))",
                "0800\(random.digits(7))", "4004-\(random.digits(4))", "4003 \(random.digits(4))",
                "0300 \(random.digits(3)) \(random.digits(4))",
            ])
        case "version":
            return random.pick([
                "\(random.within(1...20)).\(random.below(10)).\(random.below(20))",
                "\(random.within(10...20)).\(random.below(10)).\(random.below(10)).\(random.within(1...9))",
                "v\(random.below(9)).\(random.within(10...40)).\(random.below(9))",
            ])
        case "sku":
            return random.pick([
                "\(random.letters(3))-\(random.digits(4))", "SKU\(random.digits(8))",
                "\(random.digits(5))-\(random.digits(3))", "\(random.letters(2))\(random.digits(6))",
                "REF \(random.digits(5))", "\(random.digits(8))",
            ])
        case "uuid": return uuid()
        case "url":
            return random.pick([
                "https://loja.com.br/p/\(random.digits(11))",
                "https://www.exemplo.com.br/camiseta-azul-\(random.digits(8))?utm_source=zap",
                "www.loja.com/busca?q=\(random.digits(5))", "https://youtu.be/\(random.letters(5))\(random.digits(3))",
            ])
        case "group":
            return random.pick([
                "120363\(random.digits(12))@g.us", "55119\(random.digits(8))-15\(random.digits(8))@g.us",
                "120363\(random.digits(12))@newsletter",
            ])
        case "last_digits": return random.digits(4)
        case "coupon":
            return random.pick(["PROMO\(random.digits(2))", "BLACK2025", "VOLTA\(random.within(10...50))", "FRETE10"])
        case "invoice":
            return random.pick([
                "\(random.digits(6))", "000.\(random.digits(3)).\(random.digits(3))",
                "\(random.within(10...99)).\(random.digits(3)).\(random.digits(3))", "\(random.digits(9))",
            ])
        case "handle": return random.pick(["@loja_oficial", "@maria.moda", "@casadastintas"])
        case "city":
            return random.pick([
                "São José dos Campos", "João Pessoa", "Presidente Prudente", "Bento Gonçalves", "Juiz de Fora",
                "Feira de Santana", "Vitória da Conquista", "Santo André", "Porto Alegre",
            ])
        case "shop":
            return random.pick([
                "Magazine Luiza", "Lojas Pereira", "Casas Bahia", "Livraria Martins", "Farmácia São João",
                "Supermercado Silva",
            ])
        case "product":
            return random.pick([
                "perfume Carolina Herrera", "bolsa Victor Hugo", "camiseta Calvin Klein", "blusa rosa",
                "vestido Maria Clara", "livro Clarice Lispector", "batom vermelho Bruna Tavares",
            ])
        case "timestamp": return random.pick(["17\(random.digits(11))", "17\(random.digits(8))"])
        default: return "\(random.digits(5))"
        }
    }

    private mutating func tracking() -> String {
        let digits = numbers(8)
        let rest = 11 - Self.weighted(digits, [8, 6, 4, 2, 3, 5, 9, 7]) % 11
        let code = digits.map(String.init).joined() + String(rest == 10 ? 0 : rest == 11 ? 5 : rest)
        let prefix = random.pick(["AA", "NX", "QB", "OS", "PM", "TJ"])
        return random.pick([
            "\(prefix)\(code)BR", "\(prefix)\(code)BR".lowercased(),
            "\(prefix) \(code.prefix(3)) \(code.dropFirst(3).prefix(3)) \(code.dropFirst(6)) BR",
            "TBR\(random.digits(9))", "LGI-\(random.digits(8))", "\(random.digits(14))",
        ])
    }

    private mutating func fiscalKey() -> String {
        var digits =
            [3, 5, 2, 5, 1, 0] + cnpjCharacters(letters: false).map { Int($0) - 48 } + [5, 5, 0, 0, 1] + numbers(18)
        digits.append(
            Self.complement(digits.reversed().enumerated().reduce(0) { $0 + $1.element * ($1.offset % 8 + 2) }))
        return Self.fill(
            random.pick([String(repeating: "#", count: 44), Array(repeating: "####", count: 11).joined(separator: " ")]
            ), Self.bytes(digits))
    }

    private mutating func order() -> String {
        random.pick([
            "#\(random.digits(5))", random.digits(6), "2025\(random.digits(7))", "1\(random.digits(12))-01",
            "2000\(random.digits(12))", "701-\(random.digits(7))-\(random.digits(7))", "PED-2025-\(random.digits(6))",
            random.digits(8), random.digits(9),
        ])
    }
}
