extension TextScanner {
    /// An `@`, or `%40` in a web address: what stands before and behind decides.
    mutating func takeAt(width: Int) {
        let at = index
        index = at &+ width
        if takeMessengerID(at) { return }
        var start = startOfLocal(at)
        var domain = at &+ width
        if start == at, bytes[at &- 1] == 0x20, bytes[domain] == 0x20 {
            start = startOfLocal(at &- 1)
            guard start < at &- 1 else { return }
            domain &+= 1
        }
        guard start < at, let end = endOfDomain(domain, isSpaced: domain > at &+ width) else { return }
        note(.email, start, end)
        index = end
        spent = end
    }

    private static func isLocal(_ byte: UInt8) -> Bool {
        Byte.isAlphanumeric(byte) || byte == 0x2E || byte == 0x5F || byte == 0x2D || byte == 0x2B || byte >= 0x80
    }

    /// Where the name before an `@` begins: 64 bytes back at most.
    private mutating func startOfLocal(_ end: Int) -> Int {
        var start = end
        let limit = max(end &- 64, findings.last.map { $0.kind == .email ? $0.range.upperBound : 0 } ?? 0, 0)
        while start > limit, Self.isLocal(bytes[start &- 1]) { start &-= 1 }
        // An encoded `=`, or marks that only stand before the name.
        while start < end, !Byte.isAlphanumeric(bytes[start]), bytes[start] != 0x5F { start &+= 1 }
        return start < end && bytes[start &- 1] == 0x2A ? end : start
    }

    /// Labels joined by dots, the last one of letters. Nil for `@loja` and `user@host`.
    private mutating func endOfDomain(_ start: Int, isSpaced: Bool) -> Int? {
        var labelStart = start
        var end: Int?
        var labels = 0
        while labels < 8 {
            var position = labelStart
            while Byte.isAlphanumeric(bytes[position]) || bytes[position] == 0x2D || bytes[position] >= 0x80 {
                guard position &- labelStart < 64 else { return end }
                position &+= 1
            }
            while position > labelStart, bytes[position &- 1] == 0x2D { position &-= 1 }
            guard position > labelStart else { return end }
            labels += 1
            if labels > 1, isEnding(labelStart, position) { end = position }
            // `a@b.com.Obrigado`: the sentence goes on without a blank.
            if labels > 1, bytes.has("br", at: labelStart) && position == labelStart &+ 2 { return end }
            if end == position, position == labelStart &+ 3, bytes.has("com", at: labelStart),
                bytes.endOfAlphanumerics(position &+ 1) != position &+ 3
            {
                return end
            }
            guard let next = nextLabel(position, labelStart, isSpaced: isSpaced) else { return end }
            labelStart = next
        }
        return end
    }

    private mutating func isEnding(_ start: Int, _ end: Int) -> Bool {
        end &- start >= 2 && end &- start <= 24
            && (start..<end).allSatisfy { Byte.isLetter(bytes[$0]) || bytes[$0] >= 0x80 }
    }

    /// Behind a dot; `gmail,com` and `gmail . com` are mistyped dots.
    private mutating func nextLabel(_ end: Int, _ label: Int, isSpaced: Bool) -> Int? {
        let byte = bytes[end]
        if byte == 0x2E, Byte.isAlphanumeric(bytes[end &+ 1]) || bytes[end &+ 1] >= 0x80 { return end &+ 1 }
        func isCommon(_ index: Int) -> Bool {
            let length = bytes.endOfAlphanumerics(index) &- index
            return length == 3 && bytes.has("com", at: index) || length == 2 && bytes.has("br", at: index)
        }
        if byte == 0x2C, isCommon(end &+ 1) { return end &+ 1 }
        let dot = bytes.skippingSpaces(end)
        guard bytes[dot] == 0x2E else { return nil }
        let next = bytes.skippingSpaces(dot &+ 1)
        return (dot > end || next > dot &+ 1) && isCommon(next) ? next : nil
    }

    // MARK: Messengers

    /// `5511987654321@s.whatsapp.net`, `…@lid`. Groups and channels are nobody's.
    private static let messengers: [(StaticString, Bool)] = [
        ("s.whatsapp.net", true), ("c.us", true), ("lid", true), ("g.us", false), ("newsletter", false),
        ("broadcast", false),
    ]

    private mutating func takeMessengerID(_ at: Int) -> Bool {
        for (domain, isPerson) in Self.messengers where bytes.has(domain, at: index) {
            let end = index &+ domain.utf8CodeUnitCount
            guard !Byte.isAlphanumeric(bytes[end]) else { continue }
            var start = at
            while at &- start < 40,
                Byte.isDigit(bytes[start &- 1]) || bytes[start &- 1] == 0x3A || bytes[start &- 1] == 0x2D
                    || bytes[start &- 1] == 0x5F
            {
                start &-= 1
            }
            while start < at, !Byte.isDigit(bytes[start]) { start &+= 1 }
            guard start < at || !isPerson || bytes[at &- 1] == 0x2A else { return false }
            // A masked one stays as it is.
            if isPerson, start < at, bytes[start &- 1] != 0x2A { note(.whatsAppID, start, end) }
            index = end
            return true
        }
        return false
    }

    // MARK: Spelled

    /// `joao.silva arroba gmail ponto com`, `joao(arroba)gmail.com`
    mutating func takeSpelledAt(_ word: Word) -> Bool {
        let isOpening = bytes[word.start &- 1] == 0x28 || bytes[word.start &- 1] == 0x5B
        // "at" is also an English word.
        guard isOpening || word.letters > 2 else { return false }
        var before = isOpening ? word.start &- 1 : word.start
        while before > 0, bytes[before &- 1] == 0x20 { before &-= 1 }
        var start = startOfLocal(before)
        for _ in 0..<3 {
            guard bytes.has(" ponto ", at: start &- 7) else { break }
            start = startOfLocal(start &- 7)
        }
        var position = isOpening ? word.end &+ 1 : word.end
        position = bytes.skippingSpaces(position)
        var end: Int?
        for label in 0..<4 {
            var last = bytes.endOfAlphanumerics(position)
            while bytes[last] == 0x2D, Byte.isAlphanumeric(bytes[last &+ 1]) {
                last = bytes.endOfAlphanumerics(last &+ 1)
            }
            guard last > position else { break }
            if label > 0, isEnding(position, last) { end = last }
            var next = last
            if bytes[last] == 0x2E {
                next = last &+ 1
            } else if bytes.has(" ponto ", at: last) {
                next = last &+ 7
            } else {
                break
            }
            position = next
        }
        guard start < before, let end else { return false }
        note(.email, start, end)
        (index, spent) = (end, end)
        return true
    }
}
