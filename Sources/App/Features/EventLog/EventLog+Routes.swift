import Domain
import Foundation
import Hummingbird
import Postgres
import Web

package struct EventLogRoutes: Sendable {
    let database: Database
    let pages: Pages

    package init(database: Database, pages: Pages) {
        self.database = database
        self.pages = pages
    }

    package func add(to agents: some RouterMethods<AgentContext>) {
        agents.get("settings/events", use: list)
    }

    @Sendable func list(_ request: Request, _ context: AgentContext) async throws -> Response {
        try context.require(.admin)
        let form = try request.query()
        let filter = form["filter"].flatMap(EventLog.Filter.init(rawValue:)) ?? .all
        let cursor = form["cursor"].flatMap(InboxQuery.Cursor.init)
        let results = try await database.tenant(context.scope) { tx in
            try await tx.commit([EventLog.page(filter, before: cursor, tx: tx)])
        }
        let events = try results.first?.rows.map(EventLog.event) ?? []
        return try pages.page(
            EventLogPage(events, filter: filter, localizer: context.localizer),
            title: context.localizer("events.title"),
            section: "events", request: request, in: context)
    }
}
