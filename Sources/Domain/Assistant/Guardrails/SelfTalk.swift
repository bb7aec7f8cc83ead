/// Whether a clause speaks of the one who answers: what it was told, made of or made for. An answer speaks of the shop; of itself it may
/// only say that it has not found something and that it is sorry.
enum SelfTalk {
    static func find(in clause: Clause, _ told: Told) -> Range<Int>? {
        let words = clause.words
        for index in words.indices {
            if let range = possessed(words, index, told) ?? madeFor(words, index, told) ?? handled(words, index, told)
                ?? followed(words, index, told)
            {
                return range
            }
        }
        return fixed.firstRange(in: words)
    }

    /// `minhas diretrizes`, `meu criador`, `my guidelines`
    private static func possessed(_ words: [String], _ index: Int, _ told: Told) -> Range<Int>? {
        guard ["minha", "minhas", "meu", "meus", "my", "mim"].contains(words[index]) else { return nil }
        return (index + 1..<min(index + 4, words.count)).first { isMatter(words[$0]) }.map { index..<$0 + 1 }
    }

    /// `fui treinado`, `estou configurada`, `I was built`, `sou um modelo`
    private static func madeFor(_ words: [String], _ index: Int, _ told: Told) -> Range<Int>? {
        let rest = index + 1..<min(index + 4, words.count)
        if ["fui", "sou", "estou", "era", "estava", "serei"].contains(words[index]) {
            return rest.first {
                VerbForms.isParticiple(words[$0]) && !told.words.contains(words[$0])
                    && !["pronto", "pronta", "disposto", "disposta"].contains(words[$0])
                    || makings.contains(words[$0])
            }.map { index..<$0 + 1 }
        }
        guard words[index] == "i", let verb = rest.first,
            ["was", "am", "m", "ve", "have", "been", "were"].contains(words[verb])
        else { return nil }
        return (verb + 1..<min(verb + 5, words.count)).first {
            EnglishClaims.isPast(words[$0]) || makings.contains(words[$0])
        }.map {
            index..<$0 + 1
        }
    }

    /// `me orientaram`, `não me deixam`, `me proíbe`, `I was told`
    private static func handled(_ words: [String], _ index: Int, _ told: Told) -> Range<Int>? {
        guard words[index] == "me", words.indices.contains(index + 1) else { return nil }
        let verb = words[index + 1]
        let isOthers =
            VerbForms.isThirdPast(verb)
            || verb.utf8.count >= 5 && ["am", "em"].contains(where: verb.hasSuffix) && !told.words.contains(verb)
            || letting.contains(verb)
        let isEnglish =
            index > 0 && EnglishClaims.isPast(words[index - 1])
            || index > 0
                && ["tell", "tells", "let", "lets", "allow", "allows", "forbid", "forbids", "want", "wants"].contains(
                    words[index - 1])
        return isOthers ? index..<index + 2 : isEnglish && words[index - 1] != "let" ? index - 1..<index + 1 : nil
    }

    private static let letting: Set<String> = [
        "permite", "impede", "proibe", "instrui", "restringe", "obriga", "manda", "limita", "autoriza", "deixa",
        "orienta", "diz", "impoe",
        "pede", "ordena", "exige", "programa", "treina", "configura", "controla", "ensina",
    ]

    /// `sigo instruções`, `os trechos que recebi`, `the context I was given`
    private static func followed(_ words: [String], _ index: Int, _ told: Told) -> Range<Int>? {
        guard isMatter(words[index]) else { return nil }
        if let verb = (max(index - 4, 0)..<index).first(where: {
            following.contains(words[$0])
                || VerbForms.isFirstPast(words[$0]) && words[$0] != "encontrei" && words[$0] != "achei"
        }) {
            return told.words.contains(words[index]) ? nil : verb..<index + 1
        }
        guard
            let joint = (index + 1..<min(index + 4, words.count)).first(where: {
                ["que", "i", "which", "that"].contains(words[$0])
            })
        else { return nil }
        let rest = joint..<min(joint + 4, words.count)
        return rest.first { place in
            let word = words[place]
            return word == "me" || word == "i" || following.contains(word) || VerbForms.isFirstPast(word)
                || word == "carrego"
        }.map { index..<$0 + 1 }
    }

    private static let following: Set<String> = [
        "sigo", "tenho", "obedeco", "uso", "utilizo", "leio", "respeito", "cumpro", "recebo", "consulto", "acesso",
        "possuo", "carrego", "adoto",
        "baseio", "guio", "follow", "use", "obey", "read", "have",
    ]

    /// What an answering machine is told and made of.
    private static func isMatter(_ word: String) -> Bool {
        matters.contains(word)
            || ["instruc", "diretriz", "configurac", "programac", "restric", "prompt", "parametr", "algoritm"].contains(
                where: word.hasPrefix)
    }

    private static let matters: Set<String> = [
        "regra", "regras", "orientacao", "orientacoes", "norma", "normas", "ordem", "ordens", "treinamento", "contexto",
        "sistema", "criador",
        "criadores", "criadora", "desenvolvedor", "desenvolvedores", "programador", "programadores", "modelo",
        "limites", "limitacoes", "memoria",
        "trecho", "trechos", "fonte", "fontes", "documento", "documentos", "texto", "textos", "comando", "comandos",
        "codigo", "banco", "base",
        "script", "roteiro", "token", "tokens", "protocolo", "politicas", "papel", "tarefa", "missao", "proposito",
        "versao", "funcionamento", "mensagem", "mensagens",
        "passagens", "material", "conteudo", "autorizacao", "permissao", "permissoes", "filtro", "filtros", "mecanismo",
        "arquitetura", "servidor",
        "instructions", "instruction", "rules", "rule", "guidelines", "guideline", "configuration", "settings",
        "programming", "training", "context",
        "system", "creator", "creators", "developers", "developer", "makers", "model", "limits", "restrictions",
        "memory", "passages", "sources",
        "source", "documents", "document", "text", "texts", "code", "database", "script", "message", "orders",
        "purpose", "role", "data", "input",
        "owner", "programmers", "permissions", "filters", "operator", "knowledge",
    ]
    private static let makings: Set<String> = [
        "ia", "robo", "bot", "chatbot", "modelo", "inteligencia", "programa", "software", "sistema", "maquina",
        "algoritmo", "llm", "gpt",
        "ai", "robot", "model", "program", "machine", "algorithm", "supposed", "llama", "proibido", "proibida",
    ]

    private static let fixed = PatternSet(
        """
        prompt/prompts
        regras/diretrizes/instrucoes/orientacoes/normas/politicas ..1 internas/internos/absolutas/sistema/sigilosas/secretas/confidenciais
        internal/hidden/secret/system ..1 instructions/rules/guidelines/message/policy
        mensagem ..1 sistema/desenvolvedor
        esquec*/apag*/remov*/ignor*/desativ*/quebr*/viol* ..3 regras/restricoes/instruc*/limites/filtros/diretrizes/rules/instructions/guidelines
        regras/restricoes/instruc*/limites/filtros ..2 esquec*/apag*/remov*/desativ*/ignor*
        regras absolutas
        absolute rules
        puramente informativ*
        purely informative
        nunca execut*/invent*/promet*
        never execute/invent/promise/reveal
        as instructed/configured/programmed/directed/told
        como instruid*/configurad*/programad*/orientad*
        conforme/segundo ..2 instruc*/diretriz*/configurac*/programac*/parametr*
        freed/free/livre/liberad* from/das/de/dos ..2 guidelines/regras/rules/restricoes/filtros/limites
        modo desenvolvedor/administrador/deus/livre/irrestrito
        developer/admin/god/debug mode
        no/without restrictions
        sem ..1 restricoes/filtros
        ^ ..3 agora ..1 sou/serei/viro/virei
        i ..1 now a/an/the
        from now on i
        respondo/atuo/ajo/falo como ..2 administrador/root/desenvolvedor/chefe
        trechos/fontes/documentos/material/contexto/passagens ..1 fornecid*/recebid*/disponibilizad*/passad*/enviad*/citad*
        context/sources/passages/documents/text/information ..1 provided/given/supplied
        trained/treinad* on/com/em/por
        """)
}
