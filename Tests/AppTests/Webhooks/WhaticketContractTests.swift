import Domain
import Foundation
import Postgres
import Testing

@testable import App

/// `POST /webhook/whaticket` as its senders know it: the order of the checks, the words of the answers, the limits.
@Suite(.timeLimit(.minutes(5)))
struct WhaticketContractTests {
    /// Sends a call that is right but for `change`.
    private func expect(
        _ status: Int, _ bench: ShopBench, _ change: (inout WhaticketCall) -> Void = { _ in },
        at place: SourceLocation = #_sourceLocation
    ) async throws {
        let answer = try await WhaticketCall.with(change).send(to: bench)
        #expect(answer.status == status, "\(answer)", sourceLocation: place)
    }

    private func setToken(_ token: String, _ bench: ShopBench, _ account: UUID) async throws {
        try await bench.channels.replaceSecrets([.verifyToken: token], of: account, as: bench.fixture.owner(0))
    }

    @Test func `what is right is stored before it is queued, and every answer names the call`() async throws {
        try await WhaticketJourneyTests.withShop { bench, _, account in
            let stored = try await WhaticketCall.with { $0.more = [("X-Correlation-ID", "chamada-7")] }.send(to: bench)
            #expect(stored.status == 202 && stored.body == #"{"queued":true}"#)
            #expect(stored.headers["x-correlation-id"] == "chamada-7")
            #expect(
                stored.headers["x-content-type-options"] == "nosniff" && stored.headers["x-frame-options"] == "DENY")
            #expect(try await bench.events() == [.init(state: "pending", items: 0)])
            let headers = try await bench.rows("SELECT headers::text AS h FROM webhook_events") {
                try $0("h") as String
            }
            #expect(headers.first?.contains("x_timestamp") == true && headers.first?.contains("ignature") == false)
            let refused = try await WhaticketCall.with {
                $0.secret = "outro"; $0.more = [("X-Correlation-ID", "a b")]
            }.send(to: bench)
            #expect(UUID(uuidString: refused.headers["x-correlation-id"] ?? "") != nil)
            let large = try await WhaticketCall.with { $0.body = [UInt8](repeating: 0x20, count: 3 << 20 | 1) }.send(
                to: bench)
            #expect(large.status == 413 && large.headers["x-correlation-id"] != nil)
        }
    }

    @Test func `signature, token, payload, shop: the first that fails answers`() async throws {
        try await WhaticketJourneyTests.withShop { bench, _, account in
            try await setToken("palavra", bench, account)
            let wrong = Array("{".utf8)
            let steps: [(WhaticketCall, Int, String)] = [
                (
                    WhaticketCall.with {
                        $0.secret = "outro"; $0.token = "x"; $0.body = wrong; $0.company = "ninguem.com"
                    }, 401,
                    #"{"error":"invalid signature"}"#
                ),
                (
                    WhaticketCall.with {
                        $0.token = "x"; $0.body = wrong; $0.company = "ninguem.com"
                    }, 401, #"{"error":"invalid token"}"#
                ),
                (WhaticketCall.with { $0.body = wrong }, 401, #"{"error":"invalid token"}"#),
                (
                    WhaticketCall.with {
                        $0.token = "palavra"; $0.body = wrong; $0.company = "ninguem.com"
                    }, 400, "invalid payload"
                ),
                (
                    WhaticketCall.with {
                        $0.token = "palavra"; $0.company = "ninguem.com"
                    }, 404, #"{"error":"company_not_found"}"#
                ),
                (WhaticketCall.with { $0.token = "palavra" }, 202, #"{"queued":true}"#),
            ]
            for (call, status, words) in steps {
                let answer = try await call.send(to: bench)
                #expect(answer.status == status && answer.body.contains(words), "\(answer)")
                #expect(answer.type == "application/json")
            }
            #expect(try await bench.events().count == 1)
        }
    }

    @Test(
        arguments: [
            WhaticketCall.with { $0.time = "" }, WhaticketCall.with { $0.signature = "" },
            WhaticketCall.with { $0.time = "nan" }, WhaticketCall.with { $0.time = "1e400" },
            WhaticketCall.with { $0.time = "\(Int(Date().timeIntervalSince1970) - 302)" },
            WhaticketCall.with { $0.time = "\(Int(Date().timeIntervalSince1970) + 600)" },
            WhaticketCall.with { $0.signature = String(repeating: "0", count: 64) },
            WhaticketCall.with { $0.signature = "é" },
            WhaticketCall.with { $0.signedTime = "0" }, WhaticketCall.with { $0.secret = "" + "x" },
        ])
    func `a time or a signature that is not right is 401`(call: WhaticketCall) async throws {
        try await WhaticketJourneyTests.withShop { bench, _, _ in
            let answer = try await call.send(to: bench)
            #expect(answer.status == 401 && answer.body == #"{"error":"invalid signature"}"#)
            #expect(try await bench.events().isEmpty)
        }
    }

    @Test func `a fractional time is cut before it is signed`() async throws {
        try await WhaticketJourneyTests.withShop { bench, _, _ in
            let now = Int(Date().timeIntervalSince1970)
            try await expect(202, bench) { $0.time = "\(now).75" }
            try await expect(202, bench) { $0.time = "\(now)" }
            #expect(try await bench.events().map(\.deliveries) == [2])
        }
    }

    @Test(
        arguments: [
            "", "{", "[]", "7", "null", #"{"number":5511987654321,"message":{"conversation":"oi"}}"#,
            #"{"message":{"conversation":"oi"}}"#, #"{"key":null,"contact":"x","ticket":[],"message":"oi"}"#,
            #"{"text":"oi","kind":"text"}"#, String(repeating: "[", count: 2_000), "{\"number\":\"\u{0}\"}",
        ])
    func `a body that says nothing of anybody is 400, whatever it is`(body: String) async throws {
        try await WhaticketJourneyTests.withShop { bench, _, _ in
            let answer = try await WhaticketCall.with { $0.body = Array(body.utf8) }.send(to: bench)
            #expect(answer.status == 400 && answer.body.hasPrefix(#"{"details":""#), "\(answer)")
            #expect(answer.body.hasSuffix(#""error":"invalid payload"}"#))
        }
    }

    @Test func `bytes that are no text are 400 as well`() async throws {
        try await WhaticketJourneyTests.withShop { bench, _, _ in
            let body =
                Array(#"{"number":"5511987654321","message":{"conversation":""#.utf8) + [0xFF, 0xC3]
                + Array("\"}}".utf8)
            try await expect(400, bench) { $0.body = body }
        }
    }

    @Test(arguments: [
        "LOJA.com.br", " loja.com.br ", "https://loja.com.br/painel", "http://loja.com.br", "loja.com.br:8443",
        "https://LOJA.COM.BR:8443/x",
    ])
    func `a shop is known by its domain, however that is written`(company: String) async throws {
        try await WhaticketJourneyTests.withShop { bench, _, _ in
            try await expect(202, bench) { $0.company = company }
        }
    }

    @Test func `without the header the host that was called names the shop`() async throws {
        try await WhaticketJourneyTests.withShop { bench, _, _ in
            try await expect(404, bench) { $0.company = nil }
            let answer = try await WhaticketCall.with {
                $0.company = nil; $0.more = [("Host", "loja.com.br")]
            }.send(to: bench)
            #expect(answer.status == 202)
        }
    }

    @Test
    func `one shop's secret does not open another shop, and only who knows a secret hears that a shop is unknown`()
        async throws
    {
        try await WhaticketJourneyTests.withShop { bench, _, _ in
            _ = try await bench.channels.connect(
                NewChannel(
                    channelType: .whatsapp, provider: .whaticket, name: "B", address: "outra.com.br",
                    settings: ["api_url": "https://whaticket.example.com"],
                    secrets: [.apiToken: "t", .webhookSecret: "segredo-da-outra"]), as: bench.fixture.owner(0))
            try await expect(401, bench) { $0.company = "outra.com.br" }
            try await expect(202, bench) {
                $0.company = "outra.com.br"; $0.secret = "segredo-da-outra"
            }
            try await expect(404, bench) { $0.company = "ninguem.com.br" }
            try await expect(401, bench) {
                $0.company = "ninguem.com.br"; $0.secret = "de ninguém"
            }
        }
    }

    @Test func `a number that writes too often is refused, and stays so while it keeps trying`() async throws {
        var limits = WebhookLimits()
        limits.perNumber = 3
        try await WhaticketJourneyTests.withShop(limits: limits) { bench, _, _ in
            func write(_ number: String) async throws -> ShopBench.Answer {
                try await WhaticketCall.with {
                    $0.body = Array(#"{"message":"oi","number":"\#(number)"}"#.utf8)
                }.send(to: bench)
            }
            for _ in 0..<3 { #expect(try await write("5511987654321").status == 202) }
            let refused = try await write("5511987654321")
            #expect(refused.status == 429 && refused.body == #"{"error":"too_many_requests_number"}"#)
            #expect(Int(refused.headers["retry-after"] ?? "").map { (1...60).contains($0) } == true)
            // However the number is written it is the same; another one is not.
            #expect(try await write("+55 (11) 98765-4321").status == 429)
            #expect(try await write("5511912345678").status == 202)
        }
    }

    @Test func `an address that calls too often is refused before any number is counted`() async throws {
        var limits = WebhookLimits()
        limits.perAddress = 2
        limits.perNumber = 2
        try await WhaticketJourneyTests.withShop(limits: limits) { bench, _, _ in
            for _ in 0..<2 { try await expect(202, bench) }
            let refused = try await WhaticketCall().send(to: bench)
            #expect(refused.status == 429 && refused.body == #"{"error":"too_many_requests_ip"}"#)
            // Who cannot sign is not counted at all: strangers shut nobody out.
            try await expect(401, bench) { $0.secret = "x" }
        }
    }
}
