import Domain
import Foundation
import Web

/// `/settings/usage`: what the assistant did and cost in a month.
struct UsagePage: PageModel {
    struct Figure: Encodable {
        let label: String
        let value: String
    }
    struct Budget: Encodable {
        let text: String
        let share: Int?
        let shareText: String?
        /// good, warn, bad
        let style: String
        let held: String?
        let plan: String?
        let cap: String
        let choices: [Choice]
        let canChange: Bool
    }
    struct Choice: Encodable {
        let value: String
        let label: String
        let isSelected: Bool
    }
    struct Line: Encodable {
        let name: String
        let calls: String
        let input: String
        let output: String
        let cost: String
        /// Hundredths of the month's cost.
        let share: Int
    }
    struct Part: Encodable {
        let title: String
        let column: String
        let lines: [Line]
    }

    let monthName: String
    let previous: String
    let next: String?
    let notice: String?
    let problem: String?
    let figures: [Figure]
    let budget: Budget
    let chart: UsageChart?
    let days: [Line]
    let parts: [Part]
    let unpriced: String?
    let isOwner: Bool

    static let template = "usage/index"
    static let sample = UsagePage(
        monthName: "11/2026", previous: "/settings/usage?month=2026-10", next: "/settings/usage?month=2026-12",
        notice: "Guardado.", problem: "Não é um valor.", figures: [.init(label: "Custo", value: "US$ 1,20")],
        budget: .init(
            text: "US$ 1,20 de US$ 10,00", share: 12, shareText: "12%", style: "good", held: "US$ 0,02 reservados",
            plan: "O plano permite US$ 20,00", cap: "10,00",
            choices: [.init(value: "handoff", label: "Passar para uma pessoa", isSelected: true)], canChange: true),
        chart: .sample,
        days: [.init(name: "21/11", calls: "2", input: "1.000", output: "200", cost: "US$ 0,02", share: 100)],
        parts: [
            .init(
                title: "Por modelo", column: "Modelo",
                lines: [.init(name: "gpt-5.2", calls: "2", input: "1.000", output: "200", cost: "US$ 0,02", share: 100)]
            )
        ], unpriced: "Sem preço: llama", isOwner: true)
}

/// Dollars for a reader.
struct DollarWords {
    let localizer: Localizer

    private var mark: String { localizer.language == .english ? "." : "," }

    /// Cents, and finer where a cent would hide what it was.
    func text(_ microUSD: Int64) -> String {
        let isSmall = microUSD.magnitude < 1_000_000
        let rounded = isSmall ? microUSD : (microUSD / 10_000 + (microUSD % 10_000 >= 5_000 ? 1 : 0)) * 10_000
        return "US$\u{a0}" + Dollars.text(rounded, places: 6, mark: mark)
    }

    /// For a field that is read back.
    func plain(_ value: Int64, places: Int) -> String { Dollars.text(value, places: places, mark: mark) }
}

extension UsagePage {
    init(
        _ report: UsageReport, role: Role, notice: String? = nil, problem: String? = nil, _ localizer: Localizer
    ) {
        let money = DollarWords(localizer: localizer)
        monthName = Self.name(report.month)
        previous = "/settings/usage?month=\(Self.month(report.month, plus: -1))"
        next = report.month < report.thisMonth ? "/settings/usage?month=\(Self.month(report.month, plus: 1))" : nil
        self.notice = notice
        self.problem = problem
        figures = [
            ("cost", money.text(report.microUSD)), ("messages", localizer.number(Int(report.messages))),
            ("handoffs", localizer.number(Int(report.handoffs))),
            ("no_evidence", localizer.number(Int(report.withoutEvidence))),
            ("images", localizer.number(Int(report.images))), ("audios", localizer.number(Int(report.audios))),
            ("audio_seconds", localizer.number(Int(report.audioSeconds))),
            ("embedding_tokens", localizer.number(Int(report.embeddingTokens))),
        ].map { Figure(label: localizer("usage.figure.\($0.0)"), value: $0.1) }
        budget = Budget(report, role, money, localizer)
        let all = max(report.microUSD, 1)
        func line(_ name: String, _ sum: UsageReport.Slice) -> Line {
            Line(
                name: name, calls: localizer.number(Int(sum.calls)), input: localizer.number(Int(sum.input)),
                output: localizer.number(Int(sum.output)), cost: money.text(sum.microUSD),
                share: Int(min(Double(sum.microUSD) / Double(all), 1) * 100))
        }
        let byDay = Dictionary(report.by(\.day).map { ($0.name, $0.sum) }, uniquingKeysWith: { first, _ in first })
        days = report.days.compactMap { day in byDay[day].map { line(Self.dayName(day), $0) } }
        chart =
            byDay.isEmpty
            ? nil
            : UsageChart(
                report.days.map { day in
                    let cost = byDay[day]?.microUSD ?? 0
                    return (String(day.suffix(2)), cost, "\(Self.dayName(day)): \(money.text(cost))")
                }, top: money.text(byDay.values.map(\.microUSD).max() ?? 0))
        let names: [(String, (UsageReport.Slice) -> String, (String) -> String)] = [
            ("model", { $0.model }, { $0 }),
            ("channel", { $0.channel }, { localizer.strings["channel.\($0)"] ?? localizer("usage.channel.none") }),
            ("purpose", { $0.purpose }, { localizer.strings["usage.purpose.\($0)"] ?? $0 }),
        ]
        parts =
            byDay.isEmpty
            ? []
            : names.map { key, of, word in
                Part(
                    title: localizer("usage.by.\(key)"), column: localizer("usage.column.\(key)"),
                    lines: report.by(of).map { line(word($0.name), $0.sum) })
            }
        let strangers = report.by(\.model).filter { $0.sum.unpriced > 0 }.map(\.name)
        unpriced =
            strangers.isEmpty ? nil : localizer("usage.unpriced", ["models": strangers.joined(separator: ", ")])
        isOwner = role == .owner
    }

    static func name(_ month: String) -> String { "\(month.suffix(2))/\(month.prefix(4))" }
    static func dayName(_ day: String) -> String { "\(day.suffix(2))/\(day.prefix(7).suffix(2))" }

    static func month(_ month: String, plus: Int) -> String {
        let number = (Int(month.prefix(4)) ?? 2026) * 12 + (Int(month.suffix(2)) ?? 1) - 1 + plus
        let (year, rest) = number.quotientAndRemainder(dividingBy: 12)
        return "\(year)-\(rest < 9 ? "0" : "")\(rest + 1)"
    }
}

extension UsagePage.Budget {
    init(_ report: UsageReport, _ role: Role, _ money: DollarWords, _ localizer: Localizer) {
        let spent = money.text(report.microUSD)
        text =
            report.cap.map { localizer("usage.budget.of", ["spent": spent, "cap": money.text($0)]) }
            ?? localizer("usage.budget.none", ["spent": spent])
        share = report.share.map { min($0 / 10, 100) }
        shareText = report.share.map { localizer("usage.budget.share", ["share": String($0 / 10)]) }
        let thousandths = report.share ?? 0
        style = thousandths >= 1_000 ? "bad" : thousandths >= 800 ? "warn" : "good"
        held = report.held > 0 ? localizer("usage.budget.held", ["held": money.text(report.held)]) : nil
        plan = report.plan.map { localizer("usage.budget.plan", ["cap": money.text($0)]) }
        cap = report.own.map { money.plain($0, places: 6) } ?? ""
        choices = UsageTerms.WhenSpent.allCases.map { choice in
            .init(
                value: choice.rawValue, label: localizer("usage.budget.when.\(choice.rawValue)"),
                isSelected: choice == report.whenSpent)
        }
        canChange = role >= .admin
    }
}

/// `/settings/usage/prices`, for owners.
struct UsagePricesPage: PageModel {
    struct Row: Encodable {
        let model: String
        let from: String
        let input: String
        let cached: String
        let output: String
        let note: String?
        let removable: Removable?
    }
    struct Removable: Encodable {
        let model: String
        let day: String
    }

    let own: [Row]
    let hasOwn: Bool
    let standard: [Row]
    let notice: String?
    let problem: String?
    let model: String
    let validFrom: String
    let input: String
    let cached: String
    let output: String

    static let template = "usage/prices"
    private static let row = Row(
        model: "gpt-5", from: "2026-01-01", input: "1,25", cached: "0,125", output: "10,00", note: "Ana",
        removable: .init(model: "gpt-5", day: "2026-01-01"))
    static let sample = UsagePricesPage(
        own: [row], hasOwn: true, standard: [row], notice: "Guardado.", problem: "Confira.", model: "gpt-5",
        validFrom: "2026-01-01", input: "1,25", cached: "0,125", output: "10,00")
}

extension UsagePricesPage {
    init(
        _ own: [Usage.OwnPrice], draft: PriceDraft?, today: String, notice: String? = nil, problem: String? = nil,
        _ localizer: Localizer
    ) {
        let money = DollarWords(localizer: localizer)
        func row(_ price: ModelPrice, note: String?, isOwn: Bool) -> Row {
            Row(
                model: price.model, from: price.validFrom, input: money.plain(price.input, places: 3),
                cached: money.plain(price.cachedInput, places: 3), output: money.plain(price.output, places: 3),
                note: note, removable: isOwn ? .init(model: price.model, day: price.validFrom) : nil)
        }
        self.own = own.map { row($0.price, note: $0.by, isOwn: true) }
        hasOwn = !own.isEmpty
        standard = ModelPrices.standard.all.map { row($0, note: nil, isOwn: false) }
        self.notice = notice
        self.problem = problem
        model = draft?.model ?? ""
        validFrom = draft?.validFrom ?? today
        input = draft?.input ?? ""
        cached = draft?.cached ?? ""
        output = draft?.output ?? ""
    }
}
