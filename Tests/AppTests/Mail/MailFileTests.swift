import Domain
import Foundation
import Postgres
import Simulators
import Testing
import Web

@testable import App

/// Files in mails: what Resend, and what a mail server, was really given.
@Suite(.timeLimit(.minutes(5)))
struct MailFileTests {
    private static func hear(_ bench: MailBench, on account: UUID) async throws -> UUID {
        let box = account == bench.resendAccount ? "sac" : "ajuda"
        try await bench.receive(SMTPMailTests.first.replacing("ajuda@loja.com.br", with: "\(box)@loja.com.br"))
        let conversation = try #require(try await bench.lines().first).conversation
        try await bench.database.tenant(.service(bench.tenant)) {
            _ = try await $0.execute(
                "UPDATE conversations SET account_id = \(account) WHERE tenant_id = \($0.tenant) AND id = \(conversation)"
            )
            _ = try await $0.execute(
                """
                INSERT INTO contact_identities (tenant_id, account_id, kind, match_key, value, contact_id)
                SELECT tenant_id, \(account), kind, match_key, value, contact_id FROM contact_identities i
                WHERE tenant_id = \($0.tenant) AND NOT EXISTS (SELECT 1 FROM contact_identities o
                  WHERE o.tenant_id = i.tenant_id AND o.account_id = \(account) AND o.match_key = i.match_key)
                """)
        }
        return conversation
    }

    @Test func `files leave through STARTTLS byte for byte, in the thread they belong to`() async throws {
        try await MailBench.run { bench in
            let conversation = try await Self.hear(bench, on: bench.smtpAccount)
            for (file, words) in [(SampleFile.photo, "Segue a foto."), (.price, "A tabela."), (.voice, "")] {
                let message = try await bench.send(file, words, in: conversation)
                try await bench.work()
                #expect(try await bench.standing(message).outbox == "accepted")
                let mail = try #require(bench.letters.last?.message)
                #expect(mail.subject == "Re: Devolução" && mail.inReplyTo == ["primeira@example.com"])
                #expect(
                    mail.references.first == "primeira@example.com" && mail.replyTo.first?.address.contains("+") == true
                )
                #expect(mail.text == (words.isEmpty ? file.name : words))
                #expect(mail.attachments.map(\.data) == [file.bytes])
                #expect(mail.attachments.map(\.fileName) == [file.name] && mail.attachments.map(\.type) == [file.type])
            }
            #expect(bench.letters.count == 3)
        }
    }

    @Test func `a server that takes less says so before it is given anything, and the reason is shown`() async throws {
        try await MailBench.run { bench in
            let conversation = try await Self.hear(bench, on: bench.smtpAccount)
            bench.sink.world.change { $0.sizeLimit = 20_000 }
            let large = try await bench.send(.photo, in: conversation)
            try await bench.work()
            #expect(try await bench.failure(of: large) == ["too_large", DeliveryFailure.badMedia.words.pt])
            bench.sink.world.change { $0.sizeLimit = 26_214_400 }
            bench.sink.fail(".", .reply("552 5.3.4 Message too big for system"))
            let refused = try await bench.send(.photo, in: conversation)
            try await bench.work()
            #expect(try await bench.failure(of: refused).last == DeliveryFailure.badMedia.words.pt)
            #expect(bench.letters.isEmpty)
        }
    }

    @Test func `a line that breaks in the middle of the file is tried again; a lost answer after the last dot is not`()
        async throws
    {
        try await MailBench.run { bench in
            let conversation = try await Self.hear(bench, on: bench.smtpAccount)
            bench.sink.fail("DATA", .drop)
            let broken = try await bench.send(.photo, in: conversation)
            try await bench.work(rounds: 1)
            let first = try await bench.standing(broken).outbox
            #expect(first == "pending")
            #expect(bench.letters.isEmpty)
            try await bench.work(later: 100)
            #expect(try await bench.standing(broken).outbox == "accepted" && bench.letters.count == 1)
            bench.sink.fail(".", .acceptThenDrop)
            let lost = try await bench.send(.photo, in: conversation)
            for round in 2..<5 { try await bench.work(later: Double(round) * 4_000) }
            #expect(try await bench.standing(lost).outbox == "unknown" && bench.letters.count == 2)
        }
    }

    @Test func `Resend gets the files in the call, with the thread's headers, and once for each message`() async throws
    {
        try await MailBench.run { bench in
            let conversation = try await Self.hear(bench, on: bench.resendAccount)
            for (file, words) in [(SampleFile.photo, "Segue a foto."), (.price, "A tabela."), (.voice, "")] {
                let before = bench.sent.count
                bench.resend.fail("send", .acceptThenDrop)
                let message = try await bench.send(file, words, in: conversation)
                for round in 0..<2 { try await bench.work(later: Double(round) * 4_000) }
                #expect(try await bench.standing(message).outbox == "accepted" && bench.sent.count == before + 1)
                let mail = try #require(bench.sent.last)
                #expect(mail.subject == "Re: Devolução" && mail.to == ["joao@example.com"])
                #expect(mail.header("In-Reply-To") == "<primeira@example.com>")
                let files = mail.body["attachments"]?.elements.map { $0 } ?? []
                #expect(files.compactMap { $0["filename"]?.string } == [file.name])
                let bytes = files.compactMap {
                    $0["content"]?.string.flatMap { Data(base64Encoded: $0) }.map(Array.init)
                }
                #expect(bytes == [file.bytes] && files.compactMap { $0["content_type"]?.string } == [file.type])
            }
        }
    }

    @Test func `an attachment that Resend refuses says so; one larger than mailboxes take is no message at all`()
        async throws
    {
        try await MailBench.run { bench in
            let conversation = try await Self.hear(bench, on: bench.resendAccount)
            let refusal: JSON = ["statusCode": 422, "name": "invalid_attachment", "message": "no"]
            bench.resend.fail("send", .error(status: 422, body: refusal))
            let refused = try await bench.send(.price, in: conversation)
            try await bench.work()
            #expect(try await bench.failure(of: refused) == ["invalid_attachment", DeliveryFailure.badMedia.words.pt])
            for (file, code) in [(SampleFile.picture(18 << 20), "file_too_large"), (.program, "file_dangerous")] {
                let refused = await #expect(throws: Problem.self) { _ = try await bench.send(file, in: conversation) }
                #expect(refused?.code == code)
            }
            #expect(bench.sent.isEmpty)
        }
    }
}
