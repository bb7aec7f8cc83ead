import Domain
import Foundation
import Hummingbird
import Postgres
import Web

/// `/compliance/holds`
struct HoldsPage: PageModel {
    struct Line: Encodable {
        let href: String
        let at: String
        let time: String
        let subject: String
        let reason: String
        let by: String
        let isStanding: Bool
        let canLift: Bool
        let lifted: String?
    }

    let tabs: [ComplianceTab]
    let notice: String?
    let hasHolds: Bool
    let holds: [Line]

    static let template = "compliance/holds"
    static let sample = HoldsPage(
        tabs: ComplianceTab.sample, notice: "Confira", hasHolds: true,
        holds: [
            .init(
                href: "/compliance/holds/1", at: "2026-11-20T14:00:00Z", time: "20/11/2026 14:00",
                subject: "(**) *****-7777", reason: "Processo 1", by: "Olga", isStanding: true, canLift: true,
                lifted: "suspensa")
        ])
}

extension ComplianceRoutes {
    func addHolds(to agents: some RouterMethods<AgentContext>) {
        agents.get("compliance/holds", use: holds)
        agents.post("compliance/holds", use: placeHold)
        agents.post("compliance/holds/:id", use: liftHold)
    }

    @Sendable func holds(_ request: Request, _ context: AgentContext) async throws -> Response {
        try context.require(.admin)
        return try await holdsPage(nil, request, context)
    }

    private func holdsPage(_ notice: String?, _ request: Request, _ context: AgentContext) async throws -> Response {
        let found = try await database.tenant(context.scope) { try await Compliance.holds($0) }
        let localizer = context.localizer
        let model = HoldsPage(
            tabs: ComplianceTab.tabs("holds", localizer), notice: notice.map { localizer($0) },
            hasHolds: !found.isEmpty,
            holds: found.map { one in
                .init(
                    href: "/compliance/holds/\(one.id.lowercase)", at: localizer.iso(one.placedAt),
                    time: localizer.dateTime(one.placedAt), subject: one.subject, reason: one.reason, by: one.placedBy,
                    isStanding: one.liftedAt == nil, canLift: one.liftedAt == nil && context.agent.role >= .owner,
                    lifted: one.liftedAt.map {
                        localizer(
                            "compliance.hold.lifted",
                            ["when": localizer.dateTime($0), "by": one.liftedBy, "why": one.liftReason])
                    })
            })
        return try page(model, "compliance.title", request, context)
    }

    /// On a person, or on whoever made a request.
    @Sendable func placeHold(_ request: Request, _ context: AgentContext) async throws -> Response {
        try context.require(.admin)
        let form = try await request.form()
        guard let reason = form.text("reason").map({ String($0.prefix(400)) }), !reason.isEmpty else {
            return try await holdsPage("compliance.hold.say_why", request, context)
        }
        let asked = form["request"].flatMap { UUID(uuidString: $0) }
        let reference = form.text("q").flatMap(SubjectReference.init)
        guard asked != nil || reference != nil else {
            return try await holdsPage("compliance.no_reference", request, context)
        }
        _ = try await eraser.placeHold(
            on: reference, request: asked, reason: reason, by: context.agent.name, as: context.scope)
        return .redirect(to: "/compliance/holds")
    }

    /// By an owner, with the reason.
    @Sendable func liftHold(_ request: Request, _ context: AgentContext) async throws -> Response {
        try context.require(.owner)
        let id = try context.parameters.id("id")
        let reason = String((try await request.form().text("reason") ?? "").prefix(400))
        let hold = try await eraser.liftHold(id, reason: reason, by: context.agent.name, as: context.scope)
        return hold.liftedAt != nil
            ? .redirect(to: "/compliance/holds")
            : try await holdsPage("compliance.hold.say_why", request, context)
    }
}
