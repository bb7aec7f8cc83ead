extension TextScanner {
    /// A word of what may be a name.
    private struct Part {
        var word: Word
        var facts: Facts
        var isKnown: Bool { facts.isName }
        /// A name and nothing else.
        var isCertain: Bool { facts.isName && facts.isDisjoint(with: [.everyday, .plain]) }
    }

    /// A person's name from `first` on: of several words that the lists know, or of one right behind "me chamo".
    mutating func takeName(_ first: Word, introduced: Bool) -> Bool {
        // One word alone is a name only where it was introduced.
        guard introduced || hasWordBehind(first) else { return false }
        let parts = nameParts(from: first, introduced: introduced)
        guard let last = parts.last, isPerson(parts, introduced: introduced) else { return false }
        note(.name, first.start, last.word.end)
        index = last.word.end
        introduction = -1
        return true
    }

    private mutating func hasWordBehind(_ word: Word) -> Bool {
        let next = bytes.skippingSpaces(word.end, limit: 2)
        return next > word.end && bytes.startsWord(next)
    }

    private mutating func nameParts(from first: Word, introduced: Bool) -> [Part] {
        var parts: [Part] = []
        parts.reserveCapacity(4)
        var length = 0
        var word = first
        while parts.count < 8 {
            let facts = lexicon[word.hash]
            guard mayBelong(word, facts, after: parts, introduced: introduced) else { break }
            parts.append(Part(word: word, facts: facts))
            if !facts.contains(.particle) || facts.isName { length = parts.count }
            let next = bytes.skippingSpaces(word.end, limit: 2)
            guard next > word.end, bytes.startsWord(next) else { break }
            word = bytes.word(at: next)
        }
        parts.removeLast(parts.count &- length)
        return parts
    }

    private mutating func mayBelong(_ word: Word, _ facts: Facts, after parts: [Part], introduced: Bool) -> Bool {
        let behind = bytes[word.end]
        if Byte.isDigit(behind) || behind == 0x2A || behind == 0x40 || behind == 0x5F { return false }
        if behind == 0x2D, Byte.isAlphanumeric(bytes[word.end &+ 1]) { return false }
        if behind == 0x2E, Byte.isAlphanumeric(bytes[word.end &+ 1]) { return false }
        if facts.isName {
            return parts.isEmpty || !facts.contains(.plain) || word.isCapitalised && facts.contains(.surname)
        }
        if facts.contains(.particle) { return !parts.isEmpty }
        guard facts.isDisjoint(with: [.plain, .street, .month, .namesThings, .introducesName]), facts.cue == .none
        else { return false }
        // Unknown words belong when they are written like the rest.
        guard word.isCapitalised, word.letters > 2 else {
            if word.isCapitalised { return word.letters == 1 && behind == 0x2E && !parts.isEmpty }
            return introduced && word.letters > 3 && (isBeforeSurname(word) || !parts.isEmpty && endsClause(word.end))
        }
        guard let head = parts.first else { return introduced }
        return head.word.isCapitalised && head.word.isUpper == word.isUpper
    }

    private mutating func isPerson(_ parts: [Part], introduced: Bool) -> Bool {
        guard let head = parts.first else { return false }
        let names = parts.filter { !$0.facts.contains(.particle) || $0.isKnown }
        if names.count == 2, isPlace(names) { return false }
        if introduced {
            if head.facts.contains(.firstName), !head.facts.contains(.plain) {
                return isStrongIntroduction || names.count > 1 || !head.facts.contains(.everyday)
            }
            if names.count > 1, names.contains(where: { $0.isCertain }) { return true }
            return isStrongIntroduction && names.allSatisfy { $0.word.isCapitalised }
        }
        guard names.count >= 2, !isThing(head.word.start) else { return false }
        if head.word.isCapitalised {
            return names.dropFirst().contains { $0.word.isCapitalised && ($0.isCertain || head.isCertain) }
        }
        return head.isCertain && names.dropFirst().contains { $0.isCertain }
    }

    private mutating func endsClause(_ end: Int) -> Bool {
        let byte = bytes[end]
        return end >= bytes.count || byte == 0x0A || byte == 0x2E || byte == 0x2C || byte == 0x3B || byte == 0x21
    }

    private mutating func isBeforeSurname(_ word: Word) -> Bool {
        let next = bytes.skippingSpaces(word.end, limit: 2)
        let facts = lexicon[bytes.word(at: next).hash]
        return next > word.end && facts.contains(.surname) && facts.isDisjoint(with: [.everyday, .plain])
    }

    /// Behind "rua", "livro", "loja" or "atendente", or one word later: "batom vermelho …".
    private mutating func isThing(_ start: Int) -> Bool {
        guard thingEnd >= 0, start &- thingEnd <= 14 else { return false }
        return (thingEnd..<start).allSatisfy { bytes[$0] == 0x20 || bytes[$0] == 0x2E || Byte.isLetter(bytes[$0]) }
    }

    /// Towns and trade marks that are made of names.
    private mutating func isPlace(_ parts: [Part]) -> Bool {
        KnownThings.pairs.contains(parts.reduce(0) { $0 &* 31 &+ $1.word.hash })
    }
}

/// Towns, shops and trade marks whose words are names of people.
enum KnownThings {
    static let pairs: Set<UInt64> = Set(
        list.map { pair in
            let hashes = pair.utf8.split(separator: 0x20).map { Word.hash(of: $0) }
            return hashes.reduce(0) { $0 &* 31 &+ $1 }
        })

    private static let list = [
        "joao pessoa", "juiz fora", "presidente prudente", "bento goncalves", "caxias sul", "antonio prado",
        "pedro leopoldo", "miguel pereira",
        "magazine luiza", "ricardo eletro", "calvin klein", "tommy hilfiger", "carolina herrera", "victor hugo",
        "hugo boss", "antonio banderas",
        "michael kors", "mary kay", "paco rabanne", "jean paul", "pierre cardin", "giorgio armani", "ralph lauren",
        "nina ricci", "louis vuitton",
        "dolce gabbana", "harry potter", "paulo coelho", "clarice lispector", "machado assis", "jorge amado",
        "monteiro lobato", "leroy merlin",
        "luis eduardo", "campos jordao", "afonso pena", "martha medeiros", "lia luz",
        "lucas verde", "elias fausto", "mario covas", "ulysses guimaraes", "carlos barbosa", "flores cunha",
        "augusto cury", "paula toller",
        "luan santana", "ivete sangalo", "roberto carlos", "marisa monte", "michel telo", "gustavo lima", "jose cuervo",
        "jack daniels",
        "coronel fabriciano", "domingos martins", "marechal deodoro", "barbara heliodora", "nelson mandela",
        "tiago iorc", "ana hickmann",
    ]
}
