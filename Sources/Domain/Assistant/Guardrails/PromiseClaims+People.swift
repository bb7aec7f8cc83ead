/// People of the shop: that they talk with whoever is handed over may be said, and of the rest only what a quoted line says of them.
extension PromiseClaims {
    /// People of the shop about to do something that no quoted line says of them.
    static func staff(_ clause: Clause, _ told: Told, _ hasProof: Bool) -> Range<Int>? {
        let words = clause.words
        guard let index = words.firstIndex(where: people.contains), !clause.isSubordinate(index),
            // "O motoboy custa R$ 25": the service.
            !(hasProof && isService(clause, index, told)),
            // "A cargo da equipe": not who does it.
            index == 0
                || !["da", "do", "das", "dos", "de", "na", "no", "nas", "nos", "em", "pela", "pelo"].contains(
                    words[index - 1]),
            !words[..<index].contains(where: {
                VerbForms.isInfinitive($0)
                    || ["fale", "chame", "procure", "peca", "avise", "com", "nao", "para", "ao", "pela", "pelo"]
                        .contains($0)
            })
        else { return nil }
        if let call = words.firstIndex(where: calling.contains), call < index, index - call <= 3,
            !words[(index + 1)...].contains(where: {
                VerbForms.isInfinitive($0) && !talking.contains($0) || VerbForms.isParticiple($0)
                    || VerbForms.isGerund($0)
            })
        {
            return nil
        }
        let rest = words[(index + 1)...].filter { Stopwords.weight($0) > 0 && !helping.contains($0) }
        let known = rest.count(where: told.says)
        return rest.isEmpty || known * 3 >= rest.count * 2 ? nil : index..<words.count
    }

    /// What it costs directly behind it and its place, and for the rest what is quoted.
    private static func isService(_ clause: Clause, _ index: Int, _ told: Told) -> Bool {
        let words = clause.words
        guard let verb = words[(index + 1)...].firstIndex(where: ["custa", "custam"].contains) else { return false }
        let isPlace = clause.lexemes[(index + 1)..<verb].allSatisfy { Stopwords.weight($0.text) == 0 || $0.isCapital }
        return isPlace
            && clause.lexemes[(verb + 1)...].allSatisfy {
                $0.kind != .word || Stopwords.weight($0.text) == 0 || $0.text == "r" || told.says($0.text)
            }
    }

    /// "Passo você para alguém da equipe", "quer que eu chame uma pessoa?": nothing but that.
    static func isHandover(_ words: [String]) -> Bool {
        guard let call = words.firstIndex(where: { calling.contains($0) || wished.contains($0) }) else { return false }
        return words[(call + 1)...].contains { people.contains($0) || $0 == "pessoa" }
            && words.enumerated().allSatisfy { index, word in
                index == call || Stopwords.weight(word) == 0 || handing.contains(word) || people.contains(word)
                    || index > call && talking.contains(word)
            }
    }

    /// What the program does by itself: "se quiser, chamo alguém da equipe para ver o seu caso".
    private static let calling: Set<String> = [
        "chamo", "chamar", "passo", "passar", "encaminho", "encaminhar", "transfiro", "transferir",
    ]
    private static let wished: Set<String> = ["chame", "passe", "encaminhe", "transfira"]
    /// What people may be said to do then.
    private static let talking: Set<String> = [
        "conversar", "falar", "ver", "olhar", "ajudar", "atender", "explicar", "orientar", "informar", "responder",
        "continuar",
        "melhor", "lugar", "confirmar",
    ]

    static let people: Set<String> = [
        "alguem", "equipe", "time", "pessoal", "atendente", "gerente", "gerencia", "supervisor", "supervisora",
        "supervisao",
        "responsavel", "setor", "financeiro", "suporte", "especialista", "humano", "colega", "colegas", "consultor",
        "tecnico",
        "transportadora", "motorista", "entregador", "motoboy", "logistica", "expedicao", "estoque", "departamento",
        "area",
        "diretoria", "chefe", "dono", "dona", "central", "sac", "moca", "rapaz", "fornecedor", "carteiro", "banco",
        "sistema",
    ]
    private static let helping: Set<String> = [
        "ajudar", "responder", "atender", "explicar", "informar", "orientar", "falar", "confirmar", "verificar", "pode",
        "podem",
    ]
}
