import Domain
import Foundation
import Web

/// `/status`: how well the service does for this shop, against what is promised.
struct StatusPage: PageModel {
    struct Window: Encodable {
        let name: String
        let rate: String
        let style: String
    }

    struct Bar: Encodable {
        let x: Int
        let y: Int
        let height: Int
        let style: String
        let title: String
    }

    struct Day: Encodable {
        let day: String
        let share: String
        let events: String
    }

    struct Level: Encodable {
        let id: String
        let title: String
        let promise: String
        let standing: String
        let style: String
        let hasEvents: Bool
        let reached: String
        let budget: String
        let failures: String
        let windows: [Window]
        let bars: [Bar]
        let width: Int
        let days: [Day]
    }

    struct Figure: Encodable {
        let name: String
        let value: String
    }

    struct Queue: Encodable {
        let name: String
        let waiting: String
        let oldest: String
    }

    let levels: [Level]
    let queues: [Queue]
    /// This shop's part of them.
    let own: [Figure]
    let workers: String
    let hasNoWorker: Bool

    static let template = "settings/status"
    static let sample = StatusPage(
        levels: [
            Level(
                id: "webhook", title: "Recebimento", promise: "99,5 %", standing: "Em dia", style: "chip-good",
                hasEvents: true, reached: "99,9 %", budget: "82,0 %", failures: "3 de 12.000",
                windows: [Window(name: "1 hora", rate: "0,0×", style: "")],
                bars: [Bar(x: 0, y: 10, height: 50, style: "day-good", title: "20/11: 99,9 %")], width: 300,
                days: [Day(day: "20/11", share: "99,9 %", events: "1.200")])
        ],
        queues: [Queue(name: "inbox", waiting: "0", oldest: "–")],
        own: [Figure(name: "Na fila", value: "0")], workers: "1 processo", hasNoWorker: false)
}

extension StatusPage {
    /// What the page is made of.
    struct Facts: Sendable {
        var reports: [LevelReport]
        var queues: QueueStatistics
        /// The shop's number.
        var company: Int
    }

    init(_ facts: Facts, now: Date, _ localizer: Localizer) {
        levels = ServiceObjective.allCases.map { objective in
            Level(
                facts.reports.first { $0.objective == objective } ?? LevelReport(objective: objective), now: now,
                localizer)
        }
        queues = JobQueue.allCases.map { queue in
            let figures = facts.queues.queues[queue]
            return Queue(
                name: localizer("status.queue.\(queue.rawValue)"), waiting: localizer.number(figures?.depth ?? 0),
                oldest: figures.map { localizer("status.seconds", count: Int(min(max(0, $0.age), 1e9))) } ?? "–")
        }
        let mine = facts.queues.companies[facts.company] ?? .init()
        own = [("waiting", mine.waiting), ("running", mine.running), ("dead", mine.dead)].map {
            Figure(name: localizer("status.own.\($0.0)"), value: localizer.number($0.1))
        }
        workers = localizer("status.workers", count: facts.queues.workers)
        hasNoWorker = facts.queues.workers == 0
    }
}

extension StatusPage.Level {
    /// A bar a day, 10 wide with its gap; 60 high for everything from 95 % up to 100 %: below, a bar is as low as it gets.
    private static let (step, height, floor) = (10, 60, 0.95)

    init(_ report: LevelReport, now: Date, _ localizer: Localizer) {
        let objective = report.objective
        let budget = ErrorBudget(objective, report.month)
        let standing = budget.standing(lastHour: report.windows.first?.count ?? EventCount())
        id = objective.rawValue
        title = localizer("status.\(objective.rawValue)")
        promise = localizer(
            "status.\(objective.rawValue).promise", ["share": Self.percent(objective.target, localizer)])
        self.standing = localizer("status.standing.\(standing.rawValue)")
        style =
            switch standing {
            case .quiet: ""
            case .kept: "chip-good"
            case .atRisk: "chip-warn"
            case .broken: "chip-bad"
            }
        hasEvents = report.month.total > 0
        reached = report.month.goodShare.map { Self.percent($0, localizer) } ?? "–"
        self.budget = budget.left.map { Self.percent(max(0, $0), localizer) } ?? "–"
        failures = localizer(
            "status.failures",
            ["bad": localizer.number(report.month.bad), "total": localizer.number(report.month.total)])
        windows = report.windows.map { window in
            let rate = ErrorBudget.burnRate(objective, window.count)
            return StatusPage.Window(
                name: localizer("status.window.\(window.name)"),
                rate: rate.map { localizer.decimal(tenths: Int(min($0 * 10, 1e9).rounded())) + "×" } ?? "–",
                style: (rate ?? 0) >= 14.4 ? "chip-bad" : (rate ?? 0) > 1 ? "chip-warn" : "")
        }
        let all = Self.calendar(report.days, now: now, localizer)
        width = all.count * Self.step
        bars = all.enumerated().map { index, day in
            let share = day.count.goodShare
            let part = share.map { max(0.05, ($0 - Self.floor) / (1 - Self.floor)) } ?? 0.03
            let height = Int((Double(Self.height) * min(part, 1)).rounded())
            return StatusPage.Bar(
                x: index * Self.step, y: Self.height - height, height: height,
                style: share.map { $0 >= objective.target ? "day-good" : "day-bad" } ?? "day-none",
                title: "\(day.name): \(share.map { Self.percent($0, localizer) } ?? localizer("status.none"))")
        }
        days = all.filter { $0.count.total > 0 }.reversed().map {
            StatusPage.Day(
                day: $0.name, share: $0.count.goodShare.map { Self.percent($0, localizer) } ?? "–",
                events: localizer.number($0.count.total))
        }
    }

    /// Every day of the month that ends today, also those without events.
    private static func calendar(
        _ days: [String: EventCount], now: Date, _ localizer: Localizer
    ) -> [(name: String, count: EventCount)] {
        (0..<ServiceObjective.days).reversed().map { back in
            let date = now.addingTimeInterval(-86_400 * Double(back))
            return (localizer.date(date), days[localizer.day(date)] ?? EventCount())
        }
    }

    /// `99,95 %`: never rounded up to a promise that was not kept.
    static func percent(_ share: Double, _ localizer: Localizer) -> String {
        let hundredths = Int((min(max(share, 0), 1) * 10_000 + 1e-6).rounded(.down))
        let (whole, rest) = (hundredths / 100, hundredths % 100)
        if rest == 0 { return "\(whole) %" }
        let separator = localizer.language == .english ? "." : ","
        let digits = rest % 10 == 0 ? "\(rest / 10)" : rest < 10 ? "0\(rest)" : "\(rest)"
        return "\(whole)\(separator)\(digits) %"
    }
}
