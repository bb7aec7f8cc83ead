import Domain
import Foundation
import Postgres

/// One objective of one shop.
struct LevelReport: Sendable {
    struct Window: Sendable {
        let name: String
        let count: EventCount
    }

    let objective: ServiceObjective
    var windows: [Window] = ["1h", "6h", "3d"].map { Window(name: $0, count: EventCount()) }
    var month = EventCount()
    /// By the shop's day, `2026-11-21`.
    var days: [String: EventCount] = [:]

    init(objective: ServiceObjective) { self.objective = objective }
}

extension ServiceLevels {
    /// Every objective that had events, over all processes.
    static func reports(_ tx: TenantTransaction, now: Date) async throws -> [LevelReport] {
        let results = try await tx.batch([sums(tx, now: now), days(tx, now: now)])
        guard results.count == 2 else { return [] }
        var reports: [ServiceObjective: LevelReport] = [:]
        for row in results[0].rows {
            guard let objective = ServiceObjective(rawValue: try row("objective")) else { continue }
            var report = LevelReport(objective: objective)
            func count(_ window: String) throws -> EventCount {
                EventCount(good: try row("good_\(window)"), bad: try row("bad_\(window)"))
            }
            report.windows = try ["1h", "6h", "3d"].map { LevelReport.Window(name: $0, count: try count($0)) }
            report.month = try count("30d")
            reports[objective] = report
        }
        for row in results[1].rows {
            guard let objective = ServiceObjective(rawValue: try row("objective")) else { continue }
            let day: String = try row("day")
            reports[objective]?.days[day] = EventCount(good: try row("good"), bad: try row("bad"))
        }
        return ServiceObjective.allCases.compactMap { reports[$0] }
    }
}
