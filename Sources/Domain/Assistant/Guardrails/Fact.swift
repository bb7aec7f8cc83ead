/// Something in a text that is true or false and can be looked up: a price, a deadline, an address, a code.
struct Fact: Sendable, Equatable {
    let kind: GuardrailFinding.Kind
    /// Canonical forms: what it proves.
    let keys: Set<String>
    /// Those of which one must be proved: of `5 a 8 dias` the whole range.
    let needs: Set<String>
    /// `util` or `corrido`: an answer may leave them out, but not add them.
    var qualifiers: Set<String> = []
    /// The bare number, where it is one.
    var value: String?
    /// Unicode scalars of the text.
    let span: Range<Int>

    init(
        kind: GuardrailFinding.Kind, keys: Set<String>, needs: Set<String>? = nil, qualifiers: Set<String> = [],
        value: String? = nil, span: Range<Int>
    ) {
        self.kind = kind
        self.keys = keys
        self.needs = needs ?? keys
        self.qualifiers = qualifiers
        self.value = value
        self.span = span
    }

    func isSupported(by others: [Fact]) -> Bool {
        others.contains { !needs.isDisjoint(with: $0.keys) && qualifiers.isSubset(of: $0.qualifiers) }
    }
}

/// All facts of a text.
struct FactSheet: Sendable {
    let facts: [Fact]
    /// What is left after addresses and telephone numbers are taken out.
    let lexemes: [Lexeme]

    init(_ text: String) {
        let folded = FoldedText(text)
        let contacts = ContactScanner.scan(folded)
        let taken = contacts.map(\.span)
        let lexemes = Lexer.split(folded).filter { lexeme in !taken.contains { $0.overlaps(lexeme.range) } }
        self.lexemes = lexemes
        facts =
            contacts + NumberScanner.facts(lexemes) + CalendarScanner.facts(lexemes) + OfferScanner.facts(lexemes)
            + CodeScanner.facts(lexemes)
    }
}
