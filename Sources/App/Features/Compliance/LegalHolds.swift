import Domain
import Foundation
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

extension Eraser {
    /// Places a hold on the person whom `reference` names, on whoever made `request`, or on both. The same hold placed again, with
    /// the same reason while it stands, is the one that stands.
    func placeHold(
        on reference: SubjectReference?, request: UUID?, reason: String, by name: String, as scope: TenantScope
    ) async throws -> LegalHold {
        let key = try await subjectKey(of: scope.tenant)
        let reason = Audit.masked(JSON(reason)).string ?? "–"
        return try await database.tenant(scope) { tx in
            var (contacts, hashes, masked): ([UUID], Set<String>, String) = ([], [], "")
            if let request {
                guard
                    let row = try await tx.first(
                        "SELECT contact_id, hash, subject FROM subject_requests WHERE tenant_id = \(tx.tenant) AND id = \(request)"
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
            _ = try await tx.query(
                "SELECT pg_advisory_xact_lock(hashtextextended(\("holds:\(tx.scope.tenant)"), 0))")
            let standing = try await Compliance.standingHolds(
                on: subject, hashes: hashes.sorted(), of: tx.tenant, in: tx)
            if let same = standing.first(where: { $0.reason == reason && $0.subject == masked }) { return same }
            let id = UUID.v7()
            try await tx.execute(
                """
                INSERT INTO legal_holds (tenant_id, id, subject, contacts, hashes, request_id, reason, placed_by)
                VALUES (\(tx.tenant), \(id), \(masked), \(contacts)::uuid[], \(hashes.sorted())::text[], \(request), \(reason), \(name))
                """)
            return try await Compliance.hold(id, tx)
        }
    }

    /// Lifts a hold; without a reason it stays, and one that was lifted keeps the reason it was lifted with.
    func liftHold(_ id: UUID, reason: String, by name: String, as scope: TenantScope) async throws -> LegalHold {
        try await database.tenant(scope) { tx in
            let hold = try await Compliance.hold(id, tx)
            guard !reason.isEmpty, hold.liftedAt == nil else { return hold }
            try await tx.execute(
                """
                UPDATE legal_holds SET lifted_at = now(), lifted_by = \(name), lift_reason = \(Audit.masked(JSON(reason)).string ?? "–")
                WHERE tenant_id = \(tx.tenant) AND id = \(id) AND lifted_at IS NULL
                """)
            return try await Compliance.hold(id, tx)
        }
    }
}

extension Compliance {
    /// What ``LegalHold`` is read from.
    private static let holdColumns: SQL =
        "SELECT id, subject, reason, placed_at, placed_by, lifted_at, lifted_by, lift_reason FROM legal_holds"

    /// The standing ones first, 200 at most.
    static func holds(_ tx: TenantTransaction) async throws -> [LegalHold] {
        try await tx.query(
            """
            \(fragment: holdColumns) WHERE tenant_id = \(tx.tenant) ORDER BY lifted_at IS NOT NULL, placed_at DESC LIMIT 200
            """
        ).map(LegalHold.init)
    }

    static func hold(_ id: UUID, _ tx: TenantTransaction) async throws -> LegalHold {
        let row = try await tx.first("\(fragment: holdColumns) WHERE tenant_id = \(tx.tenant) AND id = \(id)")
        guard let row else { throw Problem.notFound }
        return try LegalHold(row)
    }

    /// The holds that stand on a person, the oldest first. Works in a shop's transaction and in the machinery's.
    static func standingHolds(
        on subject: Subject, hashes: [String], of shop: UUID, in transaction: some DatabaseTransaction
    ) async throws -> [LegalHold] {
        try await transaction.query(
            """
            \(fragment: holdColumns) WHERE tenant_id = \(shop) AND lifted_at IS NULL
              AND (hashes && \(hashes)::text[] OR contacts && \(subject.contacts)::uuid[])
            ORDER BY placed_at
            """
        ).map(LegalHold.init)
    }
}
