import Domain
import Foundation
import Postgres
import TestSupport

@testable import App

/// People of one shop with whatever belongs to them, at random: what merging must not lose.
struct ContactWorld {
    let fixture: InboxFixture
    let people: [UUID]

    init(_ fixture: InboxFixture, people count: Int, using random: inout SeededRandom, describes: Bool = true)
        async throws
    {
        self.fixture = fixture
        let shop = fixture.shop.value
        var statements: [SQL] = [
            "DELETE FROM orders WHERE tenant_id = \(shop)", "DELETE FROM contacts WHERE tenant_id = \(shop)",
            "DELETE FROM contact_fields WHERE tenant_id = \(shop)",
            """
            INSERT INTO channel_accounts (tenant_id, id, channel_type, provider, name, address)
            VALUES (\(shop), '01990000-0000-7000-8000-0000000000aa', 'instagram', 'meta', 'Instagram', 'page') ON CONFLICT DO NOTHING
            """,
        ]
        let accounts = [fixture.account, UUID(uuidString: "01990000-0000-7000-8000-0000000000aa") ?? UUID()]
        let fields = (0..<3).map { _ in UUID.v7(using: &random) }
        statements += fields.enumerated().map { number, field in
            """
            INSERT INTO contact_fields (tenant_id, id, label, type) VALUES (\(shop), \(field), \("Campo \(number)"), 'text')
            """
        }
        var people: [UUID] = []
        func maybe(_ text: String) -> String? { describes && Bool.random(using: &random) ? text : nil }
        for index in 0..<count {
            let id = UUID.v7(using: &random)
            people.append(id)
            statements.append(
                """
                INSERT INTO contacts (tenant_id, id, name, email, phone, username, locale, is_blocked)
                VALUES (\(shop), \(id), \(maybe("Pessoa \(index)")), \(maybe("p\(index)@x.com")), \(maybe("+551198765430\(index)")),
                  \(maybe("u\(index)")), \(maybe("es")), \(describes && Int.random(in: 0..<4, using: &random) == 0))
                """)
            for account in accounts {
                for number in 0..<Int.random(in: 0...2, using: &random) {
                    statements.append(
                        """
                        INSERT INTO contact_identities (tenant_id, account_id, kind, match_key, value, contact_id)
                        VALUES (\(shop), \(account), 'igsid', \("\(index)-\(number)"), 'v', \(id))
                        """)
                }
                var hasLive = false
                for _ in 0..<Int.random(in: 0...3, using: &random) {
                    let all = ConversationStatus.allCases.filter { !hasLive || $0 == .closed }
                    guard let status = all.randomElement(using: &random) else { continue }
                    hasLive = hasLive || status != .closed
                    statements.append(
                        """
                        INSERT INTO conversations (tenant_id, account_id, customer_id, channel_type, status, last_message_at, created_at,
                          customer_name, customer_phone, customer_email)
                        SELECT tenant_id, \(account), id, 'whatsapp', \(status.rawValue), now() - \(Int.random(in: 1...900, using: &random))
                          * interval '1 minute', now() - interval '1 day', coalesce(name, phone, ''), phone, email
                        FROM contacts WHERE id = \(id)
                        """)
                }
            }
            for (number, field) in fields.enumerated() where Bool.random(using: &random) {
                statements.append(
                    """
                    INSERT INTO contact_field_values (tenant_id, contact_id, field_id, value)
                    VALUES (\(shop), \(id), \(field), \("v\(number)"))
                    """)
            }
            for purpose in ContactConsent.purposes where Bool.random(using: &random) {
                statements.append(
                    """
                    INSERT INTO contact_consent_events (tenant_id, contact_id, purpose, granted, source)
                    VALUES (\(shop), \(id), \(purpose), \(Bool.random(using: &random)), 'site')
                    """)
            }
            for tag in ["vip", "novo", "atacado"] where Bool.random(using: &random) {
                statements.append(
                    "INSERT INTO contact_tags (tenant_id, contact_id, tag) VALUES (\(shop), \(id), \(tag))")
            }
            if Bool.random(using: &random) {
                statements.append(
                    "INSERT INTO contact_notes (tenant_id, contact_id, body) VALUES (\(shop), \(id), 'nota')")
                statements.append(
                    """
                    INSERT INTO orders (tenant_id, number, contact_id, status, total_cents) VALUES (\(shop), \(id.lowercase), \(id), 'paid', 1)
                    """)
            }
        }
        self.people = people
        let all = statements
        try await fixture.database.system("test") { _ = try await $0.batch(all) }
    }

    /// All that a merge touches, but for counters and times.
    func snapshot() async throws -> [String] {
        let rows = try await fixture.database.system("test") { system in
            try await system.query(
                """
                SELECT 'contact ' || jsonb_build_array(id, name, email, phone, username, locale, is_blocked, merged_into)::text AS line FROM contacts
                UNION ALL SELECT 'address ' || jsonb_build_array(account_id, kind, match_key, contact_id)::text FROM contact_identities
                UNION ALL SELECT 'talk ' || jsonb_build_array(id, customer_id, status, customer_name, customer_phone, customer_email)::text
                  FROM conversations
                UNION ALL SELECT 'order ' || jsonb_build_array(id, contact_id)::text FROM orders
                UNION ALL SELECT 'note ' || jsonb_build_array(id, contact_id)::text FROM contact_notes
                UNION ALL SELECT 'tag ' || jsonb_build_array(contact_id, tag)::text FROM contact_tags
                UNION ALL SELECT 'value ' || jsonb_build_array(contact_id, field_id, value)::text FROM contact_field_values
                UNION ALL SELECT 'consent ' || jsonb_build_array(contact_id, purpose, channel, granted)::text FROM contact_consents
                UNION ALL SELECT 'word ' || jsonb_build_array(contact_id, word)::text FROM contact_words
                ORDER BY line
                """)
        }
        return try rows.map { try $0("line") }
    }

    /// Rows that belong to this contact.
    func rows(of id: UUID) async throws -> Int {
        try await fixture.count(
            """
            SELECT (SELECT count(*) FROM contact_identities WHERE contact_id = \(id))
              + (SELECT count(*) FROM conversations WHERE customer_id = \(id)) + (SELECT count(*) FROM orders WHERE contact_id = \(id))
              + (SELECT count(*) FROM contact_notes WHERE contact_id = \(id)) + (SELECT count(*) FROM contact_tags WHERE contact_id = \(id))
              + (SELECT count(*) FROM contact_words WHERE contact_id = \(id))
            """)
    }

    /// Things that belong to a contact that lives on elsewhere.
    func brokenRules() async throws -> Int {
        try await fixture.count(
            """
            SELECT count(*) FROM contacts c WHERE merged_into IS NOT NULL AND (
              EXISTS (SELECT FROM conversations v WHERE v.tenant_id = c.tenant_id AND v.customer_id = c.id)
              OR EXISTS (SELECT FROM contact_identities i WHERE i.tenant_id = c.tenant_id AND i.contact_id = c.id))
            """)
    }
}
