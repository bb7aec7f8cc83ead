extension CorpusValues {
    private static let areas = [
        11, 12, 13, 14, 15, 16, 17, 18, 19, 21, 22, 24, 27, 28, 31, 32, 33, 34, 35, 37, 38, 41, 42, 43, 44, 45, 46, 47,
        48, 49, 51, 53, 54, 55, 61, 62,
        63, 64, 65, 66, 67, 68, 69, 71, 73, 74, 75, 77, 79, 81, 82, 83, 84, 85, 86, 87, 88, 89, 91, 92, 93, 94, 95, 96,
        97, 98, 99,
    ]

    /// Forms that need no word beside them.
    mutating func phone() -> CorpusValue {
        let area = random.pick(Self.areas)
        let number = Array("9\(random.within(6...9))\(random.digits(7))".utf8)
        if random.chance(15) {
            let landline = Array("\(random.within(2...5))\(random.digits(7))".utf8)
            let pattern = random.pick([
                "(\(area)) ####-####", "(\(area))####-####", "+55 \(area) ####-####", "(\(area)) #### ####",
            ])
            return CorpusValue(text: Self.fill(pattern, landline), label: "PHONE")
        }
        let pattern = random.pick([
            "(\(area)) #####-####", "(\(area)) #####-####", "(\(area))#####-####", "\(area) #####-####",
            "\(area)#########", "\(area) #########",
            "+55 \(area) #####-####", "+55\(area)#########", "55\(area)#########", "(\(area)) # ####-####",
            "(\(area)) #.####-####",
            "\(area).#####.####", "\(area)-#####-####", "\(area)/#####-####", "0\(area) #####-####",
            "(0\(area)) #####-####", "0xx\(area) #####-####",
            "+55 (\(area)) #####-####", "\(area) # #### ####", "\(area) ##### ####", "(\(area)) ##### ####",
            "\(area) ####-#####", "0 15 \(area) #####-####",
            "\(area)\u{A0}#####\u{2011}####",
        ])
        return CorpusValue(text: Self.fill(pattern, number), label: "PHONE")
    }

    /// Forms that are telephones only because the text says so.
    mutating func namedPhone() -> CorpusValue {
        let mobile = Array("9\(random.within(6...9))\(random.digits(7))".utf8)
        let landline = Array("\(random.within(2...5))\(random.digits(7))".utf8)
        switch random.below(5) {
        case 0:
            return CorpusValue(
                text: Self.fill(random.pick(["#####-####", "# ####-####", "##### ####", "#########"]), mobile),
                label: "PHONE")
        case 1: return CorpusValue(text: Self.fill(random.pick(["####-####", "#### ####"]), landline), label: "PHONE")
        case 2: return CorpusValue(text: "\(random.pick(Self.areas))" + Self.fill("########", landline), label: "PHONE")
        case 3: return CorpusValue(text: Self.fill("\(random.pick(Self.areas)) ####-####", landline), label: "PHONE")
        default: return phone()
        }
    }

    mutating func messengerID() -> CorpusValue {
        let number = "55\(random.pick(Self.areas))9\(random.digits(8))"
        let text = random.pick([
            "\(number)@s.whatsapp.net", "\(number)@c.us", "\(number):\(random.within(1...40))@s.whatsapp.net",
            "\(random.within(1...9))\(random.digits(14))@lid",
        ])
        return CorpusValue(text: text, label: "WA_JID")
    }

    mutating func email() -> CorpusValue {
        let first = Self.plain(random.pick(Self.firstNames)).lowercased(),
            last = Self.plain(random.pick(Self.surnames)).lowercased()
        let local = random.pick([
            "\(first).\(last)", "\(first)\(last)", "\(first)_\(last)\(random.digits(2))", "\(first)\(random.digits(3))",
            "\(first.prefix(1))\(last)", "\(first)-\(last)",
            "contato", "vendas", "\(first)+loja",
        ])
        let domain = random.pick([
            "gmail.com", "gmail.com", "hotmail.com", "outlook.com", "yahoo.com.br", "uol.com.br", "icloud.com",
            "empresa.com.br", "loja-\(last).net", "terra.com.br",
            "bol.com.br", "\(last).adv.br", "proton.me",
        ])
        switch random.below(14) {
        case 0: return CorpusValue(text: "\(local)@\(domain)".uppercased(), label: "EMAIL")
        case 1: return CorpusValue(text: "\(local) @ \(domain)", label: "EMAIL")
        case 2: return CorpusValue(text: "\(local) arroba \(domain.replacing(".", with: " ponto "))", label: "EMAIL")
        case 3: return CorpusValue(text: "\(local)@gmail,com", label: "EMAIL")
        case 4: return CorpusValue(text: "\(local)%40\(domain)", label: "EMAIL")
        default: return CorpusValue(text: "\(local)@\(domain)", label: "EMAIL")
        }
    }

    // MARK: People

    mutating func name() -> CorpusValue {
        var words = [random.pick(Self.firstNames)]
        if random.chance(25) { words.append(random.pick(Self.firstNames)) }
        if random.chance(25) { words.append(random.pick(["da", "de", "dos"])) }
        words.append(random.pick(Self.surnames))
        if random.chance(50) { words.append(random.pick(Self.surnames)) }
        if random.chance(4) { words.append(random.pick(["Junior", "Filho", "Neto"])) }
        let text = words.joined(separator: " ")
        if random.chance(8) { return CorpusValue(text: text.uppercased(), label: "NAME") }
        return CorpusValue(text: text, label: "NAME")
    }

    /// Behind "me chamo" one word is enough.
    mutating func introducedName() -> CorpusValue {
        random.chance(30) ? CorpusValue(text: random.pick(Self.firstNames), label: "NAME") : name()
    }

    static func plain(_ text: String) -> String {
        let folded: [Character: Character] = [
            "á": "a", "ã": "a", "â": "a", "é": "e", "ê": "e", "í": "i", "ó": "o", "ô": "o", "õ": "o", "ú": "u",
            "ç": "c",
        ]
        return String(text.map { folded[$0] ?? $0 })
    }

    static let firstNames = [
        "Maria", "Ana", "João", "José", "Antônio", "Francisco", "Carlos", "Paulo", "Pedro", "Lucas", "Luiz", "Marcos",
        "Gabriel", "Rafael", "Adriana", "Juliana", "Márcia",
        "Fernanda", "Patrícia", "Aline", "Sandra", "Camila", "Amanda", "Bruna", "Jéssica", "Letícia", "Júlia",
        "Luciana", "Vanessa", "Mariana", "Gabriela", "Larissa",
        "Cláudia", "Beatriz", "Rita", "Sônia", "Renata", "Eliane", "Josefa", "Simone", "Natália", "Cristiane", "Débora",
        "Rosângela", "Daniela", "Aparecida", "Marlene",
        "Daniel", "Marcelo", "Bruno", "Eduardo", "Felipe", "Raimundo", "Rodrigo", "Manoel", "Mateus", "André",
        "Fernando", "Fábio", "Leonardo", "Gustavo", "Guilherme",
        "Leandro", "Tiago", "Anderson", "Ricardo", "Márcio", "Jorge", "Sebastião", "Alexandre", "Roberto", "Edson",
        "Diego", "Vítor", "Sérgio", "Cláudio", "Enzo",
        "Heloísa", "Valentina", "Davi", "Arthur", "Benício", "Cecília", "Isadora", "Thaís", "Yasmin", "Kauê", "Ítalo",
        "Wesley", "Dagoberto", "Iracema", "Jurema",
        "Lindalva", "Adalberto", "Osvaldina", "Thalles", "Rosemeire", "Ademilson", "Creuza", "Emanuelle", "Kethlyn",
        "Zuleide",
    ]

    static let surnames = [
        "Silva", "Santos", "Oliveira", "Souza", "Rodrigues", "Ferreira", "Alves", "Pereira", "Lima", "Gomes", "Costa",
        "Ribeiro", "Martins", "Carvalho", "Almeida", "Lopes",
        "Soares", "Fernandes", "Vieira", "Barbosa", "Rocha", "Dias", "Nascimento", "Andrade", "Moreira", "Nunes",
        "Marques", "Machado", "Mendes", "Freitas", "Cardoso",
        "Ramos", "Gonçalves", "Teixeira", "Araújo", "Melo", "Pinto", "Reis", "Borges", "Batista", "Campos", "Pires",
        "Cunha", "Moura", "Barros", "Castro", "Duarte",
        "Monteiro", "Coelho", "Correia", "Cavalcanti", "Fonseca", "Azevedo", "Miranda", "Nogueira", "Sales", "Xavier",
        "Medeiros", "Guimarães", "Peixoto", "Siqueira",
        "Bittencourt", "Drummond", "Wandscheer", "Kowalski", "Tavares", "Brandão", "Figueiredo", "Queiroz",
        "Vasconcelos", "Zanetti", "Yamamoto", "Schneider", "Bragança",
    ]
}
