extension TextScanner {
    mutating func takeWord() {
        let word = bytes.word(at: index)
        guard word.letters > 0 else {
            index &+= 1
            return
        }
        let next = bytes[word.end]
        if Byte.isDigit(next) || next == 0x5F || next == 0x2D && Byte.isAlphanumeric(bytes[word.end &+ 1]) {
            if takeMixed(word) { return }
        }
        if next == 0x2E, bytes[word.start &+ 2] == 0x2E, bytes[word.start &+ 10] == 0x2F,
            takeAlphanumericCNPJ(word.start)
        {
            return
        }
        index = word.end
        let facts = lexicon[word.hash]
        if next == 0x2F, word.letters == 1, bytes.has("c/c", at: word.start), !bytes.startsWord(word.end &+ 2) {
            cues.note(.account, end: word.end &+ 2)
            index = word.end &+ 2
            return
        }
        if facts.rawValue == 0 {
            if introduction >= 0 { useIntroduction(word, facts) }
            return
        }
        let cue = facts.cue
        if cue != .none, !isInWebAddress || !cue.isForeign { cues.note(cue, end: word.end) }
        if isInWebAddress { return }
        if !facts.isDisjoint(with: [.street, .block]), takeAddress(word, facts) { return }
        if facts.contains(.at), takeSpelledAt(word) { return }
        if facts.contains(.web), takeWebAddress(word) { return }
        if introduction >= 0 { useIntroduction(word, facts) }
        if index > word.end { return }
        if facts.contains(.firstName), takeName(word, introduced: false) { return }
        remember(word, facts)
    }

    private mutating func remember(_ word: Word, _ facts: Facts) {
        if facts.contains(.namesThings) { thingEnd = word.end }
        if !facts.isDisjoint(with: [.introducesName, .introducesKnownName]) {
            (introduction, isStrongIntroduction) = (word.end, facts.contains(.introducesName))
        } else if introduction >= 0 {
            // "sou de …" names a place.
            let goesOn =
                facts.contains(.link) && word.start &- introduction <= 3
                && (isStrongIntroduction || !facts.contains(.particle) || word.letters == 1)
            introduction = goesOn ? word.end : -1
        }
    }

    /// A word right behind "me chamo" and the like.
    private mutating func useIntroduction(_ word: Word, _ facts: Facts) {
        let isNear = word.start &- introduction <= 4 && !breaksIntroduction(introduction, word.start)
        if isNear, facts.isDisjoint(with: [.link, .introducesName, .introducesKnownName]) || facts.isName {
            introduction = -1
            _ = takeName(word, introduced: true)
        } else if !isNear || facts.rawValue == 0 {
            introduction = -1
        }
    }

    private mutating func breaksIntroduction(_ start: Int, _ end: Int) -> Bool {
        var position = start
        while position < end {
            if bytes[position] == 0x2E || bytes[position] == 0x3F || bytes[position] == 0x21 { return true }
            position &+= 1
        }
        return false
    }

    // MARK: Addresses of the web

    /// `https://…`, `www.…`, `wa.me/…`: inside, a number counts only when its own label says so.
    private mutating func takeWebAddress(_ word: Word) -> Bool {
        let isScheme = bytes.has("://", at: word.end)
        let isHost = bytes[word.end] == 0x2E && (bytes.has("www", at: word.start) || bytes.has("wa.me", at: word.start))
        guard isScheme || isHost else { return false }
        var end = word.end
        while end < bytes.count, bytes[end] > 0x20, bytes[end] != 0x3C, bytes[end] != 0x3E, bytes[end] != 0x22 {
            end &+= 1
        }
        addressEnd = end
        if bytes.has("wa.me", at: word.start) || bytes.has("://wa.me", at: word.end)
            || bytes.has("://api.whatsapp", at: word.end)
        {
            cues.note(.phone, end: word.end)
        }
        return true
    }
}
