import Foundation
import Testing

@testable import Domain
@testable import Providers

struct ResendWebhookTests {
    private func event(_ type: String, _ members: String = "") -> [UInt8] {
        Array(
            """
            {"type":"\(type)","created_at":"2026-11-20T10:00:00.000Z","data":{"email_id":"e1","message_id":"<m1@ses>","to":["ana@example.com"],\
            "tags":{"outbox":"00000000-0000-7000-8000-000000000001"}\(members)}}
            """.utf8)
    }

    @Test(
        "what becomes of a mail is told with our own id, its provider's and its Message-ID",
        arguments: [
            ("email.sent", "", "sent", nil), ("email.delivered", "", "delivered", nil),
            ("email.bounced", #","bounce":{"type":"Permanent","message":"unknown"}"#, "failed", "bounced_permanent"),
            ("email.bounced", #","bounce":{"type":"Transient"}"#, "failed", "bounced_transient"),
            ("email.bounced", "", "failed", "bounced_undetermined"),
            ("email.failed", #","failed":{"reason":"x"}"#, "failed", "failed"),
            ("email.suppressed", "", "failed", "suppressed"),
            ("email.complained", "", "delivered", nil),
        ] as [(String, String, String, String?)])
    func statuses(type: String, members: String, status: String, code: String?) throws {
        let report = try #require(Resend.parse(event(type, members)).reports.first)
        #expect(
            report.status == status && report.errorCode == code && report.externalID == "e1"
                && report.messageID == "m1@ses")
        #expect(report.outboxID == UUID(uuidString: "00000000-0000-7000-8000-000000000001"))
        #expect(report.at == Date(timeIntervalSince1970: 1_795_168_800))
    }

    @Test(
        "opens, clicks and delays are no statuses: an open may be a machine's",
        arguments: [
            "email.opened", "email.clicked", "email.delivery_delayed", "email.scheduled", "domain.updated", "what.ever",
        ])
    func notices(type: String) {
        let webhook = Resend.parse(event(type))
        #expect(webhook.notices == [type] && webhook.reports.isEmpty && webhook.failures.isEmpty)
    }

    @Test("dead mailboxes and complaints name the address to suppress; passing troubles do not")
    func suppressions() {
        func found(_ type: String, _ members: String = "") -> [Resend.Suppression] {
            Resend.suppressions(in: event(type, members))
        }
        #expect(
            found("email.bounced", #","bounce":{"type":"Permanent"}"#) == [
                .init(address: "ana@example.com", reason: .bounce)
            ])
        #expect(found("email.bounced", #","bounce":{"type":"Transient"}"#).isEmpty)
        #expect(found("email.complained") == [.init(address: "ana@example.com", reason: .complaint)])
        #expect(found("email.suppressed") == [.init(address: "ana@example.com", reason: .provider)])
        #expect(found("email.delivered").isEmpty)
        let added = Array(#"{"type":"suppression.added","data":{"email":"Bia@Example.com","origin":"bounce"}}"#.utf8)
        #expect(Resend.suppressions(in: added) == [.init(address: "bia@example.com", reason: .bounce)])
        let several = Array(
            #"{"type":"email.bounced","data":{"to":["a@b.co","c@d.co"],"bounce":{"type":"Permanent"}}}"#.utf8)
        #expect(Resend.suppressions(in: several).isEmpty)
    }

    @Test("a complaint stops marketing to whoever complained")
    func complaint() {
        let webhook = Resend.parse(event("email.complained"))
        let isStopped = webhook.items.contains {
            if case .marketingOptOut(true, let by, _) = $0.item { by.first?.value == "ana@example.com" } else { false }
        }
        #expect(isStopped)
    }

    private let received = Array(
        """
        {"type":"email.received","created_at":"2026-11-20T10:00:00.000Z","data":{"email_id":"r1","created_at":"2026-11-20T10:00:00.000Z","from":"Ana <ana@example.com>",\
        "to":["sac@loja.com"],"received_for":["sac+tok@loja.com"],"subject":"Troca","message_id":"<c1@example.com>",\
        "attachments":[{"id":"a1","filename":"foto.jpg","content_type":"image/jpeg"}]}}
        """.utf8)

    @Test("a received mail is fetched, and read with its headers, words and files")
    func content() throws {
        #expect(Resend.receivedIDs(in: received) == ["r1"])
        let answer = try JSON.parse(
            """
            {"object":"email","id":"r1","from":"Ana <ana@example.com>","to":["sac@loja.com"],"received_for":["sac+tok@loja.com"],"created_at":"2026-11-20 10:00:00.5+00",\
            "subject":"Re: Pedido","text":"Sim\\n\\n> Chegou?","html":null,"message_id":"<c1@example.com>",\
            "headers":{"In-Reply-To":"<m1@ses>","references":["<m0@ses> <m1@ses>"],"Auto-Submitted":"no"},\
            "attachments":[{"id":"a1","filename":"foto.jpg","content_type":"image/jpeg","content_id":"x"}]}
            """)
        let webhook = Resend.parse(received, receivedAt: Fixture.now, contents: ["r1": ReceivedEmail(answer)])
        let first = try webhook.message("c1@example.com")
        #expect(first.content == "Sim" && first.customerName == "Ana" && first.replyToExternalID == "m1@ses")
        #expect(first.email?.references == ["m1@ses", "m0@ses"])
        #expect(first.email?.recipients.first == "sac+tok@loja.com")
        #expect(webhook.items.first?.address == "sac@loja.com")
        #expect(webhook.messages.last?.attachment?.mediaID == "r1/a1")
    }

    @Test("a mail whose content could not be fetched is kept with its subject")
    func withoutContent() throws {
        let message = try Resend.parse(received).message("c1@example.com")
        #expect(message.content == "Troca")
    }

    @Test(
        "an automatic reply is told by its headers",
        arguments: [#"{"Auto-Submitted":"auto-replied"}"#, #"[{"name":"X-Autoreply","value":"yes"}]"#])
    func automatic(headers: String) throws {
        let email = ReceivedEmail(try JSON.parse(#"{"id":"r","from":"a@b.co","text":"férias","headers":\#(headers)}"#))
        #expect(email.message.automatic?.kind == .reply)
    }

    @Test("one poisoned event does not cost its neighbours")
    func poisoned() {
        let body =
            Array("[{\"type\":\"email.sent\",\"data\":5},".utf8) + event("email.sent")
            + Array(",7,{\"type\":\"email.sent\",\"data\":{}}]".utf8)
        let webhook = Resend.parse(body)
        #expect(webhook.reports.map(\.externalID) == ["e1"])
        #expect(webhook.failures.map(\.path) == ["[0]", "[2]", "[3]"])
    }

    @Test(
        "what is no webhook is a failure with its reason", arguments: ["", "null", "5", "{}", "\"x\"", "{\"data\":{}}"])
    func nothing(body: String) {
        let webhook = Resend.parse(Array(body.utf8))
        #expect(webhook.items.isEmpty && webhook.failures.count == 1)
    }

    @Test(
        "real bodies are read: each item is understood or named with its reason",
        .enabled(
            if: MetaForeignBodiesTests.folder != nil, "no third-party bodies on this machine: set SECRETARIA_PAYLOADS"))
    func foreignBodies() throws {
        let files = try MetaForeignBodiesTests.files(
            in: try #require(MetaForeignBodiesTests.folder).appending(path: "resend"))
        #expect(files.count >= 20)
        for file in files {
            let webhook = Resend.parse(Array(try Data(contentsOf: file)))
            #expect(
                !webhook.items.isEmpty && webhook.failures.isEmpty, "\(file.lastPathComponent): \(webhook.failures)")
        }
    }
}
