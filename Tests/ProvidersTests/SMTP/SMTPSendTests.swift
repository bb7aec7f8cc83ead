import Foundation
import Simulators
import Testing
import TestSupport

@testable import Domain
@testable import Providers

struct SMTPSendTests {
    static func email(_ text: String = "Olá, Ana.\n.linha com ponto\n..dois\nfim") -> OutboundEmail {
        OutboundEmail(
            from: MailSimulation.shop, to: [.init(name: "Ana", address: "ana@example.com")], subject: "Pedido nº 12",
            text: text,
            messageID: "0198@loja.com.br", date: Date(timeIntervalSince1970: 1_795_222_800))
    }

    private func disposition(_ client: SMTP.Client) async -> ProviderError? {
        do {
            _ = try await client.send(Self.email())
            return nil
        } catch {
            return error
        }
    }

    @Test(
        "a mail arrives as it was written, over both kinds of encryption and both ways to sign in",
        arguments: [
            (SMTPSink.Security.implicit, "PLAIN"), (.startTLS, "PLAIN"), (.startTLS, "LOGIN"), (.implicit, "LOGIN"),
        ])
    func arrives(security: SMTPSink.Security, mechanism: String) async throws {
        try await MailSimulation.smtp(security) { sink, client in
            sink.world.change { $0.mechanisms = [mechanism] }
            let receipt = try await client.send(Self.email())
            #expect(receipt == .init(externalID: "0198@loja.com.br", refused: []))
            let letter = try #require(sink.world.read { $0.letters.last })
            #expect(
                letter.isEncrypted && letter.user == "loja" && letter.from == "sac@loja.com.br"
                    && letter.to == ["ana@example.com"])
            #expect(letter.message.text == Self.email().text && letter.message.subject == "Pedido nº 12")
            let built = try MIMEBuilder.build(Self.email())
            #expect(letter.content == built)
        }
    }

    @Test("a megabyte with a dot in every line arrives byte for byte")
    func large() async throws {
        let text = String(repeating: ".x\n", count: 300_000) + "fim"
        try await MailSimulation.smtp { sink, client in
            _ = try await client.send(Self.email(text))
            let built = try MIMEBuilder.build(Self.email(text))
            #expect(sink.world.read { $0.letters.last }?.content == built)
        }
    }

    static let refusals: [(String, SMTPSink.Fault.Kind, String, ProviderError.Disposition)] = [
        ("CONNECT", .reply("554 5.3.2 No service"), "5.3.2", .permanent),
        ("CONNECT", .drop, "connection_closed", .retry(after: nil)),
        ("MAIL", .reply("451 4.3.0 Try later"), "4.3.0", .retry(after: nil)),
        ("MAIL", .reply("421 closing"), "smtp_421", .retry(after: .seconds(60))),
        ("RCPT", .reply("550 5.7.1 Policy"), "5.7.1", .permanent),
        ("RCPT", .reply("452 4.2.2 Full"), "4.2.2", .retry(after: nil)),
        ("DATA", .drop, "connection_closed", .retry(after: nil)),
        (".", .reply("552 5.3.4 Too big"), "5.3.4", .permanent),
        (".", .reply("451 4.7.1 Greylisted"), "4.7.1", .retry(after: nil)), (".", .drop, "connection_closed", .unknown),
        (".", .acceptThenDrop, "connection_closed", .unknown), (".", .silence, "timeout", .unknown),
        ("MAIL", .silence, "timeout", .retry(after: nil)),
        ("AUTH", .reply("535 5.7.8 Bad credentials"), "5.7.8", .reauth),
        ("AUTH", .reply("454 4.7.0 Temporary"), "4.7.0", .retry(after: nil)),
        ("MAIL", .reply("nonsense"), "not_smtp", .retry(after: nil)),
    ]

    @Test("what the server says, or does not say, decides what may be done next", arguments: refusals.indices)
    func refused(index: Int) async throws {
        let (command, kind, code, expected) = Self.refusals[index]
        // Short only where silence is waited out: a busy machine must not make a silence of its own.
        let isSilent = if case .silence = kind { true } else { false }
        try await MailSimulation.smtp(
            .startTLS,
            { server in
                guard isSilent else { return }
                if command == "." {
                    server.timeouts.acceptance = .milliseconds(400)
                } else {
                    server.timeouts.command = .seconds(2)
                }
            }
        ) { sink, client in
            sink.fail(command, kind)
            let error = await disposition(client)
            #expect(
                error?.disposition == expected && error?.fault.code == code,
                "\(command) \(kind): \(String(describing: error))")
        }
    }

    @Test("of several recipients the good ones get the mail, and the others are named")
    func partly() async throws {
        try await MailSimulation.smtp { sink, client in
            sink.world.change { $0.unknown = ["bia@example.com"] }
            var email = Self.email()
            email.bcc = [.init(address: "bia@example.com")]
            let receipt = try await client.send(email)
            #expect(receipt.refused == [.init(address: "bia@example.com", code: "5.1.1")])
            let letter = try #require(sink.world.read { $0.letters.last })
            #expect(letter.to == ["ana@example.com"])
            #expect(!String(decoding: letter.content, as: UTF8.self).contains("bia@"))
        }
    }

    @Test("a certificate nobody vouches for, or a server without encryption, gets no password")
    func untrusted() async throws {
        try await MailSimulation.smtp(.startTLS, { $0.trustedRoots = nil }) { sink, client in
            #expect(await disposition(client)?.fault.code == "tls_failed")
            #expect(sink.world.read { !$0.commands.contains { $0.hasPrefix("AUTH") } })
        }
        try await MailSimulation.smtp(.none, { $0.security = .startTLS }) { sink, client in
            #expect(await disposition(client)?.fault.code == "starttls_unavailable")
            #expect(sink.world.read { !$0.commands.contains { $0.hasPrefix("AUTH") } })
        }
        try await MailSimulation.smtp(.none) { _, client in
            #expect(await disposition(client)?.fault.code == "password_needs_tls")
        }
    }

    @Test("bytes slipped in front of the encryption end the connection")
    func injection() async throws {
        try await MailSimulation.smtp { sink, client in
            sink.fail("STARTTLS", .extra("220 go ahead\r\n250 injected\r\n"))
            #expect(await disposition(client)?.fault.code == "starttls_injection")
        }
    }

    @Test("a host inside a private network is refused unless the operator allows it")
    func privateHost() async throws {
        try await MailSimulation.smtp(.startTLS, { $0.allowsPrivateHost = false }) { sink, client in
            #expect(await disposition(client)?.fault.code == "private_address")
            #expect(sink.world.read { $0.commands.total } == 0)
        }
    }

    @Test("a mail larger than the server takes is not begun")
    func tooLarge() async throws {
        try await MailSimulation.smtp { sink, client in
            sink.world.change { $0.sizeLimit = 100 }
            #expect(await disposition(client)?.fault.code == "too_large")
            #expect(sink.world.read { !$0.commands.contains { $0.hasPrefix("MAIL") } })
        }
    }

    @Test("the test of a connection signs in and leaves")
    func test() async throws {
        try await MailSimulation.smtp { sink, client in
            let report = try await client.test()
            #expect(report == .init(sizeLimit: 26_214_400, isAuthenticated: true))
            #expect(sink.world.read { $0.letters.total } == 0)
        }
    }
}
