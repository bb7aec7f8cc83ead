import Domain
import Foundation
import HTTPTypes
import HummingbirdTesting
import NIOCore
import Postgres
import TestSupport
import Testing
import Web

@testable import App

@Suite(.timeLimit(.minutes(5))) struct MailPagesTests {
    @Test("a thread by mail shows its subject once, folds what is quoted, and says what a machine wrote")
    func thread() async throws {
        try await withInbox { (fixture: InboxFixture) async throws in
            let id = try await fixture.conversation(channel: "email")
            try await fixture.database.system("test") {
                _ = try await $0.execute("UPDATE conversations SET subject = 'Troca <b>' WHERE id = \(id)")
            }
            func payload(_ subject: String, _ more: String = "") -> String {
                #"{"email":{"subject":"\#(subject)","from":"ana@x.com","to":["sac@loja.com"]\#(more)}}"#
            }
            try await fixture.message("Oi", in: id, payload: payload("Troca <b>"), age: 30)
            try await fixture.message(
                "Pode?", in: id, payload: payload("RE: Troca <b>", #","quoted":"> Claro <i>""#), age: 20)
            try await fixture.message(
                "Estou fora", in: id, payload: payload("Re: Troca <b>", #","automatic":"reply""#), age: 10)
            try await fixture.browse { (agent: AgentClient) async throws in
                let page = try await agent.get("/support/\(id.lowercase)").text
                #expect(page.components(separatedBy: "class=\"mail-subject\"").count == 2)
                #expect(page.contains("<span class=\"thread-subject\">Troca &lt;b&gt;</span>"))
                #expect(
                    page.contains(
                        "<summary>Mostrar texto citado</summary><p class=\"bubble-text\">&gt; Claro &lt;i&gt;</p>"))
                #expect(page.contains("<span>resposta automática</span>"))
                #expect(page.contains("ana@x.com"))
            }
        }
    }

    @Test("the contact's page says why nothing is sent to an address, and whoever may opens it again")
    func suppression() async throws {
        try await withInbox { (fixture: InboxFixture) async throws in
            let id = try await fixture.book.create(NewContact(name: "Ana", email: "ANA@x.com.br"), by: fixture.actor)
            try await fixture.database.system("test") { system in
                for statement in Mail.suppress(
                    [
                        .init(account: fixture.account, address: "ana@x.com.br", reason: "bounce"),
                        .init(account: fixture.account, address: "bia@x.com.br", reason: "complaint"),
                    ], tenant: fixture.shop)
                {
                    try await system.execute(statement)
                }
            }
            let path = "/contacts/\(id.lowercase)"
            try await fixture.browse { (agent: AgentClient) async throws in
                let page = try await agent.get(path).text
                #expect(page.contains("<strong>ana@x.com.br</strong> não recebe mais e-mails: a caixa não existe"))
                #expect(
                    try await agent.post(path + "/suppressions/lift", [("address", "bia@x.com.br")]).status == .notFound
                )
                #expect(
                    try await agent.post(path + "/suppressions/lift", [("address", "ana@x.com.br")]).status == .seeOther
                )
                let after = try await agent.get(path).text
                #expect(!after.contains("não recebe mais e-mails") && after.contains("Envio de e-mail retomado"))
            }
            #expect(
                try await fixture.count("SELECT count(*) FROM mail_suppressions WHERE address_key = 'bia@x.com.br'")
                    == 1)
        }
    }

    @Test("a saved mail is brought on the mailbox's page, once, and to a mailbox of the shop only")
    func upload() async throws {
        try await withWholeSite { site, _ in
            let account: UUID = try await site.shops.database.system("test") { system in
                try await system.one(
                    """
                    INSERT INTO channel_accounts (tenant_id, channel_type, provider, name, address)
                    VALUES (\(site.shops.shop.value), 'email', 'smtp', 'Ajuda', 'ajuda@loja.com') RETURNING id
                    """)("id")
            }
            let mail = Array(
                "From: rui@x.com\r\nTo: ajuda@loja.com\r\nSubject: Nota\r\nMessage-ID: <n@x>\r\n\r\nCadê?".utf8)
            try await site.application().test(.router) { client in
                let agent = AgentClient(client)
                try await agent.signIn("joana@example.com", InboxFixture.password)
                let path = "/settings/channels/\(account.lowercase)"
                #expect(try await agent.get(path).text.contains("data-mails=\"\(path)/mail\""))
                var known: [Bool?] = []
                for _ in 0..<2 {
                    let answer = try await agent.upload(path + "/mail", mail, type: "message/rfc822")
                    #expect(answer.status == .accepted)
                    known.append(try JSON.parse(answer.text)["is_known"]?.bool)
                }
                #expect(known == [false, true])
                let number = "/settings/channels/\(site.shops.account.lowercase)"
                #expect(!(try await agent.get(number).text.contains("data-mails")))
                #expect(
                    try await agent.upload(number + "/mail", mail, type: "message/rfc822").status == .notFound)
                #expect(
                    try await agent.upload(path + "/mail", [], type: "message/rfc822").status == .unprocessableContent)
            }
        }
    }

    @Test("a program brings a raw mail, reads the conversation with its subject, and sees and lifts suppressions")
    func api() async throws {
        try await withWholeSite { site, _ in
            let shop = site.shops.shop.value
            let account: UUID = try await site.shops.database.system("test") { system in
                try await system.execute(
                    "INSERT INTO mail_suppressions (tenant_id, address_key, reason) VALUES (\(shop), 'rui@x.com', 'bounce')"
                )
                return try await system.one(
                    """
                    INSERT INTO channel_accounts (tenant_id, channel_type, provider, name, address)
                    VALUES (\(shop), 'email', 'smtp', 'Ajuda', 'ajuda@loja.com') RETURNING id
                    """)("id")
            }
            try await site.application().test(.router) { client in
                func ask(_ method: HTTPRequest.Method, _ path: String, _ body: String = "{}") async throws -> (
                    Int, JSON
                ) {
                    let response = try await site.ask(client, method, path, json: body)
                    return (response.status.code, (try? JSON.parse(Array(response.body.readableBytesView))) ?? .null)
                }
                let mail =
                    "From: Rui <rui@x.com>\r\nTo: ajuda@loja.com\r\nSubject: Nota\r\nMessage-ID: <n@x>\r\n\r\nCadê?"
                let first = try await ask(.post, "/api/channels/\(account.lowercase)/mail", mail)
                #expect(first.0 == 202 && first.1["is_known"]?.bool == false)
                #expect(
                    try await ask(.post, "/api/channels/\(account.lowercase)/mail", mail).1["is_known"]?.bool == true)
                #expect(try await ask(.post, "/api/channels/\(account.lowercase)/mail", "").0 == 422)
                let listed = try await ask(.get, "/api/mail/suppressions").1["data"]?.array ?? []
                #expect(listed.map { $0["address"]?.string } == ["rui@x.com"])
            }
        }
    }
}
