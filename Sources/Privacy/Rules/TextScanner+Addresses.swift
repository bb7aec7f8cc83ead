extension TextScanner {
    /// A street with a number, or a block of a planned town, up to the last part of it that is recognised. City and state stand outside.
    mutating func takeAddress(_ word: Word, _ facts: Facts) -> Bool {
        guard word.letters > 1 || bytes[word.end] == 0x2E else { return false }
        let begun = facts.contains(.street) ? endOfStreet(word.end) : endOfBlock(word.end)
        guard let (end, isComplete) = begun else { return false }
        let (last, parts) = endOfParts(end)
        guard isComplete || parts > 0, !isShops(word.start) else { return false }
        note(.address, word.start, last)
        (index, spent, introduction) = (last, last, -1)
        return true
    }

    /// The shop's own address is nobody's.
    @inline(__always)
    private mutating func isShops(_ start: Int) -> Bool {
        guard cues.nearest(.place, before: start, within: 24) == .shop,
            let end = cues.last(.shop, before: start, within: 24)
        else { return false }
        return (end..<start).allSatisfy { bytes[$0] == 0x20 || Byte.isLetter(bytes[$0]) || bytes[$0] >= 0x80 }
    }

    /// One to seven words, then the house: `, 123`, `nº 45`, `s/n`, `km 12`.
    private mutating func endOfStreet(_ start: Int) -> (Int, Bool)? {
        var position = start
        if bytes[position] == 0x2E { position &+= 1 }
        var words = 0
        while position &- start < 72 {
            position = bytes.skippingSpaces(position)
            if words > 0, let end = endOfHouse(position) { return (end, true) }
            let byte = bytes[position]
            if bytes.startsWord(position) {
                let word = bytes.word(at: position)
                let facts = lexicon[word.hash]
                if words == 0, !word.isCapitalised, facts.contains(.plain), !facts.isName { return nil }
                words += 1
                guard words <= 8 else { return nil }
                position = word.end
                if bytes[position] == 0x2E || bytes[position] == 0x27 { position &+= 1 }
            } else if Byte.isDigit(byte) {
                // `Rua 13, 45`, `7 de Setembro`: the first number is the street's.
                let end = bytes.endOfAlphanumerics(position)
                guard words == 0 || end &- position <= 2, end &- position <= 4 else { return nil }
                words += 1
                position = end
                if isLast(position) { return (position, words == 1 ? false : true) }
            } else {
                return nil
            }
        }
        return nil
    }

    private mutating func isLast(_ position: Int) -> Bool {
        let next = bytes.skippingSpaces(position)
        return !bytes.startsWord(next) && !Byte.isDigit(bytes[next]) && bytes[next] != 0x2C
    }

    /// The number of a house at `index`, with what introduces it.
    private mutating func endOfHouse(_ index: Int) -> Int? {
        var position = index
        var isMarked = false
        if bytes[position] == 0x2C || bytes[position] == 0x2D || bytes.isDash(at: position) {
            position = bytes.skippingSpaces(position &+ (bytes[position] < 0x80 ? 1 : 3))
            isMarked = true
        }
        if bytes.has("s/n", at: position), !Byte.isLetter(bytes[position &+ 3]) { return position &+ 3 }
        if bytes.has("sn", at: position), !Byte.isAlphanumeric(bytes[position &+ 2]), isMarked { return position &+ 2 }
        let word = bytes.word(at: position)
        if word.letters > 0 {
            let isNumber =
                bytes.has("numero", at: position) || bytes.has("num", at: position) || bytes.has("n", at: position)
                || bytes.has("km", at: position) || bytes.has("casa", at: position)
            guard isNumber,
                word.letters == 1 || word.letters == 2 || word.letters == 3 || word.letters == 6 || word.letters == 4
            else { return nil }
            position = word.end
            if bytes[position] == 0x2E { position &+= 1 }
            // º and °
            if bytes[position] == 0xC2 { position &+= 2 }
            position = bytes.skippingSpaces(position)
        } else if bytes[position] == 0x23 {
            position &+= 1
        }
        var end = position
        while Byte.isDigit(bytes[end]) { end &+= 1 }
        guard end > position, end &- position <= 5 else { return nil }
        if bytes[end] == 0x2E, Byte.isDigit(bytes[end &+ 1]) {
            let thousands = bytes.endOfAlphanumerics(end &+ 1)
            if thousands == end &+ 4 { end = thousands }
        }
        if Byte.isLetter(bytes[end]), !Byte.isAlphanumeric(bytes[end &+ 1]) { end &+= 1 }
        guard !Byte.isAlphanumeric(bytes[end]), !isBeforePreposition(end) else { return nil }
        return end
    }

    /// `7 de Setembro`, `25 de Março`
    private mutating func isBeforePreposition(_ end: Int) -> Bool {
        guard bytes.has(" de ", at: end) else { return false }
        return lexicon[bytes.word(at: end &+ 4).hash].contains(.month)
    }

    /// `SQN 205 Bloco B`, `Quadra 12 Lote 5`: a number, then units.
    private mutating func endOfBlock(_ start: Int) -> (Int, Bool)? {
        var position = bytes.skippingSpaces(start)
        if bytes[position] == 0x2E { position = bytes.skippingSpaces(position &+ 1) }
        // `SHIN QL 10`: the sector, then the kind of block.
        let second = bytes.word(at: position)
        if second.letters > 1, lexicon[second.hash].contains(.block) { position = bytes.skippingSpaces(second.end) }
        let end = bytes.endOfAlphanumerics(position)
        guard end > position, end &- position <= 4, Byte.isDigit(bytes[position]) || end == position &+ 1 else {
            return nil
        }
        return (end, false)
    }

    /// Flats, blocks, buildings and quarters behind `start`: where they end and how many.
    @inline(__always)
    private mutating func endOfParts(_ start: Int) -> (end: Int, count: Int) {
        var end = start
        var count = 0
        while count < 8 {
            var position = end
            for _ in 0..<4 {
                let byte = bytes[position]
                let width =
                    byte == 0x2C || byte == 0x2D || byte == 0x2F || byte == 0x2E || byte == 0x28 || byte == 0x0A
                    ? 1 : bytes.isDash(at: position) ? 3 : bytes.spaceWidth(at: position)
                if width == 0 { break }
                position &+= width
            }
            guard position > end, bytes.startsWord(position) else { break }
            let word = bytes.word(at: position)
            let facts = lexicon[word.hash]
            let unit = facts.isDisjoint(with: [.unit, .block]) ? nil : endOfUnit(word)
            let isApart = position &- end > 1
            let quarter = facts.contains(.quarter) ? endOfQuarter(word, isApart: isApart) : nil
            let isListed = bytes[end] == 0x2C || bytes[end &+ 1] == 0x2D || bytes.isDash(at: end &+ 1)
            guard let next = unit ?? quarter ?? (isListed ? endOfBareQuarter(word) : nil), next > end else { break }
            end = next
            count += 1
        }
        return (end, count)
    }

    /// `, Botafogo, Rio de Janeiro`: what stands before a city, which is what stands before a state.
    private mutating func endOfBareQuarter(_ first: Word) -> Int? {
        var word = first
        for _ in 0..<3 {
            let facts = lexicon[word.hash]
            guard word.isCapitalised, word.letters > 2, !word.isUpper, facts.cue == .none,
                word.start > first.start || !facts.contains(.plain)
            else { return nil }
            var next = bytes.skippingSpaces(word.end)
            if next > word.end, bytes.startsWord(next) {
                word = bytes.word(at: next)
                continue
            }
            guard bytes[next] == 0x2C || bytes[next] == 0x2D else { return nil }
            next = bytes.skippingSpaces(next &+ 1)
            let city = bytes.word(at: next)
            return city.isCapitalised && city.letters > 2 && lexicon[city.hash].cue == .none ? word.end : nil
        }
        return nil
    }

    /// `apto 12`, `bloco B`, `casa 2A`, `fundos`
    private mutating func endOfUnit(_ word: Word) -> Int? {
        if Byte.isDigit(bytes[word.end]) { return bytes.endOfAlphanumerics(word.end) }
        var position = word.end
        if bytes[position] == 0x2E { position &+= 1 }
        position = bytes.skippingSpaces(position)
        if bytes.has("n", at: position), bytes[position &+ 1] == 0xC2 { position = bytes.skippingSpaces(position &+ 3) }
        let end = bytes.endOfAlphanumerics(position)
        let isValue = end > position && end &- position <= 5 && (Byte.isDigit(bytes[position]) || end == position &+ 1)
        if isValue, !Byte.isLetter(bytes[position]) || Byte.isUpper(bytes[position]) || end == position &+ 1 {
            return end
        }
        let isAlone =
            bytes.has("fundos", at: word.start) || bytes.has("frente", at: word.start)
            || bytes.has("casa", at: word.start) || bytes.has("terreo", at: word.start)
            || bytes.has("cobertura", at: word.start) || bytes.has("sobrado", at: word.start)
        return isAlone ? word.end : nil
    }

    /// `Jardim América`, `bairro Santa Luzia`, `Centro`: capitals, or up to the next comma after "bairro".
    private mutating func endOfQuarter(_ word: Word, isApart: Bool) -> Int? {
        var end = bytes.has("centro", at: word.start) && word.letters == 6 ? word.end : nil
        var position = word.end
        if bytes[position] == 0x2E { position &+= 1 }
        let isNamed = bytes.has("bairro", at: word.start)
        let isFree = isApart && !word.isCapitalised
        for _ in 0..<4 {
            let next = bytes.skippingSpaces(position)
            guard next > position || bytes[word.end] == 0x2E else { break }
            if Byte.isDigit(bytes[next]) {
                let last = bytes.endOfAlphanumerics(next)
                return last &- next <= 3 ? last : end
            }
            guard bytes.startsWord(next) else { break }
            let following = bytes.word(at: next)
            let facts = lexicon[following.hash]
            if facts.contains(.unit) || facts.cue != .none && !facts.isName { break }
            if facts.contains(.particle) {
                position = following.end
                continue
            }
            guard
                following.isCapitalised || isNamed && facts.isDisjoint(with: .link)
                    || isFree && facts.isDisjoint(with: [.plain, .link])
            else {
                break
            }
            position = following.end
            end = following.end
        }
        return end
    }
}
