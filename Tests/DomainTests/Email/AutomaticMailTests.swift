import Foundation
import Testing

@testable import Domain

struct AutomaticMailTests {
    static let automatic: [(String, AutomaticMail.Kind)] = [
        ("Auto-Submitted: auto-replied", .reply), ("Auto-Submitted: auto-generated (x)", .bulk),
        ("Precedence: auto_reply", .reply),
        ("Precedence: bulk", .bulk), ("Precedence: list", .bulk), ("X-Autoreply: yes", .reply),
        ("X-Autorespond: ferias", .reply),
        ("X-Auto-Response-Suppress: All", .reply), ("List-Id: <news.loja.com>", .bulk),
        ("List-Unsubscribe: <mailto:a@b.co>", .bulk),
        ("Return-Path: <>", .reply), ("Subject: Resposta automática: Pedido", .reply),
        ("Subject: Automatic reply: x", .reply),
        ("Subject: RE: Out of Office", .reply), ("Subject: Respuesta automática: x", .reply),
        ("From: no-reply@banco.com", .bulk),
        ("From: NaoResponda@banco.com", .bulk), ("From: MAILER-DAEMON@mx.com", .bounce),
        ("X-Failed-Recipients: a@b.co", .bounce),
        ("Content-Type: multipart/report; report-type=disposition-notification; boundary=x", .receipt),
        ("Content-Type: multipart/report; report-type=feedback-report; boundary=x", .complaint),
    ]

    @Test("mail of machines is known by its headers, so that no machine answers it", arguments: automatic)
    func machines(header: String, kind: AutomaticMail.Kind) {
        let from = header.hasPrefix("From:") ? "" : "From: ana@example.com\n"
        #expect(EmailMessage.parse(mail("\(from)\(header)\n\noi")).automatic?.kind == kind, "\(header)")
    }

    @Test(
        "mail of people is not taken for a machine's",
        arguments: [
            "Auto-Submitted: no", "Subject: Automático não funciona", "Precedence: first-class",
            "X-Auto-Response-Suppress: None",
            "Return-Path: <ana@example.com>", "Subject: Re: auto elétrica", "X-Autoreply: no",
        ])
    func people(header: String) {
        #expect(EmailMessage.parse(mail("From: ana@example.com\n\(header)\n\noi")).automatic == nil)
    }

    static let dsn = """
        From: Mail Delivery System <MAILER-DAEMON@mx.example.com>
        Subject: Undelivered Mail Returned to Sender
        Content-Type: multipart/report; report-type=delivery-status; boundary="b"

        --b
        Content-Type: text/plain

        I'm sorry to have to inform you...
        --b
        Content-Type: message/delivery-status

        Reporting-MTA: dns; mx.example.com
        Arrival-Date: Fri, 20 Nov 2026 10:00:00 +0000

        Final-Recipient: rfc822; ana@example.com
        Action: failed
        Status: 5.1.1
        Diagnostic-Code: smtp; 550 5.1.1 <ana@example.com>: Recipient address rejected: User unknown

        --b
        Content-Type: message/rfc822

        Message-ID: <0198@loja.com>
        Subject: Pedido

        oi
        --b--
        """

    @Test("a bounce says which of our mails failed, for whom and why")
    func bounce() throws {
        let message = EmailMessage.parse(mail(Self.dsn))
        let report = try #require(message.bounce)
        #expect(report.originalID == "0198@loja.com")
        #expect(report.recipients.map(\.address) == ["ana@example.com"])
        #expect(report.recipients.first?.status == "5.1.1")
        #expect(report.recipients.first?.isAddressDead == true)
        let items = try #require(message.inboundItems(fallbackID: "x", receivedAt: Date()) { "\($0)" })
        guard case .status(let status) = try #require(items.first) else { throw Missing() }
        #expect(status.externalID == "0198@loja.com" && status.status == "failed" && status.errorCode == "5.1.1")
        #expect(items.count == 1)
    }

    @Test("a delay is no failure, and a refusal for policy does not condemn the address")
    func otherBounces() throws {
        let late = EmailMessage.parse(
            mail(Self.dsn.replacing("failed", with: "delayed").replacing("5.1.1", with: "4.4.1")))
        let items = try #require(late.inboundItems(fallbackID: "x", receivedAt: Date()) { "\($0)" })
        guard case .notice("email_delayed") = try #require(items.first) else { throw Missing() }
        let policy = EmailMessage.parse(mail(Self.dsn.replacing("5.1.1", with: "5.7.1")))
        #expect(policy.bounce?.recipients.first?.isAddressDead == false)
    }

    @Test("a bounce in prose only is still understood")
    func prose() throws {
        let text = """
            From: postmaster@mx.example.com
            In-Reply-To: <0198@loja.com>

            Your message to ana@example.com could not be delivered: 550 5.1.1 user unknown
            """
        let report = try #require(EmailMessage.parse(mail(text)).bounce)
        #expect(report.recipients.first?.address == "ana@example.com" && report.recipients.first?.status == "5.1.1")
        #expect(report.originalID == "0198@loja.com")
    }

    struct Missing: Error {}
}
