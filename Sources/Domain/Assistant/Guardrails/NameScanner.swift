/// Proper names and names of policies that nothing shown to the model mentions.
enum NameScanner {
    struct Claim: Sendable {
        let kind: GuardrailFinding.Kind
        let span: Range<Int>
    }

    /// - Parameters:
    ///   - known: stems of the quoted lines, their headings, the customer's words and the shop's name.
    ///   - quoted: stems of the quoted lines and their headings only.
    static func find(_ lexemes: [Lexeme], known: Set<String>, quoted: Set<String>) -> [Claim] {
        names(lexemes, known) + policies(lexemes, quoted)
    }

    /// A word with a capital inside a sentence is a name.
    private static func names(_ lexemes: [Lexeme], _ known: Set<String>) -> [Claim] {
        var claims: [Claim] = []
        let places = Places.named(in: lexemes.map(\.text)).map(\.range)
        for (index, lexeme) in lexemes.enumerated() where lexeme.kind == .word && lexeme.isCapital && index > 0 {
            let previous = lexemes[index - 1]
            let isFirst =
                previous.endsSentence
                || ["…", ";", ")", ":", "-", "\"", "'", ">", "(", "*", "•"].contains(previous.text)
            let word = lexeme.text
            guard !isFirst, word.utf8.count > 1, !everyday.contains(word), Stopwords.weight(word) > 0,
                !known.contains(Stemming.stem(word)), !known.contains(Stemming.stem(word + "s")),
                !isPlace(word), !places.contains(where: { $0.contains(index) }), CalendarScanner.weekdays[word] == nil,
                CalendarScanner.months[word] == nil
            else { continue }
            let heads = lexemes[max(index - 3, 0)..<index].contains { policyHeads.contains($0.text) }
            claims.append(Claim(kind: heads || policyHeads.contains(word) ? .policy : .name, span: lexeme.range))
        }
        return claims
    }

    private static func isPlace(_ word: String) -> Bool { Places.isPlace(Concepts.of(word)) }

    /// `política de satisfação`, `lifetime warranty`: the kind of policy and what it is about must be quoted.
    private static func policies(_ lexemes: [Lexeme], _ quoted: Set<String>) -> [Claim] {
        var claims: [Claim] = []
        let words = lexemes
        for (index, lexeme) in words.enumerated() where lexeme.kind == .word {
            // "Que programa bom!"
            if lexeme.text == "programa", index > 0, ["que", "de", "um"].contains(words[index - 1].text) { continue }
            guard let family = policyHeads.contains(lexeme.text) ? families[lexeme.text] ?? [lexeme.text] : nil else {
                continue
            }
            if !family.contains(where: { quoted.contains(Stemming.stem($0)) }) {
                if isUnnamed(words, index) { continue }
                claims.append(Claim(kind: .policy, span: lexeme.range))
                continue
            }
            // What follows directly, or after one `de`, says which one it is.
            var next = index + 1
            let isLinked = next < words.count && ["de", "do", "da", "of", "contra"].contains(words[next].text)
            if isLinked { next += 1 }
            guard next < words.count, words[next].kind == .word else { continue }
            let word = words[next].text
            let isTelling = isLinked || !deeds.contains(word)
            if isTelling, Stopwords.weight(word) == 1, !pronouns.contains(word), !quoted.contains(Stemming.stem(word)),
                Units.time[word] == nil
            {
                claims.append(Claim(kind: .policy, span: lexeme.range.lowerBound..<words[next].range.upperBound))
            }
        }
        return claims
    }

    /// "Segundo a política da loja", "our policy": whichever it is.
    private static func isUnnamed(_ words: [Lexeme], _ index: Int) -> Bool {
        guard ["politica", "politicas", "policy", "policies", "regulamento", "normas"].contains(words[index].text)
        else { return false }
        guard words.indices.contains(index + 1), words[index + 1].kind == .word else { return true }
        let (next, last) = (words[index + 1].text, words.indices.contains(index + 2) ? words[index + 2].text : "")
        if ["de", "do", "da", "of", "contra"].contains(next) {
            return ["loja", "casa", "empresa", "store", "shop"].contains(last)
        }
        return Stopwords.weight(next) == 0
    }

    /// Words that a policy's name begins with.
    private static let policyHeads: Set<String> = [
        "politica", "politicas", "lei", "leis", "artigo", "decreto", "programa", "garantia", "garantias", "seguro",
        "clube",
        "regulamento", "norma", "estatuto", "cashback", "certificado", "selo", "policy", "policies", "law", "act",
        "program",
        "programme", "warranty", "guarantee", "insurance", "club", "terms", "regulation", "membership", "fidelidade",
    ]

    /// The same thing in other words, so that an English answer may speak of a Portuguese line.
    private static let families: [String: [String]] = {
        let groups = [
            ["garantia", "garantias", "warranty", "guarantee"], ["politica", "politicas", "policy", "policies"],
            ["lei", "leis", "law", "act", "codigo"],
            ["programa", "program", "programme", "clube", "club", "fidelidade", "membership"],
            ["seguro", "insurance"], ["norma", "regulamento", "regulation", "terms"],
        ]
        var table: [String: [String]] = [:]
        for group in groups { for word in group { table[word] = group } }
        return table
    }()

    private static let pronouns: Set<String> = ["dele", "dela", "deles", "delas", "nossa", "nosso"]

    /// What policies do; any other word behind one is part of its name.
    private static let deeds: Set<String> = [
        "cobre", "cobrem", "vale", "valem", "custa", "custam", "acrescenta", "comeca", "funciona", "inclui", "exige",
        "requer",
        "oferece", "protege", "dura", "permite", "existe", "termina", "vence", "varia", "garante", "covers", "cover",
        "applies",
        "apply", "lasts", "costs", "starts", "adds", "includes", "against", "ends", "gives", "depends", "works", "can",
        "only",
        "does", "has", "extra",
    ]

    /// Capitals of every day: languages, common marks, courtesy.
    private static let everyday: Set<String> = Set(
        """
        whatsapp instagram facebook brasil brazil brazilian portuguese english pix cpf cnpj cep sms pdf i ok faq url id nf nfe rg tv
        wi fi bluetooth
        minha minhas meu meus conta pedidos south southeast north northeast midwest sul norte
        voce sr sra mr mrs hi hello ola oi boleto internet email site usb wifi gmail rua avenida av shopping centro loja
        state city store street avenue
        """.split { $0 == " " || $0 == "\n" }.map(String.init))
}
