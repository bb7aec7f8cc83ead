import Domain
import Foundation
import Hummingbird
import HummingbirdTesting
import Postgres
import TestSupport
import Testing
import Web

@testable import App

@Suite(.timeLimit(.minutes(5))) struct LiveTests {
    private func routes(_ fixture: InboxFixture) throws -> ConversationRoutes {
        let translations = try Translations(directory: AppResources.current.locales)
        let pages = Pages(templates: try Templates(sources: ["layout": ""], translations: translations, assets: .none))
        return ConversationRoutes(
            database: fixture.database, desk: fixture.desk, realtime: fixture.realtime, pages: pages, hasSimulator: true
        )
    }

    @Test func `who reconnects is told what changed since, with the numbers of the changes`() async throws {
        try await withInbox { (fixture: InboxFixture) async throws in
            let old = try await fixture.conversation("Old")
            let cursor: Int64 = try await fixture.row(old)("change_seq")
            // Far enough that the old one is not looked at again.
            try await fixture.database.system("test") {
                _ = try await $0.query("SELECT nextval('change_seq') FROM generate_series(1, 60)")
            }
            let new = try await fixture.conversation("New")
            let foreign = try await fixture.conversation("Foreign", in: fixture.other)
            let seq: Int64 = try await fixture.row(new)("change_seq")
            let event = try #require(try await routes(fixture).missed(since: seq - 1, fixture.actor.scope))
            #expect(event.name == "change")
            #expect(event.id == String(seq))
            #expect(event.data == "{\"conversations\":[\"\(new.lowercase)\"],\"numbers\":[\(seq)]}")
            #expect(!event.data.contains(foreign.lowercase))
            #expect(
                try await routes(fixture).missed(since: cursor, fixture.actor.scope)?.data.contains(old.lowercase)
                    == true)
            #expect(try await routes(fixture).missed(since: seq + 1000, fixture.actor.scope) == nil)
        }
    }

    @Test func `who missed too much starts anew`() async throws {
        try await withInbox { (fixture: InboxFixture) async throws in
            let id = try await fixture.conversation()
            try await fixture.database.system("test") { system in
                _ = try await system.execute(
                    """
                    WITH people AS (INSERT INTO contacts (tenant_id) SELECT \(fixture.shop.value) FROM generate_series(1, 250) RETURNING id)
                    INSERT INTO conversations (tenant_id, account_id, customer_id, channel_type)
                    SELECT \(fixture.shop.value), \(fixture.account), id, 'whatsapp' FROM people
                    """)
            }
            let cursor: Int64 = try await fixture.row(id)("change_seq")
            #expect(try await routes(fixture).missed(since: cursor, fixture.actor.scope)?.name == "reload")
        }
    }

    @Test func `over the wire: first what was missed, then what happens, and another shop's changes never`()
        async throws
    {
        try await withInbox { (fixture: InboxFixture) async throws in
            let id = try await fixture.conversation("Mine")
            let foreign = try await fixture.conversation("Foreign", in: fixture.other)
            let olga = ConversationDesk.Actor(scope: TenantScope(tenant: fixture.other, role: .owner), name: "Olga")
            try await fixture.application().test(.live) { client in
                let agent = AgentClient(client)
                try await agent.signIn("joana@example.com", InboxFixture.password)
                let port = try #require(client.port)
                let cookies = agent.cookies.map { "\($0)=\($1)" }.joined(separator: "; ")
                let stream = try await EventReader(
                    url: "http://localhost:\(port)/support/events?cursor=0", headers: [("cookie", cookies)])
                #expect(stream.status == 200)
                var events = stream.makeAsyncIterator()
                let first = try await events.next()
                #expect(first?.name == "change")
                #expect(first?.data.contains(id.lowercase) == true)
                try await fixture.desk.takeOver(foreign, by: olga)
                try await fixture.desk.takeOver(id, by: fixture.actor)
                let second = try await events.next()
                #expect(second?.data == "{\"conversations\":[\"\(id.lowercase)\"]}")
            }
        }
    }

    @Test func `without a session there is no stream`() async throws {
        try await withInbox { (fixture: InboxFixture) async throws in
            try await fixture.application().test(.router) { client in
                let answer = try await client.executeRequest(
                    uri: "/support/events", method: .get, headers: [:], body: nil)
                #expect(answer.status == .unauthorized)
            }
        }
    }
}
