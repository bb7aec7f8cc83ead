import Domain
import Foundation
import Hummingbird
import Postgres
import Web

extension ContactRoutes {
    func addMerging(to agents: some RouterMethods<AgentContext>) {
        agents.get("contacts/:id/merge", use: pickOther)
        agents.get("contacts/:id/merge/:other", use: previewMerge)
        agents.post("contacts/:id/merge/:other") { request, context in
            let other = try context.parameters.id("other")
            return try await act(request, context) { id, _ in
                try await book.merge(other, into: id, by: context.actor)
            }
        }
        agents.post("contacts/:id/unmerge/:merge") { request, context in
            let merge = try context.parameters.id("merge")
            return try await act(request, context) { id, _ in
                try await book.unmerge(merge, of: id, by: context.actor)
            }
        }
    }

    @Sendable func pickOther(_ request: Request, _ context: AgentContext) async throws -> Response {
        try context.require(.agent)
        let id = try context.parameters.id("id")
        let query = ContactQuery(search: ContactQuery(try request.query()).search)
        guard let facts = try await database.tenant(context.scope, { try await Contacts.facts(id, tx: $0) }) else {
            throw Problem.notFound
        }
        if let survivor = facts.mergedInto { return .redirect(to: "/contacts/\(survivor.lowercase)") }
        var found: [ContactLine] = []
        if query.search != nil {
            let results = try await database.tenant(context.scope) { tx in
                try await tx.commit([Contacts.page(query, limit: 12, tx: tx)])
            }
            found = try results.first?.rows.map(Contacts.line) ?? []
        }
        return try pages.page(
            view(context).pick(facts, search: query.search, found: found),
            title: context.localizer("contacts.merge.title"),
            section: "contacts", request: request, in: context)
    }

    @Sendable func previewMerge(_ request: Request, _ context: AgentContext) async throws -> Response {
        try context.require(.agent)
        let (id, other) = (try context.parameters.id("id"), try context.parameters.id("other"))
        let plan = try await book.preview(merging: other, into: id, for: context.actor)
        return try pages.page(
            view(context).preview(plan), title: context.localizer("contacts.merge.title"), section: "contacts",
            request: request, in: context)
    }
}
