import Domain
import Foundation
import Hummingbird
import Postgres
import Web

/// A request of a person about their data.
struct SubjectRequest: Sendable {
    static let kinds = [
        "access", "confirmation", "correction", "erasure", "portability", "restriction", "sharing", "revocation",
        "objection",
        "review",
    ]

    let id: UUID
    let number: Int
    let kind: String
    let subject: String
    let contact: UUID?
    let receivedAt: Date
    let dueAt: Date
    let state: String
    let verifiedHow: String
    let answer: String
    let answeredAt: Date?
    let erasure: UUID?

    var isOpen: Bool { state == "open" || state == "verified" }

    init(_ row: Row) throws {
        id = try row("id")
        number = try row("number")
        kind = try row("kind")
        subject = try row("subject")
        contact = try row("contact_id")
        receivedAt = try row("received_at")
        dueAt = try row("due_at")
        state = try row("state")
        verifiedHow = try row("verified_how")
        answer = try row("answer")
        answeredAt = try row("answered_at")
        erasure = try row("erasure_id")
    }
}

/// `/compliance/requests`
struct RequestsPage: PageModel {
    struct Choice: Encodable {
        let value: String
        let label: String
    }
    struct Line: Encodable {
        let id: String
        let href: String
        let number: String
        let kind: String
        let subject: String
        let received: String
        let at: String
        let due: String
        let clock: String
        let style: String
        let isOpen: Bool
        let needsProof: Bool
        let proof: String?
        let answer: String?
        let contact: String?
    }

    let tabs: [ComplianceTab]
    let notice: String?
    let kinds: [Choice]
    let today: String
    let rule: String
    let hasRequests: Bool
    let requests: [Line]

    static let template = "compliance/requests"
    static let sample = RequestsPage(
        tabs: ComplianceTab.sample, notice: "Confira", kinds: [.init(value: "access", label: "Acesso")],
        today: "2026-11-21",
        rule: "15 dias", hasRequests: true,
        requests: [
            .init(
                id: "1", href: "/compliance/requests/1", number: "1", kind: "Acesso", subject: "(**) *****-7777",
                received: "20/11/2026",
                at: "2026-11-20T14:00:00Z", due: "05/12/2026", clock: "faltam 15 dias", style: "chip-warn",
                isOpen: true,
                needsProof: true, proof: "OTP", answer: "enviado", contact: "/contacts/1")
        ])
}

extension ComplianceRoutes {
    func legalClock(_ tx: TenantTransaction, _ context: AgentContext) async throws -> LegalClock {
        let isSmall: Bool = try await tx.first(Compliance.settings(tx))?("is_small_agent") ?? false
        return LegalClock(timeZone: context.agent.timeZone, isSmallAgent: isSmall)
    }

    @Sendable func requests(_ request: Request, _ context: AgentContext) async throws -> Response {
        try context.require(.admin)
        return try await requestsPage(nil, request, context)
    }

    private func requestsPage(_ notice: String?, _ request: Request, _ context: AgentContext) async throws -> Response {
        let (found, clock) = try await database.tenant(context.scope) { tx in
            (try await tx.query(Compliance.requests(tx)).map(SubjectRequest.init), try await legalClock(tx, context))
        }
        let (localizer, now) = (context.localizer, Date())
        let model = RequestsPage(
            tabs: ComplianceTab.tabs("requests", localizer), notice: notice.map { localizer($0) },
            kinds: SubjectRequest.kinds.map { .init(value: $0, label: localizer("compliance.request.\($0)")) },
            today: localizer.day(now),
            rule: localizer(clock.isSmallAgent ? "compliance.rule.small" : "compliance.rule"),
            hasRequests: !found.isEmpty,
            requests: found.map { one in
                let urgency = clock.urgency(of: one.dueAt, at: now)
                return .init(
                    id: one.id.lowercase, href: "/compliance/requests/\(one.id.lowercase)", number: "\(one.number)",
                    kind: localizer("compliance.request.\(one.kind)"), subject: one.subject,
                    received: localizer.date(one.receivedAt), at: localizer.iso(one.receivedAt),
                    due: localizer.date(one.dueAt.addingTimeInterval(-1)),
                    clock: one.isOpen
                        ? ComplianceRoutes.clockWords(clock, one.dueAt, now, localizer)
                        : localizer("compliance.state.\(one.state)"),
                    style: one.isOpen
                        ? ComplianceRoutes.clockStyle(urgency) : one.state == "answered" ? "chip-good" : "",
                    isOpen: one.isOpen, needsProof: one.state == "open",
                    proof: one.verifiedHow.isEmpty ? nil : Self.proofWords(one.verifiedHow, localizer),
                    answer: one.answer.isEmpty ? nil : one.answer,
                    contact: one.contact.map { "/contacts/\($0.lowercase)" })
            })
        return try page(model, "compliance.title", request, context)
    }

    static func clockWords(_ clock: LegalClock, _ due: Date, _ now: Date, _ localizer: Localizer) -> String {
        switch clock.urgency(of: due, at: now) {
        case .late: localizer("compliance.late", count: max(1, -clock.days(until: due, at: now)))
        case .today: localizer("compliance.due_today")
        default: localizer("compliance.days_left", count: clock.days(until: due, at: now))
        }
    }

    static func clockStyle(_ urgency: LegalClock.Urgency) -> String {
        switch urgency {
        case .calm: "chip-info"
        case .soon, .today: "chip-warn"
        case .late: "chip-bad"
        }
    }

    /// Registers a request. The clock starts on the day it came, not on the day it is written down.
    @Sendable func addRequest(_ request: Request, _ context: AgentContext) async throws -> Response {
        try context.require(.admin)
        let form = try await request.form()
        guard let kind = form["kind"], SubjectRequest.kinds.contains(kind), let text = form.text("q"),
            let reference = SubjectReference(text)
        else { return try await requestsPage("compliance.no_reference", request, context) }
        guard let received = Self.moment(form["received"], context), received <= Date() else {
            return try await requestsPage("compliance.no_day", request, context)
        }
        let way = String((form.text("way") ?? "").prefix(200))
        let key = try await eraser.subjectKey(of: context.scope.tenant)
        try await database.tenant(context.scope) { tx in
            let subject = try await Compliance.subject(reference, of: tx.tenant, in: tx)
            let clock = try await legalClock(tx, context)
            try await tx.commit([
                Compliance.awaitNumber(tx),
                Compliance.insertRequest(
                    kind, of: reference, contact: subject.contacts.first, hash: key.hash(reference.key), way: way,
                    received: received, due: clock.answer(to: received), tx: tx),
            ])
        }
        return .redirect(to: "/compliance/requests")
    }

    /// The person proved who they are, was answered, or was refused with the reason.
    @Sendable func changeRequest(_ request: Request, _ context: AgentContext) async throws -> Response {
        try context.require(.admin)
        let id = try context.parameters.id("id")
        let form = try await request.form()
        let words = String((form.text("text") ?? "").prefix(2000))
        let act = form["act"] ?? ""
        let changed = try await database.tenant(context.scope) { tx -> Bool in
            guard
                try await tx.first("SELECT FROM subject_requests WHERE tenant_id = \(tx.tenant) AND id = \(id)") != nil
            else {
                throw Problem.notFound
            }
            guard ["verified", "answered", "refused"].contains(act) else { throw Problem.unprocessable("invalid_act") }
            guard !words.isEmpty else { return false }
            return try await tx.execute(Compliance.changeRequest(id, to: act, words: words, tx: tx)) == 1
        }
        return changed
            ? .redirect(to: "/compliance/requests")
            : try await requestsPage(
                words.isEmpty ? "compliance.say_how" : "compliance.request_closed", request, context)
    }

    /// A day as a date field writes it, in the shop's own time zone.
    static func moment(_ text: String?, _ context: AgentContext) -> Date? {
        var form = EventQuery()
        form.from = text
        return form.start(context.agent.timeZone)
    }
}

extension Compliance {
    static func requests(_ tx: TenantTransaction) -> SQL {
        """
        SELECT id, number, kind, subject, contact_id, received_at, due_at, state, verified_how, answer, answered_at, erasure_id
        FROM subject_requests WHERE tenant_id = \(tx.tenant)
        ORDER BY state IN ('open', 'verified') DESC, CASE WHEN state IN ('open', 'verified') THEN due_at END, number DESC LIMIT 200
        """
    }

    /// Protocol numbers have no gap: whoever adds one waits for the other.
    static func awaitNumber(_ tx: TenantTransaction) -> SQL {
        "SELECT pg_advisory_xact_lock(hashtextextended(\("requests:\(tx.scope.tenant)"), 0))"
    }

    static func insertRequest(
        _ kind: String, of reference: SubjectReference, contact: UUID?, hash: String, way: String, received: Date,
        due: Date,
        tx: TenantTransaction
    ) -> SQL {
        """
        INSERT INTO subject_requests (tenant_id, number, kind, subject, hash, contact_id, way, received_at, due_at, created_by)
        SELECT \(tx.tenant), (SELECT coalesce(max(number), 0) + 1 FROM subject_requests WHERE tenant_id = \(tx.tenant)), \(kind),
          \(reference.masked), \(hash), \(contact), \(Audit.masked(JSON(way)).string ?? ""), \(received), \(due), \(tx.scope.user)
        """
    }

    static func changeRequest(_ id: UUID, to state: String, words: String, tx: TenantTransaction) -> SQL {
        let words = Audit.masked(JSON(words)).string ?? ""
        return state == "verified"
            ? """
            UPDATE subject_requests SET state = 'verified', verified_how = \(words), verified_at = now()
            WHERE tenant_id = \(tx.tenant) AND id = \(id) AND state = 'open'
            """
            : """
            UPDATE subject_requests SET state = \(state), answer = \(words), answered_at = now()
            WHERE tenant_id = \(tx.tenant) AND id = \(id) AND state IN ('open', 'verified')
            """
    }
}
