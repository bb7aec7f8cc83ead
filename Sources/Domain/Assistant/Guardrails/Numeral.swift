/// Numbers in figures and in words.
enum Numeral {
    /// `1.299,00` and `1,299.00` → `1299`, `12,90` → `12.9`, `1.500` → `1500`, `007` → `7`.
    static func canonical(_ written: String) -> String {
        let separators = written.filter { $0 == "." || $0 == "," }
        let groups = written.split { $0 == "." || $0 == "," }
        let lastIsFraction: Bool
        if separators.isEmpty {
            lastIsFraction = false
        } else if Set(separators).count == 2 {
            lastIsFraction = true
        } else {
            lastIsFraction = separators.count == 1 && groups.last?.count != 3
        }
        let whole = (lastIsFraction ? groups.dropLast() : groups[...]).joined().drop { $0 == "0" }
        var fraction = lastIsFraction ? Substring(groups.last ?? "") : ""
        while fraction.last == "0" { fraction.removeLast() }
        return (whole.isEmpty ? "0" : String(whole)) + (fraction.isEmpty ? "" : ".\(fraction)")
    }

    /// A number written in words that begins at an index, and how many lexemes it takes.
    static func spelled(_ lexemes: [Lexeme], at start: Int) -> (value: Int, count: Int)? {
        guard lexemes[start].kind == .word, let first = words[lexemes[start].text] else { return nil }
        var value = first, index = start + 1
        while index < lexemes.count {
            let isJoint = ["e", "and", "-"].contains(lexemes[index].text)
            let next = isJoint ? index + 1 : index
            guard next < lexemes.count, lexemes[next].kind == .word, let more = words[lexemes[next].text] else { break }
            if more == 1_000 || more == 100 && value < 10 {
                let (product, overflow) = value.multipliedReportingOverflow(by: more)
                guard !overflow else { break }
                value = product
            } else if isJoint || value % 1_000 == 0, more < value, value % 10 == 0 {
                value += more
            } else {
                break
            }
            index = next + 1
        }
        return (value, index - start)
    }

    private static let words: [String: Int] = {
        var table: [String: Int] = [:]
        for line in lines.split(separator: "\n") {
            let parts = line.split(separator: " ")
            guard let value = parts.first.flatMap({ Int($0) }) else { continue }
            for word in parts.dropFirst() { table[String(word)] = value }
        }
        return table
    }()

    private static let lines = """
        2 dois duas two
        3 tres three
        4 quatro four
        5 cinco five
        6 seis six
        7 sete seven
        8 oito eight
        9 nove nine
        10 dez ten dezena dezenas
        11 onze eleven
        12 doze twelve duzia dozen
        13 treze thirteen
        14 quatorze catorze fourteen
        15 quinze fifteen
        16 dezesseis sixteen
        17 dezessete seventeen
        18 dezoito eighteen
        19 dezenove nineteen
        20 vinte twenty
        30 trinta thirty
        40 quarenta forty
        50 cinquenta fifty
        60 sessenta sixty
        70 setenta seventy
        80 oitenta eighty
        90 noventa ninety
        100 cem cento centena centenas hundred hundreds
        200 duzentos duzentas
        300 trezentos trezentas
        400 quatrocentos quatrocentas
        500 quinhentos quinhentas
        600 seiscentos seiscentas
        700 setecentos setecentas
        800 oitocentos oitocentas
        900 novecentos novecentas
        1000 mil milhares thousand thousands
        1000000 milhao milhoes million millions
        """
}

/// What a number counts.
enum Units {
    /// Units that may be written onto a number without a space.
    static let suffixes: Set<String> = [
        "h", "hs", "hrs", "hr", "min", "s", "x", "cm", "mm", "m", "km", "kg", "g", "mg", "ml", "l", "w", "v", "gb",
        "tb",
        "mb", "hz", "mah", "am", "pm", "th", "st", "nd", "rd", "o", "a", "reais", "dias", "meses", "pol",
    ]

    /// Canonical units of time.
    static let time: [String: String] = table(
        """
        minuto minutos minute minutes min mins
        hora horas hour hours hs hrs hr
        dia dias day days
        semana semanas week weeks
        mes meses month months
        ano anos year years
        fatura faturas statement statements
        """)

    /// Canonical units of everything else that is measured.
    static let measure: [String: String] = table(
        """
        cm centimetro centimetros centimeter centimeters
        mm milimetro milimetros
        m metro metros meter meters
        km quilometro quilometros
        kg quilo quilos kilo kilos quilograma quilogramas
        g grama gramas gram grams
        mg miligrama miligramas
        ml mililitro mililitros
        l litro litros liter liters litre litres
        w watt watts
        v volt volts
        gb giga gigas
        tb mb hz mah
        polegada polegadas pol inch inches
        ponto pontos point points
        """)

    private static func table(_ lines: String) -> [String: String] {
        var table: [String: String] = [:]
        for line in lines.split(separator: "\n") {
            let words = line.split(separator: " ").map(String.init)
            for word in words { table[word] = words.first }
        }
        // Each of these stands for itself.
        for unit in ["tb", "mb", "hz", "mah"] where table[unit] == "tb" { table[unit] = unit }
        return table
    }
}
