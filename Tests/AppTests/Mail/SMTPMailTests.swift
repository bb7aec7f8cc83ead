import Domain
import Foundation
import Postgres
import Simulators
import Testing

@testable import App

@Suite(.timeLimit(.minutes(5))) struct SMTPMailTests {
    static let first = """
        From: =?utf-8?q?Jo=C3=A3o?= <joao@example.com>
        To: ajuda@loja.com.br
        Subject: =?utf-8?q?Devolu=C3=A7=C3=A3o?=
        Message-ID: <primeira@example.com>
        MIME-Version: 1.0
        Content-Type: multipart/mixed; boundary=b

        --b
        Content-Type: text/plain; charset=utf-8
        Content-Transfer-Encoding: 8bit

        Quero devolver o tênis.
        --b
        Content-Type: image/png; name=foto.png
        Content-Transfer-Encoding: base64

        iVBORw0KGgo=
        --b--
        """

    static func reply(to letter: EmailMessage, from: String = "joao@example.com", text: String, subject: String? = nil)
        -> String
    {
        """
        From: \(from)
        To: \(letter.replyTo.first?.address ?? "ajuda@loja.com.br")
        Subject: \(subject ?? letter.subject)
        Message-ID: <\(UUID().uuidString)@example.com>
        In-Reply-To: <\(letter.messageID ?? "")>
        References: \(letter.references.map { "<\($0)>" }.joined(separator: " ")) <\(letter.messageID ?? "")>

        \(text)

        Em sex., 21 de nov. de 2026 às 10:00, Loja <ajuda@loja.com.br> escreveu:
        > Claro, João.
        """
    }

    @Test(
        "raw mail from a pipe, an answer through STARTTLS and a password, and the answer to it in the same conversation"
    )
    func bothWays() async throws {
        try await MailBench.run { bench in
            try await bench.receive(Self.first)
            let heard = try await bench.lines()
            #expect(heard.map(\.text) == ["Quero devolver o tênis.", ""])
            #expect(
                heard[0].subject == "Devolução" && heard[0].sender == "João"
                    && heard[0].externalID == "primeira@example.com")
            #expect(try await bench.count("media_files", "state = 'here' AND mime_type = 'image/png'") == 1)

            let message = try await bench.say("Claro, João.", in: heard[0].conversation, account: bench.smtpAccount)
            try await bench.work()
            let letter = try #require(bench.letters.last)
            #expect(letter.isEncrypted && letter.user == "loja" && letter.to == ["joao@example.com"])
            let mail = letter.message
            #expect(mail.subject == "Re: Devolução" && mail.inReplyTo == ["primeira@example.com"])
            #expect(mail.references == ["primeira@example.com"] && mail.text == "Claro, João." && mail.html != nil)
            #expect(try await bench.standing(message).description.hasPrefix("accepted/sent \(mail.messageID ?? "?")"))

            try await bench.receive(Self.reply(to: mail, text: "Obrigado!"))
            let last = try #require(try await bench.lines().last)
            #expect(last.conversation == heard[0].conversation && last.text == "Obrigado!")
            #expect(last.payload?["email"]?["quoted"]?.string?.contains("> Claro, João.") == true)

            // The chain goes on, and keeps its beginning.
            _ = try await bench.say("De nada.", in: heard[0].conversation, account: bench.smtpAccount)
            try await bench.work()
            let next = try #require(bench.letters.last?.message)
            #expect(next.references.first == "primeira@example.com" && next.references.count == 3)
            #expect(next.references.contains(mail.messageID ?? "?") && next.inReplyTo == [last.externalID ?? "?"])
        }
    }

    @Test("ten copies of one mail are one message, by the same pipe and by a relay's form at the old address")
    func copies() async throws {
        try await MailBench.run { bench in
            for _ in 0..<9 { try await bench.receive(Self.first) }
            let form = "--x\r\nContent-Disposition: form-data; name=\"email\"\r\n\r\n\(Self.first)\r\n--x--\r\n"
            let old = "/functions/v1/support-email-inbound"
            let refused = try await bench.post(Array(form.utf8), to: old, type: "multipart/form-data; boundary=x")
            #expect(refused == 404)
            let path = "\(old)?secret=\(MailBench.smtpHook)"
            #expect(try await bench.post(Array(form.utf8), to: path, type: "multipart/form-data; boundary=x") == 200)
            try await bench.work()
            #expect(try await bench.lines().count == 2)
        }
    }

    @Test("a forged References puts no stranger into another's conversation; a forged reply address neither")
    func forgery() async throws {
        try await MailBench.run { bench in
            try await bench.receive(Self.first)
            let victim = try #require(try await bench.lines().first).conversation
            _ = try await bench.say("Claro, João.", in: victim, account: bench.smtpAccount)
            try await bench.work()
            let letter = try #require(bench.letters.last?.message)
            let back = try #require(letter.replyTo.first?.address)
            var forged = letter
            forged.replyTo = [EmailAddress(address: "ajuda@loja.com.br")]
            try await bench.receive(Self.reply(to: forged, from: "ladra@example.org", text: "sou eu"))
            // One letter of the code changed: the name of the conversation is right, the proof is not.
            let at = try #require(back.lastIndex(of: "@"))
            let before = back.index(at, offsetBy: -3)
            let other = back[before] == "a" ? "b" : "a"
            forged.replyTo = [EmailAddress(address: back.replacingCharacters(in: before...before, with: other))]
            try await bench.receive(Self.reply(to: forged, from: "ladra@example.net", text: "sou eu de novo"))
            let lines = try await bench.lines().filter { $0.text.hasPrefix("sou eu") }
            #expect(lines.count == 2 && !lines.contains { $0.conversation == victim })
            #expect(Set(lines.map(\.conversation)).count == 2)
        }
    }

    @Test(
        "another subject is another conversation, even as an answer; the same subject without any header is the same one"
    )
    func subjects() async throws {
        try await MailBench.run { bench in
            try await bench.receive(Self.first)
            func mail(_ subject: String, _ text: String, extra: String = "") -> String {
                "From: joao@example.com\nTo: ajuda@loja.com.br\nSubject: \(subject)\nMessage-ID: <\(UUID())@x>\n\(extra)\n\(text)"
            }
            try await bench.receive(mail("RES: Devolução", "mesmo assunto"))
            try await bench.receive(mail("Nota fiscal", "outro", extra: "In-Reply-To: <primeira@example.com>\n"))
            let lines = try await bench.lines().filter { $0.part == 0 }
            #expect(lines[0].conversation == lines[1].conversation && lines[2].conversation != lines[0].conversation)
            #expect(lines[2].subject == "Nota fiscal")
            #expect(try await bench.count("contacts") == 1)
        }
    }

    @Test("a lost answer after the last dot is unknown and never sent again; a server that is away is tried later")
    func ambiguous() async throws {
        try await MailBench.run { bench in
            try await bench.receive(Self.first)
            let conversation = try #require(try await bench.lines().first).conversation
            bench.sink.fail("CONNECT", .reply("421 4.3.2 Service not available"))
            let waiting = try await bench.say("um", in: conversation, account: bench.smtpAccount)
            try await bench.work()
            #expect(try await bench.standing(waiting).outbox == "pending")
            try await bench.work(later: 100)
            #expect(try await bench.standing(waiting).outbox == "accepted")
            bench.sink.fail(".", .acceptThenDrop)
            let unsure = try await bench.say("dois", in: conversation, account: bench.smtpAccount)
            for round in 2..<5 { try await bench.work(later: Double(round) * 4_000) }
            #expect(try await bench.standing(unsure).outbox == "unknown" && bench.letters.count == 2)
        }
    }

    @Test("implicit TLS from the first byte")
    func implicit() async throws {
        try await MailBench.run(.implicit) { bench in
            try await bench.receive(Self.first)
            let conversation = try #require(try await bench.lines().first).conversation
            let message = try await bench.say("oi", in: conversation, account: bench.smtpAccount)
            try await bench.work()
            #expect(try await bench.standing(message).outbox == "accepted")
            #expect(bench.letters.last?.isEncrypted == true && bench.letters.last?.user == "loja")
        }
    }

    @Test(
        "a bounce marks the message and closes the address, for the address we wrote to and no other; a person opens it again"
    )
    func bounce() async throws {
        try await MailBench.run { bench in
            try await bench.receive(Self.first)
            let conversation = try #require(try await bench.lines().first).conversation
            let message = try await bench.say("oi", in: conversation, account: bench.smtpAccount)
            try await bench.work()
            let id = try #require(bench.letters.last?.message.messageID)
            for victim in ["ana@example.com", "JOAO@example.com"] {
                try await bench.receive(Self.report(of: id, to: victim))
            }
            let failed = try await bench.standing(message)
            #expect(failed.delivery == "failed" && failed.code == "5.1.1")
            #expect(failed.reason == "a caixa de e-mail não existe ou não aceita mensagens")
            #expect(try await bench.suppressed() == ["joao@example.com bounce"])

            let second = try await bench.say("ainda aí?", in: conversation, account: bench.smtpAccount)
            try await bench.work()
            #expect(try await bench.standing(second).code == "suppressed" && bench.letters.count == 1)
            try await bench.database.tenant(.service(bench.tenant)) { tx in
                _ = try await tx.query(Mail.lift("joao@example.com", tx: tx))
                _ = try await Outbox.retry(tx, message: second)
            }
            try await bench.work()
            #expect(try await bench.standing(second).outbox == "accepted" && bench.letters.count == 2)
        }
    }

    static func report(of id: String, to address: String) -> String {
        """
        From: MAILER-DAEMON@mx.example.com
        To: ajuda@loja.com.br
        Subject: Undelivered Mail Returned to Sender
        Message-ID: <\(UUID().uuidString)@mx.example.com>
        Content-Type: multipart/report; report-type=delivery-status; boundary=r

        --r
        Content-Type: text/plain

        Could not be delivered.
        --r
        Content-Type: message/delivery-status

        Reporting-MTA: dns; mx.example.com

        Final-Recipient: rfc822; \(address)
        Action: failed
        Status: 5.1.1
        Diagnostic-Code: smtp; 550 5.1.1 User unknown

        --r
        Content-Type: text/rfc822-headers

        Message-ID: <\(id)>
        --r--
        """
    }
}
