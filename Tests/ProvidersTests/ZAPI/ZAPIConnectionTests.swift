import Domain
import Foundation
import Simulators
import TestSupport
import Testing

@testable import Providers

@Suite(.timeLimit(.minutes(5)))
struct ZAPIConnectionTests {
    @Test("the test of a connection tells the linked number, or that a code must be read")
    func health() async throws {
        try await ZAPISendTests.simulate { zapi, client in
            let linked = try await client.test()
            zapi.change { $0.instances["INST1"]?.isPhoneOnline = false }
            let offline = try await client.test()
            zapi.change { $0.instances["INST1"]?.isConnected = false }
            let unlinked = try await client.test()
            #expect(linked == .init(state: .connected, phone: "551140028922", reason: nil))
            #expect(offline.reason == "phone_offline")
            #expect(unlinked == .init(state: .waitingForCode, phone: nil, reason: "You are not connected."))
        }
    }

    @Test("a wrong token fails the test of the connection as such")
    func wrongToken() async throws {
        try await ZAPISendTests.simulate(clientToken: "other-token") { _, client in
            let error = await #expect(throws: ProviderError.self) { try await client.test() }
            #expect(error?.disposition == .reauth)
        }
    }

    @Test("the code to link with is a picture; a linked phone needs none")
    func code() async throws {
        try await ZAPISendTests.simulate { zapi, client in
            let linked = try await client.qrCode()
            #expect(linked == .connected)
            zapi.change { $0.instances["INST1"]?.isConnected = false }
            let first = try await client.qrCode()
            let second = try await client.qrCode()
            #expect(first != second)
            guard case .image(let picture) = first else {
                Issue.record("no picture")
                return
            }
            #expect(picture.starts(with: [0x89, 0x50, 0x4E, 0x47]))
        }
    }

    @Test(
        "nothing but a picture passes for a code",
        arguments: ["data:text/html;base64,PHNjcmlwdD4=", "javascript:1", ""])
    func noPicture(value: String) async throws {
        try await ZAPISendTests.simulate { zapi, client in
            zapi.fail("qr-code/image", .error(status: 200, body: ["value": JSON(value)]))
            let error = await #expect(throws: ProviderError.self) { try await client.qrCode() }
            #expect(error?.fault.code == "no_qr_code")
        }
    }

    @Test("webhooks are asked for at an encrypted address only, with what the shop types itself")
    func webhooks() async throws {
        try await ZAPISendTests.simulate { zapi, client in
            try await client.setWebhooks("https://loja.example/webhooks/zapi/s3cret")
            #expect(zapi.read { $0.log.webhookURL } == "https://loja.example/webhooks/zapi/s3cret")
            #expect(zapi.read { $0.instances["INST1"]?.notifiesSentByMe } == true)
            let error = await #expect(throws: ProviderError.self) {
                try await client.setWebhooks("http://loja.example/")
            }
            #expect(error?.fault.code == "not_https")
        }
    }

    @Test("a file's address leads nowhere into our own network")
    func download() async throws {
        try await ZAPISendTests.simulate { _, client in
            for url in [
                "https://127.0.0.1/x", "http://files.example/x", "file:///etc/passwd", "https://user@h.example/",
            ] {
                let error = await #expect(throws: ProviderError.self) { try await client.download(url, limit: 100) }
                #expect(error?.disposition == .permanent, "\(url)")
            }
        }
    }

    @Test("what was sent while the phone was away leaves when it is back")
    func queue() async throws {
        try await ZAPISendTests.simulate { zapi, client in
            zapi.change { $0.instances["INST1"]?.isConnected = false }
            let id = try await client.send(Simulation.message(.text("tarde"))).externalID
            let ana = ZAPICustomer(phone: "553187651234", name: "Ana")
            #expect(zapi.transcript(with: ana, on: "INST1").isEmpty)
            try await zapi.link("INST1")
            #expect(zapi.transcript(with: ana, on: "INST1").map(\.id) == [id])
        }
    }

    @Test("a customer of the simulator writes callbacks that we understand, each kind of them")
    func customer() async throws {
        try await WebhookSink.run { sink in
            let zapi = ZAPISimulator(logger: Simulation.logger)
            let ana = ZAPICustomer(phone: "5531987651234", lid: "81896604192873@lid", name: "Ana")
            zapi.change {
                $0.instances["INST1"] = .init(id: "INST1", token: "t", phone: "551140028922")
                $0.log.webhookURL = sink.url
            }
            try await Simulation.run(zapi) { zapi, baseURL in
                let first = try await zapi.receive(.text("oi"), from: ana, on: "INST1")
                let others: [ZAPICustomerMessage] = [
                    .media(
                        kind: "audio", url: "https://e.example/a.ogg", mimeType: "audio/ogg; codecs=opus", isVoice: true
                    ),
                    .location(latitude: 1, longitude: 2), .contact(name: "Bruno", phone: "5531999990000"),
                    .buttonReply(id: "y", title: "Sim"), .listReply(id: "r", title: "Trocas"),
                    .reaction(to: first.id, emoji: "👍"), .edit(of: first.id, text: "olá"), .revoke(first.id), .waiting,
                    .raw("hologram", [:]),
                ]
                for other in others { try await zapi.receive(other, from: ana, on: "INST1", replyingTo: nil) }
                try await zapi.typeOnPhone(.text("aqui é a Bia"), to: ana, on: "INST1")
                let webhooks = sink.bodies.map { ZAPI.parse($0) }
                #expect(webhooks.count == 12 && webhooks.allSatisfy { $0.failures.isEmpty && $0.items.count == 1 })
                #expect(webhooks[0].messages[0].customer.count == 2)
                #expect(webhooks[7].edits.map(\.externalID) == [first.id] && webhooks[8].revoked == [first.id])
                #expect(webhooks[11].messages[0].fromShop)
                let client = ZAPI.Client(http: Simulation.http, baseURL: baseURL, instanceID: "INST1", token: "t")
                zapi.change { $0.log.plan = .read }
                let id = try await client.send(Simulation.message(.text("oi, Ana"))).externalID
                let reports = try await sink.value { bodies in
                    let reports = bodies.flatMap { ZAPI.parse($0).reports }.filter { $0.externalID == id }
                    return reports.contains { $0.status == "read" } ? reports : nil
                }
                #expect(Set(reports.map(\.status)) == ["sent", "delivered", "read"])
                let bubbles = zapi.transcript(with: ana, on: "INST1")
                #expect(bubbles.last?.isFromShop == true && bubbles.last?.status == "read")
                #expect(bubbles.first?.reactions == ["👍"])
            }
        }
    }
}
