import Domain
import Foundation
import Postgres
import Web

/// What people and programs do with the knowledge base.
package struct KnowledgeDesk: Sendable {
    let database: Database
    let search: KnowledgeSearch
    let wake: @Sendable () -> Void

    /// - Parameter wake: called after a commit that queued work.
    package init(database: Database, search: KnowledgeSearch, wake: @escaping @Sendable () -> Void) {
        self.database = database
        self.search = search
        self.wake = wake
    }

    /// Stores a document, new or changed; what it answers is no gap any more.
    func save(
        _ draft: KnowledgeDraft, as id: UUID?, answering gaps: [UUID] = [], by editor: String,
        in scope: TenantScope
    ) async throws -> UUID {
        if let problem = draft.problem { throw Problem.unprocessable(problem) }
        let saved = try await database.tenant(scope) { tx in
            var document = id
            if let id {
                guard try await Knowledge.replace(tx, id, draft, by: editor) else { throw Problem.notFound }
            } else {
                document = try await Knowledge.add(tx, draft, by: editor)
            }
            try await Knowledge.closeGaps(gaps, answeredBy: document, tx: tx)
            return document
        }
        wake()
        guard let saved else { throw Problem.notFound }
        return saved
    }

    func restore(_ version: Int, of id: UUID, by editor: String, in scope: TenantScope) async throws {
        guard
            try await database.tenant(
                scope, { tx in try await Knowledge.restore(version, of: id, by: editor, tx) })
        else { throw Problem.notFound }
        wake()
    }

    /// Keeps a file until its turn comes.
    func importFile(
        _ content: [UInt8], name: String, kind: String, by editor: String, in scope: TenantScope
    ) async throws
        -> UUID
    {
        guard !content.isEmpty else { throw Problem.unprocessable("empty_file") }
        guard content.count <= Knowledge.fileLimit else { throw Problem.bodyTooLarge }
        let name = FileIntake.name(name)
        return try await queue(
            name: name, url: nil, content: content, kind: kind, by: editor, in: scope)
    }

    func importPage(_ url: String, kind: String, by editor: String, in scope: TenantScope)
        async throws -> UUID
    {
        let url = url.trimmingWhitespace
        guard url.utf8.count <= 2_000, let parts = URLComponents(string: url),
            parts.host?.isEmpty == false,
            parts.user == nil, parts.password == nil, parts.scheme?.lowercased() == "https"
        else { throw Problem.unprocessable("invalid_url") }
        return try await queue(name: url, url: url, content: nil, kind: kind, by: editor, in: scope)
    }

    private func queue(
        name: String, url: String?, content: [UInt8]?, kind: String, by editor: String,
        in scope: TenantScope
    ) async throws -> UUID {
        guard KnowledgeDraft.kinds.contains(kind) else { throw Problem.unprocessable("invalid_kind") }
        let id = try await database.tenant(scope) { tx in
            try await Knowledge.queue(name: name, url: url, content: content, kind: kind, by: editor, tx)
        }
        wake()
        return id
    }

    /// The beginning of a day of the shop's own, and of the day after: what a form's dates mean.
    func days(_ from: String?, _ until: String?, in scope: TenantScope) async throws -> (
        from: Date?, until: Date?
    ) {
        func day(_ text: String?) throws -> String? {
            guard let text = text?.trimmingWhitespace, !text.isEmpty else { return nil }
            let parts = text.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) ?? -1 }
            guard text.utf8.count == 10, parts.count == 3, (1900...9000).contains(parts[0]),
                (1...12).contains(parts[1]),
                (1...31).contains(parts[2])
            else { throw Problem.unprocessable("invalid_validity") }
            return text
        }
        let (first, last) = (try day(from), try day(until))
        guard first != nil || last != nil else { return (nil, nil) }
        return try await database.tenant(scope) { tx in
            // A 31st of February is none.
            let row = try await tx.first(
                """
                SELECT CASE WHEN pg_input_is_valid(\(first), 'date') THEN (\(first)::text::date)::timestamp AT TIME ZONE time_zone END AS first,
                  CASE WHEN pg_input_is_valid(\(last), 'date') THEN (\(last)::text::date + 1)::timestamp AT TIME ZONE time_zone END AS after
                FROM tenants WHERE tenant_id = \(tx.tenant)
                """)
            guard let row else { throw Problem.notFound }
            let dates: (Date?, Date?) = (try row("first"), try row("after"))
            guard (dates.0 == nil) == (first == nil), (dates.1 == nil) == (last == nil) else {
                throw Problem.unprocessable("invalid_validity")
            }
            return dates
        }
    }
}
