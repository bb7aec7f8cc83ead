extension CorpusValues {
    mutating func cep() -> CorpusValue {
        let number = Array("\(random.within(1...9))\(random.digits(7))".utf8)
        return CorpusValue(
            text: Self.fill(random.pick(["#####-###", "#####-###", "##.###-###", "#####–###"]), number), label: "CEP")
    }

    mutating func namedCEP() -> CorpusValue {
        let number = Array("0\(random.within(1...9))\(random.digits(6))".utf8)
        return CorpusValue(
            text: Self.fill(random.pick(["########", "##### ###", "#####-###", "##.###-###", "#####.###"]), number),
            label: "CEP")
    }

    mutating func address() -> CorpusValue {
        if random.chance(12) {
            let text = random.pick([
                "SQN \(random.within(102...416)) Bloco \(random.letters(1)) apto \(random.within(101...610))",
                "QNM \(random.within(1...40)) Conjunto \(random.letters(1)) Casa \(random.within(1...60))",
                "Quadra \(random.within(1...90)) Lote \(random.within(1...40))",
                "SHIS QI \(random.within(1...29)) Conjunto \(random.within(1...20)) Casa \(random.within(1...30))",
            ])
            return CorpusValue(text: text, label: "ADDRESS")
        }
        let kind = random.pick([
            "Rua", "Rua", "Rua", "R.", "Av.", "Avenida", "Travessa", "Alameda", "Praça", "Rodovia", "Estrada", "rua",
            "av", "Tv.", "Al.",
        ])
        let street = random.pick([
            "das Flores", "XV de Novembro", "7 de Setembro", "São João", "Presidente Vargas", "Dom Pedro II",
            "Marechal Deodoro", "José Bonifácio", "das Acácias", "Augusta",
            "Padre Anchieta", "Santos Dumont", "Rui Barbosa", "Barão do Rio Branco", "dos Andradas", "Maria Quitéria",
            "Tiradentes", "25 de Março", "Professor Luiz Rosa",
            "Coronel Fernando Prestes", "Joaquim Nabuco", "do Comércio", "Ipiranga", "Governador Celso Ramos", "Bahia",
            "13 de Maio",
        ])
        let house = random.pick([
            ", \(random.within(1...4999))", ", nº \(random.within(1...999))", " \(random.within(1...999))", ", s/n",
            ", n \(random.within(1...999))", " número \(random.within(1...999))", ", \(random.within(1...999))A",
        ])
        var text = "\(kind) \(street)\(house)"
        if random.chance(45) {
            text += random.pick([
                ", apto \(random.within(1...200))", " ap \(random.within(1...200))",
                ", bloco \(random.letters(1)) apto \(random.within(1...99))", ", casa \(random.within(1...9))",
                " fundos", ", sala \(random.within(1...99))", " - apartamento \(random.within(1...999))",
            ])
        }
        if random.chance(30) {
            text += random.pick([
                ", Jardim América", " - Centro", ", bairro Boa Vista", ", Vila Mariana", " - Jd. das Palmeiras",
                ", Parque São Jorge", ", bairro Santa Luzia",
            ])
        }
        return CorpusValue(text: text, label: "ADDRESS")
    }

    mutating func birthDate() -> CorpusValue {
        let (day, month, year) = (random.within(1...28), random.within(1...12), random.within(1945...2008))
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        let months = [
            "janeiro", "fevereiro", "março", "abril", "maio", "junho", "julho", "agosto", "setembro", "outubro",
            "novembro", "dezembro",
        ]
        let text = random.pick([
            "\(two(day))/\(two(month))/\(year)", "\(two(day))/\(two(month))/\(year)",
            "\(two(day))-\(two(month))-\(year)", "\(two(day)).\(two(month)).\(year)",
            "\(two(day))/\(two(month))/\(two(year % 100))",
            "\(year)-\(two(month))-\(two(day))", "\(day) de \(months[month - 1]) de \(year)",
            "\(two(day))\(two(month))\(year)",
        ])
        return CorpusValue(text: text, label: "DOB")
    }

    mutating func ip() -> CorpusValue {
        if random.chance(15) {
            return CorpusValue(
                text: random.pick([
                    "2804:14c:\(random.hex(4)):\(random.hex(4))::\(random.hex(4))",
                    "2001:db8:85a3:0:0:8a2e:\(random.hex(3)):7334",
                ]), label: "IP")
        }
        return CorpusValue(
            text:
                "\(random.within(131...201)).\(random.within(10...255)).\(random.within(1...255)).\(random.within(1...254))",
            label: "IP")
    }
}
