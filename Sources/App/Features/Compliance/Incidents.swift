import Domain
import Foundation
import Hummingbird
import Postgres
import Web

/// `/compliance/incidents`: every incident with personal data, and the clock of those that must be told.
struct IncidentsPage: PageModel {
    struct Choice: Encodable {
        let value: String
        let label: String
    }
    struct Step: Encodable {
        let act: String
        let label: String
    }
    struct Line: Encodable {
        let href: String
        let title: String
        let happened: String?
        let known: String
        let at: String
        let kinds: String
        let people: String
        let duty: String
        let style: String
        let done: [String]
        let steps: [Step]
    }

    let tabs: [ComplianceTab]
    let notice: String?
    let today: String
    let kinds: [Choice]
    let hasIncidents: Bool
    let incidents: [Line]

    static let template = "compliance/incidents"
    static let sample = IncidentsPage(
        tabs: ComplianceTab.sample, notice: "Confira", today: "2026-11-21",
        kinds: [.init(value: "financial", label: "Financeiros")],
        hasIncidents: true,
        incidents: [
            .init(
                href: "/compliance/incidents/1", title: "Planilha enviada por engano", happened: "…",
                known: "20/11/2026",
                at: "2026-11-20T14:00:00Z", kinds: "Financeiros", people: "12", duty: "Comunicar até 25/11/2026",
                style: "chip-bad",
                done: ["ANPD 21/11"], steps: [.init(act: "told_anpd_at", label: "Comunicado à ANPD")])
        ])

    /// Kinds of data, and whether they alone make an incident one that must be told when its risk is relevant (Art. 5 of the rule).
    static let kinds: [(name: String, isGrave: Bool)] = [
        ("contact", false), ("financial", true), ("sensitive", true), ("children", true), ("elderly", true),
        ("authentication", true), ("secrecy", true), ("large_scale", true),
    ]
    static let steps = ["told_anpd_at", "told_people_at", "completed_at", "closed_at"]
}

extension ComplianceRoutes {
    @Sendable func incidents(_ request: Request, _ context: AgentContext) async throws -> Response {
        try context.require(.admin)
        return try await incidentsPage(nil, request, context)
    }

    private func incidentsPage(_ notice: String?, _ request: Request, _ context: AgentContext) async throws -> Response
    {
        let (rows, clock) = try await database.tenant(context.scope) { tx in
            (try await tx.query(Compliance.incidents(tx)), try await legalClock(tx, context))
        }
        let (localizer, now) = (context.localizer, Date())
        let model = IncidentsPage(
            tabs: ComplianceTab.tabs("incidents", localizer), notice: notice.map { localizer($0) },
            today: localizer.day(now),
            kinds: IncidentsPage.kinds.map { .init(value: $0.name, label: localizer("compliance.data.\($0.name)")) },
            hasIncidents: !rows.isEmpty, incidents: try rows.map { try Self.line($0, clock, now, localizer) })
        return try page(model, "compliance.title", request, context)
    }

    private static func line(_ row: Row, _ clock: LegalClock, _ now: Date, _ localizer: Localizer) throws
        -> IncidentsPage.Line
    {
        let (id, known): (UUID, Date) = (try row("id"), try row("known_at"))
        let kinds: [String] = try row("data_kinds")
        let isRisky: Bool = try row("is_risky")
        let times = try IncidentsPage.steps.map { ($0, try row($0) as Date?) }
        let isClosed = times.last?.1 != nil
        let mustTell =
            isRisky && kinds.contains { kind in IncidentsPage.kinds.contains { $0.name == kind && $0.isGrave } }
        let told = times[0].1 != nil && times[1].1 != nil
        let due = told ? clock.complement(of: known) : clock.notice(of: known)
        let isRunning = mustTell && !isClosed && (!told || times[2].1 == nil)
        let (duty, style): (String, String) =
            isRunning
            ? (
                localizer(
                    told ? "compliance.complement_by" : "compliance.tell_by",
                    [
                        "date": localizer.date(due.addingTimeInterval(-1)),
                        "clock": clockWords(clock, due, now, localizer),
                    ]),
                clockStyle(clock.urgency(of: due, at: now))
            )
            : (
                localizer(
                    isClosed
                        ? "compliance.incident.closed"
                        : mustTell ? "compliance.incident.told" : "compliance.incident.register_only"), ""
            )
        let happened: String = try row("happened")
        return .init(
            href: "/compliance/incidents/\(id.lowercase)", title: try row("title"),
            happened: happened.isEmpty ? nil : happened,
            known: localizer.date(known), at: localizer.iso(known),
            kinds: kinds.map { localizer("compliance.data.\($0)") }.joined(separator: ", "),
            people: localizer(
                "compliance.people", count: try row("people"),
                ["minors": localizer.number(try row("minors")), "elderly": localizer.number(try row("elderly"))]),
            duty: duty, style: style,
            done: times.compactMap { name, at in
                at.map { localizer("compliance.step.\(name)") + " · " + localizer.dateTime($0) }
            },
            steps: isClosed
                ? []
                : times.filter { $0.1 == nil }.map { .init(act: $0.0, label: localizer("compliance.step.\($0.0)")) })
    }

    @Sendable func addIncident(_ request: Request, _ context: AgentContext) async throws -> Response {
        try context.require(.admin)
        let form = try await request.form()
        guard let title = form.text("title"), let known = Self.moment(form["known"], context), known <= Date() else {
            return try await incidentsPage("compliance.no_incident", request, context)
        }
        let kinds = form.all("data").filter { name in IncidentsPage.kinds.contains { $0.name == name } }
        func number(_ name: String) -> Int {
            form.text(name).flatMap { Int($0) }.map { min(max($0, 0), 2_000_000_000) } ?? 0
        }
        try await database.tenant(context.scope) { tx in
            try await tx.commit([
                Compliance.insertIncident(
                    title: String(title.prefix(200)), happened: String((form.text("happened") ?? "").prefix(8000)),
                    kinds: kinds,
                    people: number("people"), minors: number("minors"), elderly: number("elderly"),
                    isRisky: form["risk"] == "yes", occurred: Self.moment(form["occurred"], context), known: known,
                    tx: tx)
            ])
        }
        return .redirect(to: "/compliance/incidents")
    }

    @Sendable func stepIncident(_ request: Request, _ context: AgentContext) async throws -> Response {
        try context.require(.admin)
        let id = try context.parameters.id("id")
        let act = try await request.form()["act"] ?? ""
        try await database.tenant(context.scope) { tx in
            guard
                try await tx.first("SELECT FROM privacy_incidents WHERE tenant_id = \(tx.tenant) AND id = \(id)") != nil
            else {
                throw Problem.notFound
            }
            guard IncidentsPage.steps.contains(act) else { throw Problem.unprocessable("invalid_act") }
            try await tx.commit([Compliance.stepIncident(id, act, tx: tx)])
        }
        return .redirect(to: "/compliance/incidents")
    }
}

extension Compliance {
    static func incidents(_ tx: TenantTransaction) -> SQL {
        """
        SELECT id, title, happened, data_kinds, people, minors, elderly, is_risky, known_at, told_anpd_at, told_people_at, completed_at, closed_at
        FROM privacy_incidents WHERE tenant_id = \(tx.tenant) ORDER BY closed_at IS NOT NULL, known_at DESC, id DESC LIMIT 200
        """
    }

    static func insertIncident(
        title: String, happened: String, kinds: [String], people: Int, minors: Int, elderly: Int, isRisky: Bool,
        occurred: Date?,
        known: Date, tx: TenantTransaction
    ) -> SQL {
        """
        INSERT INTO privacy_incidents (tenant_id, title, happened, data_kinds, people, minors, elderly, is_risky, occurred_at, known_at, created_by)
        VALUES (\(tx.tenant), \(Audit.masked(JSON(title)).string ?? ""), \(Audit.masked(JSON(happened)).string ?? ""), \(kinds), \(people), \(minors),
          \(elderly), \(isRisky), \(occurred), \(known), \(tx.scope.user))
        """
    }

    /// `step` is one of ``IncidentsPage/steps``: names of columns. What was said once stays.
    static func stepIncident(_ id: UUID, _ step: String, tx: TenantTransaction) -> SQL {
        """
        UPDATE privacy_incidents SET \(unsafeRaw: step) = coalesce(\(unsafeRaw: step), now()) WHERE tenant_id = \(tx.tenant) AND id = \(id)
        """
    }
}
