import Domain
import Foundation
import Hummingbird
import NIOCore
import Postgres
import Web

/// `/settings/audit`: for owners and admins.
package struct AuditRoutes: Sendable {
    let database: Database
    let pages: Pages

    package init(database: Database, pages: Pages) {
        self.database = database
        self.pages = pages
    }

    package func add(to agents: some RouterMethods<AgentContext>) {
        agents.get("settings/audit", use: list)
        agents.get("settings/audit/export", use: export)
    }

    /// With `verify=1` the chain is read again first.
    @Sendable func list(_ request: Request, _ context: AgentContext) async throws -> Response {
        try context.require(.admin)
        let form = try request.query()
        let query = AuditQuery(form)
        let model = try await database.tenant(context.scope, deadline: .seconds(60)) { tx in
            let verdict = form["verify"] == nil ? nil : try await Audit.verify(tx.tenant, in: tx)
            let results = try await tx.commit([
                Audit.page(query, zone: context.agent.timeZone, limit: Audit.pageLength + 1, tx: tx), Audit.names(tx),
            ])
            guard results.count == 2 else { throw Problem.unavailable() }
            return AuditPage(
                try results[0].rows.map(AuditEntry.init), names: try Audit.named(results[1].rows), query: query,
                verdict: verdict, context.localizer)
        }
        return try pages.page(
            model, title: context.localizer("audit.title"), section: "audit", request: request, in: context)
    }

    /// The acts a list shows, all of them, as a table. Taking them away is itself an act.
    @Sendable func export(_ request: Request, _ context: AgentContext) async throws -> Response {
        try context.require(.admin)
        var first = AuditQuery(try request.query())
        first.cursor = nil
        let (start, scope, zone, database) = (first, context.scope, context.agent.timeZone, database)
        let names = try await database.tenant(scope) { tx in
            let names = try Audit.named(try await tx.query(Audit.names(tx)))
            try await tx.commit([Audit.note("audit_export", of: "audit_log", nil, start.facts, tx: tx)])
            return names
        }
        let localizer = context.localizer
        let header = ["row", "at", "actor", "action", "resource", "id", "outcome", "facts", "ip", "hash"].map {
            localizer("audit.column.\($0)")
        }
        return .table("auditoria.csv", header: header) { writer in
            let words = AuditWords(localizer: localizer, names: names)
            var query = start
            while true {
                let place = query
                let entries = try await database.tenant(scope) { tx in
                    try await tx.query(Audit.page(place, zone: zone, limit: 1000, tx: tx)).map(AuditEntry.init)
                }
                guard let last = entries.last else { return }
                let text = entries.map { entry in
                    CSVWriter.line([
                        "\(entry.row)", localizer.iso(entry.at), words.actor(entry), entry.action, entry.resource,
                        entry.resourceID ?? "", entry.outcome.rawValue, entry.payload.text(), entry.ip ?? "",
                        entry.hash,
                    ])
                }
                try await writer.write(ByteBuffer(string: text.joined()))
                query.cursor = last.row
            }
        }
    }
}

extension Audit {
    static func named(_ rows: [Row]) throws -> [String: String] {
        try rows.reduce(into: [:]) { names, row in
            let id: UUID = try row("id")
            names[id.lowercase] = try row("name")
        }
    }
}
