import Testing

@testable import Domain

struct ThemesTests {
    private func likeness(_ question: String, _ page: String) -> Double {
        Themes(Question(question).meant).likeness(to: Themes(Words.spoken(page)))
    }

    @Test("what is about the same is alike without a word in common")
    func alike() {
        for (question, page, other) in [
            ("tem onde parar o carro aí?", "Há estacionamento conveniado ao lado.", "Trocas em até 30 dias."),
            (
                "me arrependi, e agora?", "Devoluções em até 7 dias corridos após o recebimento.",
                "Parcelamos em até 6 vezes."
            ),
            (
                "quando cai o dinheiro na conta?", "O estorno aparece em até 2 faturas.",
                "O frete é grátis acima de R$ 199."
            ),
            ("vcs existem há qto tempo?", "A empresa foi fundada em 2011 por duas irmãs.", "Enviamos pelos Correios."),
        ] {
            #expect(likeness(question, page) > likeness(question, other) + 0.1, "\(question)")
        }
    }

    @Test("the shares of a text are at most 1 together, and whatever the text is nothing breaks")
    func shares() {
        for text in ["", "?", "zzxq", "12 34", "quanto custa?", String(repeating: "troca frete pix ", count: 5_000)] {
            let shares = Themes(Words.spoken(text)).shares
            #expect(shares.count == Themes.names.count)
            let sum = shares.reduce(0, +)
            #expect((0.8...1.1).contains(sum), "\(text.prefix(20)) \(sum)")
        }
        #expect(Themes(most: []).likeness(to: Themes(["pix"])) == 0)
    }

    @Test("every theme of the fixtures is known, and has questions and pages")
    func names() {
        var kinds: [String: Set<String>] = [:]
        for row in ThemeFixtures.rows { kinds[row[0], default: []].insert(row[1]) }
        #expect(Set(kinds.keys) == Set(Themes.names))
        #expect(kinds.values.allSatisfy { $0 == ["q", "p"] })
        #expect(Themes.names.count == 176)
    }
}

struct TextModelTests {
    @Test("a table is read as it was written, and what is no line of one is passed over")
    func reading() throws {
        let model = TextModel("a 0 +10 x y_z -5 w\n\nbroken\nb nine +1 x\nc -3 +40000 x +2 y_z w\n")
        #expect(model.names == ["a", "c"])
        #expect(model.biases == [0, -3])
        let shares = model.shares(of: ["y_z", "w", "unknown"])
        let first = try #require(shares.first)
        // 10 - 5 of the one, -3 + 2 + 2 of the other, in tenths.
        #expect(abs(first - 1 / (1 + 0.670_320_046)) < 0.001)
        #expect(abs(shares.reduce(0, +) - 1) < 1e-9)
        #expect(TextModel("").shares(of: ["x"]).isEmpty)
    }
}
