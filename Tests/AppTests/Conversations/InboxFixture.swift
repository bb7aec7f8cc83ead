import Domain
import Foundation
import Hummingbird
import HummingbirdTesting
import Logging
import Postgres
import Synchronization
import TestSupport
import Web

@testable import App

/// Two shops. In the first, Joana and Pedro answer a WhatsApp number; in the second, Olga looks after hers.
struct InboxFixture {
    static let password = "uma senha comprida"

    let database: Database
    let realtime: Realtime
    let desk: ConversationDesk
    let outboxWakes: Counter
    let shop: TenantID
    let other: TenantID
    let account: UUID
    let otherAccount: UUID
    let joana: UUID
    let pedro: UUID
    private let hasher = PasswordHasher(cost: .cheap)

    final class Counter: Sendable {
        private let count = Mutex(0)
        func add() { count.withLock { $0 += 1 } }
        var value: Int { count.withLock { $0 } }
    }

    init(_ test: TestDatabase) async throws {
        let database = Database(pool: test.pool)
        let wakes = Counter()
        self.database = database
        outboxWakes = wakes
        realtime = Realtime(database: database, logger: Logger(label: "test"))
        desk = ConversationDesk(database: database, realtime: realtime) { wakes.add() }
        var people: [UUID] = []
        for name in ["joana", "pedro", "olga"] {
            people.append(
                try await Accounts.createUser(
                    NewUser(email: "\(name)@example.com", name: name.capitalized, password: Self.password),
                    hasher: hasher, in: database))
        }
        (joana, pedro) = (people[0], people[1])
        (shop, other) = try await database.system("test") { system in
            let shop = try await Tenants.insert(NewTenant(name: "Loja"), in: system).id
            let other = try await Tenants.insert(NewTenant(name: "Outra"), in: system).id
            try await Accounts.setRole(.agent, of: people[0], in: shop, transaction: system)
            try await Accounts.setRole(.viewer, of: people[1], in: shop, transaction: system)
            try await Accounts.setRole(.owner, of: people[2], in: other, transaction: system)
            return (shop, other)
        }
        account = try await Self.account(of: shop, address: "100", database)
        otherAccount = try await Self.account(of: other, address: "200", database)
    }

    private static func account(of shop: TenantID, address: String, _ database: Database) async throws -> UUID {
        try await database.system("test") { system in
            try await system.one(
                """
                INSERT INTO channel_accounts (tenant_id, channel_type, provider, name, address)
                VALUES (\(shop.value), 'whatsapp', 'meta', 'WhatsApp da loja', \(address)) RETURNING id
                """)("id")
        }
    }

    var actor: ConversationDesk.Actor {
        .init(scope: TenantScope(tenant: shop, role: .agent, user: joana), name: "Joana")
    }
    var service: TenantScope { .service(shop) }
    var book: ContactBook { ContactBook(database: database, realtime: realtime) }

    /// A conversation whose customer wrote `age` ago.
    func conversation(
        _ name: String = "Mariana Alves", status: ConversationStatus = .waitingAgent, age: Duration = .seconds(60),
        unread: Int = 1,
        assignee: UUID? = nil, phone: String? = nil, channel: String = "whatsapp", in shop: TenantID? = nil
    ) async throws -> UUID {
        let shop = shop ?? self.shop
        let account = shop == self.shop ? account : otherAccount
        let seconds = Int(age.components.seconds)
        return try await database.system("test") { system in
            let contact: UUID = try await system.one(
                "INSERT INTO contacts (tenant_id, name, phone) VALUES (\(shop.value), \(name), \(phone)) RETURNING id")(
                    "id")
            if let phone, let number = PhoneNumber(phone) {
                try await system.execute(
                    """
                    INSERT INTO contact_identities (tenant_id, account_id, kind, match_key, value, contact_id)
                    VALUES (\(shop.value), \(account), 'phone_e164', \(number.matchKey), \(phone), \(contact))
                    """)
            }
            return try await system.one(
                """
                INSERT INTO conversations (tenant_id, account_id, customer_id, customer_name, customer_phone, channel_type, status, assigned_to,
                  unread_count, last_message_at, last_customer_message_at, waiting_since, last_message_preview)
                VALUES (\(shop.value), \(account), \(contact), \(name), \(phone), \(channel), \(status.rawValue), \(assignee), \(unread),
                  now() - \(seconds) * interval '1 second', now() - \(seconds) * interval '1 second',
                  now() - \(seconds) * interval '1 second', 'Oi')
                RETURNING id
                """)("id")
        }
    }

    @discardableResult
    func message(
        _ text: String, in conversation: UUID, from sender: String = "customer", kind: String = "text",
        payload: String? = nil,
        delivery: String? = nil, citations: String? = nil, age: Int = 0
    ) async throws -> UUID {
        try await database.system("test") { system in
            try await system.one(
                """
                INSERT INTO messages (tenant_id, conversation_id, account_id, direction, sender_type, sender_name, content, content_type,
                  payload, delivery_status, citations, is_ai_generated, external_id, sent_at)
                SELECT tenant_id, id, account_id, \(sender == "customer" ? "inbound" : "outbound"), \(sender), '', \(text), \(kind),
                  \(payload)::jsonb, \(delivery), \(citations)::jsonb, \(sender == "bot"), 'wamid.' || new_id()::text,
                  now() - \(age) * interval '1 second'
                FROM conversations WHERE id = \(conversation) RETURNING id
                """)("id")
        }
    }

    func row(_ conversation: UUID) async throws -> Row {
        try await database.system("test") { try await $0.one("SELECT * FROM conversations WHERE id = \(conversation)") }
    }

    func count(_ sql: SQL) async throws -> Int {
        try await database.system("test") { try await $0.one(sql)(0) }
    }

    /// The site with its real pages, accounts and conversations.
    func application(
        with more: (RouteTable, RouterGroup<AgentContext>, Pages) -> Void = { _, _, _ in }
    ) throws -> some ApplicationProtocol {
        let resources = AppResources.current
        let translations = try Translations(directory: resources.locales)
        let assets = try StaticAssets(directory: resources.assets)
        let pages = Pages(
            templates: try Templates(directory: resources.templates, translations: translations, assets: assets))
        let configuration = WebConfiguration()
        let store = AccountStore(database: database)
        let addresses = RateLimiter(capacity: 1000, interval: .milliseconds(1))
        let signIn = SignIn(database: database, hasher: hasher, addresses: addresses, refusalGrid: .zero)
        let table = RouteTable()
        table.addPipeline(
            configuration: configuration, translations: translations, pages: pages, metrics: PrometheusRegistry())
        let browser = table.browser(
            configuration: configuration, sessions: store, translations: translations, pages: pages)
        AccountRoutes(signIn: signIn, pages: pages, configuration: configuration).addRoutes(to: browser)
        let agents = browser.group(context: AgentContext.self)
        ConversationRoutes(database: database, desk: desk, realtime: realtime, pages: pages, hasSimulator: true).add(
            to: agents)
        EventLogRoutes(database: database, pages: pages).add(to: agents)
        let api = table.api(tokens: store)
        ConversationAPI(database: database, desk: desk, book: book).add(to: api)
        StartRoutes(desk: desk, book: book, pages: pages).add(to: agents)
        ContactRoutes(book: book, pages: pages).add(to: agents)
        ContactAPI(book: book).add(to: api)
        more(table, agents, pages)
        return Application(
            responder: table.buildResponder(), logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    }

    /// Runs `body` with a browser that `person` has signed in with.
    func browse(as person: String = "joana", _ body: @Sendable (AgentClient) async throws -> Void) async throws {
        try await application().test(.router) { client in
            let agent = AgentClient(client)
            try await agent.signIn("\(person)@example.com", Self.password)
            try await body(agent)
        }
    }
}

/// The fixture with its live updates running.
func withInbox(_ body: (InboxFixture) async throws -> Void) async throws {
    try await withTestDatabase { test in
        let fixture = try await InboxFixture(test)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try? await fixture.realtime.run() }
            defer { group.cancelAll() }
            try await body(fixture)
        }
    }
}
