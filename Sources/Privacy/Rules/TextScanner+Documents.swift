extension TextScanner {
    mutating func takeDocument(_ first: Int) -> Int? {
        takeCPF(first) ?? takePIS(first) ?? takeCNPJ(first) ?? takeVoter(first) ?? takeHealthCard(first)
            ?? takeRG(first)
    }

    // MARK: Eleven digits

    @inline(__always)
    private mutating func takeCPF(_ first: Int) -> Int? {
        guard let count = span(first, 11, cuts: Cuts.cpf) else { return nil }
        let start = run[first].start, end = run[first + count - 1].end
        let digits = run.view(first, count)
        var cue = cue(.elevenDigits, before: start, within: 40)
        let isFar = cue != .none && self.cue(before: start, within: 24) == .none
        if cue == .none || isFar {
            let behind = self.cue(.elevenDigits, after: end)
            if behind != .none { cue = behind }
        }
        if let kind = elevenDigits(digits, cue, isBare: count == 1, isPunctuated: isWrittenAsCPF(first, count)) {
            return note(kind, groups: first, count)
        }
        return nil
    }

    private mutating func elevenDigits(_ digits: Digits, _ cue: Cue, isBare: Bool, isPunctuated: Bool) -> PersonalData?
    {
        if digits.isUniform { return nil }
        switch cue {
        case .cpf: return .cpf
        case .cnh where isBare || CheckDigits.cnh(digits): return .cnh
        case .pis where isBare: return .pis
        case .order, .model, .version, .transaction: if isBare { return nil }
        case .ip: return nil
        case .phone: if isBare, PhoneNumbers.isMobile(digits) { return nil }
        default: break
        }
        return isPunctuated || CheckDigits.cpf(digits) ? .cpf : nil
    }

    @inline(__always)
    private mutating func isWrittenAsCPF(_ first: Int, _ count: Int) -> Bool {
        count == 4 && isTight(first, 4) && [.dash, .slash].contains(run[first + 3].separator)
    }

    @inline(__always)
    private mutating func takePIS(_ first: Int) -> Int? {
        guard let count = span(first, 11, cuts: Cuts.pis), count > 1 else { return nil }
        let digits = run.view(first, count)
        let isNamed = isNamed(.pis, first, count, within: 40)
        guard isNamed || count == 4 && isTight(first, 4) && CheckDigits.pis(digits) else { return nil }
        return note(.pis, groups: first, count)
    }

    // MARK: Others

    @inline(__always)
    private mutating func takeCNPJ(_ first: Int) -> Int? {
        guard let count = span(first, 14, cuts: Cuts.cnpj) else { return nil }
        let start = run[first].start
        let digits = run.view(first, count)
        guard !digits.isUniform else { return nil }
        let characters = (0..<14).map { UInt8(truncatingIfNeeded: digits[$0] &+ 48) }
        let isPunctuated = count == 5 && isTight(first, 5)
        var isCNPJ = isPunctuated || isNamed(.cnpj, first, count, within: 40)
        if !isCNPJ, CheckDigits.cnpj(characters) {
            isCNPJ = count > 1 || cue(.cnpj, before: start, within: 24) == .none
        }
        return isCNPJ ? note(.cnpj, groups: first, count) : nil
    }

    @inline(__always)
    private mutating func takeVoter(_ first: Int) -> Int? {
        guard let count = span(first, 12, cuts: Cuts.titulo), isNamed(.titulo, first, count, within: 40) else {
            return nil
        }
        return note(.titulo, groups: first, count)
    }

    @inline(__always)
    private mutating func takeHealthCard(_ first: Int) -> Int? {
        guard let count = span(first, 15, cuts: Cuts.cns), isNamed(.cns, first, count, within: 45) else { return nil }
        return note(.cns, groups: first, count)
    }

    /// Whether the nearest document named before or behind is this one.
    mutating func isNamed(_ wanted: Cue, _ first: Int, _ count: Int, within distance: Int) -> Bool {
        let near = cue(.named, before: run[first].start, within: distance)
        if near == wanted { return true }
        return near == .none && cue(.named, after: run[first + count - 1].end) == wanted
    }

    // MARK: RG

    @inline(__always)
    private mutating func takeRG(_ first: Int) -> Int? {
        guard let (count, end) = shapeOfRG(first) else { return nil }
        let near = cue(.named, before: run[first].start, within: 30)
        guard near == .rg || isIssuedBehind(end) || near == .none && cue(.labels, after: end) == .rg else { return nil }
        note(.rg, run[first].start, end)
        index = max(index, end)
        return count
    }

    /// States write it as they like: `12.345.678-X`, `MG-12.345.678`, `1.234.567-ES`, seven to ten plain digits, `12.345.678.2021-0`.
    mutating func shapeOfRG(_ first: Int) -> (count: Int, end: Int)? {
        func size(_ part: Int) -> Int { run[first + part].length }
        var count = 0
        if size(0) <= 2, size(1) == 3, size(2) == 3, run[first + 2].separator != .dash {
            count = size(3) == 4 && size(4) == 1 && isTight(first, 5) ? 5 : size(3) == 1 ? 4 : 3
        } else if (5...10).contains(size(0)) {
            count = size(1) == 1 && run[first + 1].separator == .dash ? 2 : 1
        }
        guard count > 0, isClosed(first + count - 1) else { return nil }
        var end = run[first + count - 1].end
        if bytes[end] == 0x2D {
            if bytes[end &+ 1] | 0x20 == 0x78, !Byte.isAlphanumeric(bytes[end &+ 2]) {
                end &+= 2
            } else if bytes.endOfAlphanumerics(end &+ 1) == end &+ 3,
                lexicon[bytes.word(at: end &+ 1).hash].contains(.state)
            {
                end &+= 3
            }
        }
        return (count, end)
    }

    mutating func isIssuedBehind(_ end: Int) -> Bool {
        var position = end
        while position < end &+ 4, !Byte.isLetter(bytes[position]), bytes[position] != 0x0A { position &+= 1 }
        let word = bytes.word(at: position)
        let isIssuer = word.letters > 1 && lexicon[word.hash].contains(.issuer)
        return isIssuer && (word.isUpper || bytes[word.end] == 0x2F || bytes[word.end] == 0x2D)
    }
}
