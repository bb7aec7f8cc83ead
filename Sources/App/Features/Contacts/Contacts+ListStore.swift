import Domain
import Foundation
import Postgres

/// One line of the list, as stored.
struct ContactLine: Sendable {
    var id: UUID
    var name: String?
    var email: String?
    var phone: String?
    var username: String?
    var locale: String?
    var isBlocked: Bool
    var createdAt: Date
    var tags: [String]
    var channels: [String]
    var lastAt: Date?
}

extension Contacts {
    /// Rows a page; one more is read, to know whether there are others.
    static let pageLength = 30
    /// Tags offered to choose from.
    static let offeredTags = 100

    /// A page of the list. One filter leads, along an index in the list's own order; the others are looked up for each row.
    static func page(_ query: ContactQuery, limit: Int = pageLength + 1, tx: TenantTransaction) -> SQL {
        var leads = leads(query, limit: limit, tx: tx)
        let first = leads.isEmpty ? nil : leads.removeFirst()
        let place: SQL = query.cursor.map { "AND x.contact_id < \($0)" } ?? SQL()
        var conditions = SQL()
        for other in leads {
            conditions += " AND c.id IN (SELECT x.contact_id FROM (\(fragment: other)) x WHERE true \(fragment: place))"
        }
        // A single filter has found the page by itself: nothing of a merged contact is left that it could have found.
        let most: SQL = leads.isEmpty ? " LIMIT \(limit)" : SQL()
        let rows: SQL =
            if let first {
                """
                SELECT c.* FROM contacts c
                WHERE c.tenant_id = \(tx.tenant) AND c.merged_into IS NULL\(fragment: conditions) AND c.id = ANY (ARRAY(
                  SELECT x.contact_id FROM (\(fragment: first)) x WHERE true \(fragment: place)
                  ORDER BY x.contact_id DESC\(fragment: most)))
                ORDER BY c.id DESC LIMIT \(limit)
                """
            } else {
                """
                SELECT c.* FROM contacts c WHERE c.tenant_id = \(tx.tenant) AND c.merged_into IS NULL
                \(fragment: query.cursor.map { "AND c.id < \($0)" } ?? SQL()) ORDER BY c.id DESC LIMIT \(limit)
                """
            }
        return lines(of: rows)
    }

    /// The contacts each filter asks for, the one that finds fewest first.
    private static func leads(_ query: ContactQuery, limit: Int, tx: TenantTransaction) -> [SQL] {
        var all: [SQL] = []
        if let search = query.search { all.append(matches(search, tx: tx)) }
        if let tag = query.tag {
            all.append(
                "SELECT contact_id FROM contact_tags WHERE tenant_id = \(tx.tenant) AND tag_key = fold_text(\(tag))")
        }
        if query.isBlocked {
            all.append(
                """
                SELECT id AS contact_id FROM contacts
                WHERE tenant_id = \(tx.tenant) AND is_blocked AND merged_into IS NULL
                """)
        }
        if let marketing = query.marketing {
            all.append(
                """
                SELECT DISTINCT o.contact_id FROM contact_consents o
                JOIN contacts p ON p.tenant_id = o.tenant_id AND p.id = o.contact_id AND p.merged_into IS NULL
                WHERE o.tenant_id = \(tx.tenant) AND o.purpose = 'marketing' AND o.granted = \(marketing)
                """)
        }
        if let channel = query.channel {
            // Alone it gives a page of each account; beside another filter it is only asked about those that one found.
            let page: SQL = all.isEmpty ? " ORDER BY i.contact_id DESC LIMIT \(limit)" : SQL()
            let place: SQL = query.cursor.map { " AND i.contact_id < \($0)" } ?? SQL()
            all.append(
                """
                SELECT DISTINCT k.contact_id FROM channel_accounts a CROSS JOIN LATERAL (
                  SELECT DISTINCT i.contact_id FROM contact_identities i
                  WHERE i.tenant_id = \(tx.tenant) AND i.account_id = a.id\(fragment: place)\(fragment: page)) k
                WHERE a.tenant_id = \(tx.tenant) AND a.channel_type = \(channel)
                """)
        }
        return all
    }

    /// Whoever has all the words in name, e-mail or user name; or this telephone number, whole (in any spelling) or its end; or
    /// this tag.
    private static func matches(_ search: String, tx: TenantTransaction) -> SQL {
        // Every word must begin one of the contact's; U+10FFFF ends the range of a prefix. The rarest word leads. The bounds are
        // worked out before the table is touched: row-level security keeps `||` away from an index.
        var sql: SQL = """
            SELECT contact_id FROM (
              WITH bounds AS MATERIALIZED (SELECT word, word || chr(1114111) AS upto FROM search_words(\(search)) word),
              sized AS MATERIALIZED (
                SELECT b.word, b.upto, (SELECT count(*) FROM (
                  SELECT FROM contact_words w WHERE w.tenant_id = \(tx.tenant) AND w.word >= b.word AND w.word < b.upto LIMIT 1000) n) AS size
                FROM bounds b)
              SELECT w.contact_id FROM (SELECT word, upto FROM sized ORDER BY size, word LIMIT 1) f
              JOIN contact_words w ON w.tenant_id = \(tx.tenant) AND w.word >= f.word AND w.word < f.upto
              WHERE NOT EXISTS (SELECT FROM sized s WHERE s.word <> f.word AND NOT EXISTS (
                SELECT FROM contact_words x
                WHERE x.tenant_id = \(tx.tenant) AND x.contact_id = w.contact_id AND x.word >= s.word AND x.word < s.upto))
            ) named
            UNION
            SELECT contact_id FROM contact_tags WHERE tenant_id = \(tx.tenant) AND tag_key = fold_text(\(search))
            """
        if let phone = PhoneNumber(typed: search) {
            sql += """
                 UNION SELECT id FROM contacts
                WHERE tenant_id = \(tx.tenant) AND phone_key = \(phone.matchKey) AND merged_into IS NULL
                UNION SELECT i.contact_id FROM channel_accounts a
                JOIN contact_identities i ON i.tenant_id = a.tenant_id AND i.account_id = a.id AND i.kind = 'phone_e164'
                  AND i.match_key = \(phone.matchKey)
                WHERE a.tenant_id = \(tx.tenant)
                """
        }
        if let end = phoneEnd(search) {
            sql += """
                 UNION SELECT contact_id FROM contact_words
                WHERE tenant_id = \(tx.tenant) AND word >= \(end) AND word < \(end) || chr(1114111)
                """
        }
        return sql
    }

    /// What `contact_words` finds the end of a number by: its digits backwards, without a ninth one in front.
    static func phoneEnd(_ search: String) -> String? {
        let marks: Set<Character> = [" ", "-", "(", ")", ".", "+", "/"]
        guard search.allSatisfy({ $0.isASCII && $0.isNumber || marks.contains($0) }) else { return nil }
        var digits = search.filter(\.isNumber)
        guard (4...15).contains(digits.count) else { return nil }
        if digits.count == 9, digits.hasPrefix("9") { digits.removeFirst() }
        return "#" + String(digits.reversed())
    }

    private static func lines(of rows: SQL) -> SQL {
        """
        SELECT c.id, c.name, c.email, c.phone, c.username, c.locale, c.is_blocked, c.created_at,
          ARRAY(SELECT t.tag FROM contact_tags t WHERE t.tenant_id = c.tenant_id AND t.contact_id = c.id ORDER BY t.tag_key) AS tags,
          ARRAY(SELECT DISTINCT a.channel_type FROM contact_identities i
                JOIN channel_accounts a ON a.tenant_id = i.tenant_id AND a.id = i.account_id
                WHERE i.tenant_id = c.tenant_id AND i.contact_id = c.id AND i.superseded_at IS NULL ORDER BY 1) AS channels,
          (SELECT max(v.last_message_at) FROM conversations v
           WHERE v.tenant_id = c.tenant_id AND v.customer_id = c.id) AS last_at
        FROM (\(fragment: rows)) c ORDER BY c.id DESC
        """
    }

    static func line(_ row: Row) throws -> ContactLine {
        ContactLine(
            id: try row("id"), name: try row("name"), email: try row("email"), phone: try row("phone"),
            username: try row("username"), locale: try row("locale"), isBlocked: try row("is_blocked"),
            createdAt: try row("created_at"),
            tags: try row("tags"), channels: try row("channels"), lastAt: try row("last_at"))
    }

    /// What the filters offer: the shop's channels, and its tags by a loose index scan (one probe a tag).
    static func choices(tx: TenantTransaction) -> [SQL] {
        [
            "SELECT DISTINCT channel_type FROM channel_accounts WHERE tenant_id = \(tx.tenant) ORDER BY channel_type",
            """
            WITH RECURSIVE known AS (
              (SELECT tag_key, tag FROM contact_tags WHERE tenant_id = \(tx.tenant) ORDER BY tag_key LIMIT 1)
              UNION ALL
              SELECT n.tag_key, n.tag FROM known k CROSS JOIN LATERAL (
                SELECT t.tag_key, t.tag FROM contact_tags t
                WHERE t.tenant_id = \(tx.tenant) AND t.tag_key > k.tag_key ORDER BY t.tag_key LIMIT 1) n
            )
            SELECT tag FROM known LIMIT \(offeredTags)
            """,
        ]
    }
}
