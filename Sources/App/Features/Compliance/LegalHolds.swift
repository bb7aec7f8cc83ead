import Domain
import Foundation
import Hummingbird
import Postgres
import Web

/// Why a person's data must stay for now: a suit, an authority, a duty.
struct LegalHold: Sendable, Equatable {
    let id: UUID
    let subject: String
    let reason: String
    let placedAt: Date
    let placedBy: String
    let liftedAt: Date?
    let liftedBy: String
    let liftReason: String

    init(_ row: Row) throws {
        id = try row("id")
        subject = try row("subject")
        reason = try row("reason")
        placedAt = try row("placed_at")
        placedBy = try row("placed_by")
        liftedAt = try row("lifted_at")
        liftedBy = try row("lifted_by")
        liftReason = try row("lift_reason")
    }
}

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
        let found = try await database.tenant(context.scope) { tx in
            try await tx.query(Compliance.holds(tx)).map(LegalHold.init)
        }
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
        let key = try await eraser.subjectKey(of: context.scope.tenant)
        try await database.tenant(context.scope) { tx in
            var (contacts, hashes, masked): ([UUID], Set<String>, String) = ([], [], "")
            if let asked {
                guard
                    let row = try await tx.first(
                        "SELECT contact_id, hash, subject FROM subject_requests WHERE tenant_id = \(tx.tenant) AND id = \(asked)"
                    )
                else { throw Problem.notFound }
                hashes.insert(try row("hash"))
                masked = try row("subject")
                if let contact: UUID = try row("contact_id") { contacts = [contact] }
            }
            var subject = Subject()
            if let reference {
                subject = try await Compliance.subject(reference, of: tx.tenant, in: tx)
                hashes.insert(key.hash(reference.key))
                masked = reference.masked
            } else if !contacts.isEmpty {
                subject = try await Compliance.subject(contacts, of: tx.tenant, in: tx)
            }
            contacts = Array(Set(contacts).union(subject.contacts))
            hashes.formUnion(subject.hashes(with: key))
            try await tx.commit([
                """
                INSERT INTO legal_holds (tenant_id, subject, contacts, hashes, request_id, reason, placed_by)
                VALUES (\(tx.tenant), \(masked), \(contacts)::uuid[], \(hashes.sorted())::text[], \(asked),
                  \(Audit.masked(JSON(reason)).string ?? "–"), \(context.agent.name))
                """
            ])
        }
        return .redirect(to: "/compliance/holds")
    }

    /// By an owner, with the reason.
    @Sendable func liftHold(_ request: Request, _ context: AgentContext) async throws -> Response {
        try context.require(.owner)
        let id = try context.parameters.id("id")
        let reason = String((try await request.form().text("reason") ?? "").prefix(400))
        let lifted = try await database.tenant(context.scope) { tx -> Bool in
            guard try await tx.first("SELECT FROM legal_holds WHERE tenant_id = \(tx.tenant) AND id = \(id)") != nil
            else {
                throw Problem.notFound
            }
            guard !reason.isEmpty else { return false }
            try await tx.commit([
                """
                UPDATE legal_holds SET lifted_at = now(), lifted_by = \(context.agent.name), lift_reason = \(Audit.masked(JSON(reason)).string ?? "–")
                WHERE tenant_id = \(tx.tenant) AND id = \(id) AND lifted_at IS NULL
                """
            ])
            return true
        }
        return lifted
            ? .redirect(to: "/compliance/holds")
            : try await holdsPage("compliance.hold.say_why", request, context)
    }
}

extension Compliance {
    static func holds(_ tx: TenantTransaction) -> SQL {
        """
        SELECT id, subject, reason, placed_at, placed_by, lifted_at, lifted_by, lift_reason FROM legal_holds
        WHERE tenant_id = \(tx.tenant) ORDER BY lifted_at IS NOT NULL, placed_at DESC LIMIT 200
        """
    }

    /// The holds that stand on a person, the oldest first. Works in a shop's transaction and in the machinery's.
    static func standingHolds(
        on subject: Subject, hashes: [String], of shop: UUID, in transaction: some DatabaseTransaction
    ) async throws -> [LegalHold] {
        try await transaction.query(
            """
            SELECT id, subject, reason, placed_at, placed_by, lifted_at, lifted_by, lift_reason FROM legal_holds
            WHERE tenant_id = \(shop) AND lifted_at IS NULL
              AND (hashes && \(hashes)::text[] OR contacts && \(subject.contacts)::uuid[])
            ORDER BY placed_at
            """
        ).map(LegalHold.init)
    }
}
