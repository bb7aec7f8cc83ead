/// Kinds whose masks have a form of their own.
extension MaskWriter {
    /// Of an RG: a digit behind a dash, or the ninth and those beyond.
    func hasCheckDigit(_ value: Bytes) -> Bool {
        let end = value.count
        return Self.count(value) > 8 || Byte.isDigit(value[end &- 1]) && value[end &- 2] == 0x2D
    }

    mutating func cnpj(_ value: Bytes) {
        var number = 0
        for index in 0..<value.count where Byte.isAlphanumeric(value[index]) {
            switch number {
            case 2: text(".")
            case 5: text(".***/")
            case 12: text("-**")
            default: break
            }
            if number < 5 || number >= 8 && number < 12 { append(value[index]) }
            number &+= 1
        }
    }

    mutating func phone(_ value: Bytes) {
        let total = Self.count(value, orLike: true)
        text(total == 10 || total == 8 ? "(**) ****-" : "(**) *****-", last(value, 4, orLike: true))
    }

    mutating func messengerID(_ value: Bytes) {
        if value.has("@lid", at: value.count &- 4) { return text("***@lid") }
        var end = 0
        while Byte.isDigit(value[end]) { end &+= 1 }
        text("**")
        for index in max(0, end &- 4)..<end { append(value[index]) }
        text("@s.whatsapp.net")
    }

    /// The beginning and, where the country's own endings have two parts, both of them.
    mutating func email(_ value: Bytes) {
        var at = 0
        while at < value.count, !isAt(value, at) { at &+= 1 }
        var shown = 0
        for _ in 0..<(at > 2 ? 2 : 1) {
            append(value[shown])
            shown &+= 1
            while value[shown] & 0xC0 == 0x80 {
                append(value[shown])
                shown &+= 1
            }
        }
        text("***@***.")
        let last = startOfLabel(value, value.count)
        let before = startOfLabel(value, endOfLabelBefore(value, last))
        let isTwofold = value.count &- last == 2 && before > at &+ 1 && isSecondLevel(value, before)
        if isTwofold {
            for index in before..<value.endOfAlphanumerics(before) { append(Byte.lower(value[index])) }
            text(".")
        }
        for index in last..<value.count { append(Byte.lower(value[index])) }
    }

    private func isAt(_ value: Bytes, _ index: Int) -> Bool {
        value[index] == 0x40 || value.has("%40", at: index) || value.has(" arroba ", at: index)
            || value.has("(arroba)", at: index) || value.has("[arroba]", at: index)
            || value.has("(at)", at: index) || value.has("[at]", at: index)
    }

    private func startOfLabel(_ value: Bytes, _ end: Int) -> Int {
        var start = end
        while start > 0,
            Byte.isAlphanumeric(value[start &- 1]) || value[start &- 1] == 0x2D || value[start &- 1] >= 0x80
        { start &-= 1 }
        return start
    }

    /// Over the dot, however it was written.
    private func endOfLabelBefore(_ value: Bytes, _ start: Int) -> Int {
        if value.has(" ponto ", at: start &- 7) { return start &- 7 }
        var end = start
        while end > 0, [0x2E, 0x2C, 0x20].contains(value[end &- 1]) { end &-= 1 }
        return end
    }

    private func isSecondLevel(_ value: Bytes, _ start: Int) -> Bool {
        let length = value.endOfAlphanumerics(start) &- start
        let known: [StaticString] = ["com", "net", "org", "gov", "edu", "ind", "adv", "eco", "art", "blog"]
        return known.contains { $0.utf8CodeUnitCount == length && value.has($0, at: start) }
    }

    /// `M*** S***`
    mutating func name(_ value: Bytes) {
        var index = 0
        while index < value.count {
            let space = value.spaceWidth(at: index)
            guard space == 0 else {
                text(" ")
                index = value.skippingSpaces(index, limit: 8)
                continue
            }
            let start = index
            while index < value.count, value.spaceWidth(at: index) == 0 { index &+= 1 }
            let isParticle = index &- start <= 3 && !Byte.isUpper(value[start]) && start > 0
            if isParticle {
                for position in start..<index { append(value[position]) }
            } else {
                append(value[start])
                if value[start] >= 0x80 { append(value[start &+ 1]) }
                text("***")
            }
        }
    }

    mutating func birthDate(_ value: Bytes) {
        text("**/**/")
        // A run of four digits is the year; else the last of eight or six.
        var index = 0
        while index < value.count {
            let end = value.endOfAlphanumerics(index)
            if end &- index == 4, Byte.isDigit(value[index]) {
                for position in index..<end { append(value[position]) }
                return
            }
            index = max(end, index &+ 1)
        }
        switch Self.count(value) {
        case 8: text(last(value, 4))
        case 6: text(last(value, 2))
        default: text("****")
        }
    }

    mutating func ip(_ value: Bytes) {
        let mark: UInt8 = (0..<value.count).contains { value[$0] == 0x3A } ? 0x3A : 0x2E
        var parts = 0
        for index in 0..<value.count {
            if value[index] == mark { parts &+= 1 }
            if parts == (mark == 0x3A ? 3 : 2) { break }
            append(value[index])
        }
        text(mark == 0x3A ? ":*" : ".*.*")
    }
}
