import Domain
import Foundation
import Postgres
import Providers
import Simulators
import TestSupport
import Testing
import Web

@testable import App

/// Files through Z-API and Whaticket: what the gateway was really given, byte for byte.
@Suite(.timeLimit(.minutes(5)))
struct GatewayFileTests {
    // MARK: Z-API

    private static let secret = "a-long-secret-of-this-account-alone"

    private static func withZAPI(
        links: MediaLinks? = nil, _ body: @escaping @Sendable (ShopBench, ZAPISimulator, UUID) async throws -> Void
    ) async throws {
        let zapi = ZAPISimulator(logger: ShopBench.quiet)
        zapi.change { state in
            state.instances["INST1"] = .init(id: "INST1", token: "T", phone: "551140028922")
            state.log.plan = .none
        }
        try await ShopBench.run(with: zapi, links: links) { bench in
            let account = try await bench.channels.connect(
                NewChannel(
                    channelType: .whatsapp, provider: .zapi, name: "Loja", address: "INST1",
                    baseURL: try await zapi.baseURL, secrets: [.apiToken: "T"], hookSecret: secret),
                as: bench.fixture.owner(0))
            zapi.change { $0.log.webhookURL = bench.site + "/webhooks/zapi/" + secret }
            let ana = ZAPICustomer(phone: "5511987654321", name: "Ana")
            #expect(try await zapi.receive(.text("oi"), from: ana, on: "INST1").status == 200)
            try await bench.read()
            try await body(bench, zapi, try #require(try await bench.conversations(account).first))
        }
    }

    private static func inline(_ address: JSON?) -> (type: String, bytes: [UInt8])? {
        guard let text = address?.string, text.hasPrefix("data:"), let comma = text.firstIndex(of: ","),
            let data = Data(base64Encoded: String(text[text.index(after: comma)...]))
        else { return nil }
        return (String(text[..<comma].dropFirst(5)), Array(data))
    }

    @Test func `Z-API gets the bytes themselves where our site is not public`() async throws {
        try await Self.withZAPI { bench, zapi, conversation in
            for (file, words) in [(SampleFile.photo, "Olha só"), (.price, "a tabela"), (.voice, "")] {
                let message = try await bench.send(file, words, in: conversation)
                try await bench.deliver()
                #expect(try await bench.standing(message) == "accepted/sent - 1")
                let sent = try #require(zapi.read { $0.sent.last })
                let key = file.isVoice ? "audio" : file.name.hasSuffix("jpg") ? "image" : "document"
                let given = try #require(Self.inline(sent.body[key]))
                #expect(sent.operation == "send-\(key)" && given.type == "\(file.type);base64")
                #expect(given.bytes == file.bytes)
                #expect(sent.body["caption"]?.string == (words.isEmpty ? nil : words))
                #expect(sent.body["fileName"]?.string == (key == "document" ? file.name : nil))
            }
            let paths = zapi.log.calls.map(\.path).filter { $0.contains("document") }
            #expect(paths.allSatisfy { $0.hasSuffix("/send-document/pdf") } && paths.count == 1)
        }
    }

    @Test func `Z-API gets an address of a public site, which leads to the same bytes and no other file`() async throws
    {
        let links = MediaLinks.pretend
        try await Self.withZAPI(links: links) { bench, zapi, conversation in
            _ = try await bench.send(.price, in: conversation)
            try await bench.deliver()
            let link = try #require(zapi.read { $0.sent.last?.body["document"]?.string })
            #expect(link.hasPrefix("https://loja.example.com/m/") && link.hasSuffix("/arquivo.pdf"))
            let file = try await links.fetch(link, from: bench.site)
            #expect(file.type == "application/pdf" && file.bytes == SampleFile.price.bytes)
            let forged = link.replacing("/m/", with: "/m/A")
            #expect(try await links.fetch(forged, from: bench.site).type == "status 404")
        }
    }

    @Test
    func
        `a picture that Z-API refuses says so, one whose answer was lost is sent once, one too large for the call says why`()
        async throws
    {
        try await Self.withZAPI { bench, zapi, conversation in
            zapi.fail("send-image", .error(status: 400, body: ["error": "Invalid image"]))
            let refused = try await bench.send(.photo, in: conversation)
            try await bench.deliver()
            #expect(try await bench.failure(of: refused) == ["bad_media", DeliveryFailure.badMedia.words.pt])

            zapi.fail("send-image", .acceptThenDrop)
            let lost = try await bench.send(.photo, in: conversation)
            for round in 0..<3 { try await bench.deliver(later: Double(round) * 4_000) }
            #expect(try await bench.standing(lost).hasPrefix("unknown/queued"))
            #expect(zapi.read { $0.sent.total } == 1)

            let large = try await bench.send(.picture(17 << 20), in: conversation)
            try await bench.deliver()
            #expect(try await bench.failure(of: large) == ["no_public_url", DeliveryFailure.badMedia.words.pt])
            #expect(zapi.read { $0.sent.total } == 1)
        }
    }

    // MARK: Whaticket

    private static func hear(_ bench: ShopBench, _ whaticket: WhaticketSimulator, _ account: UUID) async throws -> UUID
    {
        try await whaticket.receive(.text("oi"), from: "5511987654321", name: "Ana", as: .contract)
        try await bench.read()
        return try #require(try await bench.conversations(account).first)
    }

    @Test func `Whaticket gets a form with the bytes where our site is not public, for every member of the family`()
        async throws
    {
        for dialect in [WhaticketState.Dialect.community, .saas, .ticketz, .identified] {
            try await WhaticketJourneyTests.withShop(change: { $0.dialect = dialect }) { bench, whaticket, account in
                let conversation = try await Self.hear(bench, whaticket, account)
                for (file, words) in [(SampleFile.photo, "Olha só"), (.price, "a tabela {{name}}"), (.voice, "")] {
                    let message = try await bench.send(file, words, in: conversation)
                    try await bench.deliver()
                    #expect(try await bench.standing(message) == "accepted/sent - 1")
                    let sent = try #require(whaticket.read { $0.sent.last })
                    #expect(sent.files.map(\.bytes) == [file.bytes] && sent.files.map(\.mimeType) == [file.type])
                    #expect(sent.number == "5511987654321" && sent.mediaURL == nil)
                    #expect(sent.body.replacing("\u{2060}", with: "") == words)
                    if file.type == "application/pdf" { #expect(sent.files.map(\.name) == [file.name]) }
                }
                #expect(whaticket.read { $0.sent.total } == 3)
            }
        }
    }

    @Test func `Whaticket gets an address of a public site, with the kind of file it is`() async throws {
        let links = MediaLinks.pretend
        try await WhaticketJourneyTests.withShop(links: links) { bench, whaticket, account in
            let conversation = try await Self.hear(bench, whaticket, account)
            _ = try await bench.send(.photo, "Olha só", in: conversation)
            try await bench.deliver()
            let sent = try #require(whaticket.read { $0.sent.last })
            #expect(sent.mediaType == "image" && sent.body == "Olha só" && sent.files.isEmpty)
            let file = try await links.fetch(try #require(sent.mediaURL), from: bench.site)
            #expect(file.type == "image/jpeg" && file.bytes == SampleFile.photo.bytes)
        }
    }

    @Test func `a form whose answer was lost is not sent again, and a connection that is away is tried later`()
        async throws
    {
        try await WhaticketJourneyTests.withShop { bench, whaticket, account in
            let conversation = try await Self.hear(bench, whaticket, account)
            whaticket.change { $0.isConnected = false }
            let waiting = try await bench.send(.photo, in: conversation)
            try await bench.deliver()
            #expect(try await bench.standing(waiting).hasPrefix("pending/queued"))
            whaticket.change { $0.isConnected = true }
            try await bench.deliver(later: 100)
            #expect(try await bench.standing(waiting) == "accepted/sent - 2")
            whaticket.fail("send", .acceptThenDrop)
            let lost = try await bench.send(.price, in: conversation)
            for round in 0..<3 { try await bench.deliver(later: Double(round) * 4_000) }
            #expect(try await bench.standing(lost).hasPrefix("unknown/queued"))
            #expect(whaticket.read { $0.sent.total } == 2)
        }
    }

    // MARK: Before anything leaves

    @Test func `a program, and what is larger than the channel takes, is refused before it is a message`() async throws
    {
        try await Self.withZAPI { bench, zapi, conversation in
            for (file, code) in [(SampleFile.program, "file_dangerous"), (.picture(FileRules.limit), "body_too_large")]
            {
                let refused = await #expect(throws: Problem.self) { _ = try await bench.send(file, in: conversation) }
                #expect(refused?.code == code)
            }
            try await bench.deliver()
            #expect(zapi.read { $0.sent.total } == 0)
        }
    }
}
