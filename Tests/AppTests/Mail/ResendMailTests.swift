import Domain
import Foundation
import Postgres
import Simulators
import Testing

@testable import App

@Suite(.timeLimit(.minutes(5))) struct ResendMailTests {
    static let ana = "Ana Souza <ana@example.com>"

    @Test(
        "a conversation both ways: words and file come in, the answer is a reply with ticks, the answer to that comes back"
    )
    func bothWays() async throws {
        try await MailBench.run { bench in
            let heard = try await bench.resend.write(
                from: Self.ana, to: "sac@loja.com.br", subject: "Pedido 1001", text: "Onde está?",
                files: [.init(name: "nota.pdf", type: "application/pdf", data: Array("%PDF-1.4".utf8))])
            #expect(heard.status == 200)
            try await bench.work()
            let first = try await bench.lines()
            #expect(first.map(\.text) == ["Onde está?", ""] && first.map(\.part) == [0, 1])
            #expect(first.allSatisfy { $0.subject == "Pedido 1001" && $0.sender == "Ana Souza" })
            #expect(Set(first.map(\.conversation)).count == 1)
            #expect(try await bench.count("media_files", "state = 'here' AND byte_size = 8") == 1)

            let message = try await bench.say("Sai hoje.", in: first[0].conversation)
            try await bench.work()
            let sent = try #require(bench.sent.last)
            #expect(sent.subject == "Re: Pedido 1001" && sent.to == ["ana@example.com"] && sent.text == "Sai hoje.")
            #expect(sent.header("In-Reply-To") == "<\(heard.messageID)>")
            #expect(sent.header("References") == "<\(heard.messageID)>" && sent.header("Auto-Submitted") == nil)
            #expect(sent.body["html"]?.string?.contains("<p style=\"margin:0 0 1em\">Sai hoje.</p>") == true)
            let back = try #require(sent.body["reply_to"]?.string)
            #expect(back.contains("sac+") && back.hasSuffix("@loja.com.br>"))
            #expect(try await bench.standing(message).description == "accepted/sent \(sent.id) - - attempts=1")
            for event in ["email.delivered", "email.sent"] {
                #expect(try await bench.resend.postEvent(event, for: sent.id) == 200)
            }
            try await bench.work()
            #expect(try await bench.standing(message).delivery == "delivered")

            // From another mailbox, with another subject: the reply address alone says where it belongs.
            try await bench.resend.write(
                from: "ana@trabalho.example", to: "", subject: "Obrigada", text: "Valeu!", answering: sent)
            try await bench.work()
            let last = try #require(try await bench.lines().last)
            #expect(last.conversation == first[0].conversation && last.text == "Valeu!")
            #expect(try await bench.count("contacts") == 1)
        }
    }

    @Test("ten redeliveries, and the same mail by another webhook, are one message")
    func redeliveries() async throws {
        try await MailBench.run { bench in
            try await bench.resend.write(from: Self.ana, to: "sac@loja.com.br", subject: "Oi", text: "Oi")
            for _ in 0..<5 { #expect(try await bench.resend.redeliverLast() == 200) }
            try await bench.work()
            for _ in 0..<4 { #expect(try await bench.resend.redeliverLast() == 200) }
            let mail = try #require(bench.resend.world.read { Array($0.received).last })
            #expect(try await bench.resend.post("email.received", ResendSimulator.notice(mail)) == 200)
            try await bench.work()
            #expect(try await bench.lines().map(\.text) == ["Oi"])
            #expect(try await bench.count("webhook_events", "deliveries = 10") == 1)
        }
    }

    @Test("only what Resend signed with the channel's own secret comes in, also by the old address")
    func signatures() async throws {
        try await MailBench.run { bench in
            let body = Array(
                #"{"type":"email.received","created_at":"2026-11-21T10:00:00Z","data":{"email_id":"x","to":["sac@loja.com.br"]}}"#
                    .utf8)
            let path = "/webhooks/resend/\(MailBench.resendHook)"
            let json = "application/json"
            let unsigned = try await bench.post(body, to: path, type: json)
            #expect(unsigned == 401)
            let stale = bench.resend.signature(of: body, at: Date(timeIntervalSinceNow: -600))
            #expect(try await bench.post(body, to: path, type: json, headers: stale) == 401)
            let good = bench.resend.signature(of: body)
            #expect(try await bench.post(body + [0x20], to: path, type: json, headers: good) == 401)
            #expect(
                try await bench.post(body, to: "/webhooks/resend/another-secret-of-nobody", type: json, headers: good)
                    == 404)
            let old = "/functions/v1/support-email-inbound"
            #expect(try await bench.post(body, to: old, type: json, headers: stale) == 401)
            #expect(try await bench.post(body, to: old, type: json) == 404)
            #expect(try await bench.count("webhook_events") == 0)
            #expect(try await bench.post(body, to: path, type: json, headers: good) == 200)
            #expect(try await bench.post(body, to: old, type: json, headers: good) == 200)
            #expect(try await bench.count("webhook_events", "deliveries = 2") == 1)
        }
    }

    @Test("content that is a moment late, an outage, a limit and a revoked key are waited for; nothing is lost")
    func patience() async throws {
        try await MailBench.run { bench in
            bench.resend.world.change { $0.missesBeforeContent = 2 }
            try await bench.resend.write(from: Self.ana, to: "sac@loja.com.br", subject: "Oi", text: "Cheguei")
            for round in 0..<4 { try await bench.work(later: Double(round) * 60) }
            #expect(try await bench.lines().map(\.text) == ["Cheguei"])

            bench.resend.fail(.error(status: 500, name: "internal_server_error"))
            bench.resend.fail(.error(status: 429, name: "rate_limit_exceeded", retryAfter: 30))
            bench.resend.world.change { $0.apiKey = "re_another" }
            try await bench.resend.write(from: Self.ana, to: "sac@loja.com.br", subject: "Oi", text: "Ainda aqui")
            for round in 1..<5 { try await bench.work(later: Double(round) * 120) }
            #expect(try await bench.lines().count == 1)
            #expect(try await bench.count("channel_accounts", "connection_status = 'needs_reauth'") == 1)
            try await bench.fixture.channels.replaceSecrets(
                [.apiToken: "re_another"], of: bench.resendAccount, as: bench.fixture.owner(0))
            for round in 5..<8 { try await bench.work(later: Double(round) * 600) }
            #expect(try await bench.lines().map(\.text) == ["Cheguei", "Ainda aqui"])
        }
    }

    @Test("a mail whose words are gone for good is shown with its subject, marked, and left to a person")
    func contentGone() async throws {
        try await MailBench.run { bench in
            try await bench.database.tenant(bench.fixture.owner(0)) {
                _ = try await $0.execute(
                    "UPDATE ai_support_config SET is_enabled = true WHERE tenant_id = \($0.tenant)")
            }
            bench.resend.world.change { $0.missesBeforeContent = 100 }
            try await bench.resend.write(from: Self.ana, to: "sac@loja.com.br", subject: "Urgente", text: "?")
            for round in 0..<12 { try await bench.work(later: Double(round) * 4_000) }
            let line = try #require(try await bench.lines().first)
            #expect(line.text == "Urgente" && line.status == "new")
            #expect(line.payload?["email"]?["incomplete"]?.bool == true)
            #expect(try await bench.count("webhook_events", "item_errors::text LIKE '%content_not_available%'") == 1)
        }
    }

    @Test("one damaged event among good ones is kept with its reason and hinders none")
    func poisoned() async throws {
        try await MailBench.run { bench in
            let good = bench.resend
            let odd = try await good.post("email.received", ["email_id": 7, "from": "x", "to": 9])
            #expect(odd == 200)
            #expect(try await good.post("email.delivered", ["to": "a"]) == 200)
            try await good.write(from: Self.ana, to: "sac@loja.com.br", subject: "Oi", text: "Cheguei")
            for round in 0..<3 { try await bench.work(later: Double(round) * 4_000) }
            #expect(try await bench.lines().map(\.text) == ["Cheguei"])
            #expect(try await bench.count("webhook_events", "state = 'failed'") == 1)
        }
    }

    @Test("mail for another mailbox of the shop, told by this one's webhook, goes there; another shop's never comes in")
    func mailboxes() async throws {
        try await MailBench.run { bench in
            let channels = bench.fixture.channels
            func box(_ address: String, _ shop: Int, _ hook: String) async throws -> UUID {
                try await channels.connect(
                    NewChannel(
                        channelType: .email, provider: .resend, name: "x", address: address,
                        baseURL: try await bench.resend.baseURL, secrets: [.apiToken: "re_simulated"],
                        hookSecret: hook), as: bench.fixture.owner(shop))
            }
            let sales = try await box("vendas@loja.com.br", 0, "a-secret-address-of-sales-00001")
            _ = try await box("sac@outra.com.br", 1, "a-secret-address-of-another-001")
            for to in ["vendas@loja.com.br", "sac@outra.com.br", "qualquer@loja.com.br"] {
                try await bench.resend.write(from: Self.ana, to: to, subject: to, text: "para \(to)")
            }
            try await bench.work()
            let (mine, account) = (try await bench.lines(), bench.resendAccount)
            #expect(Set(mine.map(\.text)) == ["para vendas@loja.com.br", "para qualquer@loja.com.br"])
            #expect(try await bench.count("messages", "account_id = '\(sales)'") == 1)
            #expect(try await bench.count("messages", "account_id = '\(account)'") == 1)
            #expect(try await bench.lines(bench.fixture.shops[1].id).isEmpty)
        }
    }
}
