import Domain
import Foundation
import HTTPTypes
import HummingbirdTesting
import Postgres
import TestSupport
import Testing
import Web

@testable import App

/// Choosing a template and filling it in, as a browser without scripts does.
@Suite(.timeLimit(.minutes(5)))
struct PickerPageTests {
    private func template(_ name: String, _ body: String, _ status: String, _ fixture: InboxFixture) async throws
        -> UUID
    {
        try await fixture.database.system("test") { system in
            _ = try await system.execute(
                "UPDATE channel_accounts SET settings = '{\"business_account_id\":\"1\"}' WHERE id = \(fixture.account)"
            )
            return try await system.one(
                """
                INSERT INTO message_templates (tenant_id, business_account_id, name, language, category, status, components, names)
                VALUES (\(fixture.shop.value), '1', \(name), 'pt_BR', 'UTILITY', \(status),
                  jsonb_build_array(jsonb_build_object('type', 'BODY', 'text', \(body)::text)),
                  '{"header":[],"body":["nome","pedido"],"buttons":[]}') RETURNING id
                """)("id")
        }
    }

    @Test func `outside the window the composer offers approved templates, and nothing else can be written`()
        async throws
    {
        try await withInbox { fixture in
            let id = try await fixture.conversation(age: .seconds(26 * 3_600), phone: "5511987654321")
            let approved = try await template("pedido_saiu", "Olá {{1}}, o pedido {{2}} saiu.", "approved", fixture)
            _ = try await template("recusado", "Oi {{1}}, {{2}} <b>", "rejected", fixture)
            try await fixture.browse { agent in
                let path = "/support/\(id.lowercase)"
                let page = try await agent.get(path).text
                #expect(page.contains("pedido_saiu") && !page.contains("recusado"))
                #expect(page.contains("\(path)/templates?use=\(approved.lowercase)"))
                let picker = try await agent.get("\(path)/templates").text
                #expect(picker.contains("pedido_saiu") && !picker.contains("recusado"))
                let free = try await agent.post("\(path)/messages", [("content", "oi"), ("client_key", "k")])
                #expect(free.status == .conflict)
            }
            #expect(try await fixture.count("SELECT count(*) FROM outbox") == 0)
        }
    }

    @Test func `a form with a hole comes back with what was typed and what is missing; a whole one is sent once`()
        async throws
    {
        try await withInbox { fixture in
            let id = try await fixture.conversation(age: .seconds(26 * 3_600), phone: "5511987654321")
            let approved = try await template("pedido_saiu", "Olá {{1}}, o pedido {{2}} saiu.", "approved", fixture)
            try await fixture.browse { agent in
                let path = "/support/\(id.lowercase)/templates"
                let form = try await agent.get("\(path)?use=\(approved.lowercase)").text
                // The customer's first name is there already.
                #expect(
                    form.contains("name=\"value.nome\" value=\"Mariana\"") && form.contains("name=\"value.pedido\""))
                let part = try await agent.get("\(path)?use=\(approved.lowercase)&part=picker").text
                #expect(part.contains("data-template-send") && !part.contains("<html"))
                func send(_ order: String) async throws -> TestResponse {
                    try await agent.post(
                        path,
                        [
                            ("template", approved.lowercase), ("client_key", "k1"), ("value.nome", "Ana <b>"),
                            ("value.pedido", order),
                        ])
                }
                let hole = try await send(" ")
                #expect(hole.status == .unprocessableContent)
                #expect(hole.text.contains("value=\"Ana &lt;b&gt;\"") && hole.text.contains("aria-invalid=\"true\""))
                for _ in 0..<2 { #expect(try await send("77").status == .seeOther) }
                let thread = try await agent.get("/support/\(id.lowercase)").text
                #expect(thread.contains("Olá Ana &lt;b&gt;, o pedido 77 saiu."))
                let unknown = try await agent.post(
                    path, [("template", UUID().lowercase), ("client_key", "k2"), ("value.nome", "x")])
                #expect(unknown.status == .unprocessableContent)
            }
            #expect(try await fixture.count("SELECT count(*) FROM outbox") == 1)
            try await fixture.browse(as: "pedro") { viewer in
                let answer = try await viewer.get("/support/\(id.lowercase)/templates")
                #expect(answer.status == .forbidden)
            }
        }
    }
}
