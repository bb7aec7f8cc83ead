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

    @Sendable func holds(_ request: Request, _ context: ApiContext) async throws -> Response {
        try context.require(.admin)
        let found = try await database.tenant(context.scope) { try await Compliance.holds($0) }
        return .json(.object([("holds", JSON(found.map(\.json)))]))
    }

    /// Placing the same hold again answers with the one that stands.
    @Sendable func placeHold(_ request: Request, _ context: ApiContext) async throws -> Response {
        try context.require(.admin)
        let body = try await body(request, context)
        let reference = try reference(body)
        guard !body.reason.trimmingWhitespace.isEmpty else { throw Problem.badRequest("reason_required") }
        let hold = try await eraser.placeHold(
            on: reference, request: nil, reason: body.reason, by: try await holder(context).name, as: context.scope)
        return .json(hold.json)
    }

    /// By an owner, as on the page: the token must be one of theirs. One that was lifted before keeps its reason.
    @Sendable func liftHold(_ request: Request, _ context: ApiContext) async throws -> Response {
        try context.require(.admin)
        let holder = try await holder(context)
        guard holder.isOwner else { throw Problem(.forbidden, code: "owner_required") }
        let id = try context.parameters.id("id")
        let body = try await body(request, context)
        guard !body.reason.trimmingWhitespace.isEmpty else { throw Problem.badRequest("reason_required") }
        let hold = try await eraser.liftHold(id, reason: body.reason, by: holder.name, as: context.scope)
        return .json(hold.json)
    }

    /// A token of nobody's is the operator's.
    private func holder(_ context: ApiContext) async throws -> (name: String, isOwner: Bool) {
        let holder = try await database.tenant(context.scope) { try await Accounts.holder(of: context.token, in: $0) }
        return (holder?.name ?? "API", holder?.role == .owner)
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
