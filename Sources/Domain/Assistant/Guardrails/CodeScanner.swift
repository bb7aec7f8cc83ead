/// Codes: coupons, tracking numbers, part numbers.
enum CodeScanner {
    static func facts(_ lexemes: [Lexeme]) -> [Fact] {
        lexemes.indices.compactMap { index in
            let lexeme = lexemes[index]
            switch lexeme.kind {
            case .code: return Fact(kind: kind(lexemes, index), keys: ["code:\(lexeme.text)"], span: lexeme.range)
            case .word where lexeme.isShouted && !known.contains(lexeme.text) || isNamedCoupon(lexemes, index):
                return Fact(kind: .coupon, keys: ["code:\(lexeme.text)"], span: lexeme.range)
            default: return nil
            }
        }
    }

    private static func kind(_ lexemes: [Lexeme], _ index: Int) -> GuardrailFinding.Kind {
        let before = lexemes[max(index - 4, 0)..<index].map(\.text)
        if before.contains(where: cues.contains) { return .coupon }
        // Tracking codes are mostly digits.
        return lexemes[index].text.utf8.count(where: Lexer.isDigit) >= 6 ? .order : .coupon
    }

    /// The word after `cupom`, when it is not a word of the language of coupons.
    private static func isNamedCoupon(_ lexemes: [Lexeme], _ index: Int) -> Bool {
        var before = index - 1
        while before >= 0,
            ["e", "is", ":", "\"", "'", "promocional", "de", "desconto", "use", "chamado"].contains(
                lexemes[before].text)
        {
            if lexemes[before].text == "de" || lexemes[before].text == "desconto" { return false }
            before -= 1
        }
        guard before >= 0, cues.contains(lexemes[before].text) else { return false }
        let word = lexemes[index].text
        return Stopwords.weight(word) == 1 && Concepts.of(word).isEmpty && !ordinary.contains(word)
            && word.utf8.count >= 4
    }

    private static let cues: Set<String> = ["cupom", "cupons", "coupon", "voucher", "promocode", "promo"]
    /// Capitals of every day.
    private static let known: Set<String> = [
        "cnpj", "faqs", "whatsapp", "html", "danfe", "sedex", "brasil", "atencao", "importante", "procon",
    ]
    /// What may follow the word `cupom`.
    private static let ordinary: Set<String> = [
        "gives", "works", "valid", "code", "codes", "cannot", "applies", "expires", "must", "with", "from", "that",
        "which",
        "valido", "validos", "ativo", "unico", "digital", "exclusivo", "especial", "aplicado", "promocional", "concede",
        "chega", "expira", "serve", "requer", "exige", "will", "only", "does", "was", "has", "and", "por", "cumulativo",
    ]
}
