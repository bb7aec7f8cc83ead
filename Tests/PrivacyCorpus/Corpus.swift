/// Labelled messages of shop chats, made by a grammar: the same seed gives the same messages.
package enum Corpus {
    package static func messages(_ count: Int, seed: UInt64 = 1) -> [LabelledMessage] {
        var maker = CorpusMaker(values: CorpusValues(random: CorpusRandom(seed: seed)))
        return (0..<count).map { maker.message($0) }
    }
}

struct CorpusMaker {
    var values: CorpusValues

    mutating func message(_ id: Int) -> LabelledMessage {
        var builder = MessageBuilder()
        let parts: [[String]] =
            switch values.random.below(20) {
            case 0..<4: [CorpusPhrases.clean]
            case 4..<5: [CorpusPhrases.clean, CorpusPhrases.clean]
            case 5..<9: [CorpusPhrases.decoys]
            case 9..<13: [CorpusPhrases.personal]
            case 13..<16: [CorpusPhrases.decoys, CorpusPhrases.personal]
            case 16..<18: [CorpusPhrases.personal, CorpusPhrases.decoys]
            case 18..<19: [CorpusPhrases.personal, CorpusPhrases.personal]
            default: [CorpusPhrases.clean, CorpusPhrases.personal, CorpusPhrases.decoys]
            }
        if values.random.chance(30) {
            builder.plain(values.random.pick(CorpusPhrases.greetings) + values.random.pick([" ", "\n", " "]))
        }
        let isLower = values.random.chance(15)
        for (position, phrases) in parts.enumerated() {
            if position > 0 { builder.plain(values.random.pick(CorpusPhrases.joints.filter { $0 != " " })) }
            fill(values.random.pick(phrases), isLower: isLower, into: &builder)
        }
        if values.random.chance(20) {
            builder.plain(
                values.random.pick(CorpusPhrases.joints.dropLast()) + values.random.pick(CorpusPhrases.closings))
        }
        return builder.message(id)
    }

    private mutating func fill(_ phrase: String, isLower: Bool, into builder: inout MessageBuilder) {
        for (position, piece) in phrase.split(separator: "{", omittingEmptySubsequences: false).enumerated() {
            guard position > 0, let end = piece.firstIndex(of: "}") else {
                builder.plain(noisy(String(piece), isLower: isLower))
                continue
            }
            var value = value(String(piece[..<end]))
            // People who write without capitals write their names so too.
            if isLower, value.label == "NAME" || value.label == "ADDRESS" {
                value = CorpusValue(text: value.text.lowercased(), label: value.label)
            }
            builder.value(value)
            builder.plain(noisy(String(piece[piece.index(after: end)...]), isLower: isLower))
        }
    }

    /// Without accents, without capitals, in haste.
    private mutating func noisy(_ text: String, isLower: Bool) -> String {
        var text = isLower ? text.lowercased() : text
        if values.random.chance(25) { text = CorpusValues.plain(text) }
        if values.random.chance(3) { text = text.uppercased() }
        if values.random.chance(3) { text = text.decomposed }
        return text
    }

    private mutating func value(_ name: String) -> CorpusValue {
        if name.hasPrefix("!") { return values.decoy(String(name.dropFirst())) }
        switch name {
        case "cpf": return values.cpf()
        case "ncpf": return values.chanceOfNamedCPF()
        case "cnpj": return values.cnpj()
        case "rg": return values.rg()
        case "cnh": return values.cnh()
        case "pis": return values.pis()
        case "titulo": return values.titulo()
        case "cns": return values.cns()
        case "passport": return values.passport()
        case "phone": return values.phone()
        case "nphone": return values.namedPhone()
        case "wame":
            return CorpusValue(text: "5511\(values.random.digits(0))9\(values.random.digits(8))", label: "PHONE")
        case "jid": return values.messengerID()
        case "email": return values.email()
        case "cep": return values.cep()
        case "ncep": return values.namedCEP()
        case "address": return values.address()
        case "name": return values.name()
        case "iname": return values.introducedName()
        case "dob": return values.birthDate()
        case "card": return values.card()
        case "cvv": return values.securityCode()
        case "branch": return values.branch()
        case "account": return values.account()
        case "evp": return values.pixKey()
        case "brcode": return values.pixCode()
        case "boleto": return values.boleto()
        case "plate": return values.plate()
        default: return values.ip()
        }
    }
}

extension CorpusValues {
    mutating func chanceOfNamedCPF() -> CorpusValue { random.chance(60) ? namedCPF() : cpf() }
}

extension String {
    /// Accents as characters of their own, as some keyboards send them.
    fileprivate var decomposed: String {
        let parts: [Character: String] = [
            "á": "a\u{301}", "é": "e\u{301}", "í": "i\u{301}", "ó": "o\u{301}", "ú": "u\u{301}", "ã": "a\u{303}",
            "õ": "o\u{303}", "ç": "c\u{327}", "ê": "e\u{302}",
        ]
        return map { parts[$0] ?? String($0) }.joined()
    }
}
