import Domain
import Foundation
import Logging
import Postgres

/// What became of one rule in one shop.
package struct RetentionResult: Sendable, Equatable {
    package let rule: String
    /// Rows that went, or that a rehearsal would have removed.
    package let rows: Int
    /// Everything before this moment.
    package let before: Date
    /// The oldest that was there.
    package let oldest: Date?
}

/// One shop's run.
package struct RetentionReport: Sendable, Equatable {
    package let tenant: TenantID
    package let shop: String
    package let results: [RetentionResult]
    package let files: Int
    package let isRehearsal: Bool

    package var rows: Int { results.reduce(0) { $0 + $1.rows } }
}

/// Removes what is older than its period, in batches that wait for nobody and let others in between.
package struct RetentionSweeper: Sendable {
    let database: Database
    let media: MediaFolder
    let policy: RetentionPolicy
    /// Rows a transaction.
    let batch: Int
    let logger: Logger

    package init(database: Database, media: MediaFolder, policy: RetentionPolicy, batch: Int = 500, logger: Logger) {
        self.database = database
        self.media = media
        self.policy = policy
        self.batch = batch
        self.logger = logger
    }

    /// Every shop in turn, or one of them. A shop that fails does not keep the others from theirs; the last error is thrown at the end.
    @discardableResult
    package func sweep(of shop: TenantID? = nil, rehearsing: Bool = false, now: Date = Date()) async throws
        -> [RetentionReport]
    {
        let shops = try await database.system("every shop has its own period") { system in
            try await system.query(
                """
                SELECT t.tenant_id, t.number || ' (' || t.slug || ')' AS name, coalesce(c.data_retention_days, 365) AS days
                FROM tenants t LEFT JOIN ai_support_config c USING (tenant_id)
                WHERE \(shop == nil) OR t.tenant_id = \(shop?.value)::uuid ORDER BY t.number
                """
            ).map { (TenantID(try $0("tenant_id")), try $0("name") as String, try $0("days") as Int) }
        }
        var (reports, failure): ([RetentionReport], (any Error)?) = ([], nil)
        for (tenant, name, days) in shops {
            do {
                reports.append(try await sweep(tenant, name, days: days, rehearsing, now))
            } catch {
                failure = error
                logger.error(
                    "Retention failed in a shop",
                    metadata: ["tenant.id": "\(tenant)", "error": "\(String(describing: type(of: error)))"])
            }
        }
        if let failure { throw failure }
        return reports
    }

    private func sweep(
        _ tenant: TenantID, _ name: String, days: Int, _ rehearsing: Bool, _ now: Date
    ) async throws -> RetentionReport {
        let started = Date()
        let rules = try await database.system("what grows old") { system in
            try await system.query("SELECT name, period FROM retention_rules_here()").map {
                (try $0("name") as String, try $0("period") as String)
            }
        }
        var (results, files): ([RetentionResult], Int) = ([], 0)
        for (rule, period) in rules {
            let kept = policy.days(of: period, shop: days)
            let before = now.addingTimeInterval(-Double(kept) * 86_400)
            let (due, oldest) = try await database.system("what of a shop is too old", deadline: .seconds(120)) {
                system in
                let row = try await system.one("SELECT * FROM retention_count(\(tenant.value), \(rule), \(before))")
                return (try row("rows") as Int, try row("oldest") as Date?)
            }
            var rows = rehearsing ? due : 0
            if due > 0, !rehearsing {
                let (gone, places) = try await remove(rule, of: tenant, before: before)
                (rows, files) = (gone, files + places)
            }
            results.append(RetentionResult(rule: rule, rows: rows, before: before, oldest: oldest))
        }
        let report = RetentionReport(
            tenant: tenant, shop: name, results: results, files: files, isRehearsal: rehearsing)
        try await database.system("the report of a shop's run") { system in
            _ = try await system.batch(Compliance.record(report, started: started))
        }
        return report
    }

    /// Batch by batch until nothing is left, or what is left is held by somebody: the next run finds it.
    private func remove(_ rule: String, of tenant: TenantID, before: Date) async throws -> (rows: Int, files: Int) {
        var (rows, files) = (0, 0)
        while true {
            try Task.checkCancellation()
            let (gone, places) = try await database.system("a batch of what is too old", deadline: .seconds(60)) {
                system in
                let row = try await system.one(
                    "SELECT * FROM retention_batch(\(tenant.value), \(rule), \(before), \(batch))")
                let (gone, places): (Int, [String]) = (try row("rows"), try row("files"))
                if !places.isEmpty { try await system.execute(Compliance.removal(of: places, in: tenant)) }
                return (gone, places)
            }
            for path in places { media.remove(path) }
            (rows, files) = (rows + gone, files + places.count)
            if gone == 0 { return (rows, files) }
        }
    }

    package func register(in registry: inout JobRegistry) {
        registry.register(SweepRetention.self) { _, _ in try await sweep() }
        registry.schedule("compliance.retention", every: .seconds(24 * 3600), SweepRetention())
    }
}

/// `compliance.retention`: nightly.
struct SweepRetention: Job {
    static let name = "compliance.retention"
    static let queue = JobQueue.maintenance
    static let timeout: Duration = .seconds(6 * 3600)
}

extension RetentionPolicy {
    /// Days of a period. A shop may keep for less than the operator, never what the assistant noted for longer than the talk itself.
    func days(of period: String, shop: Int) -> Int {
        switch period {
        case "contexts": min(contexts, shop)
        case "feedback": feedback
        case "ab_events": abEvents
        default: shop
        }
    }
}

extension Compliance {
    /// The run, and its row in the audit log where it removed something.
    static func record(_ report: RetentionReport, started: Date) -> [SQL] {
        let counts = JSON.object(
            report.results.map { one in
                (
                    one.rule,
                    JSON.object([
                        ("rows", JSON(one.rows)), ("before", JSON(one.before.formatted(.iso8601))),
                        ("oldest", one.oldest.map { JSON($0.formatted(.iso8601)) }),
                    ])
                )
            })
        let run: SQL = """
            INSERT INTO retention_runs (tenant_id, started_at, is_rehearsal, counts, files)
            VALUES (\(report.tenant.value), \(started), \(report.isRehearsal), \(counts.text())::jsonb, \(report.files))
            """
        guard !report.isRehearsal, report.rows > 0 else { return [run] }
        let facts = JSON.object(report.results.filter { $0.rows > 0 }.map { ($0.rule, JSON($0.rows)) })
        return [run, Audit.note("retention_sweep", of: "compliance", nil, facts, in: report.tenant.value)]
    }

    static func runs(_ tx: TenantTransaction) -> SQL {
        """
        SELECT started_at, finished_at, is_rehearsal, counts::text AS counts, files FROM retention_runs
        WHERE tenant_id = \(tx.tenant) ORDER BY started_at DESC LIMIT 10
        """
    }
}
