import Foundation
import Simulators
import Testing
import TestSupport

@testable import Domain
@testable import Providers

struct ResendSendTests {
    static func message(
        _ text: String = "Chegou?", reference: String = "0198", details: [(String, JSON?)] = [("subject", "Pedido 12")]
    ) -> OutboundMessage {
        let content = OutboundContent(type: "text", text: text, payload: ["email": .object(details)])
        return OutboundMessage(
            to: IdentityClaim(kind: .email, value: "ana@example.com", matchKey: "ana@example.com"), content: content,
            reference: reference)
    }

    @Test("a mail goes out with subject, chain, reply address and files")
    func send() async throws {
        try await MailSimulation.resend { resend, client in
            let conversation = UUID()
            var message = Self.message(details: [
                ("subject", "RES: Pedido 12"), ("conversation", JSON(conversation.uuidString)),
                ("references", ["c0@example.com"]),
            ])
            message.replyTo = "c1@example.com"
            let receipt = try await client.send(
                message, attachments: [.init(fileName: "nota.pdf", type: "application/pdf", data: [1, 2, 3])])
            let sent = try #require(resend.world.read { $0.sent.last })
            #expect(sent.id == receipt.externalID)
            #expect(sent.subject == "Re: Pedido 12")
            #expect(sent.header("In-Reply-To") == "<c1@example.com>")
            #expect(sent.header("References") == "<c0@example.com> <c1@example.com>")
            let replyTo = try #require(sent.body["reply_to"]?.string.flatMap { EmailAddress.list($0).first?.address })
            #expect(ReplyToken(secret: MailSimulation.secret)?.conversation(in: [replyTo]) == conversation)
            #expect(sent.body["attachments"]?[0]?["content"]?.string == "AQID")
            #expect(sent.body["tags"]?[0]?["value"]?.string == "0198")
        }
    }

    @Test("the same message sent again is sent once, also after the answer was lost")
    func idempotent() async throws {
        try await MailSimulation.resend { resend, client in
            resend.fail(.acceptThenDrop)
            await #expect(
                throws: ProviderError.unavailable(
                    .init(code: "connection_closed", title: "The connection was closed"), retryAfter: nil)
            ) {
                _ = try await client.send(Self.message())
            }
            let receipt = try await client.send(Self.message())
            #expect(resend.world.read { $0.sent.total } == 1)
            #expect(resend.world.read { $0.sent.last?.id } == receipt.externalID)
            await #expect(throws: ProviderError.self) { _ = try await client.send(Self.message("Outra coisa")) }
        }
    }

    static let refusals: [(ResendState.Fault, ProviderError.Disposition)] = [
        (.error(status: 429, name: "rate_limit_exceeded", retryAfter: 7), .retry(after: .seconds(7))),
        (.error(status: 429, name: "daily_quota_exceeded"), .retry(after: .seconds(3_600))),
        (.error(status: 500, name: "application_error"), .retry(after: nil)),
        (.error(status: 422, name: "validation_error"), .permanent),
        (.error(status: 409, name: "concurrent_idempotent_requests"), .retry(after: .seconds(2))),
        (.error(status: 409, name: "invalid_idempotent_request"), .permanent),
        (.error(status: 403, name: "invalid_api_key"), .reauth),
        (.error(status: 403, name: "validation_error"), .reauth), (.drop, .retry(after: nil)),
    ]

    @Test("each refusal says what may be done next", arguments: refusals.indices)
    func refused(index: Int) async throws {
        let (fault, disposition) = Self.refusals[index]
        try await MailSimulation.resend { resend, client in
            resend.fail(fault)
            do {
                _ = try await client.send(Self.message())
                Issue.record("not refused")
            } catch {
                #expect((error as? ProviderError)?.disposition == disposition)
            }
        }
    }

    @Test("the test of a key tells its domains, or that it may only send, or that it is no good")
    func test() async throws {
        try await MailSimulation.resend { resend, client in
            let full = try await client.test()
            #expect(full == .init(isSendingOnly: false, domains: [.init(name: "loja.com.br", isVerified: true)]))
            resend.world.change { $0.isSendingOnly = true }
            let restricted = try await client.test()
            #expect(restricted.isSendingOnly)
            resend.world.change { $0.apiKey = "re_other" }
            await #expect(throws: ProviderError.self) { _ = try await client.test() }
        }
    }

    @Test("a customer's answer comes back to the conversation, fetched with its file, however late its content is")
    func conversation() async throws {
        try await MailSimulation.resend { resend, client in
            let conversation = UUID()
            _ = try await client.send(
                Self.message(details: [("subject", "Pedido"), ("conversation", JSON(conversation.uuidString))]))
            let sent = try #require(resend.world.read { $0.sent.last })
            resend.world.change { $0.missesBeforeContent = 1 }
            let mail = try await resend.write(
                from: "Ana <ana@example.com>", to: "sac@loja.com.br", subject: "Re: Pedido",
                text: "Sim!\n\nEm 20/11/2026, Loja <sac@loja.com.br> escreveu:\n> Chegou?",
                files: [.init(name: "foto.jpg", type: "image/jpeg", data: [9, 8, 7])], answering: sent)
            do {
                _ = try await client.received(mail.id)
                Issue.record("the content is not there yet")
            } catch {
                #expect((error as? ProviderError)?.disposition == .retry(after: .seconds(5)))
            }
            let content = try await client.received(mail.id)
            let notice = JSON.object([("type", "email.received"), ("data", ["email_id": JSON(mail.id)])]).serialize()
            let webhook = Resend.parse(notice, contents: [mail.id: content], own: ["sac@loja.com.br"])
            let words = try webhook.message(mail.messageID)
            #expect(words.content == "Sim!" && words.email?.references.first == sent.messageID)
            #expect(
                ReplyToken(secret: MailSimulation.secret)?.conversation(in: words.email?.recipients ?? [])
                    == conversation)
            let media = try #require(webhook.messages.last?.attachment?.mediaID)
            let bytes = try await client.attachment(media)
            #expect(bytes == [9, 8, 7])
            #expect(
                resend.transcript(with: "ana@example.com", of: "sac@loja.com.br").map(\.isFromShop) == [true, false])
        }
    }

    @Test("an id out of a webhook cannot lead a call elsewhere", arguments: ["../domains", "a/b/c", "", "a?b", "a b"])
    func badIDs(id: String) async throws {
        try await MailSimulation.resend { resend, client in
            await #expect(throws: ProviderError.self) { _ = try await client.received(id) }
            await #expect(throws: ProviderError.self) { _ = try await client.attachment("x/" + id + "/y") }
            #expect(resend.world.read { $0.calls.total } == 0)
        }
    }
}
