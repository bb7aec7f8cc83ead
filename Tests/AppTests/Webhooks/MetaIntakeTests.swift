import Domain
import Foundation
import Logging
import Postgres
import TestSupport
import Testing

@testable import App

@Suite(.timeLimit(.minutes(5))) struct MetaIntakeTests {
    /// Two shops with a Meta number each, and the pipeline up to the inbox.
    struct Front {
        let fixture: ShopFixture
        let accounts: [UUID]
        let batcher: IntakeBatcher
        let lanes: InboxLanes

        @discardableResult
        func post(_ body: [UInt8], secret: String = "one") async throws -> AcceptMetaWebhook.Verdict {
            try await AcceptMetaWebhook(channels: fixture.channels, batcher: batcher)(
                body: body, signature: MetaBody.signature(body, secret: secret), contentType: "application/json",
                userAgent: nil)
        }

        func drain(_ shop: Int = 0) async throws { try await lanes.drain(fixture.shops[shop].id) }

        func count(_ table: String, shop: Int = 0) async throws -> Int {
            try await fixture.database.tenant(.service(fixture.shops[shop].id)) {
                try await $0.one("SELECT count(*) AS n FROM \(unsafeRaw: table) WHERE tenant_id = \($0.tenant)")("n")
            }
        }

        func events(shop: Int = 0) async throws -> [Row] {
            try await fixture.database.tenant(.service(fixture.shops[shop].id)) {
                try await $0.query(
                    "SELECT state, deliveries, items, duplicates, item_errors::text AS errors FROM webhook_events ORDER BY id"
                )
            }
        }
    }

    static func withFront(_ body: (borrowing Front) async throws -> Void) async throws {
        try await withShops(2) { fixture in
            var accounts: [UUID] = []
            for (index, (number, secret)) in [("100200300", "one"), ("200300400", "two")].enumerated() {
                accounts.append(
                    try await fixture.channels.connect(
                        NewChannel(
                            channelType: .whatsapp, provider: .meta, name: "Loja", address: number,
                            secrets: [.accessToken: "t", .appSecret: secret, .verifyToken: "v\(index)"]),
                        as: fixture.owner(index)))
            }
            let logger = Logger(label: "test")
            let realtime = Realtime(database: fixture.database, logger: logger)
            let lanes = InboxLanes(database: fixture.database, realtime: realtime, jobs: nil, logger: logger)
            let batcher = IntakeBatcher(database: fixture.database, stored: { _ in })
            let front = Front(fixture: fixture, accounts: accounts, batcher: batcher, lanes: lanes)
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await batcher.run() }
                do {
                    try await body(front)
                } catch {
                    batcher.stop()
                    throw error
                }
                batcher.stop()
                try await group.waitForAll()
            }
        }
    }

    @Test("a signed message is stored, becomes a conversation, and its event says what was in it")
    func oneMessage() async throws {
        try await Self.withFront { front in
            #expect(try await front.post(MetaBody.message("wamid.A", "Qual o prazo?")) == .stored(1))
            try await front.drain()
            for table in ["messages", "conversations", "contacts"] {
                #expect(try await front.count(table) == 1, "\(table)")
            }
            let event = try #require(try await front.events().first)
            let (state, items): (String, Int) = (try event("state"), try event("items"))
            #expect(state == "processed" && items == 1)
        }
    }

    @Test("a body signed with another shop's secret, or with none, is stored nowhere")
    func wrongSecret() async throws {
        try await Self.withFront { front in
            #expect(try await front.post(MetaBody.message("wamid.A"), secret: "wrong") == .notSigned)
            // Signed by shop two's app, but it speaks of shop one's number: kept with shop two, where nothing of it becomes a message.
            try await front.post(MetaBody.message("wamid.A"), secret: "two")
            #expect(try await front.count("webhook_events") == 0)
            try await front.drain(1)
            #expect(try await front.count("messages", shop: 1) == 0)
        }
    }

    @Test("the same body ten times, at once and again later, is one event and one message")
    func redelivery() async throws {
        try await Self.withFront { front in
            let body = MetaBody.message("wamid.A")
            for _ in 0..<2 {
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for _ in 0..<5 {
                        let accept = AcceptMetaWebhook(channels: front.fixture.channels, batcher: front.batcher)
                        group.addTask {
                            _ = try await accept(
                                body: body, signature: MetaBody.signature(body, secret: "one"), contentType: nil,
                                userAgent: nil)
                        }
                    }
                    try await group.waitForAll()
                }
                try await front.drain()
            }
            #expect(try await front.count("messages") == 1)
            let events = try await front.events()
            #expect(events.count == 1)
            let deliveries: Int = try events[0]("deliveries")
            #expect(deliveries == 10)
        }
    }

    @Test("a message redelivered inside another body changes nothing but that event's tally")
    func sameMessageOtherBody() async throws {
        try await Self.withFront { front in
            try await front.post(MetaBody.message("wamid.A"))
            try await front.drain()
            try await front.post(
                MetaBody.body([MetaBody.change([MetaBody.text("wamid.A"), MetaBody.text("wamid.B")])]))
            try await front.drain()
            #expect(try await front.count("messages") == 2)
            let second = try #require(try await front.events().last)
            let (duplicates, items): (Int, Int) = (try second("duplicates"), try second("items"))
            #expect(duplicates == 1 && items == 2)
            let revision = try await front.fixture.database.tenant(.service(front.fixture.shops[0].id)) {
                try await $0.one("SELECT revision FROM conversations WHERE tenant_id = \($0.tenant)")("revision") as Int
            }
            #expect(revision == 2)
        }
    }

    @Test("every entry, change and message of a body is taken, and one that cannot be read does not stop the others")
    func poisonedNeighbour() async throws {
        try await Self.withFront { front in
            let good = (0..<5).map { MetaBody.text("wamid.\($0)") }
            try await front.post(
                MetaBody.body([
                    MetaBody.change([good[0], "42", good[1]]), #"{"field":"messages","value":7}"#,
                    MetaBody.change(Array(good[2...])),
                ]))
            try await front.drain()
            #expect(try await front.count("messages") == 5)
            let event = try #require(try await front.events().first)
            let state: String = try event("state")
            #expect(state == "failed")
        }
    }

    @Test("what the database refuses is marked with its reason while its neighbours are stored")
    func refusedByDatabase() async throws {
        try await Self.withFront { front in
            // A rule the planner does not know: the message of one customer cannot be stored.
            _ = try await front.fixture.database.pool.executeAlone(
                "ALTER TABLE messages ADD CONSTRAINT test_refuses CHECK (content <> 'veneno')")
            try await front.post(
                MetaBody.body([
                    MetaBody.change([
                        MetaBody.text("wamid.1"), MetaBody.text("wamid.2", "veneno"), MetaBody.text("wamid.3"),
                    ])
                ]))
            try await front.post(MetaBody.message("wamid.4"))
            try await front.drain()
            #expect(try await front.count("messages") == 3)
            let events = try await front.events()
            let states: [String] = try events.map { try $0("state") }
            #expect(states == ["failed", "processed"])
            let errors: String? = try events[0]("errors")
            #expect(errors?.contains("not_stored:23514") == true)
        }
    }

    @Test("a body that speaks of two shops is cut: each gets its own part, and only if its own secret signed it")
    func twoShops() async throws {
        try await Self.withFront { front in
            let both = MetaBody.body([
                MetaBody.change([MetaBody.text("wamid.A", "segredo da loja um")]),
                MetaBody.change([MetaBody.text("wamid.B", "segredo da loja dois")], number: "200300400"),
            ])
            try await front.post(both, secret: "one")
            try await front.drain(0)
            try await front.drain(1)
            #expect(try await front.count("messages", shop: 0) == 1)
            #expect(try await front.count("messages", shop: 1) == 0)
            let stored: String = try await front.fixture.database.tenant(.service(front.fixture.shops[0].id)) {
                try await $0.one("SELECT convert_from(body, 'UTF8') AS body FROM webhook_events")("body")
            }
            #expect(stored.contains("loja um") && !stored.contains("loja dois"))
        }
    }

    @Test("five hundred bodies at once are all stored and all become messages")
    func flood() async throws {
        try await Self.withFront { front in
            let accept = AcceptMetaWebhook(channels: front.fixture.channels, batcher: front.batcher)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for n in 0..<500 {
                    group.addTask {
                        let body = MetaBody.message("wamid.\(n)", from: "55119\(80_000_000 + n % 50)")
                        _ = try await accept(
                            body: body, signature: MetaBody.signature(body, secret: "one"), contentType: nil,
                            userAgent: nil)
                    }
                }
                try await group.waitForAll()
            }
            try await front.drain()
            #expect(try await front.count("messages") == 500)
            #expect(try await front.count("conversations") == 50)
        }
    }

    @Test("a body that is no JSON, but signed, is kept and visible")
    func notJSON() async throws {
        try await Self.withFront { front in
            #expect(try await front.post(Array("não é json".utf8)) == .stored(1))
            try await front.drain()
            let event = try #require(try await front.events().first)
            let state: String = try event("state")
            #expect(state == "failed")
        }
    }
}
