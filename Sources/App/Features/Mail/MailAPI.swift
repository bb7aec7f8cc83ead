import Domain
import Foundation
import HTTPTypes
import Hummingbird
import Postgres
import Web

/// `/api/channels/{id}/mail` and `/api/mail/suppressions`.
package struct MailAPI: Sendable {
    let door: MailDoor

    package init(door: MailDoor) { self.door = door }

    package func add(to api: some RouterMethods<ApiContext>) {
        api.post("api/channels/:id/mail", use: take)
        api.get("api/mail/suppressions", use: suppressions)
    }

    @Sendable private func take(_ request: Request, _ context: ApiContext) async throws -> Response {
        try context.require(.write)
        let account = try context.parameters.id("id")
        let body = Array(try await request.bytes(limit: Mail.sizeLimit).readableBytesView)
        guard let taken = try await door.take(body, for: account, of: context.scope.tenant) else {
            throw Problem.notFound
        }
        return try .json(taken, status: .accepted)
    }

    @Sendable private func suppressions(_ request: Request, _ context: ApiContext) async throws -> Response {
        try context.require(.read)
        let form = try request.query()
        let limit = try ConversationAPI.limit(form)
        let rows = try await door.database.tenant(context.scope) { tx in
            try await tx.query(Mail.suppressions(after: form["cursor"] ?? "", limit: limit + 1, tx: tx))
        }
        let shown = try rows.prefix(limit).map(MailSuppression.init)
        return try .json(PageOf(data: shown, next_cursor: rows.count > shown.count ? shown.last?.address : nil))
    }
}
