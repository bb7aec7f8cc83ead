import Domain
import Foundation
import Hummingbird
import Postgres
import Web

extension ConversationRoutes {
    /// More changes than this since the cursor: the page starts anew instead.
    static let resumeLimit = 200

    /// `/support/events`: first what changed since the browser's cursor, then everything as it happens.
    ///
    /// The mailbox is attached before the past is read, so nothing falls between; what comes twice is harmless.
    @Sendable func events(_ request: Request, _ context: AgentContext) async throws -> Response {
        let scope = context.scope
        let cursor = request.lastEventID.flatMap { Int64($0) }
        return EventStream.response(to: request, channel: context.channel) { mailbox in
            realtime.attach(mailbox, tenant: scope.tenant)
            guard let cursor else { return }
            if let event = try await missed(since: cursor, scope) { mailbox.send(event) }
        }
    }

    func missed(since cursor: Int64, _ scope: TenantScope) async throws -> ServerEvent? {
        let results = try await database.tenant(scope) { tx in
            try await tx.commit([Conversations.changes(after: cursor, limit: Self.resumeLimit + 1, tx: tx)])
        }
        let rows = results.first?.rows ?? []
        guard let newest: Int64 = try rows.last?("change_seq") else { return nil }
        if rows.count > Self.resumeLimit { return ServerEvent(name: "reload", data: "{}") }
        let ids = try rows.map { try $0("id") as UUID }
        // With the number of each change: a row that is as new already is not fetched again.
        let numbers = try rows.map { try $0("change_seq") as Int64 }
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        let data = try encoder.encode(Resumed(conversations: ids.map { $0.lowercase }, numbers: numbers))
        return ServerEvent(
            id: String(max(newest, cursor)), name: "change",
            data: String(decoding: data, as: UTF8.self))
    }

    private struct Resumed: Encodable {
        let conversations: [String]
        let numbers: [Int64]
    }
}
