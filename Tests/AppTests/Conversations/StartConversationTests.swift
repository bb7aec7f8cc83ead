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

/// The shop writes first.
@Suite(.timeLimit(.minutes(5)))
struct StartConversationTests {
    private static func words() throws -> Localizer {
        Localizer(
            language: .portuguese,
            strings: try Translations(directory: AppResources.current.locales).strings(.portuguese),
            timeZone: "America/Sao_Paulo", currency: "BRL")
    }

    private static func book(_ bench: some FileBench) -> ContactBook {
        ContactBook(database: bench.database, realtime: Realtime(database: bench.database, logger: ShopBench.quiet))
    }

    // MARK: Mail

    @Test func `a first e-mail leaves with its subject, and the answer comes back into the same conversation`()
        async throws
    {
        try await MailBench.run { bench in
            let words = try Self.words()
            let contact = try await Self.book(bench).contact(at: "Rita@Example.com", by: bench.actor)
            #expect(try await Self.book(bench).contact(at: "rita@example.com", by: bench.actor) == contact)
            let word = FirstWord(
                contact: contact, account: bench.smtpAccount,
                words: .text("Seu conserto ficou pronto.", subject: "  Conserto\r\nBcc: x@y.z "))
            let started = try await bench.desk.start(word, key: "k1", by: bench.actor, words)
            // Two taps.
            let again = try await bench.desk.start(word, key: "k1", by: bench.actor, words)
            #expect(again.message == started.message && started.isNew && !again.isNew)
            try await bench.work()
            let mail = try #require(bench.letters.last?.message)
            #expect(bench.letters.count == 1 && bench.letters.last?.to == ["rita@example.com"])
            #expect(mail.subject.hasPrefix("Conserto") && mail.text == "Seu conserto ficou pronto.")
            #expect(mail.inReplyTo.isEmpty && mail.references.isEmpty)

            try await bench.receive(SMTPMailTests.reply(to: mail, from: "rita@example.com", text: "Que bom!"))
            let last = try #require(try await bench.lines().last)
            #expect(last.conversation == started.conversation && last.text == "Que bom!")
            #expect(last.status == "waiting_agent" && last.direction == "inbound")
        }
    }

    @Test
    func
        `another subject is another conversation; an address that bounced, a blocked and a foreign contact are refused`()
        async throws
    {
        try await MailBench.run { bench in
            let words = try Self.words()
            let book = Self.book(bench)
            let contact = try await book.contact(at: "rita@example.com", by: bench.actor)
            func start(_ subject: String?, to contact: UUID, key: String) async throws -> UUID {
                let word = FirstWord(
                    contact: contact, account: bench.smtpAccount, words: .text("Oi", subject: subject))
                return try await bench.desk.start(word, key: key, by: bench.actor, words).conversation
            }
            let first = try await start("Um", to: contact, key: "a")
            #expect(try await start("Dois", to: contact, key: "b") != first)
            func refusal(_ subject: String?, to contact: UUID) async throws -> String? {
                do {
                    _ = try await start(subject, to: contact, key: UUID().uuidString)
                    return nil
                } catch let problem as Problem {
                    return problem.code
                }
            }
            for empty in ["", nil] { #expect(try await refusal(empty, to: contact) == "empty_subject") }
            let phone = try await book.contact(at: "+55 11 98765-4321", by: bench.actor)
            #expect(try await refusal("Oi", to: phone) == "no_address")
            #expect(try await refusal("Oi", to: UUID()) == Problem.notFound.code)
            try await bench.database.tenant(.service(bench.tenant)) { tx in
                _ = try await tx.execute(
                    "INSERT INTO mail_suppressions (tenant_id, address_key, reason) VALUES (\(tx.tenant), 'rita@example.com', 'bounce')"
                )
            }
            #expect(try await refusal("Oi", to: contact) == "address_suppressed")
            try await book.setBlocked(true, contact, by: bench.actor)
            #expect(try await refusal("Oi", to: contact) == "contact_blocked")
            try await bench.work()
            // What was queued before the address bounced does not leave either.
            #expect(bench.letters.isEmpty)
            #expect(try await bench.count("conversations") == 2)
        }
    }

    // MARK: WhatsApp

    @Test func `on WhatsApp an approved template begins, free words do not, and the answer opens the window`()
        async throws
    {
        try await TemplateBench.run { bench in
            let template = try await bench.approved()
            let contact = try await Self.book(bench.bench).contact(at: "+55 31 98765-4321", by: bench.bench.actor)
            let free = FirstWord(contact: contact, account: bench.account, words: .text("Oi"))
            let refused = await #expect(throws: Problem.self) {
                try await bench.bench.desk.start(free, key: "a", by: bench.bench.actor, bench.localizer)
            }
            #expect(refused?.code == "window_closed")
            let word = FirstWord(
                contact: contact, account: bench.account,
                words: .template(OutgoingTemplate(.id(template), values: TemplateBench.values)))
            let started = try await bench.bench.desk.start(word, key: "b", by: bench.bench.actor, bench.localizer)
            try await bench.work()
            #expect(bench.sent?["name"]?.string == "pedido_enviado" && bench.bench.sent.last?.to == "5531987654321")
            let heard = try await bench.bench.hear("obrigada!", from: .init(phone: "553187654321", name: "Rita"))
            #expect(heard == started.conversation)
            // They are talking now: the same call goes on there.
            let next = try await bench.bench.desk.start(free, key: "c", by: bench.bench.actor, bench.localizer)
            #expect(next.conversation == started.conversation)
            let repeated = try await bench.bench.desk.start(word, key: "b", by: bench.bench.actor, bench.localizer)
            #expect(repeated == .init(conversation: started.conversation, message: started.message, isNew: false))
        }
    }

    // MARK: The page

    private func addMailbox(_ fixture: InboxFixture) async throws -> UUID {
        try await fixture.database.system("test") { system in
            try await system.one(
                """
                INSERT INTO channel_accounts (tenant_id, channel_type, provider, name, address)
                VALUES (\(fixture.shop.value), 'email', 'smtp', 'SAC', 'sac@loja.com') RETURNING id
                """)("id")
        }
    }

    @Test func `an agent finds somebody, writes a mail, and lands in the conversation`() async throws {
        try await withInbox { fixture in
            _ = try await addMailbox(fixture)
            try await fixture.browse { agent in
                #expect(try await agent.get("/support").text.contains("href=\"/support/new\""))
                let nobody = try await agent.get("/support/new?q=rita").text
                #expect(nobody.contains("Ninguém com esse nome"))
                let typed = try await agent.get("/support/new?q=rita%40example.com").text
                #expect(typed.contains("Escrever para rita@example.com"))
                let form = try await agent.get("/support/new?to=rita%40example.com").text
                #expect(form.contains("name=\"subject\"") && form.contains("SAC"))
                let path = "/support/new?to=rita%40example.com"
                let empty = try await agent.post(
                    path, [("client_key", "k"), ("subject", " "), ("content", "Olá <b>")])
                #expect(empty.status == .unprocessableContent && empty.text.contains("Olá &lt;b&gt;"))
                let sent = try await agent.post(
                    path, [("client_key", "k"), ("subject", "Conserto"), ("content", "Ficou pronto.")])
                #expect(sent.status == .seeOther)
                let thread = try #require(sent.headers[.location])
                #expect(try await agent.get(thread).text.contains("Ficou pronto."))
                // A second tap leads to the same place.
                let twice = try await agent.post(
                    path, [("client_key", "k"), ("subject", "Conserto"), ("content", "Ficou pronto.")])
                #expect(twice.headers[.location] == thread)
                let found = try await agent.get("/support/new?q=rita").text
                let contact = try #require(found.firstMatch(of: #/new\?contact=([0-9a-f-]+)/#)).1
                #expect(try await agent.get("/contacts/\(contact)").text.contains("/support/new?contact=\(contact)"))
            }
            #expect(try await fixture.count("SELECT count(*) FROM outbox") == 1)
            #expect(
                try await fixture.count("SELECT count(*) FROM conversations WHERE assigned_to = \(fixture.joana)") == 1)
        }
    }

    @Test func `another shop's contact and channel are nobody's, and a viewer may not write`() async throws {
        try await withInbox { fixture in
            let account = try await addMailbox(fixture)
            let mine = try await fixture.book.contact(at: "rita@example.com", by: fixture.actor)
            let stranger = try await fixture.conversation("Zoé", in: fixture.other)
            let foreign: UUID = try await fixture.database.system("test") {
                try await $0.one("SELECT customer_id FROM conversations WHERE id = \(stranger)")("customer_id")
            }
            try await fixture.browse { agent in
                #expect(try await agent.get("/support/new?contact=\(foreign)").status == .notFound)
                #expect(try await agent.get("/support/new?contact=nonsense").status == .notFound)
                let path = "/support/new?contact=\(mine)&account=\(fixture.otherAccount)"
                let sent = try await agent.post(
                    path, [("client_key", "k"), ("subject", "Oi"), ("content", "Oi")])
                #expect(sent.status == .notFound)
                let fine = try await agent.get("/support/new?contact=\(mine)&account=\(account)")
                #expect(fine.status == .ok && fine.text.contains("rita@example.com"))
            }
            try await fixture.browse(as: "pedro") { viewer in
                let page = try await viewer.get("/support/new")
                #expect(page.status == .forbidden)
            }
        }
    }
}
