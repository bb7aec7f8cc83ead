import Crypto
import Domain
import Foundation
import Postgres

extension Audit {
    /// What reading a chain again has found.
    package enum Verdict: Sendable, Equatable {
        /// Every row is as it was written, and none is missing.
        case whole(rows: Int64, head: String)
        /// The first row that is not.
        case broken(row: Int64, Fault)

        package var isWhole: Bool { if case .whole = self { true } else { false } }
    }

    package enum Fault: String, Sendable {
        /// Something of the row is not what was written.
        case changed
        /// There is no row of this number, though later ones are there.
        case missing
        /// It does not follow the row before it.
        case link
        /// The chain was longer once: rows were cut off at its end.
        case cutOff = "cut_off"
        /// A row beyond the end that the chain knows of.
        case beyond
        /// An older copy of the chain knew this row with another hash.
        case anchor
    }

    /// A row's hash as somebody noted it earlier, outside this database.
    package struct Anchor: Sendable, Equatable {
        package let row: Int64
        package let hash: String

        /// `120:9f86d0…`, as `audit verify` prints it.
        package init?(_ text: String) {
            let parts = text.split(separator: ":", omittingEmptySubsequences: false)
            guard parts.count == 2, let row = Int64(parts[0]), row > 0, parts[1].utf8.count == 64 else { return nil }
            self.row = row
            hash = parts[1].lowercased()
        }
    }

    static let verifyStep = 2000

    /// Reads a shop's chain from its beginning. What is appended meanwhile does not disturb it.
    package static func verify(
        _ shop: UUID, anchors: [Anchor] = [], in transaction: some DatabaseTransaction
    ) async throws -> Verdict {
        let known = try await transaction.first("SELECT seq, hash FROM audit_heads WHERE tenant_id = \(shop)")
        let end: Int64 = try known?("seq") ?? 0
        let head: [UInt8] = try known?("hash") ?? []
        var (last, hash): (Int64, [UInt8]) = (0, [])
        while last < end {
            let rows = try await transaction.query(rows(of: shop, after: last, upTo: end))
            if rows.isEmpty { return .broken(row: last + 1, .cutOff) }
            for row in rows {
                let number: Int64 = try row("seq")
                guard number == last + 1 else { return .broken(row: last + 1, .missing) }
                let (before, stored): ([UInt8], [UInt8]) = (try row("prev_hash"), try row("hash"))
                guard before == hash else { return .broken(row: number, .link) }
                let words: String = try row("words")
                guard stored == Array(SHA256.hash(data: before + Array(words.utf8))) else {
                    return .broken(row: number, .changed)
                }
                if let anchor = anchors.first(where: { $0.row == number }), anchor.hash != stored.hex {
                    return .broken(row: number, .anchor)
                }
                (last, hash) = (number, stored)
            }
        }
        guard hash == head else { return .broken(row: end, .changed) }
        let stray: Int64? = try await transaction.one(
            """
            SELECT min(seq) AS row FROM audit_log
            WHERE tenant_id = \(shop) AND seq > coalesce((SELECT seq FROM audit_heads WHERE tenant_id = \(shop)), 0)
            """)("row")
        if let stray { return .broken(row: stray, .beyond) }
        if let anchor = anchors.first(where: { $0.row > end }) { return .broken(row: anchor.row, .cutOff) }
        return .whole(rows: end, head: hash.hex)
    }

    /// The words are put together here, not by the database's own function: that one could be changed with the rows.
    private static func rows(of shop: UUID, after last: Int64, upTo end: Int64) -> SQL {
        """
        SELECT r.seq, r.prev_hash, r.hash,
          jsonb_build_array(1, r.tenant_id, r.seq, (extract(epoch FROM r.at) * 1000000)::bigint, r.actor_type, r.actor, r.action,
            r.resource, r.resource_id, r.outcome, r.payload, r.ip)::text AS words
        FROM audit_log r WHERE r.tenant_id = \(shop) AND r.seq > \(last) AND r.seq <= \(end) ORDER BY r.seq LIMIT \(verifyStep)
        """
    }

    /// One chain and what was found, for commands.
    package struct Report: Sendable {
        package let shop: UUID
        /// Number and short name; nil for the chain of no shop, and for shops that are gone.
        package let name: String?
        package let verdict: Verdict
    }

    /// Every chain there is, or that of one shop. Each is read by itself, so that none is held open for long.
    package static func verifyAll(
        of shop: TenantID? = nil, anchors: [Anchor] = [], in database: Database
    ) async throws -> [Report] {
        let chains = try await database.system("the log of every shop is read again") { system in
            try await system.query(
                """
                SELECT c.tenant_id, t.number || ' (' || t.slug || ')' AS name
                FROM (SELECT tenant_id FROM audit_heads UNION SELECT DISTINCT tenant_id FROM audit_log) c
                LEFT JOIN tenants t USING (tenant_id)
                WHERE c.tenant_id = \(shop?.value)::uuid OR \(shop == nil) ORDER BY t.number NULLS FIRST, c.tenant_id
                """
            ).map { (try $0("tenant_id") as UUID, try $0("name") as String?) }
        }
        var reports: [Report] = []
        for (id, name) in chains {
            let verdict = try await database.system("the log of one shop is read again", deadline: .seconds(600)) {
                try await verify(id, anchors: anchors, in: $0)
            }
            reports.append(Report(shop: id, name: name, verdict: verdict))
        }
        return reports
    }
}

extension [UInt8] {
    /// Two lower-case digits a byte.
    package var hex: String {
        let digits = Array("0123456789abcdef".utf8)
        return String(decoding: flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }
}
