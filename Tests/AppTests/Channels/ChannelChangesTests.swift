import Domain
import Foundation
import Postgres
import Providers
import TestSupport
import Testing

@testable import App

@Suite(.timeLimit(.minutes(5))) struct ChannelChangesTests {
    private func zapi(_ instance: String = "3D0F") throws -> NewChannel {
        try ChannelDraft(kind: .zapi, name: "Loja", values: ["instance_id": instance, "instance_token": "A1B2C3"])
            .channel()
    }

    private func account(_ fixture: ShopFixture, _ id: UUID, role: ActorRole = .owner) async throws -> ChannelAccount {
        let scope = TenantScope(tenant: fixture.shops[0].id, role: role)
        let found = try await fixture.database.tenant(scope) { try await Channels.account($0, id) }
        return try #require(found)
    }

    @Test func `a secret webhook address leads to its account until a new one is made`() async throws {
        try await withShops(2) { fixture in
            let channel = try zapi()
            let first = try #require(channel.hookSecret)
            let id = try await fixture.channels.connect(channel, as: fixture.owner(0))
            let route = try await fixture.channels.route(provider: .zapi, hook: first)
            #expect(route?.account == id && route?.tenant == fixture.shops[0].id && route?.address == "3D0F")
            #expect(try await fixture.channels.route(provider: .twilio, hook: first) == nil)
            await #expect(throws: ChannelError.unknownAccount) {
                _ = try await fixture.channels.renewHook(of: id, provider: .zapi, as: fixture.owner(1))
            }
            let agent = TenantScope(tenant: fixture.shops[0].id, role: .agent)
            await #expect(throws: ChannelError.unknownAccount) {
                _ = try await fixture.channels.renewHook(of: id, provider: .zapi, as: agent)
            }
            let second = try await fixture.channels.renewHook(of: id, provider: .zapi, as: fixture.owner(0))
            #expect(try await fixture.channels.route(provider: .zapi, hook: first) == nil)
            #expect(try await fixture.channels.route(provider: .zapi, hook: second)?.account == id)
            let stored = try await fixture.database.system("test") { system in
                try await system.query("SELECT address FROM channel_directory").map { try $0("address") as String }
            }
            #expect(!stored.contains { $0.contains(second) || $0.contains(first) })
        }
    }

    @Test func `a removed account keeps its conversations, frees its address, and is the same one when it comes back`()
        async throws
    {
        try await withShops(2) { fixture in
            let channel = try zapi()
            let hook = try #require(channel.hookSecret)
            let id = try await fixture.channels.connect(channel, as: fixture.owner(0))
            try await fixture.database.system("test") { system in
                let shop = fixture.shops[0].id.value
                let contact: UUID = try await system.one(
                    "INSERT INTO contacts (tenant_id, name) VALUES (\(shop), 'Ana') RETURNING id")("id")
                _ = try await system.execute(
                    """
                    INSERT INTO conversations (tenant_id, account_id, customer_id, customer_name, channel_type, status)
                    VALUES (\(shop), \(id), \(contact), 'Ana', 'whatsapp', 'new')
                    """)
            }
            await #expect(throws: ChannelError.unknownAccount) {
                try await fixture.channels.remove(id, as: fixture.owner(1))
            }
            try await fixture.channels.remove(id, as: fixture.owner(0))
            #expect(try await fixture.channels.route(provider: .zapi, hook: hook) == nil)
            await #expect(throws: ChannelError.unknownAccount) {
                try await fixture.channels.credentials(fixture.shops[0].id, id)
            }
            let left = try await fixture.database.tenant(fixture.owner(0)) { tx in
                (
                    try await Channels.accounts(tx).count, try await tx.query("SELECT FROM channel_secrets").count,
                    try await tx.query("SELECT FROM conversations WHERE account_id = \(id)").count
                )
            }
            #expect(left == (0, 0, 1))
            // Another shop may have the number now; when it parts from it too, the first one gets it back.
            let other = try await fixture.channels.connect(try zapi(), as: fixture.owner(1))
            #expect(other != id)
            await #expect(throws: ChannelError.self) {
                try await fixture.channels.connect(try zapi(), as: fixture.owner(0))
            }
            try await fixture.channels.remove(other, as: fixture.owner(1))
            #expect(try await fixture.channels.connect(try zapi(), as: fixture.owner(0)) == id)
            let back = try await account(fixture, id)
            #expect(
                back.isEnabled && back.conversations == 1 && back.openConversations == 1 && back.secrets == [.apiToken])
        }
    }

    @Test func `names, settings and the switch are changed by owners and admins, and by nobody else`() async throws {
        try await withShops(2) { fixture in
            let (channels, owner) = (fixture.channels, fixture.owner(0))
            let id = try await channels.connect(try zapi(), as: owner)
            try await channels.rename(id, to: "  Vendas ", as: owner)
            try await channels.setEnabled(id, false, as: owner)
            try await channels.changeSettings(["color": "blue"], of: id, as: owner)
            let changed = try await account(fixture, id)
            #expect(changed.name == "Vendas" && !changed.isEnabled && changed.settings == ["color": "blue"])
            #expect(try await channels.credentials(owner.tenant, id).settings == ["color": "blue"])
            #expect(try await channels.credentials(owner.tenant, id).isEnabled == false)
            for stranger in [fixture.owner(1), TenantScope(tenant: owner.tenant, role: .agent), .service(owner.tenant)]
            {
                await #expect(throws: ChannelError.unknownAccount) {
                    try await channels.rename(id, to: "x", as: stranger)
                }
                await #expect(throws: ChannelError.unknownAccount) {
                    try await channels.setEnabled(id, true, as: stranger)
                }
                await #expect(throws: ChannelError.unknownAccount) { try await channels.remove(id, as: stranger) }
            }
            await #expect(throws: ChannelError.self) { try await channels.rename(id, to: " ", as: owner) }
            #expect(try await account(fixture, id).name == "Vendas")
        }
    }

    @Test func `an agent sees an account, and not which secrets it has`() async throws {
        try await withShops(1) { fixture in
            let id = try await fixture.channels.connect(try zapi(), as: fixture.owner(0))
            #expect(try await account(fixture, id, role: .agent).secrets == nil)
            #expect(try await account(fixture, id, role: .admin).secrets == [.apiToken])
        }
    }

    @Test func `a test of the connection is remembered: what the provider said, or that it refused us`() async throws {
        try await withShops(1) { fixture in
            let id = try await fixture.channels.connect(try zapi(), as: fixture.owner(0))
            func test(_ tester: @escaping ConnectionTester) async throws -> ChannelAccount {
                _ = try await fixture.channels.test(
                    id, with: Connections(testers: [.zapi: tester]), as: fixture.owner(0))
                return try await account(fixture, id)
            }
            let refused = try await test { credentials throws(ProviderError) in
                // The tester is given the secrets; nobody else is.
                throw .unauthorized(
                    ProviderFault(code: "403", title: credentials[.apiToken] == "A1B2C3" ? "refused" : "no token"))
            }
            #expect(refused.status == "needs_reauth" && refused.lastError == "403 refused")
            let away = try await test { _ throws(ProviderError) in
                throw .unavailable(.init(code: "timeout", title: "No answer"), retryAfter: nil)
            }
            #expect(away.status == "needs_reauth" && away.lastError == "timeout No answer")
            let pending = try await test { _ throws(ProviderError) in ConnectionReport(.qrPending) }
            #expect(pending.status == "qr_pending" && pending.lastError == nil)
            let good = try await test { _ throws(ProviderError) in ConnectionReport(displayAddress: "+55 11 98765-4321")
            }
            #expect(good.status == "connected" && good.shownAddress == "+55 11 98765-4321")
            await #expect(throws: ChannelError.unknownAccount) {
                _ = try await fixture.channels.test(id, with: Connections(testers: [:]), as: fixture.owner(0))
            }
        }
    }
}
