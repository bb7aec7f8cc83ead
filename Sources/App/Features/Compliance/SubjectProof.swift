import Crypto
import Domain
import Foundation
import Postgres
import Web

/// How somebody proves to be the person whose data they ask for: a code goes to an address on file and is told back.
///
/// The code is stored nowhere: it follows from the row's id and the shop's key. The message that carries it is kept with ``blank`` in its
/// place; the outbox fills it in on the way out.
enum SubjectProof {
    /// What stands in the kept message where the code was.
    static let blank = "••••••"
    static let lasts: TimeInterval = 15 * 60
    static let attempts = 5
    /// Codes that one person may be sent in an hour, and one shop in a day.
    static let perHour = 3
    static let perDay = 200
    /// A proof serves for what was asked for, not for ever.
    static let serves: TimeInterval = 7 * 86_400

    static func words(_ locale: String, shop: String) -> String {
        switch locale {
        case "en":
            "Your code is \(blank). Tell it to \(shop) only if you asked for your personal data or for its erasure. It is valid for 15 minutes."
        case "es":
            "Tu código es \(blank). Dilo a \(shop) solo si pediste tus datos personales o su eliminación. Vale por 15 minutos."
        default:
            "Seu código é \(blank). Informe-o a \(shop) só se você pediu seus dados pessoais ou a exclusão deles. Vale por 15 minutos."
        }
    }

    /// Where a code can be sent to now.
    struct Way: Sendable, Equatable {
        let conversation: UUID
        let account: UUID
        let contact: UUID
        let channel: String
        let name: String
        /// Masked.
        let address: String
    }

    /// What is known of the person's proof.
    struct Standing: Sendable, Equatable {
        /// When it was given, and how.
        var provedAt: Date?
        var how = ""
        /// A code is under way until then.
        var openUntil: Date?

        var isProved: Bool { provedAt != nil }
    }

    enum Answer: Sendable, Equatable {
        case proved
        case wrong(left: Int)
        /// There is none, it is too old, or all attempts are used up.
        case over
    }
}

extension SubjectKey {
    /// Six digits that nobody can tell without the shop's key.
    func code(_ id: UUID) -> String {
        let value = hash("one-time code \(id.lowercase)").utf8.prefix(12).reduce(UInt64(0)) { sum, digit in
            sum << 4 | UInt64(digit < 0x61 ? digit & 0x0F : digit - 0x57)
        }
        let digits = String(value % 1_000_000)
        return String(repeating: "0", count: 6 - digits.count) + digits
    }
}

extension Eraser {
    /// Sends a new code; earlier ones no longer count. False where too many were sent lately.
    func sendCode(by way: SubjectProof.Way, actor: String, as scope: TenantScope, now: Date = Date()) async throws
        -> Bool
    {
        // The key is made in a transaction of its own; the worker must find it.
        _ = try await subjectKey(of: scope.tenant)
        return try await database.tenant(scope) { tx in
            // Whoever else sends one meanwhile waits, and is counted.
            try await tx.execute(
                "SELECT pg_advisory_xact_lock(hashtextextended(\("codes:\(tx.scope.tenant)"), 0))")
            let shop = try await tx.one(Compliance.codeRoom(way.contact, now: now, tx: tx))
            let (lately, today): (Int, Int) = (try shop("lately"), try shop("today"))
            guard lately < SubjectProof.perHour, today < SubjectProof.perDay else { return false }
            let id = UUID.v7()
            let message = OutgoingMessage(
                conversation: way.conversation, account: way.account, senderType: "system", senderName: actor,
                content: SubjectProof.words(try shop("locale"), shop: try shop("name")),
                payload: JSON.object([("one_time_code", JSON(id.lowercase))]).text(), isByPerson: true)
            try await tx.commit(
                [
                    Compliance.closeCodes(of: way.contact, tx: tx),
                    """
                    INSERT INTO subject_codes (tenant_id, id, contact_id, message_id, channel, address, created_at, expires_at, created_by)
                    VALUES (\(tx.tenant), \(id), \(way.contact), \(message.id), \(way.channel), \(way.address), \(now),
                      \(now.addingTimeInterval(SubjectProof.lasts)), \(actor))
                    """,
                ] + Outbox.enqueue(message, tenant: scope.tenant))
            return true
        }
    }

    /// What the person told back. Each wrong answer is counted before it is compared.
    func checkCode(
        _ given: String, of subject: Subject, as scope: TenantScope, now: Date = Date()
    ) async throws -> SubjectProof.Answer {
        let key = try await subjectKey(of: scope.tenant)
        let digits = String(given.unicodeScalars.filter { ("0"..."9").contains($0) })
        return try await database.tenant(scope) { tx in
            guard let row = try await tx.first(Compliance.tryCode(of: subject, now: now, tx: tx)) else { return .over }
            let (id, tries): (UUID, Int) = (try row("id"), try row("attempts"))
            guard Secrets.equal(digits, key.code(id)) else {
                let left = SubjectProof.attempts - tries
                try await tx.commit(left > 0 ? [] : [Compliance.closeCode(id, tx: tx)])
                return left > 0 ? .wrong(left: left) : .over
            }
            try await tx.commit([
                "UPDATE subject_codes SET verified_at = \(now) WHERE tenant_id = \(tx.tenant) AND id = \(id)",
                """
                UPDATE subject_requests SET state = 'verified', verified_at = \(now), verified_how = \(try row("how") as String)
                WHERE tenant_id = \(tx.tenant) AND contact_id = ANY (\(subject.contacts)::uuid[]) AND state = 'open'
                """,
            ])
            return .proved
        }
    }
}

extension Compliance {
    /// The code that a message of the outbox carries, where it is still good. For the worker that fills it in.
    package static func code(
        _ id: String, of tenant: TenantID, vault: Vault, in database: Database
    ) async throws -> String? {
        guard let id = UUID(uuidString: id) else { return nil }
        return try await database.system("a one-time code on its way out") { system in
            let row = try await system.first(
                """
                SELECT t.wrapped_key FROM subject_codes c JOIN tenants t USING (tenant_id)
                WHERE c.tenant_id = \(tenant.value) AND c.id = \(id) AND c.closed_at IS NULL AND c.expires_at > now()
                """)
            guard let row, let wrapped: [UInt8] = try row("wrapped_key") else { return nil }
            return SubjectKey(try vault.dataKey(for: tenant, wrapped: wrapped)).code(id)
        }
    }

    /// The person's talks in which something may be sent now, the newest of each of the shop's channels.
    static func ways(of subject: Subject, at now: Date, tx: TenantTransaction) async throws -> [SubjectProof.Way] {
        let rows = try await tx.query(
            """
            SELECT DISTINCT ON (v.account_id) v.id, v.account_id, v.customer_id, v.channel_type, a.name, \(fragment: Outbox.windowColumns)
            FROM conversations v JOIN channel_accounts a ON a.tenant_id = v.tenant_id AND a.id = v.account_id
            WHERE v.tenant_id = \(tx.tenant) AND v.customer_id = ANY (\(subject.contacts)::uuid[]) AND a.is_enabled
              -- Who sits at the shop's own chat, or at a browser, has proved nothing by that.
              AND v.channel_type NOT IN ('chat', 'push')
            ORDER BY v.account_id, v.last_message_at DESC NULLS LAST
            """)
        return try rows.compactMap { row in
            let window = try ServiceWindow(row)
            switch window.permit(for: .person, at: now) {
            case .templateOnly, .refused: return nil
            case .free, .asPerson: break
            }
            let channel: String = try row("channel_type")
            let address = (channel == "email" ? subject.emails : subject.phones).first
            return SubjectProof.Way(
                conversation: try row("id"), account: try row("account_id"), contact: try row("customer_id"),
                channel: channel, name: try row("name"),
                address: address.flatMap { SubjectReference($0)?.masked } ?? subject.masked)
        }
    }

    /// Works in a shop's transaction and in the machinery's.
    static func proof(
        of subject: Subject, at now: Date, in shop: UUID, _ transaction: some DatabaseTransaction
    ) async throws -> SubjectProof.Standing {
        var standing = SubjectProof.Standing()
        guard !subject.contacts.isEmpty else { return standing }
        let since = now.addingTimeInterval(-SubjectProof.serves)
        let row = try await transaction.first(
            """
            SELECT at, how FROM (
              SELECT verified_at AS at, channel || ' ' || address AS how FROM subject_codes
              WHERE tenant_id = \(shop) AND contact_id = ANY (\(subject.contacts)::uuid[]) AND verified_at > \(since)
              UNION ALL
              SELECT verified_at, verified_how FROM subject_requests
              WHERE tenant_id = \(shop) AND contact_id = ANY (\(subject.contacts)::uuid[]) AND verified_at > \(since)
                AND state IN ('verified', 'answered')
            ) proofs ORDER BY at DESC LIMIT 1
            """)
        if let row { (standing.provedAt, standing.how) = (try row("at"), try row("how")) }
        standing.openUntil = try await transaction.one(
            """
            SELECT max(expires_at) AS until FROM subject_codes
            WHERE tenant_id = \(shop) AND contact_id = ANY (\(subject.contacts)::uuid[]) AND verified_at IS NULL AND closed_at IS NULL
              AND expires_at > \(now) AND attempts < \(SubjectProof.attempts)
            """)("until")
        return standing
    }

    /// How many codes there were lately, for the person and for the shop.
    fileprivate static func codeRoom(_ contact: UUID, now: Date, tx: TenantTransaction) -> SQL {
        """
        SELECT t.locale, t.name,
          (SELECT count(*) FROM subject_codes c WHERE c.tenant_id = t.tenant_id AND c.contact_id = \(contact)
            AND c.created_at > \(now.addingTimeInterval(-3600))) AS lately,
          (SELECT count(*) FROM subject_codes c WHERE c.tenant_id = t.tenant_id AND c.created_at > \(now.addingTimeInterval(-86_400))) AS today
        FROM tenants t
        WHERE t.tenant_id = \(tx.tenant)
        """
    }

    fileprivate static func closeCodes(of contact: UUID, tx: TenantTransaction) -> SQL {
        """
        UPDATE subject_codes SET closed_at = now()
        WHERE tenant_id = \(tx.tenant) AND contact_id = \(contact) AND verified_at IS NULL AND closed_at IS NULL
        """
    }

    fileprivate static func closeCode(_ id: UUID, tx: TenantTransaction) -> SQL {
        "UPDATE subject_codes SET closed_at = now() WHERE tenant_id = \(tx.tenant) AND id = \(id)"
    }

    /// Counts an attempt at the newest open code; no row where there is none to try.
    fileprivate static func tryCode(of subject: Subject, now: Date, tx: TenantTransaction) -> SQL {
        """
        UPDATE subject_codes SET attempts = attempts + 1 WHERE tenant_id = \(tx.tenant) AND id = (
          SELECT id FROM subject_codes WHERE tenant_id = \(tx.tenant) AND contact_id = ANY (\(subject.contacts)::uuid[])
            AND verified_at IS NULL AND closed_at IS NULL AND expires_at > \(now) AND attempts < \(SubjectProof.attempts)
          ORDER BY created_at DESC, id DESC LIMIT 1 FOR UPDATE)
        RETURNING id, attempts, channel || ' ' || address AS how
        """
    }
}
