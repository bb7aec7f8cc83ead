import Domain
import Foundation
import HTTPTypes
import HummingbirdTesting
import Postgres
import Simulators
import TestSupport
import HTTPTypes
import HummingbirdTesting
import Simulators
import Testing
import Web

@testable import App

/// A conversation over each channel as a browser has it: the customer writes on the simulator's page, an agent answers in the inbox,
/// the customer reads it, and the tick says so.
@Suite(.timeLimit(.minutes(5)))
struct ChannelJourneyTests {
    /// How far each provider's reports take a message of ours.
    private static let ends: [ChannelKind: String] = [
        .metaWhatsApp: "read", .zapi: "read", .whaticket: "sent", .instagram: "read", .messenger: "read",
        .resend: "delivered", .twilio: "delivered", .zenvia: "read",
    ]

    @Test func `every channel of the demo goes both ways, with ticks`() async throws {
        try await DemoSite.run { site in
            #expect(Set(site.accounts.map(\.kind)) == Set(Self.ends.keys))
            for account in site.accounts {
                do {
                    try await Self.converse(on: account, site)
                } catch {
                    Issue.record(error, "\(account.kind.rawValue)")
                }
            }
        }
    }

    private static func converse(on account: PlayedAccount, _ site: DemoSite) async throws {
        let (agent, end) = (site.agent, ends[account.kind] ?? "read")
        let start = try await agent.get("/simulator/\(account.id.lowercase)")
        let phone = try #require(start.headers[.location])
        #expect(try await agent.get(phone).text.contains("sim-channel"))
        if end != "sent" {
            let mode = end == "read" ? "read" : "delivered"
            #expect(try await agent.post("\(phone)/receipts", [("mode", mode)]).status == .seeOther)
        }
        let words = "Tem azul? \(account.kind.rawValue)"
        #expect(
            try await agent.post("\(phone)/send", [("text", words), ("subject", "Uma cor")]).status == .seeOther)
        let conversation: UUID = try await site.eventually("the conversation") {
            try await site.first(
                """
                SELECT v.id FROM conversations v JOIN messages m ON m.tenant_id = v.tenant_id AND m.conversation_id = v.id
                WHERE v.account_id = \(account.id) AND m.content = \(words)
                """)
        }
        let thread = "/support/\(conversation.lowercase)"
        #expect(try await agent.get(thread).text.contains(words))
        #expect(try await agent.post("\(thread)/takeover").status == .seeOther)
        let reply = "Tem sim, e chega amanhã."
        _ = try await agent.post(
            "\(thread)/messages", [("content", reply), ("client_key", UUID().uuidString.lowercased())])
        _ = try await site.eventually("our answer on the customer's screen") {
            try await agent.get("\(phone)/feed").text.contains(reply) ? true : nil
        }
        let state: String = try await site.eventually("delivery as far as \(end)") {
            let state: String? = try await site.first(
                "SELECT delivery_status FROM messages WHERE conversation_id = \(conversation) AND content = \(reply)")
            return state == end ? state : nil
        }
        #expect(try await agent.get(thread).text.contains("tick-\(state)"))
    }

    @Test func `every e-mail sent stands in the mailbox, and in no other shop's`() async throws {
        try await DemoSite.run { site in
            let mail = try #require(site.accounts.first { $0.kind == .resend })
            let line = try #require(
                site.providers.line(mail, PretendCustomer("Ana", email: "ana@correio.example")))
            #expect(try await site.agent.get("/simulator/mailbox").text.contains("Nenhum e-mail ainda"))
            site.providers.resend.change { state in
                state.send(from: "Ateliê <\(mail.address)>", to: "ana@correio.example", "Sua troca", "Tudo certo.")
                state.send(from: "x@outra.example", to: "ana@correio.example", "Segredo", "De outra loja.")
            }
            #expect(line.bubbles.map(\.subject) == ["Sua troca"])
            let page = try await site.agent.get("/simulator/mailbox").text
            #expect(page.contains("Sua troca") && page.contains("Tudo certo.") && !page.contains("Segredo"))
        }
    }
}
