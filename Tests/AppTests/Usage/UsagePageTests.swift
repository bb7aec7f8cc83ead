import Domain
import Foundation
import HTTPTypes
import HummingbirdTesting
import NIOCore
import Postgres
import TestSupport
import Testing
import Web

@testable import App

@Suite(.timeLimit(.minutes(5)))
struct UsagePageTests {
    private func spend(_ site: WholeSite, _ model: String, _ microUSD: Int64, unpriced: Int = 0) async throws {
        var call = UsageTally.Call(model: model, channel: "whatsapp", purpose: "answer")
        (call.calls, call.microUSD, call.unpriced) = (1, microUSD, unpriced)
        call.usage = TokenUsage(input: 1_234, output: 56)
        let statements = UsageTally(messages: 1, calls: [call]).statements(site.mine.tenant)
        try await site.shops.database.tenant(.service(site.mine.tenant)) { _ = try await $0.batch(statements) }
    }

    @Test func `a month shows its cost by day, model and channel, its cap and what it has used`() async throws {
        try await withWholeSite { site, _ in
            try await spend(site, "gpt-5-mini", 1_601)
            try await spend(site, "llama-9", 2_000_000, unpriced: 1)
            try await site.application().test(.router) { client in
                let saved = try await site.ask(
                    client, .post, "/settings/usage/budget", form: [("cap", "2,50"), ("when", "offline")])
                #expect(saved.status == .seeOther)
                let page = String(buffer: try await site.ask(client, .get, "/settings/usage").body)
                for text in [
                    "US$\u{a0}2,00", "gpt-5-mini", "US$\u{a0}0,001601", "WhatsApp", "80% usado", "llama-9", "1.234",
                ] {
                    #expect(page.contains(text), "\(text)")
                }
                #expect(page.contains("<rect class=\"bar\""))
                #expect(page.contains("chip-warn"))
                let json = try JSON.parse(
                    Array(try await site.ask(client, .get, "/api/usage").body.readableBytesView))
                #expect(json["ai_usage_micro_usd"]?.int64 == 2_001_601)
                #expect(json["ai_usage_cents"]?.string == "200.1601")
                #expect(json["budget"]?["monthly_cap_micro_usd"]?.int64 == 2_500_000)
                #expect(json["budget"]?["when_spent"]?.string == "offline")
                #expect(json["slices"]?.array?.count == 2)
            }
        }
    }

    @Test func `what is no amount changes nothing and says why`() async throws {
        try await withWholeSite { site, _ in
            try await site.application().test(.router) { client in
                for cap in ["muito", "-5", "1e9"] {
                    let refused = try await site.ask(
                        client, .post, "/settings/usage/budget", form: [("cap", cap), ("when", "handoff")])
                    #expect(refused.status == .unprocessableContent)
                    #expect(String(buffer: refused.body).contains("valor em dólares"))
                }
                let report = try await site.shops.database.tenant(.service(site.mine.tenant)) {
                    try await Usage.report($0)
                }
                #expect(report.cap == nil)
                for json in [
                    #"{"monthly_cap_micro_usd":-1}"#, #"{"when_spent":"nunca"}"#, #"{"monthly_cap_micro_usd":"x"}"#,
                ] {
                    let refused = try await site.ask(client, .put, "/api/usage/budget", json: json)
                    #expect(refused.status == .unprocessableContent, "\(json)")
                }
                for month in ["2026-13", "x", "2026-1", "2026-01'--"] {
                    let address = "/api/usage?month=\(month.percentEncoded)"
                    #expect(try await site.ask(client, .get, address).status == .unprocessableContent)
                    #expect(
                        try await site.ask(client, .get, "/settings/usage?month=\(month.percentEncoded)").status == .ok)
                }
            }
        }
    }

    @Test func `owners write prices, by page and by API, and take them away`() async throws {
        try await withWholeSite { site, _ in
            try await site.application().test(.router) { client in
                let price = [
                    ("model", "gpt-5"), ("valid_from", "2026-01-01"), ("input", "1,25"), ("cached", "0,125"),
                    ("output", "10"),
                ]
                #expect(try await site.ask(client, .post, "/settings/usage/prices", form: price).status == .seeOther)
                let page = String(buffer: try await site.ask(client, .get, "/settings/usage/prices").body)
                #expect(page.contains("<td class=\"num\">0,125</td>"))
                let set = try await site.ask(
                    client, .put, "/api/usage/prices",
                    json:
                        #"{"model":"o9","valid_from":"2026-02-01","input_per_million":"2","output_per_million":"0.003"}"#
                )
                #expect(set.status == .ok)
                let listed = String(buffer: try await site.ask(client, .get, "/api/usage/prices").body)
                #expect(listed.contains(#""model":"o9","output_per_million":"0.003","own":true"#))
                let bad = try await site.ask(
                    client, .post, "/settings/usage/prices",
                    form: [("model", "x"), ("valid_from", "2026-01-01"), ("input", "caro"), ("output", "1")])
                #expect(bad.status == .unprocessableContent && String(buffer: bad.body).contains("value=\"caro\""))
                for (path, status) in [
                    ("model=gpt-5&valid_from=2026-01-01", 204), ("model=gpt-5&valid_from=2026-01-01", 404),
                    ("model=gpt-5&valid_from=x", 404),
                ] {
                    #expect(try await site.ask(client, .delete, "/api/usage/prices?\(path)").status.code == status)
                }
                let gone = try await site.ask(
                    client, .post, "/settings/usage/prices/remove",
                    form: [("model", "o9"), ("valid_from", "2026-02-01")])
                #expect(gone.status == .seeOther)
            }
        }
    }

    @Test func `an admin sees the usage and no prices page, an agent neither`() async throws {
        try await withWholeSite { site, _ in
            for (role, usage, prices) in [(Role.admin, 200, 403), (.agent, 403, 403)] {
                let (shop, joana) = (site.mine.tenant, site.mine.person)
                try await site.shops.database.system("test") {
                    try await Accounts.setRole(role, of: joana, in: shop, transaction: $0)
                }
                try await site.application().test(.router) { client in
                    let first = try await site.ask(client, .get, "/settings/usage")
                    let second = try await site.ask(client, .get, "/settings/usage/prices")
                    #expect(first.status.code == usage && second.status.code == prices)
                }
            }
        }
    }

    @Test func `months are counted across years`() {
        #expect(UsagePage.month("2026-01", plus: -1) == "2025-12")
        #expect(UsagePage.month("2026-12", plus: 1) == "2027-01")
        #expect(UsagePage.month("2026-09", plus: 1) == "2026-10")
    }
}
