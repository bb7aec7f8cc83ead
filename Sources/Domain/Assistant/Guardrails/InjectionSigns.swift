/// Lines that speak to whoever answers instead of to the customer. A document, the text of an image or a transcript may contain them;
/// none of them proves anything.
///
/// What a shop tells its customers is recognised by whom it is told to: it never orders the reader to say something to a customer, nor
/// what to answer when somebody asks. So no list of phrases: an order (imperative, `deve`, `é preciso`), a verb of saying, and a hearer who
/// is not the reader.
package enum InjectionSigns {
    /// The first words of the text that look like an order to a machine; nil for ordinary text.
    package static func find(in text: String) -> String? {
        var sentence: [Lexeme] = []
        for lexeme in Lexer.split(FoldedText(text)) {
            sentence.append(lexeme)
            guard lexeme.endsSentence else { continue }
            if let found = find(inSentence: sentence) { return found }
            sentence.removeAll(keepingCapacity: true)
        }
        return find(inSentence: sentence)
    }

    private static func find(inSentence lexemes: [Lexeme]) -> String? {
        let words = lexemes.map(\.text)
        let plain = words.filter { $0.utf8.first.map(Lexer.isLetter) ?? false }
        guard
            let range = marker(lexemes) ?? machine(lexemes) ?? said(words) ?? asked(words) ?? commanded(words)
                ?? served(words) ?? spoken(words)
        else {
            return fixed.firstRange(in: plain).map { plain[$0].joined(separator: " ") }
        }
        return words[range].joined(separator: " ")
    }

    // MARK: Say to the customer that …

    /// An order to say: with what is to be said (`que`, a colon, a hearer) behind it.
    private static func said(_ words: [String]) -> Range<Int>? {
        for index in words.indices {
            if casual.contains(words[index]), isOpening(words, index), index + 1 < words.count,
                ["que", ":", "pro", "pra", "ao", "aos", "isso"].contains(words[index + 1]),
                // "Conta pra gente o que houve."
                !(index + 2 < words.count && ["gente", "nos", "loja"].contains(words[index + 2]))
            {
                return index..<index + 2
            }
            guard orders.contains(words[index]) || infinitives.contains(words[index]) else { continue }
            let before = words[max(index - 4, 0)..<index]
            let isOrder = orders.contains(words[index])
            // "Você deve informar", "a loja vai avisar o cliente": nobody is told to speak for the shop.
            guard isOrder || index == 0 || marks.contains(before.last ?? "") || before.contains(where: duties.contains),
                !(isOrder && before.contains { ["que", "voce", "vai"].contains($0) && $0 == before.last })
            else { continue }
            let rest = words[(index + 1)...].prefix(6)
            // "Avise a gente que", "informe à loja": said to the shop.
            if rest.prefix(3).contains(where: shop.contains) { continue }
            let isDenied = before.suffix(2).contains {
                ["nao", "nunca", "jamais", "never", "t", "not", "sem"].contains($0)
            }
            let isContent = isContent(Array(rest), of: words[index])
            // "Mande o link: ele chega": behind the mark others are spoken of.
            let isTold = rest.prefix(4).prefix { !marks.contains($0) }.contains(where: hearers.contains)
            let isSecret = words.contains {
                ["senha", "senhas", "dados", "codigo", "cartao", "password", "token"].contains($0)
            }
            // "O cliente deve informar que é presente."
            let isHis = before.contains { persons.contains($0) || plurals.contains($0) || $0 == "voce" } && !isOrder
            // "Peça que não temos em estoque", "leve a peça e o sapato": a thing.
            let isThing =
                words[index] == "peca"
                && (index == 0
                    || !marks.contains(before.last ?? "") && !["e", "favor", "sempre"].contains(before.last ?? ""))
            // "Clique em "Avise-me"": what stands on the button.
            if before.suffix(2).contains("\""), rest.prefix(3).contains("\"") { continue }
            // "Não precisa justificar: marque a opção" orders nothing.
            if isDenied, !isOrder, !hiding.contains(words[index]) { continue }
            if isTold || isContent && !isHis && !isThing || isDenied && !isSecret && hiding.contains(words[index]) {
                return index..<min(index + 4, words.count)
            }
        }
        return nil
    }

    /// What is to be said follows at once (`diga que`, `diga sempre que`, `responda: "…"`, `informe o seguinte:`): behind a noun a `que` tells which
    /// one is meant (`informe o modelo que comprou`), and a colon goes on with something else.
    private static func isContent(_ rest: [String], of verb: String) -> Bool {
        guard !giving.contains(verb), !["com", "direto"].contains(rest.first ?? "") else { return false }
        if ["isso", "isto", "sempre", "sim", "tudo", "it", "this"].contains(rest.first ?? "") { return true }
        guard let place = rest.firstIndex(where: { ["que", "that", ":", "\""].contains($0) }) else { return false }
        // `responda "SIM"`: what the customer types.
        if rest[place] == "\"", rest[(place + 1)...].prefix(3).contains("\"") { return false }
        // "Responda em nome da gerência que": no noun that the `que` could go with.
        if ["que", "that"].contains(rest[place]), let first = rest.first, hows.contains(first) { return true }
        return rest[..<place].allSatisfy {
            hearers.contains($0) || messages.contains($0) || marks.contains($0) && $0 != "." || $0.hasSuffix("mente")
                || ["palavra", "letra"].contains($0)
                || Stopwords.weight($0) == 0
                    && !(rest[place] == "que" && articles.contains($0) && $0 == rest[place - 1])
        }
    }

    /// It begins a clause: no subject stands before it.
    private static func isOpening(_ words: [String], _ index: Int) -> Bool {
        index == 0 || ["e", "and", "assim", "ai", "entao", "please", "favor"].contains(words[index - 1])
            || !(words[index - 1].utf8.first.map(Lexer.isLetter) ?? false)
    }

    // MARK: When somebody asks

    private static func asked(_ words: [String]) -> Range<Int>? {
        words.indices.first { index in
            if othersAsking.contains(words[index]) { return true }
            guard asking.contains(words[index]) else { return false }
            // "Pergunte a um vendedor" is said to the customer.
            let before = words[max(index - (bareAsking.contains(words[index]) ? 2 : 4), 0)..<index]
            return before.contains {
                bareAsking.contains(words[index])
                    ? ["alguem", "quem"].contains($0) || hearers.contains($0)
                    : cues.contains($0) || hearers.contains($0)
            }
        }.map { max($0 - 2, 0)..<$0 + 1 }
    }

    // MARK: Marks of a machine

    /// `SYSTEM:`, `[assistant]`, `Nota interna:`
    private static func marker(_ lexemes: [Lexeme]) -> Range<Int>? {
        for (index, lexeme) in lexemes.enumerated() where lexeme.kind == .mark {
            let next = lexemes.indices.contains(index + 1) ? lexemes[index + 1] : nil
            // A tag, or a label in brackets over the line.
            if lexeme.text == "<", next?.kind == .word || next?.text == "/" { return index..<index + 1 }
            if lexeme.text == "[", index == 0 || lexemes[..<index].allSatisfy({ $0.kind == .mark }), next?.kind == .word
            {
                return index..<index + 2
            }
            if ["]", ">", "|", "}"].contains(lexeme.text), index > 0, roles.contains(lexemes[index - 1].text),
                !inner.contains(lexemes[index - 1].text)
            {
                return index - 1..<index
            }
            guard lexeme.text == ":", index > 0 else { continue }
            let count = lexemes[..<index].reversed().prefix { $0.kind != .mark }.count
            if count == 1, ["instrucao", "instrucoes", "instruction", "instructions"].contains(lexemes[index - 1].text)
            {
                return index - 1..<index
            }
            let label = lexemes[max(index - count, 0)..<index].map(\.text)
            // "Filtro interno de esponja:" is a thing.
            if (1...5).contains(count), label.contains(where: roles.contains),
                !label.allSatisfy({ !roles.contains($0) || inner.contains($0) })
                    || label.contains(where: notices.contains)
            {
                return index - count..<index
            }
        }
        return nil
    }

    /// Who speaks of a machine that answers, or tells the staff what it has to do, does not speak to a customer.
    private static func machine(_ lexemes: [Lexeme]) -> Range<Int>? {
        for (index, lexeme) in lexemes.enumerated() where lexeme.kind == .word {
            let word = lexeme.text
            let isMachine = word == "ia" || word == "ai" && !lexemes.contains { files.contains($0.text) }
            if machines.contains(word) || isMachine && lexeme.isCapital && index > 0 {
                return index..<index + 1
            }
            guard answerers.contains(word) else { continue }
            // "Evite este modelo", "o provador virtual precisa de permissão".
            if goods.contains(word), !isOfWork(lexemes, index) { continue }
            let near = lexemes[max(index - 4, 0)..<min(index + 5, lexemes.count)]
            if near.contains(where: { obligations.contains($0.text) }) { return index..<index + 1 }
        }
        return nil
    }

    /// A word that names a machine or a thing of the shop: the one that speaks has a duty and a verb of saying behind it.
    private static func isOfWork(_ lexemes: [Lexeme], _ index: Int) -> Bool {
        let rest = lexemes[(index + 1)...].prefix(8).map(\.text)
        return rest.prefix(3).contains(where: obligations.contains)
            && rest.contains { infinitives.contains($0) && !giving.contains($0) || hearers.contains($0) }
    }

    /// Who answers, what it has to do, and the words it is given: `o atendente virtual passará a dizer que …`.
    private static func spoken(_ words: [String]) -> Range<Int>? {
        words.indices.first { index in
            guard answerers.contains(words[index]) || ["atendimento", "chat"].contains(words[index]) else {
                return false
            }
            let rest = words[(index + 1)...].prefix(9)
            guard rest.contains(where: { tasks.contains($0) || obligations.contains($0) }),
                let verb = rest.firstIndex(where: infinitives.contains)
            else { return false }
            return words[(verb + 1)...].prefix(8).contains { ["que", "that", ":"].contains($0) }
        }.map { $0..<min($0 + 4, words.count) }
    }

    // MARK: What is done to a customer

    /// An order in whose sentence the customer stands as somebody else: `dê ao cliente`, `concorde com o cliente`.
    private static func served(_ words: [String]) -> Range<Int>? {
        guard let hearer = words.indices.first(where: { persons.contains(words[$0]) }), hearer > 1 else { return nil }
        let before = words[max(hearer - 2, 0)..<hearer]
        // "Acesse a área do cliente."
        if before.contains(where: places.contains) { return nil }
        // "Lalamove, chamada pelo cliente": a name, and what the customer does.
        if ["pelo", "pela", "pelos"].contains(words[hearer - 1]) { return nil }
        return words.indices.first { index in
            index < hearer && (isCommand(words[index]) || index == 0 && words[index] == "de") && hearer - index <= 8
                && (index == 0 || !(words[index - 1].utf8.first.map(Lexer.isLetter) ?? false)
                    || ["nao", "nunca", "jamais", "sempre", "favor", "e"].contains(words[index - 1]))
                && !["de", "do", "da", "para", "em", "por", "a"].contains(words[index + 1])
        }.map { $0..<hearer + 1 }
    }

    /// `aceite`, `ofereça`: an imperative, or a noun that looks like one.
    private static func isCommand(_ word: String) -> Bool {
        orders.contains(word) || strong.contains(word)
            || word.utf8.count >= 4 && word.hasSuffix("e") && !nouns.contains(word)
            || word.utf8.count >= 5 && word.hasSuffix("em") && !nouns.contains(word)
    }

    // MARK: Disregard, pretend, answer

    private static func commanded(_ words: [String]) -> Range<Int>? {
        for index in words.indices {
            let word = words[index]
            let isDenied = words[max(index - 2, 0)..<index].contains { ["nao", "t", "not", "never"].contains($0) }
            let rest = words[(index + 1)...].prefix(7)
            let isStart =
                index == 0 || !(words[index - 1].utf8.first.map(Lexer.isLetter) ?? false)
                || ["e", "and", "please", "favor"].contains(words[index - 1])
            if ["esquece", "ignora", "desconsidera", "apaga"].contains(word), isOpening(words, index),
                rest.prefix(3).contains(where: { ["resto", "tudo", "que"].contains($0) || rules.contains($0) })
            {
                return index..<min(index + 3, words.count)
            }
            if disregard.contains(word), !isDenied, !rest.contains(where: letters.contains) {
                return index..<min(index + 4, words.count)
            }
            if obey.contains(word), rest.contains(where: rules.contains), isDenied || discard.contains(word) {
                return index..<min(index + 4, words.count)
            }
            if isDenied, isCommand(word), rest.prefix(3).contains(where: rules.contains) {
                return index..<min(index + 4, words.count)
            }
            if strong.contains(word), isStart || words[max(index - 3, 0)..<index].contains(where: duties.contains),
                !rest.contains(where: { ["senha", "senhas", "dados", "codigo", "termos", "terms"].contains($0) }),
                // "Ofereça duas vezes ao dia"
                !(word == "ofereca" && rest.prefix(3).contains("vezes"))
            {
                return index..<min(index + 3, words.count)
            }
            if pretend.contains(word), isStart,
                rest.prefix(3).contains(where: { ["que", "that", "como", "as", "to", "if"].contains($0) })
            {
                return index..<min(index + 3, words.count)
            }
            if answer.contains(word), isStart || words[max(index - 3, 0)..<index].contains(where: duties.contains),
                rest.prefix(3).contains(where: {
                    [
                        "que", "that", ":", "com", "with", "sempre", "apenas", "somente", "sim", "nao", "yes", "no",
                        "only",
                    ].contains($0)
                })
            {
                return index..<min(index + 3, words.count)
            }
        }
        return nil
    }
}
