import Domain
import Foundation
import Hummingbird
import NIOCore
import Postgres
import Web

/// `/compliance/consents`: every decision of every person, newest first.
struct ConsentsPage: PageModel {
    struct Line: Encodable {
        let at: String
        let time: String
        let href: String
        let name: String
        let purpose: String
        let channel: String
        let word: String
        let style: String
        let source: String
        let actor: String?
    }

    let tabs: [ComplianceTab]
    let suppressed: String
    let hasLines: Bool
    let lines: [Line]
    let next: String?

    static let template = "compliance/consents"
    static let sample = ConsentsPage(
        tabs: ComplianceTab.sample, suppressed: "2 endereços", hasLines: true,
        lines: [
            .init(
                at: "2026-11-20T14:00:00Z", time: "20/11/2026 14:00", href: "/contacts/1", name: "Ana",
                purpose: "Marketing",
                channel: "WhatsApp", word: "Recusado", style: "chip-bad", source: "ligação", actor: "Bia")
        ], next: "/compliance/consents?before=1")
}

extension ComplianceRoutes {
    @Sendable func consents(_ request: Request, _ context: AgentContext) async throws -> Response {
        try context.require(.admin)
        let before = try request.query()["before"].flatMap { UUID(uuidString: $0) }
        let localizer = context.localizer
        let (rows, suppressed) = try await database.tenant(context.scope) { tx in
            (
                try await tx.query(Compliance.consents(before: before, limit: 51, tx: tx)),
                try await tx.one("SELECT count(*) FROM suppression_hashes WHERE tenant_id = \(tx.tenant)")(0) as Int
            )
        }
        let shown = rows.prefix(50)
        let model = ConsentsPage(
            tabs: ComplianceTab.tabs("consents", localizer),
            suppressed: localizer("compliance.suppressed", count: suppressed),
            hasLines: !shown.isEmpty,
            lines: try shown.map { row in
                let (at, contact, granted): (Date, UUID, Bool?) = (
                    try row("created_at"), try row("contact_id"), try row("granted")
                )
                let purpose: String = try row("purpose")
                let (channel, actor, name): (String, String, String?) = (
                    try row("channel"), try row("actor_name"), try row("name")
                )
                return .init(
                    at: localizer.iso(at), time: localizer.dateTime(at), href: "/contacts/\(contact.lowercase)",
                    name: name ?? localizer("compliance.no_name"),
                    purpose: localizer.strings["compliance.purpose.\(purpose)"] ?? purpose,
                    channel: channel.isEmpty
                        ? localizer("compliance.all_channels") : localizer.strings["channel.\(channel)"] ?? channel,
                    word: localizer("compliance.consent." + Self.word(granted)),
                    style: granted == true ? "chip-good" : granted == false ? "chip-bad" : "",
                    source: try row("source"),
                    actor: actor.isEmpty ? nil : actor)
            },
            next: rows.count > shown.count
                ? try shown.last.map { "/compliance/consents?before=\((try $0("id") as UUID).lowercase)" } : nil)
        return try page(model, "compliance.title", request, context)
    }

    private static func word(_ granted: Bool?) -> String {
        granted == true ? "granted" : granted == false ? "refused" : "unknown"
    }

    /// The whole ledger as a table; taking it away is an act.
    @Sendable func exportConsents(_ request: Request, _ context: AgentContext) async throws -> Response {
        try context.require(.admin)
        let (scope, database, localizer) = (context.scope, database, context.localizer)
        try await database.tenant(scope) { tx in
            try await tx.commit([Audit.note("records_export", of: "compliance", nil, ["what": "consents"], tx: tx)])
        }
        let header = ["at", "contact", "purpose", "channel", "granted", "source", "actor"].map {
            localizer("compliance.consents.\($0)")
        }
        return .table("consentimentos.csv", header: header) { writer in
            var last: UUID?
            while true {
                let place = last
                let rows = try await database.tenant(scope) { tx in
                    try await tx.query(Compliance.consents(before: place, limit: 1000, tx: tx))
                }
                guard let end = rows.last else { return }
                var text = ""
                for row in rows {
                    text += CSVWriter.line([
                        localizer.iso(try row("created_at")), (try row("contact_id") as UUID).lowercase,
                        try row("purpose"),
                        try row("channel"), Self.word(try row("granted")), try row("source"), try row("actor_name"),
                    ])
                }
                try await writer.write(ByteBuffer(string: text))
                last = try end("id")
            }
        }
    }
}

extension Compliance {
    static func consents(before: UUID?, limit: Int, tx: TenantTransaction) -> SQL {
        """
        SELECT e.id, e.contact_id, c.name, e.purpose, e.channel, e.granted, e.source, e.actor_name, e.created_at
        FROM contact_consent_events e JOIN contacts c ON c.tenant_id = e.tenant_id AND c.id = e.contact_id
        WHERE e.tenant_id = \(tx.tenant) AND e.id < coalesce(\(before)::uuid, 'ffffffff-ffff-ffff-ffff-ffffffffffff')
        ORDER BY e.id DESC LIMIT \(limit)
        """
    }
}
