import Domain
import Foundation
import Postgres
import TestSupport
import Testing

@testable import App

@Suite(.timeLimit(.minutes(5))) struct TenantsTests {
    @Test(arguments: [
        ("Ateliê Jabuticaba", "atelie-jabuticaba"), ("Café & Cia.", "cafe-cia"), ("  ÇÃO 24h  ", "cao-24h"), ("日本", ""),
        (String(repeating: "a", count: 80), String(repeating: "a", count: 63)),
    ])
    func `a name becomes a slug people can type`(name: String, slug: String) {
        #expect(NewTenant.slug(from: name) == slug)
    }

    @Test func `a shop is born with its assistant's configuration and found by number, slug and id`() async throws {
        try await withTestDatabase { test in
            let database = Database(pool: test.pool)
            try await database.system("test") { system in
                let shop = try await Tenants.insert(NewTenant(name: " Loja Um "), in: system)
                #expect(shop.name == "Loja Um" && shop.slug == "loja-um" && shop.locale == "pt-BR" && shop.number > 0)
                for reference in ["\(shop.number)", "loja-um", shop.id.description] {
                    #expect(try await Tenants.find(reference, in: system) == shop)
                }
                #expect(try await Tenants.find("loja", in: system) == nil)
                let configured = try await system.query(
                    "SELECT 1 FROM ai_support_config WHERE tenant_id = \(shop.id.value) AND is_enabled")
                #expect(configured.count == 1)
            }
        }
    }

    @Test func `a second shop with the same slug is refused and leaves nothing behind`() async throws {
        try await withTestDatabase { test in
            let database = Database(pool: test.pool)
            _ = try await database.system("test") { try await Tenants.insert(NewTenant(name: "Loja"), in: $0) }
            await #expect(throws: TenantError.slugTaken("loja")) {
                try await database.system("test") { _ = try await Tenants.insert(NewTenant(name: "Lojá"), in: $0) }
            }
            let counted: Int = try await database.system("test") {
                try await $0.one("SELECT count(*) AS n FROM tenants")("n")
            }
            #expect(counted == 1)
        }
    }

    @Test(arguments: [
        NewTenant(name: "  "), NewTenant(name: "日本"), NewTenant(name: "Loja", slug: "A b"),
        NewTenant(name: "Loja", slug: "-x"),
        NewTenant(name: "Loja", timeZone: "Mars/Base"), NewTenant(name: "Loja", locale: "fr"),
    ])
    func `what cannot be a shop is refused before the database sees it`(shop: NewTenant) {
        #expect(throws: TenantError.self) { try shop.checked() }
    }

    @Test func `two first secrets at once agree on one data key`() async throws {
        try await withShops(1) { fixture in
            let vault = try ShopFixture.vault()
            let tenant = fixture.shops[0].id
            let sealed = try await withThrowingTaskGroup(of: [UInt8].self) { group in
                for _ in 0..<4 {
                    group.addTask {
                        try await fixture.database.system("test") { system in
                            try await Tenants.dataKey(of: tenant, vault: vault, in: system).seal(
                                Array("x".utf8), place: "p")
                        }
                    }
                }
                return try await group.reduce(into: [[UInt8]]()) { $0.append($1) }
            }
            let key = try await fixture.database.system("test") {
                try await Tenants.dataKey(of: tenant, vault: vault, in: $0)
            }
            for value in sealed { #expect(try key.open(value, place: "p") == Array("x".utf8)) }
        }
    }
}
