/// Days and times that are named: weekdays, months, `amanhã`, `em breve`.
enum CalendarScanner {
    static func facts(_ lexemes: [Lexeme]) -> [Fact] {
        var facts: [Fact] = []
        for (index, lexeme) in lexemes.enumerated() where lexeme.kind == .word {
            if let day = weekdays[lexeme.text] {
                facts.append(Fact(kind: .deadline, keys: ["weekday:\(day)"], span: lexeme.range))
            } else if let month = months[lexeme.text], !isVerb(lexemes, index),
                // "Rio de Janeiro"
                !(index > 1 && lexemes[index - 2].text == "rio")
            {
                facts.append(Fact(kind: .deadline, keys: ["month:\(month)"], span: lexeme.range))
            }
        }
        let words = lexemes.map(\.text)
        for phrase in phrases {
            // "As soon as": not when, but after what.
            for found in phrase.patterns.ranges(in: words)
            where !isOfWhat(words, found)
                && (words[found] != ["soon"] || found.lowerBound == 0 || words[found.lowerBound - 1] != "as")
            {
                let span = lexemes[found.lowerBound].range.lowerBound..<lexemes[found.upperBound - 1].range.upperBound
                facts.append(Fact(kind: .deadline, keys: ["when:\(phrase.key)"], span: span))
            }
        }
        return facts
    }

    /// "Na hora de lavar"
    private static func isOfWhat(_ words: [String], _ found: Range<Int>) -> Bool {
        words[found] == ["na", "hora"] && words.indices.contains(found.upperBound)
            && ["de", "da", "do", "em", "que"].contains(words[found.upperBound])
    }

    /// English `may` and `march` are months only with a capital inside a sentence.
    private static func isVerb(_ lexemes: [Lexeme], _ index: Int) -> Bool {
        guard ["may", "march"].contains(lexemes[index].text) else { return false }
        return !lexemes[index].isCapital || index == 0 || lexemes[index - 1].endsSentence
    }

    static let weekdays: [String: Int] = [
        "domingo": 1, "domingos": 1, "segunda": 2, "segundas": 2, "terca": 3, "tercas": 3, "quarta": 4, "quartas": 4,
        "quinta": 5, "quintas": 5, "sexta": 6, "sextas": 6, "sabado": 7, "sabados": 7,
        "sunday": 1, "sundays": 1, "monday": 2, "mondays": 2, "tuesday": 3, "tuesdays": 3, "wednesday": 4,
        "wednesdays": 4, "thursday": 5, "thursdays": 5, "friday": 6, "fridays": 6, "saturday": 7, "saturdays": 7,
    ]

    static let months: [String: Int] = [
        "janeiro": 1, "fevereiro": 2, "marco": 3, "abril": 4, "maio": 5, "junho": 6, "julho": 7, "agosto": 8,
        "setembro": 9,
        "outubro": 10, "novembro": 11, "dezembro": 12, "january": 1, "february": 2, "march": 3, "april": 4, "may": 5,
        "june": 6, "july": 7, "august": 8, "september": 9, "october": 10, "november": 11, "december": 12,
    ]

    private static let phrases: [(key: String, patterns: PatternSet)] = [
        ("today", PatternSet("hoje\ntoday/tonight")),
        ("tomorrow", PatternSet("amanha\ntomorrow\ndepois de amanha")),
        ("yesterday", PatternSet("ontem\nyesterday")),
        (
            "next week",
            PatternSet(
                "semana que vem\nproxima semana\nnext week\nsemana seguinte\nfim/final de semana\nesta/nesta/essa/nessa semana\nthis week\nweekend"
            )
        ),
        ("next month", PatternSet("mes que vem\nproximo mes\nnext/following month\nmes seguinte\nfim/final do mes")),
        ("same day", PatternSet("mesmo dia\nsame day")),
        ("next day", PatternSet("dia seguinte\nproximo dia\nnext day\nday after\nnext business/working day")),
        (
            "soon",
            PatternSet(
                """
                em breve/instantes
                muito em breve
                daqui a *
                ja ja
                jaja/agorinha/rapidinho/loguinho
                num instante/minuto/segundo/momento/pulo
                logo mais/logo
                o quanto antes
                imediatamente/instantaneamente
                de imediato
                na hora
                a qualquer momento
                em um/poucos/alguns minuto/minutos/instante/momento/dias/horas
                soon/shortly/immediately/instantly
                right away/now
                in/within a/few/moments ..1 minute/moment/moments/minutes
                any moment/minute
                antes do prazo
                sem atraso
                on time
                """)
        ),
        ("midday", PatternSet("meio dia\nnoon/midday")),
        ("midnight", PatternSet("meia noite\nmidnight")),
    ]
}
