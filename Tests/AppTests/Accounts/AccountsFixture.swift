import Domain
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import Postgres
import TestSupport
import Web

@testable import App

/// Two shops and three people: Ana owns the first, Bia the second, Caio answers in both.
struct AccountsFixture {
    static let password = "uma senha comprida"

    let database: Database
    let hasher = PasswordHasher(cost: .cheap)
    let first: TenantID
    let second: TenantID
    let ana: UUID
    let bia: UUID
    let caio: UUID

    init(_ test: TestDatabase) async throws {
        let database = Database(pool: test.pool)
        let hasher = hasher
        self.database = database
        let people = try await ["ana", "bia", "caio"].asyncMap { name in
            try await Accounts.createUser(
                NewUser(email: "\(name)@example.com", name: name.capitalized, password: Self.password), hasher: hasher,
                in: database)
        }
        (ana, bia, caio) = (people[0], people[1], people[2])
        (first, second) = try await database.system("test") { system in
            let first = try await Self.shop("Alfa", in: system)
            let second = try await Self.shop("Beta", in: system)
            try await Accounts.setRole(.owner, of: people[0], in: first, transaction: system)
            try await Accounts.setRole(.owner, of: people[1], in: second, transaction: system)
            try await Accounts.setRole(.agent, of: people[2], in: first, transaction: system)
            try await Accounts.setRole(.viewer, of: people[2], in: second, transaction: system)
            return (first, second)
        }
    }

    private static func shop(_ name: String, in system: SystemTransaction) async throws -> TenantID {
        let row = try await system.one(
            "INSERT INTO tenants (name, slug) VALUES (\(name), \(name.lowercased())) RETURNING tenant_id")
        return TenantID(try row("tenant_id"))
    }

    func application(
        configuration: WebConfiguration = WebConfiguration(),
        addresses: RateLimiter = RateLimiter(capacity: 1000, interval: .milliseconds(1))
    ) throws -> some ApplicationProtocol {
        let resources = AppResources.current
        let translations = try Translations(directory: resources.locales)
        let assets = try StaticAssets(directory: resources.assets)
        let pages = Pages(
            templates: try Templates(directory: resources.templates, translations: translations, assets: assets))
        let store = AccountStore(database: database)
        let signIn = SignIn(database: database, hasher: hasher, addresses: addresses, refusalGrid: .zero)
        let table = RouteTable()
        table.addPipeline(
            configuration: configuration, translations: translations, pages: pages, metrics: PrometheusRegistry())
        let browser = table.browser(
            configuration: configuration, sessions: store, translations: translations, pages: pages)
        AccountRoutes(signIn: signIn, pages: pages, configuration: configuration).addRoutes(to: browser)
        AccountAPI(signIn: signIn).addRoutes(to: table, api: table.api(tokens: store))
        browser.group(context: AgentContext.self).get("support") { request, context in
            try pages.page(
                SignInPage(email: context.agent.tenantName, next: "/", problem: context.agent.role.rawValue),
                title: "Support", section: "support", request: request, in: context)
        }
        return Application(
            responder: table.buildResponder(), logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    }
}

extension Sequence {
    func asyncMap<T>(_ transform: (Element) async throws -> T) async rethrows -> [T] {
        var result: [T] = []
        for element in self { result.append(try await transform(element)) }
        return result
    }
}

extension TestResponse {
    var text: String { String(buffer: body) }
}
