/// What the assistant was told, and what it is made of, is nobody's business.
enum Leaks {
    struct Claim: Sendable {
        let span: Range<Int>
        let why: GuardrailFinding.Why
    }

    /// So many words in a row out of the prompt are no coincidence.
    static let run = 6

    static func find(_ lexemes: [Lexeme], clauses: [Clause], secrets: Set<String>, quoted: Set<String>) -> [Claim] {
        var claims: [Claim] = []
        for clause in clauses {
            if let range = own.firstRange(in: clause.words) {
                claims.append(Claim(span: clause.span(range), why: .ownInstructions))
            } else if let range = innards.firstRange(in: clause.words) {
                claims.append(Claim(span: clause.span(range), why: .internals))
            }
        }
        claims += copied(lexemes, secrets: secrets, quoted: quoted)
        claims += written(lexemes)
        return claims
    }

    /// Runs of words that stand in a secret text.
    static func runs(of text: String) -> Set<String> {
        let words = Words.split(text)
        guard words.count >= run else { return [] }
        return Set((0...words.count - run).map { words[$0..<$0 + run].joined(separator: " ") })
    }

    private static func copied(_ lexemes: [Lexeme], secrets: Set<String>, quoted: Set<String>) -> [Claim] {
        let words = lexemes.filter { $0.kind != .mark }
        guard words.count >= run else { return [] }
        let found = (0...words.count - run).first { start in
            let text = words[start..<start + run].map(\.text).joined(separator: " ")
            return secrets.contains(text) && !quoted.contains(text)
        }
        guard let found else { return [] }
        return [Claim(span: words[found].range.lowerBound..<words[found + run - 1].range.upperBound, why: .promptText)]
    }

    /// Braces, tags, snake_case, source aliases, UUIDs, names of error types.
    private static func written(_ lexemes: [Lexeme]) -> [Claim] {
        for (index, lexeme) in lexemes.enumerated() {
            let next = index + 1 < lexemes.count ? lexemes[index + 1] : nil
            let previous = index > 0 ? lexemes[index - 1] : nil
            let isBrace = "{}[]".contains(lexeme.text) && lexeme.kind == .mark
            let isTag = lexeme.text == "<" && next?.isJoined == true && next?.kind != .number
            // "soma(a, b)" is a program; "produto(s)" is a plural.
            let isPlural =
                index + 2 < lexemes.count && lexemes[index + 2].text == ")" && (next?.text.utf8.count ?? 0) <= 2
            let isCall = lexeme.text == "(" && lexeme.isJoined && previous?.kind == .word && !isPlural
            let isSnake = lexeme.text == "_" && lexeme.isJoined && next?.isJoined == true && previous?.kind == .word
            let isAlias =
                lexeme.kind == .code && lexeme.text.utf8.count <= 3 && lexeme.text.first == "s"
                && lexeme.text.dropFirst().utf8.allSatisfy(Lexer.isDigit)
            let isError =
                lexeme.kind == .word
                && errors.contains { lexeme.text.hasSuffix($0) && lexeme.text.utf8.count > $0.utf8.count + 2 }
            let isHex =
                lexeme.kind != .mark && lexeme.text.utf8.count >= 8 && next?.text == "-" && next?.isJoined == true
                && lexeme.text.utf8.contains(where: Lexer.isDigit) && lexeme.text.utf8.allSatisfy(isHexDigit)
            if isBrace || isTag || isCall || isSnake || isAlias || isError || isHex {
                return [Claim(span: lexeme.range, why: .internals)]
            }
        }
        return []
    }

    private static let errors = ["error", "exception"]

    private static func isHexDigit(_ byte: UInt8) -> Bool {
        Lexer.isDigit(byte) || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte)
    }

    private static let own = PatternSet(
        """
        prompt/prompts
        minha/minhas ..2 instruc*/regras/diretrizes/orientacoes/configuracao/programacao
        regras/diretrizes/instrucoes/orientacoes internas
        meu/minha/meus/minhas ..2 sistema/criador/criadores/desenvolvedor/desenvolvedores/treinamento/modelo/restricoes/limites
        recebi/tenho ..2 instruc*/ordens/orientac*
        esquec*/apag*/remov* ..3 regras/restricoes/instruc*/limites
        regras/restricoes/instruc*/limites ..2 esquec*/apag*/remov*
        my ..2 instructions/rules/guidelines/programming/configuration/prompt
        internal instructions/rules/guidelines
        the developer/system message/prompt/instructions
        mensagem ..1 sistema/desenvolvedor
        fui/sou/estou/foi ..1 instruid*/programad*/configurad*/treinad*/orientad*/proibid*
        was/been/am/m ..1 instructed/programmed/configured/trained/told/designed
        regras absolutas
        absolute rules
        puramente informativ*
        purely informative
        nunca execute acoes
        never execute actions
        nunca invente informacoes
        never invent information
        nunca prometa
        never promise
        text/texto que ..1 recebi
        ignor* ..3 regras/instruc*/rules/instructions
        freed/free/livre/liberado from/das/de ..2 guidelines/regras/rules
        modo desenvolvedor/administrador/deus
        developer/admin/god mode
        no restrictions
        sem restricoes
        ^ ..3 agora ..1 sou/serei/viro/virei
        i ..1 now a/an/the
        from now on i
        respondo/atuo/ajo como ..2 administrador/root/desenvolvedor
        """)

    private static let innards = PatternSet(
        """
        openai/chatgpt/gpt/llm/anthropic/gemini/claude/copilot
        modelo de linguagem
        language model
        fonte/fontes/source/sources s
        erro interno
        internal error
        stack trace
        connection refused
        relation ..3 does not exist
        null pointer
        embedding/embeddings/chunk/chunks/json/markdown
        qual ..1 senha
        """)
}
