import Domain
import Foundation
import Hummingbird
import Postgres
import Web

struct ContactFieldJSON: Encodable {
    let id: String
    let label: String
    let type: String
    let options: [String]
    let value: String?

    init(_ field: ContactField) {
        id = field.id.lowercase
        label = field.label
        type = field.type.rawValue
        options = field.options
        value = field.value
    }
}

struct ContactConsentJSON: Encodable {
    let purpose: String
    /// Empty: every channel.
    let channel: String
    /// Absent: no longer known.
    let granted: Bool?
    let source: String
    let actor_name: String
    let decided_at: Date

    init(_ consent: ContactConsent) {
        purpose = consent.purpose
        channel = consent.channel
        granted = consent.granted
        source = consent.source
        actor_name = consent.actorName
        decided_at = consent.at
    }
}

extension ContactAPI {
    func addConsentsAndFields(to api: some RouterMethods<ApiContext>) {
        api.get("api/contacts/fields", use: fields)
        api.post("api/contacts/fields", use: addField)
        api.delete("api/contacts/fields/:field", use: archiveField)
        api.put("api/contacts/:id/fields", use: setFields)
        api.get("api/contacts/:id/consents", use: consents)
        api.post("api/contacts/:id/consents", use: decide)
    }

    @Sendable func fields(_ request: Request, _ context: ApiContext) async throws -> Response {
        try context.require(.read)
        return try .json(PageOf(data: try await allFields(context).map(ContactFieldJSON.init), next_cursor: nil))
    }

    private func allFields(_ context: ApiContext) async throws -> [ContactField] {
        try await database.tenant(context.scope) { tx in
            try await tx.query(Contacts.fields(of: nil, tx: tx)).map(ContactField.init)
        }
    }

    private struct NewField: Decodable {
        let label, type: String
        let options: [String]?
    }

    @Sendable func addField(_ request: Request, _ context: ApiContext) async throws -> Response {
        try context.require(.admin)
        let wanted = try await request.json(as: NewField.self)
        let id = try await book.addField(
            wanted.label, type: wanted.type, options: wanted.options ?? [], by: context.actor)
        guard let field = try await allFields(context).first(where: { $0.id == id }) else { throw Problem.notFound }
        return try .json(ContactFieldJSON(field), status: .created)
    }

    @Sendable func archiveField(_ request: Request, _ context: ApiContext) async throws -> Response {
        try context.require(.admin)
        try await book.archiveField(context.parameters.id("field"), by: context.actor)
        return Response(status: .noContent)
    }

    private struct Values: Decodable { let values: [String: String] }
    private struct Decision: Decodable {
        let purpose, source: String
        let channel: String?
        let granted: Bool
    }

    /// Values by the id of their field; an empty text clears one.
    @Sendable func setFields(_ request: Request, _ context: ApiContext) async throws -> Response {
        let values = try await body(Values.self, request, context).values
        var typed: [UUID: String] = [:]
        for (key, value) in values {
            guard let id = UUID(uuidString: key) else { throw Problem.unprocessable("unknown_field") }
            typed[id] = value
        }
        let wanted = typed
        return try await act(request, context) { try await book.setFields(wanted, of: $0, by: $1) }
    }

    @Sendable func consents(_ request: Request, _ context: ApiContext) async throws -> Response {
        try context.require(.read)
        let form = try request.query()
        let before = form["cursor"].flatMap { UUID(uuidString: $0) }
        guard form["cursor"] == nil || before != nil else { throw Problem.unprocessable("invalid_cursor") }
        let limit = try ConversationAPI.limit(form)
        let person = try await facts(context.parameters.id("id"), context).id
        let all = try await database.tenant(context.scope) { tx in
            try await tx.query(Contacts.consentHistory(of: person, before: before, limit: limit + 1, tx: tx))
                .map(ContactConsent.init)
        }
        let shown = all.prefix(limit)
        return try .json(
            PageOf(
                data: shown.map(ContactConsentJSON.init),
                next_cursor: all.count > shown.count ? shown.last?.id?.lowercase : nil))
    }

    @Sendable func decide(_ request: Request, _ context: ApiContext) async throws -> Response {
        let decision = try await body(Decision.self, request, context)
        return try await act(request, context) { id, actor in
            try await book.decide(
                decision.purpose, channel: decision.channel ?? "", granted: decision.granted, source: decision.source,
                of: id,
                by: actor)
        }
    }
}
