import Domain
import Foundation
import Hummingbird
import HummingbirdTesting
import Logging
import NIOCore
import Postgres
import TestSupport
import Testing
import Web

@testable import App

/// A Z-API webhook from its secret address to the conversation.
@Suite(.timeLimit(.minutes(5)))
struct ZAPIJourneyTests {
    private static let secret = "a-long-secret-of-this-account-alone"

    private func body(_ id: String, instance: String = "INST1") -> ByteBuffer {
        ByteBuffer(
            string: """
                {"type":"ReceivedCallback","instanceId":"\(instance)","messageId":"\(id)","phone":"5511987654321","fromMe":false,
                 "isGroup":false,"momment":1790000000000,"status":"RECEIVED","senderName":"Ana","text":{"message":"oi"}}
                """)
    }

    @Test
    func `the secret address leads to the account, repeats are counted, strangers and other instances are not let in`()
        async throws
    {
        try await withShops(1) { fixture in
            let logger = Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })
            let account = try await fixture.channels.connect(
                NewChannel(
                    channelType: .whatsapp, provider: .zapi, name: "Loja", address: "INST1", secrets: [.apiToken: "T"],
                    hookSecret: Self.secret), as: fixture.owner(0))
            let batcher = IntakeBatcher(database: fixture.database, stored: { _ in })
            let table = RouteTable()
            Webhooks.addRoutes(to: table.webhooks(), channels: fixture.channels, batcher: batcher)
            let door = Application(responder: table.buildResponder(), logger: logger)
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await batcher.run() }
                defer {
                    batcher.stop()
                    group.cancelAll()
                }
                try await door.test(.router) { client in
                    for _ in 0..<3 {
                        let answer = try await client.executeRequest(
                            uri: "/webhooks/zapi/\(Self.secret)", method: .post, headers: [:], body: body("M1"))
                        #expect(answer.status == .ok)
                    }
                    for (path, sent) in [
                        ("\(Self.secret)x", body("M2")), ("short", body("M2")),
                        (Self.secret, body("M2", instance: "INST2")),
                    ] {
                        let answer = try await client.executeRequest(
                            uri: "/webhooks/zapi/\(path)", method: .post, headers: [:], body: sent)
                        #expect(answer.status != .ok)
                    }
                }
            }
            let lanes = InboxLanes(
                database: fixture.database, realtime: Realtime(database: fixture.database, logger: logger), jobs: nil,
                channels: fixture.channels, logger: logger)
            let tenant = fixture.shops[0].id
            #expect(try await lanes.drain(tenant) == 1)
            let told = try await fixture.database.tenant(.service(tenant)) { tx in
                try await tx.query(
                    "SELECT account_id, external_id, content FROM messages WHERE tenant_id = \(tx.tenant)"
                ).map {
                    "\(try $0("account_id") as UUID == account) \(try $0("external_id") as String) \(try $0("content") as String)"
                }
            }
            #expect(told == ["true M1 oi"])
        }
    }

    @Test func `that a phone was unlinked is not forgotten when the database is away at that moment`() async throws {
        try await withShops(1) { fixture in
            let account = try await fixture.channels.connect(
                NewChannel(
                    channelType: .whatsapp, provider: .zapi, name: "Loja", address: "INST1", secrets: [.apiToken: "T"],
                    hookSecret: Self.secret), as: fixture.owner(0))
            let id = ChannelID(tenant: fixture.shops[0].id, account: account)
            func refuse(_ isAway: Bool) async throws {
                let (from, to) = isAway ? ("last_error", "away") : ("away", "last_error")
                _ = try await fixture.database.pool.batch(
                    TransactionScope(),
                    ["ALTER TABLE channel_accounts RENAME COLUMN \(unsafeRaw: from) TO \(unsafeRaw: to)"])
            }
            fixture.channels.noteConnection(ConnectionNotice(.disconnected, reason: "unlinked"), of: id)
            try await refuse(true)
            await fixture.channels.writeNotes()
            try await refuse(false)
            await fixture.channels.writeNotes()
            #expect(try await fixture.channels.credentials(id.tenant, account).connectionStatus == "disconnected")
        }
    }

    @Test func `an unlinked phone is shown on the account, and comes back with the next word of the provider`()
        async throws
    {
        try await withShops(1) { fixture in
            let account = try await fixture.channels.connect(
                NewChannel(
                    channelType: .whatsapp, provider: .zapi, name: "Loja", address: "INST1", secrets: [.apiToken: "T"],
                    hookSecret: Self.secret), as: fixture.owner(0))
            let id = ChannelID(tenant: fixture.shops[0].id, account: account)
            fixture.channels.noteConnection(
                ConnectionNotice(.disconnected, reason: "Device has been disconnected"), of: id)
            await fixture.channels.writeNotes()
            #expect(try await fixture.channels.credentials(id.tenant, account).connectionStatus == "disconnected")
            fixture.channels.noteConnection(ConnectionNotice(.connected), of: id)
            await fixture.channels.writeNotes()
            #expect(try await fixture.channels.credentials(id.tenant, account).connectionStatus == "connected")
        }
    }
}
