import Domain
import Foundation
import Postgres
import TestSupport
import Testing
import Web

@testable import App

@Suite(.timeLimit(.minutes(5))) struct InboxListTests {
    private func page(_ query: InboxQuery, _ fixture: InboxFixture, limit: Int = 31) async throws -> [ConversationLine]
    {
        try await fixture.database.tenant(fixture.actor.scope) { tx in
            let results = try await tx.commit([Conversations.page(query, user: fixture.joana, limit: limit, tx: tx)])
            return try results.first?.rows.map(Conversations.line) ?? []
        }
    }

    @Test func `pages follow one another without a gap or a repeat, even where times are equal`() async throws {
        try await withInbox { (fixture: InboxFixture) async throws in
            var all: [UUID] = []
            for number in 0..<11 {
                // Pairs share a moment; two statuses of one filter are merged.
                let status: ConversationStatus = number.isMultiple(of: 2) ? .waitingAgent : .new
                all.append(
                    try await fixture.conversation(
                        "C\(number)", status: status, age: .seconds(1000 - 10 * (number / 2))))
            }
            try await fixture.database.system("test") {
                _ = try await $0.execute(
                    "UPDATE conversations SET last_message_at = date_trunc('minute', last_message_at)")
            }
            for filter in [InboxQuery.Filter.all, .waiting] {
                var seen: [ConversationLine] = []
                var query = InboxQuery(filter: filter)
                while true {
                    let lines = try await page(query, fixture, limit: 3)
                    seen += lines
                    guard lines.count == 3, let last = lines.last else { break }
                    query.cursor = last.cursor
                }
                #expect(Set(seen.map(\.id)) == Set(all))
                #expect(seen.count == all.count)
                let order = seen.map(\.cursor.text)
                #expect(order == order.sorted(by: >))
            }
        }
    }

    @Test func `each filter shows its own and nothing of another shop`() async throws {
        try await withInbox { (fixture: InboxFixture) async throws in
            let waiting = try await fixture.conversation("Wanda", status: .waitingAgent)
            let new = try await fixture.conversation("Nina", status: .new)
            let bot = try await fixture.conversation("Bia", status: .bot)
            let mine = try await fixture.conversation("Malu", status: .open, assignee: fixture.joana)
            let done = try await fixture.conversation("Rita", status: .resolved, assignee: fixture.joana)
            let closed = try await fixture.conversation("Clara", status: .closed)
            let spam = try await fixture.conversation("Spam", status: .spam)
            _ = try await fixture.conversation("Foreign", in: fixture.other)
            func ids(_ filter: InboxQuery.Filter) async throws -> Set<UUID> {
                Set(try await page(InboxQuery(filter: filter), fixture).map(\.id))
            }
            #expect(try await ids(.all) == [waiting, new, bot, mine, done, closed])
            #expect(try await ids(.waiting) == [waiting, new])
            #expect(try await ids(.bot) == [bot])
            #expect(try await ids(.mine) == [mine])
            #expect(try await ids(.resolved) == [done, closed])
            #expect(try await ids(.spam) == [spam])
            let figures = try await fixture.database.tenant(fixture.actor.scope) { tx in
                try Conversations.figures(try await tx.one(Conversations.figures(user: fixture.joana, tx: tx)))
            }
            #expect(figures.waiting == 2)
            #expect(figures.mine == 1)
            #expect(figures.channels == ["whatsapp"])
            #expect(figures.cursor > 0)
        }
    }

    @Test(
        "a name is found by a part of it, without its accents; a telephone by its digits and by its ninth digit's variant",
        arguments: [
            ("jose", true), ("JOSÉ", true), ("dos san", true), ("98765", true), ("(31) 8765-4321", true),
            ("+55 31 98765-4321", true),
            ("maria", false), ("99999", false), ("%", false), ("_", false),
        ])
    func search(text: String, isFound: Bool) async throws {
        try await withInbox { (fixture: InboxFixture) async throws in
            let id = try await fixture.conversation("José dos Santos", phone: "+5531987654321")
            _ = try await fixture.conversation("Ana", phone: "+5511912345678")
            let found = try await page(InboxQuery(search: text), fixture).map(\.id)
            #expect(found == (isFound ? [id] : []))
        }
    }

    @Test func `the list walks an index in its own order, whatever the filter`() async throws {
        try await withInbox { (fixture: InboxFixture) async throws in
            try await fixture.database.system("test") { system in
                _ = try await system.execute(
                    """
                    WITH people AS (INSERT INTO contacts (tenant_id, name) SELECT \(fixture.shop.value), 'C' FROM generate_series(1, 6000) RETURNING id)
                    INSERT INTO conversations (tenant_id, account_id, customer_id, channel_type, status, last_message_at)
                    SELECT \(fixture.shop.value), \(fixture.account), id, 'whatsapp',
                      (ARRAY['bot', 'waiting_agent', 'resolved', 'closed', 'open'])[1 + (row_number() OVER ())::int % 5],
                      now() - row_number() OVER () * interval '1 minute' FROM people
                    """)
                _ = try await system.execute("ANALYZE conversations")
            }
            for filter in InboxQuery.Filter.allCases {
                let plan = try await fixture.database.tenant(fixture.actor.scope) { tx in
                    try await tx.query(
                        "EXPLAIN (ANALYZE, FORMAT TEXT) \(fragment: Conversations.page(InboxQuery(filter: filter), user: fixture.joana, tx: tx))"
                    )
                    .map { try $0(0) as String }.joined(separator: "\n")
                }
                #expect(!plan.contains("Seq Scan on conversations"), "\(filter): \(plan)")
                // Rows read from the table: a page for each merged status, never the table.
                let read = plan.matches(
                    of:
                        #/Scan using conversations_\w+ on conversations \w+ .*actual time=\S+ rows=([\d.]+) loops=(\d+)/#
                )
                .compactMap { match in Double(match.1).flatMap { rows in Double(match.2).map { rows * $0 } } }.reduce(
                    0, +)
                #expect(read <= 70, "\(filter): \(read)")
            }
        }
    }
}
