import Domain
import Foundation
import Logging
import Postgres
import Web

/// What an erasure took away, and what it had to leave.
struct ErasureReceipt: Sendable, Equatable {
    /// Something that stays, with the reason why and until when.
    struct Exception: Codable, Sendable, Equatable {
        /// `orders`, `audit_log`, `suppression`, `backups`, `hold`
        let what: String
        let count: Int
        /// ISO 8601; nil while the reason lasts.
        let until: String?
        /// The reason in the words of whoever gave it.
        var note: String?
    }

    /// Nil when there was nothing to erase: no certificate is made of that.
    var id: UUID?
    var at: Date
    var masked: String
    /// Rows by table.
    var counts: [String: Int]
    var exceptions: [Exception]
    var files: Int
    /// A legal hold stands on the person: nothing went, and this is the reasoned answer.
    var isHeld = false
    /// How the person had proved who they are; empty where nobody had told the program.
    var proof = ""

    var rows: Int { counts.values.reduce(0, +) }
}

/// Erases people, and says beforehand what that would do.
package struct Eraser: Sendable {
    let database: Database
    let vault: Vault
    let media: MediaFolder
    let ledger: ErasureLedger
    /// Tells open pages; nil where nobody watches.
    let realtime: Realtime?
    /// Months that fiscal records are kept after the order.
    let fiscalMonths: Int
    /// What all processes share for a moment, where there is such a thing.
    let cache: SharedCache?
    let logger: Logger

    package init(
        database: Database, vault: Vault, media: MediaFolder, ledger: ErasureLedger, realtime: Realtime? = nil,
        fiscalMonths: Int = 132, cache: SharedCache? = nil,
        logger: Logger
    ) {
        self.database = database
        self.vault = vault
        self.media = media
        self.ledger = ledger
        self.realtime = realtime
        self.fiscalMonths = fiscalMonths
        self.cache = cache
        self.logger = logger
    }

    struct Order: Sendable {
        var target: Target
        var reason = ""
        var request: UUID?
        var by: String = ""

        enum Target: Sendable {
            case reference(SubjectReference)
            case contacts([UUID])
        }
    }

    /// One that is done anew in another copy of the data: it keeps its id and time.
    struct Repetition: Sendable {
        let id: UUID
        let at: Date
        let hashes: [String]
        /// All that were erased then, here again or not.
        let contacts: [UUID]
        /// The shop's key does not open: nothing can be hashed anew.
        var isKeyless = false
    }

    /// What erasing would do: it is done, counted and undone.
    func preview(_ target: Order.Target, of scope: TenantScope) async throws -> (Subject, ErasureReceipt) {
        struct Undo: Error {
            let subject: Subject
            let receipt: ErasureReceipt
        }
        let key = try await subjectKey(of: scope.tenant)
        do {
            try await database.system("what erasing would do, undone at once", deadline: .seconds(300)) { system in
                let subject = try await find(target, scope.tenant, system)
                let holds = try await holds(on: subject, key, scope.tenant, system)
                var (receipt, _) = try await remove(subject, scope.tenant, system)
                receipt.isHeld = !holds.isEmpty
                receipt.exceptions = holds + receipt.exceptions
                throw Undo(subject: subject, receipt: receipt)
            }
            return (Subject(), ErasureReceipt(id: nil, at: Date(), masked: "–", counts: [:], exceptions: [], files: 0))
        } catch let undo as Undo {
            return (undo.subject, undo.receipt)
        }
    }

    /// Erases in one transaction, then from the disk and the caches, and writes the ledger. Doing it again changes nothing.
    func erase(
        _ order: Order, as scope: TenantScope, repeating: Repetition? = nil
    ) async throws -> ErasureReceipt {
        let tenant = scope.tenant
        let key = repeating?.isKeyless == true ? nil : try await subjectKey(of: tenant)
        // Asked before, for the certificate is written in the transaction.
        let isCacheAway = await cache?.ping() == false
        let (receipt, files, contacts) = try await database.system(
            "a person is erased from every table of the shop", by: scope.origin, deadline: .seconds(600)
        ) { system -> (ErasureReceipt, [String], [UUID]) in
            // No arrival is read meanwhile: it could bring half of the person back.
            try await system.execute(Inbox.holdLane(system.acting(as: .service(tenant))))
            system.tx.switchScope(Database.systemScope(by: scope.origin))
            let subject = try await find(order.target, tenant, system)
            if repeating == nil, let key {
                let holds = try await holds(on: subject, key, tenant, system)
                if !holds.isEmpty { return (try await refuse(order, subject, holds, key, tenant, system), [], []) }
            }
            let proof = try await Compliance.proof(of: subject, at: Date(), in: tenant.value, system)
            let suppressed = try await Compliance.suppressions(of: subject, tenant, system)
            let (found, files) = try await remove(subject, tenant, system)
            var receipt = found
            receipt.proof = proof.how
            guard !subject.contacts.isEmpty || receipt.rows > 0 || repeating != nil else {
                try await system.execute(Compliance.act(receipt, order, in: tenant))
                return (receipt, files, subject.contacts)
            }
            let id = repeating?.id ?? UUID.v7()
            receipt.id = id
            receipt.at = repeating?.at ?? receipt.at
            let hashes = repeating.map(\.hashes) ?? key.map(subject.hashes(with:)) ?? []
            let everybody = Set(subject.contacts).union(repeating?.contacts ?? [])
            if isCacheAway, repeating == nil {
                let gone = receipt.at.addingTimeInterval(Double(SharedCache.longest.components.seconds))
                receipt.exceptions.append(.init(what: "cache", count: 0, until: gone.formatted(.iso8601)))
            }
            var statements = [
                Compliance.insert(
                    receipt, id: id, hashes: hashes, contacts: everybody.sorted { $0.lowercase < $1.lowercase }, order,
                    in: tenant),
                Compliance.suppress(
                    suppressed.compactMap { one in key.map { ($0.hash(one.key), one.reason) } }, in: tenant),
            ]
            if !files.isEmpty { statements.append(Compliance.removal(of: files, in: tenant)) }
            if repeating == nil { statements.append(Compliance.followUp(id, in: tenant)) }
            // In the transaction: a cache that is away, or a crash before it is asked, is made good by the job.
            if cache != nil { statements.append(Compliance.forgetting(Array(everybody), in: tenant)) }
            if receipt.rows > 0 || repeating == nil { statements.append(Compliance.act(receipt, order, in: tenant)) }
            try await system.batch(statements)
            return (receipt, files, Array(everybody))
        }
        if receipt.isHeld { return receipt }
        for path in files { media.remove(path) }
        // Who looks at the list sees it without them.
        realtime?.publish(LiveEvent(tenant: tenant, kind: .everything))
        await forget(contacts, of: tenant)
        if receipt.id != nil, repeating == nil { await writeLedger() }
        return receipt
    }

    /// What the cache keeps of them goes now; where it does not answer, the job of the same transaction comes back to it.
    private func forget(_ contacts: [UUID], of tenant: TenantID) async {
        guard let cache else { return }
        do {
            for contact in contacts { try await cache.forget(contact: contact, of: tenant) }
        } catch {
            logger.warning(
                "The shared cache does not answer: what it keeps of an erased person goes when it does",
                metadata: ["tenant.id": "\(tenant)"])
        }
    }

    /// In a transaction of its own: making the key locks the shop's row.
    func subjectKey(of tenant: TenantID) async throws -> SubjectKey {
        try await database.system("the shop's key, for hashes") { system in
            SubjectKey(try await Tenants.dataKey(of: tenant, vault: vault, in: system))
        }
    }

    private func find(
        _ target: Order.Target, _ tenant: TenantID, _ system: SystemTransaction
    ) async throws -> Subject {
        switch target {
        case .contacts(let ids): return try await Compliance.subject(ids, of: tenant.value, in: system)
        case .reference(let reference):
            var subject = try await Compliance.subject(reference, of: tenant.value, in: system)
            // Nobody is known by it, and yet a raw event or a list may speak of it.
            if subject.contacts.isEmpty {
                subject.identities = [.init(kind: "", key: reference.key, value: reference.value)]
            }
            return subject
        }
    }

    private func holds(
        on subject: Subject, _ key: SubjectKey, _ tenant: TenantID, _ system: SystemTransaction
    ) async throws -> [ErasureReceipt.Exception] {
        try await Compliance.standingHolds(
            on: subject, hashes: subject.hashes(with: key), of: tenant.value, in: system
        ).map { .init(what: "hold", count: 0, until: nil, note: "\($0.reason) (\($0.placedBy))") }
    }

    /// Nothing goes; the register and the audit log keep that it was asked for, and why not.
    private func refuse(
        _ order: Order, _ subject: Subject, _ holds: [ErasureReceipt.Exception], _ key: SubjectKey, _ tenant: TenantID,
        _ system: SystemTransaction
    ) async throws -> ErasureReceipt {
        let id = UUID.v7()
        let at: Date = try await system.one("SELECT clock_timestamp() AS at")("at")
        let proof = try await Compliance.proof(of: subject, at: at, in: tenant.value, system)
        let receipt = ErasureReceipt(
            id: id, at: at, masked: subject.masked, counts: [:], exceptions: holds, files: 0, isHeld: true,
            proof: proof.how)
        try await system.batch([
            Compliance.insert(
                receipt, id: id, hashes: subject.hashes(with: key), contacts: subject.contacts, order, in: tenant),
            Compliance.act(receipt, order, in: tenant),
        ])
        return receipt
    }

    private func remove(
        _ subject: Subject, _ tenant: TenantID, _ system: SystemTransaction
    ) async throws -> (ErasureReceipt, files: [String]) {
        let row = try await system.one(
            """
            SELECT erase_person(\(tenant.value), \(subject.contacts)::uuid[], \(subject.words)::text[])::text AS found,
              clock_timestamp() AS at
            """)
        let text: String = try row("found")
        let found = try JSON.parse(text)
        var counts: [String: Int] = [:]
        for part in ["counts", "swept"] {
            for member in found[part]?.members ?? JSON.object([]).members {
                if let count = member.value.int, count > 0 { counts[member.key, default: 0] += count }
            }
        }
        let files = found["files"]?.array?.compactMap(\.string) ?? []
        var receipt = ErasureReceipt(
            id: nil, at: try row("at"), masked: subject.masked, counts: counts, exceptions: [], files: files.count)
        if let orders = found["orders"]?.int, orders > 0 {
            let newest: Date? = try await system.one("SELECT \(found["newest_order"]?.string)::timestamptz AS at")("at")
            let until = newest.flatMap { Calendar.gregorianUTC.date(byAdding: .month, value: fiscalMonths, to: $0) }
            receipt.exceptions.append(
                .init(what: "orders", count: orders, until: until.map { $0.formatted(.iso8601) }))
        }
        if !subject.contacts.isEmpty || receipt.rows > 0 {
            receipt.exceptions += [
                .init(what: "audit_log", count: 0, until: nil), .init(what: "backups", count: 0, until: nil),
            ]
        }
        return (receipt, files)
    }

    /// Puts what the ledger lacks into it. What fails is tried again by the schedule.
    package func writeLedger() async {
        do {
            try await ledger.write(from: database)
        } catch {
            logger.error(
                "The erasure ledger cannot be written", metadata: ["error": "\(String(describing: type(of: error)))"])
        }
    }
}

extension Calendar {
    /// The calendar of dates that belong to nobody's time zone.
    static let gregorianUTC: Calendar = {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = .gmt
        return calendar
    }()
}
