import Domain
import Foundation
import Postgres
import TestSupport
import Testing

@testable import App

@Suite(.timeLimit(.minutes(5))) struct ContactSearchTests {
    private func found(_ query: ContactQuery, limit: Int = 31, _ fixture: InboxFixture) async throws -> [String] {
        let results = try await fixture.database.tenant(fixture.actor.scope) { tx in
            try await tx.commit([Contacts.page(query, limit: limit, tx: tx)])
        }
        return try results[0].rows.map { try Contacts.line($0).name ?? "" }
    }

    @Test(
        "a person is found by the words of the name, the e-mail, a tag, and the telephone however it is written",
        arguments: [
            ("jose", true), ("SANT jos", true), ("santos", true), ("loja.com", true), ("jose@loja", true),
            ("vip", true),
            ("VÍP", true), ("+55 31 98765-4321", true), ("(31) 8765-4321", true), ("031987654321", true),
            ("5531987654321", true), ("4321", true), ("98765-4321", true), ("8765 4321", true), ("antos", false),
            ("ana jose", false), ("(31) 98765-4322", false), ("1234", false), ("vi", false), ("%", false), ("'", false),
        ])
    func search(text: String, isFound: Bool) async throws {
        try await withInbox { (fixture: InboxFixture) async throws in
            _ = try await fixture.book.create(
                NewContact(name: "José dos Santos", email: "jose@loja.com.br", phone: "31 98765-4321", tags: ["VIP"]),
                by: fixture.actor)
            _ = try await fixture.book.create(NewContact(name: "Ana", phone: "11 91234-5678"), by: fixture.actor)
            #expect(try await found(ContactQuery(search: text), fixture) == (isFound ? ["José dos Santos"] : []))
        }
    }

    @Test func `a new name is searched at once, the old one no more`() async throws {
        try await withInbox { (fixture: InboxFixture) async throws in
            let id = try await fixture.book.create(NewContact(name: "Mariana Alves"), by: fixture.actor)
            try await fixture.book.edit(id, ContactEdit(name: "Marina Souza"), by: fixture.actor)
            #expect(try await found(ContactQuery(search: "souza"), fixture) == ["Marina Souza"])
            #expect(try await found(ContactQuery(search: "alves"), fixture) == [])
        }
    }

    @Test func `filters narrow together, and pages follow each other without gap or repeat`() async throws {
        try await withInbox { (fixture: InboxFixture) async throws in
            for number in 1...9 {
                let phone = number.isMultiple(of: 2) ? "11 98888-000\(number)" : nil
                let id = try await fixture.book.create(
                    NewContact(name: "P\(number)", phone: phone, tags: number > 4 ? ["vip"] : []), by: fixture.actor)
                if number == 8 { try await fixture.book.setBlocked(true, id, by: fixture.actor) }
            }
            #expect(try await found(ContactQuery(channel: "whatsapp"), fixture) == ["P8", "P6", "P4", "P2"])
            #expect(try await found(ContactQuery(channel: "email"), fixture) == [])
            #expect(try await found(ContactQuery(channel: "whatsapp", tag: "VIP"), fixture) == ["P8", "P6"])
            #expect(try await found(ContactQuery(tag: "vip", isBlocked: true), fixture) == ["P8"])
            for query in [ContactQuery(), ContactQuery(search: "p"), ContactQuery(tag: "vip")] {
                let all = try await found(query, fixture)
                var (query, pages): (ContactQuery, [String]) = (query, [])
                for _ in 0..<9 {
                    let results = try await fixture.database.tenant(fixture.actor.scope) { tx in
                        try await tx.commit([Contacts.page(query, limit: 2, tx: tx)])
                    }
                    let lines = try results[0].rows.map(Contacts.line)
                    guard let last = lines.last else { break }
                    pages += lines.map { $0.name ?? "" }
                    query.cursor = last.id
                }
                #expect(pages == all)
            }
        }
    }

    @Test func `no list or search reads the whole table of contacts`() async throws {
        try await withInbox { (fixture: InboxFixture) async throws in
            let shop = fixture.shop.value
            try await fixture.database.system("test") { system in
                _ = try await system.execute(
                    """
                    INSERT INTO contacts (tenant_id, name, phone, email, is_blocked)
                    SELECT \(shop), 'Pessoa ' || n, '55119' || (80000000 + n), 'p' || n || '@exemplo.com', n % 900 = 0
                    FROM generate_series(1, 20000) n
                    """)
                _ = try await system.execute(
                    """
                    INSERT INTO contact_identities (tenant_id, account_id, kind, match_key, value, contact_id)
                    SELECT tenant_id, \(fixture.account), 'phone_e164', phone_key, phone, id FROM contacts WHERE tenant_id = \(shop)
                    """)
                _ = try await system.execute(
                    """
                    INSERT INTO contact_tags (tenant_id, contact_id, tag)
                    SELECT tenant_id, id, 'vip' FROM contacts WHERE tenant_id = \(shop) AND is_blocked
                    """)
            }
            // As the owner of the tables; it sees no row, but the server samples them all the same.
            for table in ["contacts", "contact_words", "contact_tags", "contact_identities"] {
                try await fixture.database.pool.transaction(TransactionScope()) { tx in
                    _ = try await tx.execute(SQL(unsafeRaw: "ANALYZE \(table)"))
                }
            }
            let queries = [
                ContactQuery(), ContactQuery(tag: "vip"), ContactQuery(isBlocked: true),
                ContactQuery(channel: "whatsapp"),
                ContactQuery(search: "11980000777"), ContactQuery(search: "0777"), ContactQuery(search: "pessoa 777"),
                ContactQuery(search: "p777@exemplo.com"), ContactQuery(cursor: UUID.v7()),
            ]
            for query in queries {
                let plan = try await fixture.database.tenant(fixture.actor.scope) { tx in
                    try await tx.query("EXPLAIN (ANALYZE, FORMAT TEXT) \(fragment: Contacts.page(query, tx: tx))").map {
                        try $0(0) as String
                    }.joined(separator: "\n")
                }
                for table in ["contacts", "contact_words", "contact_identities"] {
                    #expect(!plan.contains("Seq Scan on \(table) "), "\(query): \(plan)")
                }
                // Rows of the page and its probes, never those of the table.
                let read = plan.matches(of: #/actual time=\S+ rows=([\d.]+) loops=(\d+)/#).compactMap { match in
                    Double(match.1).flatMap { rows in Double(match.2).map { rows * $0 } }
                }.max()
                #expect((read ?? 0) <= 3000, "\(query): \(plan)")
            }
        }
    }
}

@Suite(.timeLimit(.minutes(5))) struct PhoneKeyTests {
    @Test func `the database matches telephone numbers as the domain does`() async throws {
        try await withTestDatabase { test in
            var random = SeededRandom(seed: 20)
            var numbers = [
                "", "abc", "0", "+", "5511987654321", "551134567890", "5511934567890", "+52 1 55 1234 5678",
                "BR.1234567",
            ]
            for _ in 0..<600 {
                let prefix = ["55", "5511", "55119", "551196", "521", "549", "0055", "1", "+55 (11) 9"].randomElement(
                    using: &random)
                let rest = (0..<Int.random(in: 3...13, using: &random)).map { _ in
                    String(Int.random(in: 0...9, using: &random))
                }
                numbers.append((prefix ?? "") + rest.joined())
            }
            let keys = try await test.pool.transaction(TransactionScope()) { tx in
                try await tx.query(
                    "SELECT phone_match_key(n) AS key FROM unnest(\(numbers)::text[]) WITH ORDINALITY u (n, place) ORDER BY place"
                )
            }
            for (number, row) in zip(numbers, keys) {
                #expect(try row("key") as String? == PhoneNumber(number)?.matchKey, "\(number)")
            }
        }
    }
}
