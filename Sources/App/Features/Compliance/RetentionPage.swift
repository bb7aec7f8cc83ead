import Domain
import Foundation
import Hummingbird
import Postgres
import Web

/// `/compliance/retention`: how long what is kept, and what the last runs removed.
struct RetentionPage: PageModel {
    struct Rule: Encodable {
        let name: String
        let days: String
        let due: String?
    }
    struct Run: Encodable {
        let at: String
        let time: String
        let word: String
        let style: String
        let rows: String
        let detail: String?
    }

    let tabs: [ComplianceTab]
    let held: String?
    let days: String
    let rules: [Rule]
    let hasRuns: Bool
    let runs: [Run]
    let isRehearsed: Bool

    static let template = "compliance/retention"
    static let sample = RetentionPage(
        tabs: ComplianceTab.sample, held: "1 pessoa", days: "365",
        rules: [.init(name: "Mensagens", days: "365 dias", due: "12")],
        hasRuns: true,
        runs: [
            .init(
                at: "2026-11-20T14:00:00Z", time: "20/11/2026 14:00", word: "Removido", style: "chip-good", rows: "12",
                detail: "Mensagens: 12")
        ], isRehearsed: true)
}

extension ComplianceRoutes {
    @Sendable func retention(_ request: Request, _ context: AgentContext) async throws -> Response {
        try context.require(.admin)
        return try await retentionPage(due: nil, request, context)
    }

    /// Counts what would go, without removing anything.
    @Sendable func rehearseRetention(_ request: Request, _ context: AgentContext) async throws -> Response {
        try context.require(.admin)
        _ = try await request.form()
        let report = try await sweeper.sweep(of: context.scope.tenant, rehearsing: true).first
        let due = report?.results.reduce(into: [:]) { $0[$1.rule] = $1.rows } ?? [:]
        return try await retentionPage(due: due, request, context)
    }

    private func retentionPage(due: [String: Int]?, _ request: Request, _ context: AgentContext) async throws
        -> Response
    {
        let localizer = context.localizer
        let (days, rules, runs, held) = try await database.tenant(context.scope) { tx in
            let days: Int =
                try await tx.first("SELECT data_retention_days FROM ai_support_config WHERE tenant_id = \(tx.tenant)")?(
                    "data_retention_days") ?? 365
            let rules = try await tx.query("SELECT name, period FROM retention_rules_here()").map {
                (try $0("name") as String, try $0("period") as String)
            }
            let held: Int = try await tx.one(
                "SELECT count(*) FROM legal_holds WHERE tenant_id = \(tx.tenant) AND lifted_at IS NULL")(0)
            return (days, rules, try await tx.query(Compliance.runs(tx)), held)
        }
        let model = RetentionPage(
            tabs: ComplianceTab.tabs("retention", localizer),
            held: held > 0 ? localizer("compliance.hold.kept", count: held) : nil, days: localizer.number(days),
            rules: rules.map { name, period in
                .init(
                    name: localizer("compliance.rule.\(name)"),
                    days: localizer(
                        "compliance.kept_days", ["days": localizer.number(policy.days(of: period, shop: days))]),
                    due: due.map { localizer.number($0[name] ?? 0) })
            }, hasRuns: !runs.isEmpty, runs: try runs.map { try Self.run($0, localizer) }, isRehearsed: due != nil)
        return try page(model, "compliance.title", request, context)
    }

    private static func run(_ row: Row, _ localizer: Localizer) throws -> RetentionPage.Run {
        let (at, isRehearsal, text): (Date, Bool, String) = (
            try row("started_at"), try row("is_rehearsal"), try row("counts")
        )
        let counts =
            (try? JSON.parse(text))?.members.map { ($0.key, $0.value["rows"]?.int ?? 0) }.filter { $0.1 > 0 } ?? []
        return .init(
            at: localizer.iso(at), time: localizer.dateTime(at),
            word: localizer(isRehearsal ? "compliance.run.rehearsal" : "compliance.run.real"),
            style: isRehearsal ? "" : "chip-good", rows: localizer.number(counts.reduce(0) { $0 + $1.1 }),
            detail: counts.isEmpty
                ? nil
                : counts.map { "\(localizer("compliance.rule.\($0.0)")): \(localizer.number($0.1))" }.joined(
                    separator: " · "))
    }

    func addRegisters(to agents: some RouterMethods<AgentContext>) {
        agents.get("compliance/requests", use: requests)
        agents.post("compliance/requests", use: addRequest)
        agents.post("compliance/requests/:id", use: changeRequest)
        agents.get("compliance/consents", use: consents)
        agents.get("compliance/consents/export", use: exportConsents)
        agents.get("compliance/incidents", use: incidents)
        agents.post("compliance/incidents", use: addIncident)
        agents.post("compliance/incidents/:id", use: stepIncident)
        agents.get("compliance/records", use: records)
        agents.post("compliance/records", use: saveOfficer)
        agents.get("compliance/records/export", use: exportRecords)
        agents.get("compliance/retention", use: retention)
        agents.post("compliance/retention", use: rehearseRetention)
    }
}
