/// Numbers with what they count.
struct NumberScanner {
    struct Mention {
        let value: String
        /// Lexemes it takes.
        let range: Range<Int>
    }

    /// What a number counts, in canonical form.
    struct Unit {
        let kind: GuardrailFinding.Kind
        var keys: Set<String>
        var qualifiers: Set<String> = []
        /// End of the unit among the lexemes.
        let end: Int
    }

    let lexemes: [Lexeme]
    let mentions: [Int: Mention]

    static func facts(_ lexemes: [Lexeme]) -> [Fact] {
        let scanner = NumberScanner(lexemes)
        return scanner.mentions.values.sorted { $0.range.lowerBound < $1.range.lowerBound }.compactMap(scanner.fact)
    }

    private init(_ lexemes: [Lexeme]) {
        self.lexemes = lexemes
        var mentions: [Int: Mention] = [:]
        var index = 0
        while index < lexemes.count {
            if lexemes[index].kind == .number {
                let isMillions = index + 1 < lexemes.count && lexemes[index + 1].text == "mil"
                let value = isMillions ? "\(lexemes[index].text)000" : lexemes[index].text
                mentions[index] = Mention(value: value, range: index..<index + (isMillions ? 2 : 1))
                index += isMillions ? 2 : 1
            } else if let spelled = Numeral.spelled(lexemes, at: index) {
                mentions[index] = Mention(value: "\(spelled.value)", range: index..<index + spelled.count)
                index += spelled.count
            } else if Self.single.contains(lexemes[index].text), let next = Self.element(lexemes, index + 1),
                let unit = Units.time[next.text], !Self.isRate(lexemes, index),
                // "durante a semana" is no length of time.
                lexemes[index].text != "a" || Self.english.contains(next.text)
            {
                // "meia hora", "uma semana"
                let isHalf = lexemes[index].text == "meia" && unit == "hora"
                let value = isHalf ? "0.5" : "1"
                if lexemes[index].text != "meia" || isHalf {
                    mentions[index] = Mention(value: value, range: index..<index + 1)
                }
                index += 1
            } else {
                index += 1
            }
        }
        self.mentions = mentions
    }

    private static let english: Set<String> = ["second", "minute", "day", "week", "month", "year"]
    private static let single: Set<String> = ["um", "uma", "one", "a", "an", "meia"]

    /// `once a week`: how often, not how long.
    private static func isRate(_ lexemes: [Lexeme], _ index: Int) -> Bool {
        guard index > 0, lexemes[index].text == "a" else { return false }
        return ["once", "twice", "times", "%"].contains(lexemes[index - 1].text) || lexemes[index - 1].kind == .number
    }

    private static func element(_ lexemes: [Lexeme], _ index: Int) -> Lexeme? {
        lexemes.indices.contains(index) ? lexemes[index] : nil
    }

    func at(_ index: Int) -> String { Self.element(lexemes, index)?.text ?? "" }

    // MARK: One number

    private func fact(_ mention: Mention) -> Fact? {
        let (start, end) = (mention.range.lowerBound, mention.range.upperBound)
        let isMark = start == 0 || at(start - 1) == "\n"
        // "1." or "1)" at the beginning of a line numbers a list.
        if isMark, [".", ")"].contains(at(end)), mention.value.utf8.count <= 2 { return nil }
        // "1) …; 2) …": so does this inside of one.
        if at(end) == ")", [":", ";", ",", "."].contains(at(start - 1)), mention.value.utf8.count == 1 { return nil }
        if part(of: start) { return nil }
        guard let unit = unit(of: mention, depth: 0) else { return nil }
        let last = max(unit.end, end) - 1
        let span = lexemes[start].range.lowerBound..<lexemes[min(last, lexemes.count - 1)].range.upperBound
        guard let range = range(mention, unit) else {
            return Fact(
                kind: unit.kind, keys: unit.keys, qualifiers: unit.qualifiers, value: mention.value, span: span)
        }
        return Fact(
            kind: unit.kind, keys: unit.keys.union(range), needs: range, qualifiers: unit.qualifiers,
            value: mention.value, span: span)
    }

    /// `5 a 8 dias`, `9h às 18h`: both ends belong together.
    private func range(_ mention: Mention, _ unit: Unit) -> Set<String>? {
        let end = max(unit.end, mention.range.upperBound)
        guard ["a", "as", "to", "-", "until"].contains(at(end)), let next = mentions[end + 1],
            let other = self.unit(of: next, depth: 0)
        else { return nil }
        let pairs = unit.keys.sorted().flatMap { left in
            other.keys.compactMap { right -> String? in
                guard left.prefix(while: { $0 != ":" }) == right.prefix(while: { $0 != ":" }) else { return nil }
                return "range:\(left)-\(right)"
            }
        }
        return pairs.isEmpty ? nil : Set(pairs)
    }

    /// The minutes of `18h30` and the month of `20/11` belong to the number before them.
    private func part(of index: Int) -> Bool {
        guard index >= 2, lexemes[index].isJoined, lexemes[index].kind == .number else { return false }
        let joint = lexemes[index - 1]
        return joint.isJoined && ["h", ":", "/"].contains(joint.text) && lexemes[index - 2].kind == .number
    }

    private func unit(of mention: Mention, depth: Int) -> Unit? {
        let (start, end, value) = (mention.range.lowerBound, mention.range.upperBound, mention.value)
        if isMoney(before: start) { return Unit(kind: .price, keys: ["money:\(value)"], end: end) }
        if let unit = dayOrClock(mention) { return unit }
        if var unit = following(value, end) {
            if let number = Int(value), number <= 24 { unit.keys = hours(number, before: start, unit.keys) }
            return unit
        }
        // "2 a 4 dias": the unit stands behind the second number.
        if depth < 2, Self.joints.contains(at(end)), let next = mentions[end + 1],
            let unit = unit(of: next, depth: depth + 1)
        {
            return retold(unit, value, next.value, end)
        }
        if depth < 2, at(end) == "x", let next = mentions[end + 1], let unit = unit(of: next, depth: depth + 1) {
            return retold(unit, value, next.value, end)
        }
        // "10, 30 e 50 litros"
        if depth < 3, at(end) == ",", !isOrder(before: start), let next = mentions[end + 1], isList(from: start),
            let unit = unit(of: next, depth: depth + 1), unit.kind == .number, unit.keys.count == 1
        {
            return retold(unit, value, next.value, end)
        }
        if let unit = elided(mention) { return unit }
        if isOrder(before: start) { return Unit(kind: .order, keys: ["order:\(value)", "count:\(value)"], end: end) }
        if ["dia", "dias"].contains(at(start - 1)) || Self.ordinals.contains(at(end)) && lexemes[end].isJoined {
            return Unit(kind: .deadline, keys: ["day:\(value)"], end: end)
        }
        return Unit(kind: .number, keys: ["count:\(value)"], end: end)
    }

    private static let joints: Set<String> = ["a", "as", "ate", "e", "ou", "to", "or", "and", "-", "through", "until"]
    private static let ordinals: Set<String> = ["th", "st", "nd", "rd"]

    /// The same unit with another number.
    func retold(_ unit: Unit, _ value: String, _ other: String, _ end: Int) -> Unit {
        let keys = unit.keys.compactMap { key -> String? in
            guard let colon = key.lastIndex(of: ":") else { return nil }
            // Only what the second number is itself counted in, not what it was converted to.
            if key.hasPrefix("clock:") { return Int(value).map { "clock:\($0 * 60)" } }
            return key[key.index(after: colon)...] == other ? "\(key[...colon])\(value)" : nil
        }
        return Unit(kind: unit.kind, keys: Set(keys), qualifiers: unit.qualifiers, end: end)
    }

    // MARK: Money, time of day, dates

    private func isMoney(before start: Int) -> Bool {
        if at(start - 1) == "$" { return true }
        return ["brl", "usd", "rs", "eur"].contains(at(start - 1))
    }

    private func dayOrClock(_ mention: Mention) -> Unit? {
        let end = mention.range.upperBound
        guard lexemes[mention.range.lowerBound].kind == .number, let number = Int(mention.value) else { return nil }
        let next = Self.element(lexemes, end), after = Self.element(lexemes, end + 1)
        let minutes = after.flatMap { $0.isJoined && $0.kind == .number ? Int($0.text) : nil }
        if next?.text == ":", next?.isJoined == true, let minutes {
            let shift = at(end + 2) == "pm" && number < 12 ? 720 : 0
            return Unit(kind: .deadline, keys: ["clock:\(number * 60 + minutes + shift)"], end: end + 2)
        }
        if let text = next?.text, ["h", "hs", "hrs"].contains(text), next?.isJoined == true {
            guard number <= 24 else { return Unit(kind: .deadline, keys: ["hora:\(number)"], end: end + 1) }
            if let minutes { return Unit(kind: .deadline, keys: ["clock:\(number * 60 + minutes)"], end: end + 2) }
            let keys = hours(number, before: mention.range.lowerBound, ["clock:\(number * 60)", "hora:\(number)"])
            return Unit(kind: .deadline, keys: keys, end: end + 1)
        }
        if let text = next?.text, text == "am" || text == "pm" {
            return Unit(kind: .deadline, keys: ["clock:\((number % 12 + (text == "pm" ? 12 : 0)) * 60)"], end: end + 1)
        }
        if ["da", "in"].contains(at(end)), let half = Self.halves[at(end + 1)] {
            return Unit(kind: .deadline, keys: ["clock:\((number % 12 + half) * 60)"], end: end + 2)
        }
        if next?.text == "/", next?.isJoined == true, let month = minutes {
            return Unit(kind: .deadline, keys: ["date:\(number)/\(month)"], end: end + 2)
        }
        let connects = ["de", "of"].contains(at(end))
        if let month = CalendarScanner.months[connects ? at(end + 1) : at(end)] {
            return Unit(kind: .deadline, keys: ["date:\(number)/\(month)"], end: end + (connects ? 2 : 1))
        }
        if let month = CalendarScanner.months[at(mention.range.lowerBound - 1)], number <= 31 {
            return Unit(kind: .deadline, keys: ["date:\(number)/\(month)"], end: end)
        }
        return nil
    }

    /// "19h" is a time of day or a length of time; the word before it may tell which: "das 9h às 19h", "em até 19h".
    private func hours(_ number: Int, before start: Int, _ keys: Set<String>) -> Set<String> {
        let clock = "clock:\(number * 60)"
        guard keys.contains(clock) else { return keys }
        let before = at(start - 1)
        if ["as", "das", "at", "from"].contains(before) { return [clock] }
        let isLength =
            ["em", "in", "within", "durante", "apos", "after"].contains(before)
            || ["ate", "to"].contains(before) && ["em", "in", "up"].contains(at(start - 2))
        return isLength ? keys.subtracting([clock]) : keys
    }

    private static let halves = ["manha": 0, "tarde": 12, "noite": 12, "morning": 0, "afternoon": 12]

    // MARK: Units behind the number

    func following(_ value: String, _ end: Int) -> Unit? {
        var index = end
        var qualifiers: Set<String> = []
        while index < min(end + 4, lexemes.count), let skipped = Self.between[at(index)] {
            if !skipped.isEmpty { qualifiers.insert(skipped) }
            index += 1
        }
        let word = at(index)
        if word == "%" || ["porcento", "percent"].contains(word) || word == "por" && at(index + 1) == "cento"
            || word == "per" && at(index + 1) == "cent"
        {
            return Unit(
                kind: .price, keys: ["percent:\(value)"],
                end: index + (word.hasPrefix("p") && word.utf8.count <= 3 ? 2 : 1))
        }
        if Self.currencies.contains(word) { return Unit(kind: .price, keys: ["money:\(value)"], end: index + 1) }
        if word == "x", mentions[index + 1] == nil || Self.times.contains(at(index + 1)) {
            return Unit(kind: .price, keys: ["times:\(value)"], end: index + 1)
        }
        if Self.times.contains(word) { return Unit(kind: .price, keys: ["times:\(value)"], end: index + 1) }
        if let unit = Units.time[word] {
            for next in [at(index + 1), at(index + 2)] {
                if let qualifier = Self.qualifiers[next] { qualifiers.insert(qualifier) }
            }
            return Unit(kind: .deadline, keys: Self.durations(unit, value), qualifiers: qualifiers, end: index + 1)
        }
        if let unit = Units.measure[word] { return Unit(kind: .number, keys: ["\(unit):\(value)"], end: index + 1) }
        return nil
    }

    private static let between: [String: String] = [
        "-": "", "interest": "", "free": "", "monthly": "", "mensais": "", "iguais": "", "full": "", "equal": "",
        "card": "", "credit": "",
        "business": "util", "working": "util", "calendar": "corrido", "uteis": "util",
    ]
    private static let qualifiers = [
        "uteis": "util", "util": "util", "corridos": "corrido", "corrido": "corrido", "consecutivos": "corrido",
    ]
    private static let currencies: Set<String> = [
        "reais", "real", "dolares", "dollars", "euros", "bucks", "pila", "centavos",
    ]
    private static let times: Set<String> = [
        "vezes", "parcelas", "prestacoes", "installments", "instalments", "times", "payments",
    ]

    /// With what it is the same as: a year is twelve months, an hour sixty minutes.
    private static func durations(_ unit: String, _ value: String) -> Set<String> {
        var keys: Set = ["\(unit):\(value)"]
        if value == "0.5", unit == "hora" { keys.insert("minuto:30") }
        guard let number = Int(value), number < 100_000 else { return keys }
        switch unit {
        case "ano": keys.insert("mes:\(number * 12)")
        case "mes" where number % 12 == 0: keys.insert("ano:\(number / 12)")
        case "hora": keys.formUnion(["minuto:\(number * 60)", "clock:\(number * 60)"])
        case "minuto" where number % 60 == 0: keys.insert("hora:\(number / 60)")
        default: break
        }
        return keys
    }

    private func isOrder(before start: Int) -> Bool {
        for place in 1...3 {
            // "…o pedido. Temos 828 lojas": of another sentence.
            if Self.element(lexemes, start - place)?.endsSentence == true { break }
            if Self.orders.contains(at(start - place)) { return true }
        }
        return at(start - 1) == "#"
    }

    private static let orders: Set<String> = [
        "pedido", "order", "protocolo", "protocol", "chamado", "ticket", "nota", "nf", "nfe", "rastreio",
        "rastreamento",
        "tracking", "numero", "number", "compra", "danfe", "invoice",
    ]
}
