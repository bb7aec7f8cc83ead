import Domain
import Foundation
import Hummingbird
import Web

/// `/api/audit`: the log for programs with the scope `admin`.
package struct AuditAPI: Sendable {
    let database: Database

    package init(database: Database) { self.database = database }

    struct Entry: Encodable {
        let row: Int64
        let at: Date
        let actor_type: String
        let actor: String
        let action: String
        let resource: String
        let resource_id: String?
        let outcome: String
        let payload: Fact
        let ip: String?
        let hash: String

        init(_ entry: AuditEntry) {
            row = entry.row
            at = entry.at
            actor_type = entry.actorType
            actor = entry.actor
            action = entry.action
            resource = entry.resource
            resource_id = entry.resourceID
            outcome = entry.outcome.rawValue
            payload = Fact(value: entry.payload)
            ip = entry.ip
            hash = entry.hash
        }
    }

    struct Check: Encodable {
        let whole: Bool
        /// Acts read, or the number of the first row that is broken.
        let row: Int64
        let fault: String?
        /// `row:hash` of the last one, to be noted elsewhere.
        let head: String?
    }

    package func add(to api: some RouterMethods<ApiContext>) {
        api.get("api/audit", use: list)
        api.get("api/audit/verify", use: verify)
    }

    @Sendable func list(_ request: Request, _ context: ApiContext) async throws -> Response {
        try context.require(.admin)
        let form = try request.query()
        if let text = form["cursor"], Int64(text) == nil { throw Problem.unprocessable("invalid_cursor") }
        let limit = try ConversationAPI.limit(form)
        let entries = try await database.tenant(context.scope) { tx in
            try await tx.query(Audit.page(AuditQuery(form), zone: "UTC", limit: limit + 1, tx: tx)).map(AuditEntry.init)
        }
        let shown = entries.prefix(limit)
        return try .json(
            PageOf(
                data: shown.map(Entry.init),
                next_cursor: entries.count > shown.count ? shown.last.map { "\($0.row)" } : nil))
    }

    @Sendable func verify(_ request: Request, _ context: ApiContext) async throws -> Response {
        try context.require(.admin)
        let verdict = try await database.tenant(context.scope, deadline: .seconds(60)) { tx in
            try await Audit.verify(tx.tenant, in: tx)
        }
        return switch verdict {
        case .whole(let rows, let head):
            try .json(Check(whole: true, row: rows, fault: nil, head: "\(rows):\(head)"))
        case .broken(let row, let fault):
            try .json(Check(whole: false, row: row, fault: fault.rawValue, head: nil))
        }
    }
}

/// A JSON value inside an answer that is encoded otherwise.
struct Fact: Encodable {
    let value: JSON

    func encode(to encoder: any Encoder) throws {
        switch value.kind {
        case .object:
            var container = encoder.container(keyedBy: Key.self)
            for member in value.members { try container.encode(Fact(value: member.value), forKey: Key(member.key)) }
        case .array:
            var container = encoder.unkeyedContainer()
            for item in value.elements { try container.encode(Fact(value: item)) }
        default:
            var container = encoder.singleValueContainer()
            if let flag = value.bool {
                try container.encode(flag)
            } else if let number = value.int64 {
                try container.encode(number)
            } else if let number = value.double {
                try container.encode(number)
            } else if let text = value.string {
                try container.encode(text)
            } else {
                try container.encodeNil()
            }
        }
    }

    private struct Key: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }
        init(_ text: String) { stringValue = text }
        init?(stringValue: String) { self.init(stringValue) }
        init?(intValue: Int) { nil }
    }
}
