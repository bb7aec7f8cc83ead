/// Makes values as their issuers would, and writes them as people do.
struct CorpusValues {
    var random: CorpusRandom

    // MARK: Check digits

    static func weighted(_ digits: [Int], _ weights: [Int]) -> Int {
        zip(digits, weights).reduce(0) { $0 + $1.0 * $1.1 }
    }

    static func complement(_ sum: Int) -> Int { sum % 11 < 2 ? 0 : 11 - sum % 11 }

    mutating func numbers(_ count: Int) -> [Int] { (0..<count).map { _ in random.below(10) } }

    mutating func cpfDigits() -> [Int] {
        var digits = numbers(9)
        if Set(digits).count == 1 { digits[0] = (digits[0] + 1) % 10 }
        for count in [9, 10] {
            digits.append(Self.complement(Self.weighted(digits, Array((2...(count + 1)).reversed()))))
        }
        return digits
    }

    mutating func cnpjCharacters(letters: Bool) -> [UInt8] {
        var characters: [UInt8] = (0..<8).map { _ in
            letters && random.chance(50) ? UInt8(65 + random.below(26)) : UInt8(48 + random.below(10))
        }
        characters += Array((random.chance(85) ? "0001" : "0002").utf8)
        for _ in 0..<2 {
            let values = characters.map { Int($0) - 48 }
            let weights = (0..<values.count).map { (values.count - 1 - $0) % 8 + 2 }
            characters.append(UInt8(48 + Self.complement(Self.weighted(values, weights))))
        }
        return characters
    }

    // MARK: Written forms

    /// `#` stands for the next character.
    static func fill(_ pattern: String, _ characters: [UInt8]) -> String {
        var rest = characters[...]
        return String(pattern.map { $0 == "#" ? rest.popFirst().map { Character(UnicodeScalar($0)) } ?? $0 : $0 })
    }

    static func bytes(_ digits: [Int]) -> [UInt8] { digits.map { UInt8(48 + $0) } }

    mutating func cpf() -> CorpusValue {
        let characters = Self.bytes(cpfDigits())
        let pattern = random.pick([
            "###.###.###-##", "###.###.###-##", "###.###.###-##", "###########", "###########", "#########-##",
            "### ### ### ##", "### ### ###-##",
            "###.###.###.##", "###-###-###-##", "###. ###. ### - ##", "###.###.###–##", "###.###.###‑##",
            "###\u{A0}###\u{A0}###\u{A0}##",
            "###.###.\n###-##", "###.###.###/##", "###.###.###\u{200B}-##", "### . ### . ### - ##",
        ])
        return CorpusValue(text: Self.fill(pattern, characters), label: "CPF")
    }

    /// Only where the text names it: mistyped, misread, full-width, digit by digit.
    mutating func namedCPF() -> CorpusValue {
        var digits = cpfDigits()
        switch random.below(5) {
        case 0:
            digits[10] = (digits[10] + random.within(1...9)) % 10
            return CorpusValue(
                text: Self.fill(random.pick(["###.###.###-##", "###########"]), Self.bytes(digits)), label: "CPF")
        case 1, 2:
            var text = Array(Self.fill(random.pick(["###.###.###-##", "###########"]), Self.bytes(digits)))
            let lookalikes: [Character: [Character]] = [
                "0": ["O", "o"], "1": ["l", "I"], "5": ["S"], "8": ["B"], "2": ["Z"], "6": ["G"],
            ]
            let places = text.indices.filter { lookalikes[text[$0]] != nil }.prefix(random.within(1...2))
            for place in places { text[place] = random.pick(lookalikes[text[place]] ?? [text[place]]) }
            return CorpusValue(text: String(text), label: "CPF")
        case 3:
            let wide = digits.map { String(UnicodeScalar(UInt32(0xFF10 + $0)) ?? "0") }.joined()
            return CorpusValue(text: wide, label: "CPF")
        default: return CorpusValue(text: digits.map(String.init).joined(separator: " "), label: "CPF")
        }
    }

    mutating func cnpj() -> CorpusValue {
        let isNew = random.chance(30)
        let characters = cnpjCharacters(letters: isNew)
        var patterns = ["##.###.###/####-##", "##.###.###/####-##", "########/####-##"]
        if !isNew {
            patterns += ["##############", "## ### ### #### ##", "##.###.###/#### - ##", "##.###.###.####-##"]
        }
        let text = Self.fill(random.pick(patterns), characters)
        return CorpusValue(text: isNew && random.chance(20) ? text.lowercased() : text, label: "CNPJ")
    }

    mutating func rg() -> CorpusValue {
        let digits = random.digits(10).utf8.map { $0 }
        let text =
            switch random.below(8) {
            case 0, 1: Self.fill("##.###.###-", digits) + random.pick(["X", "3", "7", "9", "0"])
            case 2: Self.fill("##.###.###", digits)
            case 3: Self.fill("#########", digits)
            case 4: "MG-" + Self.fill("##.###.###", digits)
            case 5: Self.fill("#.###.###", digits)
            case 6: Self.fill("#.###.###-#", digits)
            default: Self.fill("########", digits) + random.pick(["-X", "-5", ""])
            }
        return CorpusValue(text: text, label: "RG")
    }

    mutating func cnh() -> CorpusValue {
        let digits = numbers(9)
        let first = Self.weighted(digits, Array((1...9).reversed())) % 11
        let second = Self.weighted(digits, Array(1...9)) % 11
        let dv = first >= 10 ? 0 : first
        var last = second >= 10 ? 0 : second
        if first >= 10 { last = last >= 2 ? last - 2 : last + 9 }
        return CorpusValue(text: (digits + [dv, min(last, 9)]).map(String.init).joined(), label: "CNH")
    }

    mutating func pis() -> CorpusValue {
        let digits = numbers(10)
        let all = digits + [Self.complement(Self.weighted(digits, [3, 2, 9, 8, 7, 6, 5, 4, 3, 2]))]
        return CorpusValue(
            text: Self.fill(random.pick(["###.#####.##-#", "###########"]), Self.bytes(all)), label: "PIS")
    }

    mutating func titulo() -> CorpusValue {
        let digits = numbers(8)
        let state = random.within(3...28)
        let (u1, u2) = (state / 10, state % 10)
        let first = Self.weighted(digits, Array(2...9)) % 11 % 10
        let second = (7 * u1 + 8 * u2 + 9 * first) % 11 % 10
        let all = Self.bytes(digits + [u1, u2, first, second])
        return CorpusValue(text: Self.fill(random.pick(["#### #### ####", "############"]), all), label: "TITULO")
    }

    mutating func cns() -> CorpusValue {
        var digits = [7 + random.below(3)] + numbers(14)
        // The last digit makes the weighted sum divisible by eleven; where none can, another number is drawn.
        while true {
            let sum = (0..<14).reduce(0) { $0 + digits[$1] * (15 - $1) }
            let last = (11 - sum % 11) % 11
            if last < 10 {
                digits[14] = last
                break
            }
            digits[8] = (digits[8] + 1) % 10
        }
        return CorpusValue(
            text: Self.fill(random.pick(["### #### #### ####", "###############"]), Self.bytes(digits)), label: "CNS")
    }

    mutating func passport() -> CorpusValue {
        CorpusValue(text: random.letters(2) + random.digits(6), label: "PASSPORT")
    }

    mutating func plate() -> CorpusValue {
        let text =
            switch random.below(3) {
            case 0: "\(random.letters(3))-\(random.digits(4))"
            case 1: "\(random.letters(3))\(random.digits(4))"
            default: "\(random.letters(3))\(random.digits(1))\(random.letters(1))\(random.digits(2))"
            }
        return CorpusValue(text: random.chance(25) ? text.lowercased() : text, label: "PLATE")
    }
}
