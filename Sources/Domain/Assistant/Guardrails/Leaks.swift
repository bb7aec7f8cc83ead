/// What the assistant was told, and what it is made of, is nobody's business.
enum Leaks {
    struct Claim: Sendable {
        let span: Range<Int>
        let why: GuardrailFinding.Why
    }

    /// What must not be repeated: runs of words, and the telling words of each sentence.
    struct Secrets: Sendable {
        private(set) var runs: Set<String> = []
        private(set) var sentences: [Set<String>] = []

        init(_ texts: [String]) {
            for text in texts {
                runs.formUnion(Leaks.runs(of: text))
                for sentence in text.split(whereSeparator: { ".!?\n".contains($0) }) {
                    let stems = Set(
                        Words.split(String(sentence)).filter { Stopwords.weight($0) == 1 }.map(Stemming.stem))
                    if stems.count >= 4 { sentences.append(stems) }
                }
            }
        }

        func union(_ other: Secrets) -> Secrets {
            var union = self
            union.runs.formUnion(other.runs)
            union.sentences += other.sentences
            return union
        }
    }

    /// So many words in a row out of the prompt are no coincidence.
    static let run = 6

    /// - Parameter sources: how many were shown to the model: `S21` is a telephone where there are five.
    static func find(
        _ lexemes: [Lexeme], clauses: [Clause], secrets: Secrets, quoted: Set<String>, told: Told, sources: Int
    ) -> [Claim] {
        var claims: [Claim] = []
        for clause in clauses {
            if let range = SelfTalk.find(in: clause, told) {
                claims.append(Claim(span: clause.span(range), why: .ownInstructions))
            } else if let range = innards.firstRange(in: clause.words), !told.words.isSuperset(of: clause.words[range])
            {
                claims.append(Claim(span: clause.span(range), why: .internals))
            }
        }
        claims += copied(lexemes, secrets: secrets.runs, quoted: quoted)
        claims += retold(clauses, secrets, told)
        claims += written(lexemes, sources)
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

    /// A sentence most of whose telling words stand in one sentence of the prompt, and not in what is quoted.
    private static func retold(_ clauses: [Clause], _ secrets: Secrets, _ told: Told) -> [Claim] {
        Dictionary(grouping: clauses, by: \.sentence).values.compactMap { sentence in
            let words = sentence.flatMap(\.words).filter { Stopwords.weight($0) == 1 }
            let stems = Set(words.map(Stemming.stem))
            guard stems.count >= 4, let first = sentence.first, let last = sentence.last else { return nil }
            let isRetold = secrets.sentences.contains { secret in
                let shared = stems.intersection(secret)
                return shared.count >= 4 && shared.count * 3 >= stems.count * 2 && !shared.isSubset(of: told.stems)
            }
            return isRetold ? Claim(span: first.span.lowerBound..<last.span.upperBound, why: .promptText) : nil
        }
    }

    /// Braces, tags, snake_case, source aliases, UUIDs, names of error types.
    private static func written(_ lexemes: [Lexeme], _ sources: Int) -> [Claim] {
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
                && Int(lexeme.text.dropFirst()).map { $0 <= sources } == true
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
        threshold/timestamp/backend/frontend/endpoint
        artificial intelligence
        inteligencia artificial
        base de conhecimento
        knowledge base
        qual ..1 senha
        """)
}
