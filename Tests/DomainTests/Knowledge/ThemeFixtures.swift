@testable import Domain

/// `Tests/Fixtures/themes`: what customers ask and what pages say, by theme. None of the shops of the test sets is among them.
enum ThemeFixtures {
    struct Line: Sendable {
        let isQuestion: Bool
        let line: TextModelFit.Line
    }

    static let rows: [[String]] = [
        "payment", "delivery", "returns", "shop", "product", "use", "services", "details",
    ].flatMap { AttendantFixtures.rows("../themes/\($0).tsv") }.filter { $0.count == 3 }

    static let lines: [Line] = rows.map { row in
        let isQuestion = row[1] == "q"
        let words = isQuestion ? Question(row[2]).meant : Words.spoken(row[2])
        return Line(isQuestion: isQuestion, line: .init(name: row[0], features: Themes.features(of: words)))
    }

    static let questions: [String] = rows.filter { $0[1] == "q" }.map { $0[2] }
}
