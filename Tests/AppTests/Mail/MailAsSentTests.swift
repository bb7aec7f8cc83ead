import Domain
import Foundation
import HTTPTypes
import HummingbirdTesting
import Postgres
import Simulators
import TestSupport
import Testing
import Web

@testable import App

/// A mail as it was sent, for people who want to see it so.
@Suite(.timeLimit(.minutes(5)))
struct MailAsSentTests {
    private static let newsletter = """
        From: loja@fornecedor.example
        To: ajuda@loja.com.br
        Subject: Tabela
        Message-ID: <tabela@fornecedor.example>
        MIME-Version: 1.0
        Content-Type: multipart/alternative; boundary=b

        --b
        Content-Type: text/plain; charset=utf-8

        Veja a tabela.
        --b
        Content-Type: text/html; charset=utf-8

        <h1 onclick="x()">Tabela</h1><img src="https://t.example/p.gif"><script>alert(1)</script><table><tr><td>Azul</td></tr></table>
        --b--
        """

    @Test func `the HTML of a mail is kept with it, once, and of a plain one there is none`() async throws {
        try await MailBench.run { bench in
            try await bench.receive(Self.newsletter)
            try await bench.receive(Self.newsletter)
            try await bench.receive(SMTPMailTests.first)
            #expect(try await bench.count("mail_bodies") == 1)
            #expect(try await bench.count("mail_bodies", "html LIKE '%<td>Azul</td>%'") == 1)
            #expect(try await bench.lines().first?.text == "Veja a tabela.")
        }
    }

    @Test func `the bubble offers it in a frame that can do nothing, to people of the shop only`() async throws {
        try await withInbox { fixture in
            let id = try await fixture.conversation(channel: "email")
            let plain = try await fixture.message("só texto", in: id, age: 20)
            let message = try await fixture.message(
                "Veja a tabela.", in: id, payload: #"{"email":{"subject":"Tabela","from":"a@x.com","to":[]}}"#)
            try await fixture.database.system("test") { system in
                _ = try await system.execute(
                    """
                    INSERT INTO mail_bodies (tenant_id, message_id, html) VALUES (\(fixture.shop.value), \(message),
                      '<h1 onclick="x()">Tabela</h1><script>alert(1)</script><img src="https://t.example/p.gif">')
                    """)
            }
            let path = "/support/\(id.lowercase)/messages/\(message.lowercase)/mail"
            try await fixture.browse(as: "pedro") { viewer in
                let page = try await viewer.get("/support/\(id.lowercase)").text
                #expect(page.components(separatedBy: "<iframe").count == 2 && page.contains("src=\"\(path)\""))
                #expect(page.contains("sandbox=\"allow-popups allow-popups-to-escape-sandbox\""))
                let mail = try await viewer.get(path)
                #expect(mail.status == .ok && mail.text.contains("<body><h1>Tabela</h1></body>"))
                let policy = try #require(mail.headers[.contentSecurityPolicy])
                #expect(policy.contains("default-src 'none'") && policy.contains("sandbox allow-popups"))
                #expect(!policy.contains("allow-scripts") && !policy.contains("allow-same-origin"))
                #expect(HTTPField.Name("X-Frame-Options").flatMap { mail.headers[$0] } == "SAMEORIGIN")
                #expect(
                    try await viewer.get(path.replacing(message.lowercase, with: plain.lowercase)).status == .notFound)
            }
            try await fixture.browse(as: "olga") { stranger in
                let answer = try await stranger.get(path)
                #expect(answer.status == .notFound)
            }
            try await fixture.application().test(.router) { client in
                let answer = try await AgentClient(client).get(path)
                #expect(answer.status == .seeOther)
            }
        }
    }
}
