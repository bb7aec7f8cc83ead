import Domain
import Foundation
import Hummingbird
import Web

/// `/api/compliance/holds`: what must stay for a suit or an authority, for programs of the shop's lawyers.
extension ComplianceAPI {
    func addHolds(to api: some RouterMethods<ApiContext>) {
        api.get("api/compliance/holds", use: holds)
        api.post("api/compliance/holds", use: placeHold)
        api.post("api/compliance/holds/:id/lift", use: liftHold)
    }

    /// The standing ones first, 200 at most.
    @Sendable func holds(_ request: Request, _ context: ApiContext) async throws -> Response {
        try context.require(.admin)
        let found = try await database.tenant(context.scope) { tx in
            try await tx.query(Compliance.holds(tx)).map(LegalHold.init)
        }
        return .json(.object([("holds", JSON(found.map(\.json)))]))
    }

    /// Placing the same hold again answers with the one that stands.
    @Sendable func placeHold(_ request: Request, _ context: ApiContext) async throws -> Response {
        try context.require(.admin)
        let body = try await body(request, context)
        let reference = try reference(body)
        guard !body.reason.trimmingWhitespace.isEmpty else { throw Problem.badRequest("reason_required") }
        let hold = try await eraser.placeHold(
            on: reference, request: nil, reason: body.reason, by: "API", as: context.scope)
        return .json(hold.json)
    }

    /// One that was lifted before keeps its reason.
    @Sendable func liftHold(_ request: Request, _ context: ApiContext) async throws -> Response {
        try context.require(.admin)
        let id = try context.parameters.id("id")
        let body = try await body(request, context)
        guard !body.reason.trimmingWhitespace.isEmpty else { throw Problem.badRequest("reason_required") }
        let hold = try await eraser.liftHold(id, reason: body.reason, by: "API", as: context.scope)
        return .json(hold.json)
    }
}

extension LegalHold {
    /// As the API gives it. Of the person only the mask.
    var json: JSON {
        .object([
            ("id", JSON(id.lowercase)), ("subject", JSON(subject)), ("reason", JSON(reason)),
            ("placed_at", JSON(placedAt.formatted(.iso8601))), ("placed_by", JSON(placedBy)),
            ("lifted_at", liftedAt.map { JSON($0.formatted(.iso8601)) } ?? .null),
            ("lifted_by", liftedAt == nil ? .null : JSON(liftedBy)),
            ("lift_reason", liftedAt == nil ? .null : JSON(liftReason)),
        ])
    }
}
