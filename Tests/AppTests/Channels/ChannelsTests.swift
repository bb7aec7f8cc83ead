import Domain
import Foundation
import Logging
import Postgres
import TestSupport
import Testing

@testable import App

@Suite(.timeLimit(.minutes(5))) struct ChannelsTests {
    private func newChannel(_ address: String = "100200300", secret: String = "s3cret", token: String = "verify-me")
        -> NewChannel
    {
        NewChannel(
            channelType: .whatsapp, provider: .meta, name: "Loja", address: address,
            secrets: [.accessToken: "EAAG-1", .appSecret: secret, .verifyToken: token])
    }

    @Test func `a connected account gives its credentials back, and the database holds none of them in clear`()
        async throws
    {
        try await withShops(1) { fixture in
            let scope = fixture.owner(0)
            var channel = newChannel("  100200300 ")
            channel.baseURL = "http://127.0.0.1:9/v25.0"
            let account = try await fixture.channels.connect(channel, as: scope)
            let credentials = try await fixture.channels.credentials(scope.tenant, account)
            #expect(
                credentials[.accessToken] == "EAAG-1" && credentials[.appSecret] == "s3cret"
                    && credentials[.verifyToken] == "verify-me")
            #expect(credentials.address == "100200300" && credentials.baseURL == "http://127.0.0.1:9/v25.0")
            #expect(credentials.provider == .meta && credentials.channelType == .whatsapp && credentials.isEnabled)
            let stored = try await fixture.database.system("test") {
                try await $0.query("SELECT sealed FROM channel_secrets")
            }
            #expect(stored.count == 3)
            for row in stored {
                let bytes: [UInt8] = try row("sealed")
                #expect(!String(decoding: bytes, as: UTF8.self).contains("EAAG"))
            }
            #expect(!"\(credentials)".contains("EAAG") && !String(reflecting: credentials).contains("EAAG"))
        }
    }

    @Test func `one number belongs to one shop, and a refused connection leaves nothing behind`() async throws {
        try await withShops(2) { fixture in
            _ = try await fixture.channels.connect(newChannel(), as: fixture.owner(0))
            await #expect(throws: ChannelError.addressTaken(provider: "meta", address: "100200300")) {
                try await fixture.channels.connect(newChannel(), as: fixture.owner(1))
            }
            let left = try await fixture.database.system("test") {
                try await $0.query("SELECT tenant_id FROM channel_accounts").map { try $0("tenant_id") as UUID }
            }
            #expect(left == [fixture.owner(0).tenant.value])
        }
    }

    @Test(arguments: [ActorRole.agent, .viewer, .service])
    func `only owners and admins may connect an account`(role: ActorRole) async throws {
        try await withShops(1) { fixture in
            await #expect(throws: PostgresError.self) {
                try await fixture.channels.connect(
                    newChannel(), as: TenantScope(tenant: fixture.owner(0).tenant, role: role))
            }
            let routes = try await fixture.channels.route(provider: .meta, addresses: ["100200300"])
            #expect(routes.isEmpty)
        }
    }

    @Test(arguments: [ChannelSecret.accessToken, .appSecret, .verifyToken])
    func `a Meta account without one of its three secrets is refused by the secret's name`(missing: ChannelSecret)
        async throws
    {
        try await withShops(1) { fixture in
            var channel = newChannel()
            channel.secrets[missing] = "  "
            let error = await #expect(throws: ChannelError.self) {
                try await fixture.channels.connect(channel, as: fixture.owner(0))
            }
            #expect(error == .invalid(field: missing.rawValue, reason: "is missing"))
            channel = newChannel("+55 41 3333-0100")
            await #expect(throws: ChannelError.self) {
                try await fixture.channels.connect(channel, as: fixture.owner(0))
            }
        }
    }

    @Test func `a webhook's addresses lead to their shops; strangers are left out`() async throws {
        try await withShops(2) { fixture in
            let first = try await fixture.channels.connect(newChannel("1", secret: "one"), as: fixture.owner(0))
            let second = try await fixture.channels.connect(newChannel("2", secret: "two"), as: fixture.owner(1))
            for _ in 0..<2 {  // the second time from the cache
                let routes = try await fixture.channels.route(provider: .meta, addresses: ["1", "9", "2"]).sorted {
                    $0.address < $1.address
                }
                #expect(
                    routes == [
                        ChannelRoute(
                            tenant: fixture.owner(0).tenant, account: first, address: "1", appSecret: Array("one".utf8)),
                        ChannelRoute(
                            tenant: fixture.owner(1).tenant, account: second, address: "2", appSecret: Array("two".utf8)
                        ),
                    ])
            }
            #expect(try await fixture.channels.route(provider: .zapi, addresses: ["1"]).isEmpty)
        }
    }

    @Test func `what the cache knows needs no database`() async throws {
        try await withShops(1) { fixture in
            let account = try await fixture.channels.connect(newChannel(), as: fixture.owner(0))
            _ = try await fixture.channels.route(provider: .meta, addresses: ["100200300"])
            _ = try await fixture.channels.credentials(fixture.owner(0).tenant, account)
            fixture.database.pool.close()
            #expect(try await fixture.channels.route(provider: .meta, addresses: ["100200300"]).count == 1)
            #expect(try await fixture.channels.credentials(fixture.owner(0).tenant, account)[.accessToken] == "EAAG-1")
        }
    }

    @Test func `a number connected a moment ago is routed at once, though it was asked for before`() async throws {
        try await withShops(1) { fixture in
            #expect(try await fixture.channels.route(provider: .meta, addresses: ["100200300"]).isEmpty)
            _ = try await fixture.channels.connect(newChannel(), as: fixture.owner(0))
            #expect(try await fixture.channels.route(provider: .meta, addresses: ["100200300"]).count == 1)
        }
    }

    @Test func `replaced secrets count at once, keep the others, and heal an account that asked for them`() async throws
    {
        try await withShops(1) { fixture in
            let scope = fixture.owner(0)
            let account = try await fixture.channels.connect(newChannel(), as: scope)
            _ = try await fixture.channels.credentials(scope.tenant, account)
            try await fixture.channels.markNeedsReauth(scope.tenant, account, reason: "190 Access token expired")
            #expect(try await fixture.channels.credentials(scope.tenant, account).connectionStatus == "needs_reauth")
            try await fixture.channels.replaceSecrets([.accessToken: "EAAG-2"], of: account, as: scope)
            let credentials = try await fixture.channels.credentials(scope.tenant, account)
            #expect(credentials[.accessToken] == "EAAG-2" && credentials[.appSecret] == "s3cret")
            #expect(credentials.connectionStatus == "connected")
            await #expect(throws: ChannelError.unknownAccount) {
                try await fixture.channels.replaceSecrets([.accessToken: "x"], of: UUID(), as: scope)
            }
        }
    }

    @Test func `another shop's account is unknown`() async throws {
        try await withShops(2) { fixture in
            let account = try await fixture.channels.connect(newChannel(), as: fixture.owner(0))
            await #expect(throws: ChannelError.unknownAccount) {
                try await fixture.channels.credentials(fixture.owner(1).tenant, account)
            }
            await #expect(throws: ChannelError.unknownAccount) {
                try await fixture.channels.replaceSecrets([.accessToken: "stolen"], of: account, as: fixture.owner(1))
            }
        }
    }

    @Test func `the handshake accepts any shop's verify token and nothing else`() async throws {
        try await withShops(2) { fixture in
            #expect(try await fixture.channels.knowsMetaVerifyToken("verify-me") == false)
            _ = try await fixture.channels.connect(newChannel("1", token: "verify-me"), as: fixture.owner(0))
            _ = try await fixture.channels.connect(newChannel("2", token: "and-me"), as: fixture.owner(1))
            #expect(try await fixture.channels.knowsMetaVerifyToken("verify-me"))
            #expect(try await fixture.channels.knowsMetaVerifyToken("and-me"))
            #expect(try await fixture.channels.knowsMetaVerifyToken("verify-m") == false)
        }
    }

    @Test
    func `an event without a known number belongs to an account of the app that signed it, each secret tried once`()
        async throws
    {
        try await withShops(2) { fixture in
            _ = try await fixture.channels.connect(newChannel("1", secret: "app"), as: fixture.owner(0))
            _ = try await fixture.channels.connect(newChannel("2", secret: "app"), as: fixture.owner(1))
            _ = try await fixture.channels.connect(newChannel("3", secret: "other"), as: fixture.owner(1))
            var tried: [String] = []
            let found = try await fixture.channels.metaAccount { secret in
                tried.append(String(decoding: secret, as: UTF8.self))
                return secret == Array("other".utf8)
            }
            #expect(found?.address == "3" && tried.sorted() == ["app", "other"])
            #expect(try await fixture.channels.metaAccount { _ in false } == nil)
        }
    }

    @Test func `a shop whose secrets cannot be opened does not shut out the others`() async throws {
        try await withShops(2) { fixture in
            _ = try await fixture.channels.connect(newChannel("1", token: "first"), as: fixture.owner(0))
            _ = try await fixture.channels.connect(newChannel("2", token: "second"), as: fixture.owner(1))
            try await fixture.database.system("test") {
                _ = try await $0.execute(
                    "UPDATE channel_secrets SET sealed = 'x' WHERE tenant_id = \(fixture.owner(0).tenant.value)")
            }
            let fresh = try fixture.newProcess()
            #expect(try await fresh.knowsMetaVerifyToken("second"))
            #expect(try await fresh.knowsMetaVerifyToken("first") == false)
        }
    }

    @Test func `events are noted without a statement each and written together`() async throws {
        try await withShops(1) { fixture in
            _ = try await fixture.channels.connect(newChannel("1"), as: fixture.owner(0))
            let quiet = try await fixture.channels.connect(newChannel("2"), as: fixture.owner(0))
            let routes = try await fixture.channels.route(provider: .meta, addresses: ["1"])
            for _ in 0..<1000 { fixture.channels.noteEvents(routes) }
            await fixture.channels.writeNotes()
            let silent = try await fixture.database.system("test") {
                try await $0.query("SELECT id FROM channel_accounts WHERE last_event_at IS NULL").map {
                    try $0("id") as UUID
                }
            }
            #expect(silent == [quiet])
        }
    }
}
