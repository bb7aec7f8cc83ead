import Domain
import Foundation
import Logging
import Postgres
import TestSupport
import Testing

@testable import App

@Suite(.timeLimit(.minutes(5))) struct DemoTests {
    private func withInstallation(_ body: (Installation) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "demo-\(UUID())")
        defer { try? FileManager.default.removeItem(at: folder) }
        try await withTestDatabase { test in
            let config = try Config(environment: ["DATABASE_URL": test.url, "SECRETARIA_DATA": folder.path])
            try await Installation.with(config, logger: Logger(label: "test"), body)
        }
    }

    private func count(_ table: String, _ installation: Installation) async throws -> Int {
        try await installation.database.system("test") {
            try await $0.one("SELECT count(*) AS n FROM \(unsafeRaw: table)")("n")
        }
    }

    @Test func `it fills a shop once, however often it is asked`() async throws {
        try await withInstallation { installation in
            try await Demo.ensure(in: installation)
            let first = try await Demo.report(of: installation)
            try await Demo.ensure(in: installation)
            #expect(try await Demo.report(of: installation) == first)
            let conversations = try DemoConversation.load()
            #expect(try await count("tenants", installation) == 1)
            #expect(try await count("users", installation) == 3)
            #expect(try await count("products", installation) == 10)
            #expect(try await count("orders", installation) == 8)
            #expect(try await count("conversations", installation) == conversations.count)
            #expect(try await count("messages", installation) == conversations.reduce(0) { $0 + $1.messages.count })
        }
    }

    @Test func `orders belong to the people who write, and add up`() async throws {
        try await withInstallation { installation in
            try await Demo.ensure(in: installation)
            let rows = try await installation.database.system("test") {
                try await $0.query("SELECT number, total_cents, contact_id FROM orders ORDER BY number")
            }
            let contacts = try rows.map { row -> UUID? in try row("contact_id") }
            #expect(contacts.count == 8 && !contacts.contains(nil))
            let totals = try rows.map { row -> (String, Int) in (try row("number"), try row("total_cents")) }
            #expect(totals.contains { $0 == ("10481", 32_900 + 4_900) })
        }
    }

    @Test func `its secrets are private, and made anew when they were lost`() async throws {
        try await withInstallation { installation in
            try await Demo.ensure(in: installation)
            let file = installation.config.dataDirectory.appending(path: "demo.json")
            #expect(try FileManager.default.attributesOfItem(atPath: file.path)[.posixPermissions] as? Int == 0o600)
            let before = try await Demo.report(of: installation)
            try FileManager.default.removeItem(at: file)
            try await Demo.ensure(in: installation)
            let after = try await Demo.report(of: installation)
            #expect(after.tenant == before.tenant && after.channels == before.channels)
            #expect(after.logins.map(\.password) != before.logins.map(\.password) && after.apiToken != before.apiToken)
            let stored: String = try await installation.database.system("test") {
                try await $0.one("SELECT password_hash FROM users WHERE email = 'helena@jabuticaba.example'")(
                    "password_hash")
            }
            #expect(try await PasswordHasher().verify(try #require(after.logins.first).password, against: stored))
        }
    }

    @Test func `the provider's address follows the pretend server, and nothing else of the account changes`()
        async throws
    {
        try await withInstallation { installation in
            try await Demo.ensure(in: installation)
            let before = try #require(try await Demo.report(of: installation).channels.first)
            try await Demo.ensure(in: installation, metaURL: "http://127.0.0.1:4711")
            let after = try #require(try await Demo.report(of: installation).channels.first)
            #expect(after.providerBaseURL == "http://127.0.0.1:4711")
            #expect((after.id, after.appSecret, after.verifyToken) == (before.id, before.appSecret, before.verifyToken))
            try await Demo.ensure(in: installation)
            #expect(try await Demo.report(of: installation).channels.first?.providerBaseURL == "http://127.0.0.1:4711")
        }
    }

    @Test func `every answer of the past stands verbatim in the document it cites`() throws {
        let shop = try DemoShop.load()
        for message in try DemoConversation.load().flatMap(\.messages) {
            guard let file = message.cites else { continue }
            #expect(shop.knowledge.contains { $0.file == file })
            #expect(try DemoFiles.document(file).content.contains(message.text))
        }
    }

    @Test
    func
        `the knowledge base is complete: every listed document has a title and text, every order a product and a customer`()
        throws
    {
        let shop = try DemoShop.load()
        #expect(shop.knowledge.count >= 10)
        for document in shop.knowledge {
            let (title, content) = try DemoFiles.document(document.file)
            #expect(title != document.file && content.count > 300)
        }
        let customers = Set(try DemoConversation.load().map(\.customer))
        let skus = Set(shop.products.map(\.sku))
        for order in shop.orders {
            #expect(customers.contains(order.customer) && order.items.allSatisfy { skus.contains($0.sku) })
        }
    }

    @Test func `passwords are words a person can type, and never twice the same`() {
        let made = (0..<200).map { _ in DemoAccess.newPassword() }
        #expect(Set(made).count == 200)
        for password in made { #expect(password.wholeMatch(of: /([a-z]+-){4}[0-9]{4}/) != nil) }
    }
}
