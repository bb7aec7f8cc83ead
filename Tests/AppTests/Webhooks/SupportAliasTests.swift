import Domain
import Foundation
import Providers
import Simulators
import Testing

@testable import App

/// The old paths: the same doors with the same locks.
@Suite(.timeLimit(.minutes(5)))
struct SupportAliasTests {
    private static let secret = "a-long-secret-of-this-account-alone"
    private static let path = "/functions/v1/support-webhook"

    private static func zapi(_ id: String) -> [UInt8] {
        Array(
            """
            {"type":"ReceivedCallback","instanceId":"INST1","messageId":"\(id)","phone":"5511987654321","fromMe":false,
             "isGroup":false,"momment":1790000000000,"status":"RECEIVED","senderName":"Ana","text":{"message":"oi \(id)"}}
            """.utf8)
    }

    @Test func `Z-API's old address takes what comes with the account's secret, and nothing without it`() async throws {
        try await ShopBench.run(with: ZAPISimulator(logger: ShopBench.quiet)) { bench in
            let account = try await bench.channels.connect(
                NewChannel(
                    channelType: .whatsapp, provider: .zapi, name: "Loja", address: "INST1", secrets: [.apiToken: "T"],
                    hookSecret: Self.secret), as: bench.fixture.owner(0))
            func post(_ id: String, _ query: String) async throws -> ShopBench.Answer {
                try await ShopBench.post(
                    Self.zapi(id), to: bench.site + Self.path + query, [("Content-Type", "application/json")])
            }
            let good = try await post("M1", "?channel=whatsapp&secret=\(Self.secret)")
            #expect(good.status == 200 && good.body == #"{"success":true}"#)
            #expect(try await post("M2", "?secret=\(Self.secret)").status == 200)
            #expect(try await post("M3", "?channel=whatsapp&tenant=\(bench.tenant)").status == 401)
            #expect(try await post("M4", "?channel=whatsapp&secret=\(Self.secret)x").status == 404)
            #expect(try await post("M5", "?channel=email&secret=\(Self.secret)").status == 400)
            try await bench.read()
            #expect(try await bench.story(account) == ["inbound oi M1", "inbound oi M2"])
        }
    }

    @Test(arguments: ["?channel=facebook_messenger", "?channel=instagram_dm", "?channel=whatsapp"])
    func `Meta's products are taken there when their app has signed`(query: String) async throws {
        try await ShopBench.run(with: ZAPISimulator(logger: ShopBench.quiet)) { bench in
            let account = try await bench.channels.connect(
                NewChannel(
                    channelType: .whatsapp, provider: .meta, name: "Loja", address: "100200300",
                    secrets: [.accessToken: "t", .appSecret: "one", .verifyToken: "v0"]), as: bench.fixture.owner(0))
            let body = MetaBody.message("wamid.1", "oi")
            func post(_ secret: String) async throws -> Int {
                try await ShopBench.post(
                    body, to: bench.site + Self.path + query,
                    [("X-Hub-Signature-256", MetaBody.signature(body, secret: secret))]
                ).status
            }
            #expect(try await post("two") == 401)
            #expect(try await post("one") == 200)
            try await bench.read()
            #expect(try await bench.story(account) == ["inbound oi"])
        }
    }
}
