import Domain
import Foundation
import Logging
import Postgres

extension Eraser {
    /// What replaying a ledger has done.
    package struct Replay: Sendable, Equatable {
        package var entries = 0
        /// People who were there again, and are gone again.
        package var erased = 0
        /// Nothing of them was there.
        package var clean = 0
        /// Of shops that this database does not have.
        package var foreign = 0
        package var failed = 0
        package var rows = 0
    }

    /// Erases everybody in the ledger who is here again. Replaying it twice is replaying it once.
    ///
    /// A contact is taken for the person by its id, or by the hash of an address; one that came after the erasure and wrote since is a
    /// new customer and stays.
    ///
    /// - Parameter isKeyless: The shops' keys do not open under this master key: by id alone.
    package func replay(
        _ entries: [LedgerEntry], isRehearsal: Bool = false, isKeyless: Bool = false
    ) async throws -> Replay {
        var result = Replay()
        for (tenant, entries) in Dictionary(grouping: entries, by: \.tenant).sorted(by: {
            $0.key.lowercase < $1.key.lowercase
        }) {
            let tenant = TenantID(tenant)
            guard try await isKnown(tenant) else {
                result.entries += entries.count
                result.foreign += entries.count
                continue
            }
            let people = isKeyless ? [:] : try await holders(of: tenant)
            var done: Set<UUID> = []
            for entry in entries where done.insert(entry.id).inserted {
                result.entries += 1
                do {
                    let rows = try await again(
                        entry, tenant, people, isRehearsal: isRehearsal, isKeyless: isKeyless)
                    result.rows += rows
                    if rows > 0 { result.erased += 1 } else { result.clean += 1 }
                } catch {
                    result.failed += 1
                    logger.error(
                        "An erasure could not be replayed",
                        metadata: ["erasure.id": "\(entry.id)", "error": "\(String(describing: type(of: error)))"])
                }
            }
        }
        return result
    }

    private func again(
        _ entry: LedgerEntry, _ tenant: TenantID, _ people: [String: Set<UUID>], isRehearsal: Bool,
        isKeyless: Bool = false
    ) async throws -> Int {
        let candidates = Set(entry.contacts).union(entry.hashes.flatMap { people[$0] ?? [] })
        let present = try await database.system("who of an erasure is here again") { system in
            try await system.query(Compliance.returned(Array(candidates), of: tenant, erasedAt: entry.at)).map {
                try $0("id") as UUID
            }
        }
        if isRehearsal { return present.count }
        let order = Order(target: .contacts(present), reason: "replay")
        guard !present.isEmpty else {
            // Nothing to look for; the register has it again all the same.
            let receipt = ErasureReceipt(id: entry.id, at: entry.at, masked: "–", counts: [:], exceptions: [], files: 0)
            try await database.system("an erasure of the ledger goes back into the register") { system in
                _ = try await system.execute(
                    Compliance.insert(
                        receipt, id: entry.id, hashes: entry.hashes, contacts: entry.contacts, order, in: tenant))
            }
            return 0
        }
        let scope = TenantScope(tenant: tenant, role: .service, origin: .operator)
        let receipt = try await erase(
            order, as: scope,
            repeating: Repetition(
                id: entry.id, at: entry.at, hashes: entry.hashes, contacts: entry.contacts, isKeyless: isKeyless))
        return receipt.rows
    }

    private func isKnown(_ tenant: TenantID) async throws -> Bool {
        try await database.system("whether a shop of the ledger is here") { system in
            try await system.one("SELECT EXISTS (SELECT FROM tenants WHERE tenant_id = \(tenant.value)) AS known")(
                "known")
        }
    }

    /// The contacts of a shop by the hash of each of their addresses.
    private func holders(of tenant: TenantID) async throws -> [String: Set<UUID>] {
        let key = try await subjectKey(of: tenant)
        return try await database.system("addresses of a shop, to be compared by hash", deadline: .seconds(600)) {
            system in
            var people: [String: Set<UUID>] = [:]
            for row in try await system.query(Compliance.addresses(of: tenant)) {
                people[key.hash(try row("key")), default: []].insert(try row("id"))
            }
            return people
        }
    }

    /// Two minutes later: what was waiting to be read when somebody was erased has been read by now.
    func followUp(_ erasure: UUID, of tenant: TenantID) async throws {
        let entry = try await database.system("an erasure of a shop") { system in
            try await system.first(
                "SELECT tenant_id, id, erased_at, contacts, hashes FROM erasures WHERE tenant_id = \(tenant.value) AND id = \(erasure)"
            ).map(LedgerEntry.init)
        }
        guard let entry else { return }
        let people = try await holders(of: tenant)
        _ = try await again(entry, tenant, people, isRehearsal: false)
    }
}

extension Compliance {
    static func addresses(of tenant: TenantID) -> SQL {
        """
        SELECT contact_id AS id, match_key AS key FROM contact_identities WHERE tenant_id = \(tenant.value)
        UNION SELECT id, phone_key FROM contacts WHERE tenant_id = \(tenant.value) AND phone_key IS NOT NULL
        UNION SELECT id, email_key FROM contacts WHERE tenant_id = \(tenant.value) AND email_key IS NOT NULL
        """
    }

    /// Those who were there when the erasure was done, or whose every word is from before it.
    static func returned(_ contacts: [UUID], of tenant: TenantID, erasedAt: Date) -> SQL {
        """
        SELECT c.id FROM contacts c
        WHERE c.tenant_id = \(tenant.value) AND c.id = ANY (\(contacts)::uuid[]) AND (c.created_at <= \(erasedAt) OR (
          SELECT count(*) > 0 AND max(m.sent_at) <= \(erasedAt) FROM conversations v
          JOIN messages m ON m.tenant_id = v.tenant_id AND m.conversation_id = v.id AND m.direction = 'inbound'
          WHERE v.tenant_id = c.tenant_id AND v.customer_id = c.id))
        """
    }
}

/// `compliance.remove_files`: files of somebody who was erased. Their names say nothing of anybody.
struct RemoveFiles: Job {
    static let name = "compliance.remove_files"
    static let queue = JobQueue.maintenance

    let paths: [String]
}

/// `compliance.follow_up`: see ``Eraser/followUp(_:of:)``.
struct FollowUpErasure: Job {
    static let name = "compliance.follow_up"
    static let queue = JobQueue.maintenance
    static let timeout: Duration = .seconds(600)

    let erasure: UUID
}

/// `compliance.forget_cached`: what the shared cache keeps of people who were erased; tried until it answers.
struct ForgetCached: Job {
    static let name = "compliance.forget_cached"
    static let queue = JobQueue.maintenance

    let contacts: [UUID]
}

/// `compliance.ledger`: what a full disk or a crash has kept out of the ledger.
struct WriteErasureLedger: Job {
    static let name = "compliance.ledger"
    static let queue = JobQueue.maintenance
}

extension Eraser {
    package func register(in registry: inout JobRegistry) {
        registry.register(RemoveFiles.self) { job, _ in for path in job.paths { media.remove(path) } }
        registry.register(FollowUpErasure.self) { job, context in
            guard let tenant = context.tenant else { throw JobDiscard(reason: "no tenant") }
            try await followUp(job.erasure, of: tenant)
        }
        registry.register(ForgetCached.self) { job, context in
            guard let tenant = context.tenant else { throw JobDiscard(reason: "no tenant") }
            // None any more: nothing is kept in one.
            guard let cache else { return }
            for contact in job.contacts { try await cache.forget(contact: contact, of: tenant) }
        }
        registry.register(WriteErasureLedger.self) { _, _ in try await ledger.write(from: database) }
        registry.schedule("compliance.ledger", every: .seconds(300), WriteErasureLedger())
    }
}
