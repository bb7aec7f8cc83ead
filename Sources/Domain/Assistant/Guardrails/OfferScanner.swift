/// Prices that are not written as numbers: free of charge, without interest, for ever.
enum OfferScanner {
    static func facts(_ lexemes: [Lexeme]) -> [Fact] {
        let words = lexemes.map(\.text)
        return offers.flatMap { offer in
            offer.patterns.ranges(in: words).filter { !isAboutSomethingElse(words, $0) }.map { found in
                let span = lexemes[found.lowerBound].range.lowerBound..<lexemes[found.upperBound - 1].range.upperBound
                return Fact(kind: .price, keys: [offer.key], span: span)
            }
        }
    }

    /// A negation, or another kind of free: `interest-free`, `cruelty free`, `feel free`
    private static func isAboutSomethingElse(_ words: [String], _ found: Range<Int>) -> Bool {
        // "A lavagem não está incluída" and "os demais estados, o que inclui o Acre" offer nothing.
        if found.count == 1, words[found.lowerBound].hasPrefix("incl") {
            if found.lowerBound > 0, ["que", "isso"].contains(words[found.lowerBound - 1]) { return true }
            return words[max(found.lowerBound - 3, 0)..<found.lowerBound].contains { ["nao", "not", "t"].contains($0) }
        }
        // "Sem a taxa são 5 dias": that one, which the shop takes.
        if found.count == 3, words[found.lowerBound] == "sem",
            ["a", "o", "as", "os"].contains(words[found.lowerBound + 1])
        {
            return true
        }
        if words[found] == ["gift"], words.indices.contains(found.upperBound) {
            return ["card", "cards", "voucher", "vouchers", "wrap", "wrapping", "box", "shop", "basket"]
                .contains(words[found.upperBound])
        }
        guard words[found] == ["free"] else { return false }
        return words[max(found.lowerBound - 2, 0)..<found.lowerBound].contains {
            ["interest", "cruelty", "feel", "-"].contains($0)
        }
    }

    /// `com material incluído` over a quoted `com material`; `holidays included` over `inclusive feriados`.
    static func isIncluded(_ fact: Fact, _ lexemes: [Lexeme], quoted: [FactSheet]) -> Bool {
        guard fact.kind == .price, let index = lexemes.firstIndex(where: { $0.range == fact.span }), index > 0,
            lexemes[index].text.hasPrefix("incl")
        else { return false }
        // "A garantia inclui descolamento" over "cobre descolamento": what is quoted.
        if lexemes[index].text == "inclui",
            let next = lexemes[(index + 1)...].first(where: { Stopwords.weight($0.text) > 0 })
        {
            let stem = Stemming.stem(next.text)
            return quoted.contains { sheet in sheet.lexemes.contains { Stemming.stem($0.text) == stem } }
        }
        let thing = Stemming.stem(lexemes[index - 1].text)
        return quoted.contains { sheet in
            let words = sheet.lexemes.map(\.text)
            return words.indices.contains { place in
                words[place] == "inclusive" && lexemes[index].text == "included"
                    || ["com", "acompanha", "acompanham", "traz", "trazem"].contains(words[place])
                        && words[(place + 1)...].prefix(2).contains { Stemming.stem($0) == thing }
            }
        }
    }

    private static let offers: [(key: String, patterns: PatternSet)] = [
        (
            "offer:free",
            PatternSet(
                """
                gratis/gratuito/gratuita/gratuitos/gratuitas/gratuitamente
                de graca
                sem ..1 custo/custos/taxa/cobranca/onus/multa
                isento/isenta/isencao
                brinde/brindes
                por nossa conta
                frete/envio/postagem ..3 e nosso
                nao pagam/paga/pague ..1 frete/nada/taxa/multa
                nao pagam/paga ./,/;
                nao ha cobranca
                nao cobramos/cobra ..2 frete/taxa
                nao ha/tem/existe/cobramos ..3 multa
                nao ha/tem/existe/gera ..1 custo/custos/taxa
                free
                no/without ..1 cost/fee/charge/charges
                gift
                at no
                incluido/incluida/inclui/incluso/inclusa/included
                """)
        ),
        ("offer:courtesy", PatternSet("cortesia/complimentary\non the house")),
        ("offer:uncharged", PatternSet("nao cobramos/cobra ..2 nada\nwe don t charge\nnot charge")),
        ("offer:interest", PatternSet("sem juros/acrescimo\ninterest free\ninterest - free\nno/without interest")),
        (
            "offer:forever",
            PatternSet(
                "vitalicio/vitalicia\npara sempre\nilimitado/ilimitada/ilimitados/ilimitadas\nlifetime/unlimited/forever"
            )
        ),
        ("offer:half", PatternSet("metade ..2 preco/valor\nhalf price/off\npela metade")),
        ("offer:double", PatternSet("em dobro\no dobro\ntriplo/triplicado\ndouble/twice")),
    ]
}
