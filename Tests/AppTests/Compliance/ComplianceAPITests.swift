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

/// The contract of v2.0's clients, asked through the real site.
@Suite(.timeLimit(.minutes(5))) struct ComplianceAPITests {
    private struct Ask {
        let site: WholeSite
        let client: any TestClientProtocol

        func callAsFunction(_ path: String, _ body: String, token: String? = nil) async throws -> (
            Int, JSON, TestResponse
        ) {
            let response = try await client.executeRequest(
                uri: "/api/compliance/" + path, method: .post,
                headers: [.authorization: "Bearer \(token ?? site.token)", .contentType: "application/json"],
                body: ByteBuffer(string: body))
            let json = try? JSON.parse(Array(response.body.readableBytesView))
            return (response.status.code, json ?? .null, response)
        }
    }

    /// A customer of the first shop with something said both ways.
    private func withCustomer(_ body: @Sendable (WholeSite, Ask) async throws -> Void) async throws {
        try await withWholeSite { site, _ in
            let conversation = try await site.shops.conversation("Mariana Quintanilha", phone: "553187654321")
            try await site.shops.message("Meu CPF é 529.982.247-25, \"urgente\",\nlinha dois; fim", in: conversation)
            let message = OutgoingMessage(
                conversation: conversation, account: site.shops.account, senderType: "agent", senderName: "Joana",
                content: "Anotado")
            try await site.shops.database.tenant(.service(site.shops.shop)) {
                _ = try await $0.batch(Outbox.enqueue(message, tenant: site.shops.shop))
            }
            try await site.application().test(.router) { try await body(site, Ask(site: site, client: $0)) }
        }
    }

    @Test(
        "the export has the contract's sections and keys, masked, by any spelling of the number",
        arguments: [#""553187654321""#, #""+55 (31) 98765-4321""#, #""31987654321""#, "5531987654321"])
    func export(_ number: String) async throws {
        try await withCustomer { site, ask in
            let (status, json, response) = try await ask("export_data", #"{"number":\#(number)}"#)
            #expect(status == 200)
            #expect(
                Set(json.members.map(\.key)) == [
                    "company_id", "number", "conversations", "contexts", "feedbacks", "delivery_logs",
                ])
            #expect(json["company_id"]?.int == site.mine.number && json["number"]?.string == "(**) *****-4321")
            let keys: [(String, Set<String>)] = [
                (
                    "conversations",
                    ["id", "number", "user_name", "last_message", "context_json", "updated_at", "created_at"]
                ),
                (
                    "contexts",
                    [
                        "id", "number", "frequent_topics", "product_mentions", "preferences", "embedding",
                        "last_subject",
                        "updated_at", "created_at",
                    ]
                ),
                ("delivery_logs", ["id", "number", "body", "status", "external_id", "error", "created_at"]),
            ]
            for (section, expected) in keys {
                let first = try #require(json[section]?[0], "\(section)")
                #expect(
                    Set(first.members.map(\.key)).isSubset(of: expected) && first["number"]?.string == "(**) *****-4321"
                )
                #expect(
                    expected.subtracting(first.members.map(\.key)).isSubset(of: [
                        "external_id", "error", "last_subject",
                    ]))
            }
            let text = String(buffer: response.body)
            for trace in ["87654321", "98765", "529.982", "Quintanilha"] { #expect(!text.contains(trace), "\(trace)") }
            #expect(text.contains("***.982.247-**"))
        }
    }

    @Test func `the table is one that programs read: two columns, the record as JSON whatever is in it`() async throws {
        try await withCustomer { site, ask in
            let refused = try await ask("export_data", #"{"number":"553187654321","complete":true}"#)
            #expect(refused.0 == 403 && refused.1["error"]?.string == "subject_not_verified")
            try await prove(site, ask)
            let (status, _, response) = try await ask(
                "export_data", #"{"number":"553187654321","format":"csv","complete":true}"#)
            #expect(status == 200 && response.headers[.contentType]?.hasPrefix("text/csv") == true)
            #expect(response.headers[.contentDisposition]?.contains("compliance_export.csv") == true)
            let table = Array(CSVReader(Array(response.body.readableBytesView)))
            #expect(table.first?.fields == ["section", "content"] && table.allSatisfy { $0.fault == nil })
            var sections: Set<String> = []
            let rows = table.dropFirst().map(\.fields)
            for row in rows {
                try #require(row.count == 2)
                sections.insert(row[0])
                #expect(try JSON.parse(row[1]).kind == .object)
            }
            #expect(sections.isSuperset(of: ["conversations", "contexts", "delivery_logs", "profile", "messages"]))
            let said = try #require(rows.first { $0[0] == "messages" && $0[1].contains("urgente") })
            #expect(
                try JSON.parse(said[1])["text"]?.string == "Meu CPF é 529.982.247-25, \"urgente\",\nlinha dois; fim")
        }
    }

    /// The person gets a code and tells it.
    private func prove(_ site: WholeSite, _ ask: Ask) async throws {
        let sent = try await ask("verification", #"{"number":"553187654321"}"#)
        #expect(sent.0 == 200 && sent.1["address"]?.string == "(**) *****-4321", "\(sent.1.text())")
        let id: UUID = try await site.shops.database.system("test") {
            try await $0.one("SELECT id FROM subject_codes")("id")
        }
        let code = try #require(
            try await Compliance.code(
                id.lowercase, of: site.shops.shop, vault: site.installation.vault, in: site.shops.database))
        let wrong = try await ask("verification/confirm", #"{"number":"553187654321","code":"12"}"#)
        #expect(wrong.0 == 422 && wrong.1["error"]?.string == "wrong_code")
        let right = try await ask("verification/confirm", #"{"number":"553187654321","code":"\#(code)"}"#)
        #expect(right.0 == 200 && right.1["verified"]?.bool == true)
        let again = try await ask("verification/confirm", #"{"number":"553187654321","code":"\#(code)"}"#)
        #expect(again.0 == 409 && again.1["error"]?.string == "no_open_code")
    }

    @Test func `deletion answers the contract's counts, again with zeros, and leaves another shop alone`() async throws
    {
        try await withCustomer { site, ask in
            let rehearsal = try await ask("delete_data", #"{"number":"31 8765-4321","preview":true}"#).1
            let (status, json, _) = try await ask("delete_data", #"{"number":"31 8765-4321"}"#)
            #expect(status == 200 && json["number"]?.string == "(**) *****-4321" && json["certificate"]?.string != nil)
            #expect(json["deleted"]?.text() == #"{"conversations":1,"contexts":1,"feedbacks":0,"delivery_logs":1}"#)
            #expect(rehearsal["deleted"]?.text() == json["deleted"]?.text() && rehearsal["certificate"] == nil)
            let again = try await ask("delete_data", #"{"number":"31 8765-4321"}"#).1
            #expect(again["deleted"]?.text() == #"{"conversations":0,"contexts":0,"feedbacks":0,"delivery_logs":0}"#)
            let nothing = try await ask("export_data", #"{"number":"31 8765-4321"}"#)
            #expect(nothing.0 == 200 && nothing.1["conversations"]?.array?.isEmpty == true)
            let acts = try await site.shops.database.tenant(TenantScope(tenant: site.shops.shop, role: .owner)) { tx in
                try await tx.query(Audit.page(AuditQuery(), zone: "UTC", tx: tx)).map(AuditEntry.init)
            }
            #expect(
                acts.filter { $0.resource == "compliance" }.map(\.action) == [
                    "export_data", "delete_data", "delete_data",
                ])
            #expect(acts.filter { $0.resource == "compliance" }.allSatisfy { $0.actorType == "token" })
        }
    }

    @Test(
        "what cannot be answered has the contract's code",
        arguments: [
            ("export_data", "{}", 400, "number_required"), ("export_data", #"{"number":"  "}"#, 400, "number_required"),
            ("export_data", #"{"number":"553187654321","format":"xml"}"#, 400, "unsupported_format"),
            ("export_data", #"{"number":"553187654321","company_id":"x"}"#, 400, "invalid_company_id"),
            ("export_data", #"{"number":"553187654321","company_id":99999}"#, 404, "company_not_found"),
            ("export_data", "[]", 400, "invalid_json"), ("export_data", "{", 400, "invalid_json"),
            ("delete_data", #"{"number":null}"#, 400, "number_required"),
            ("delete_data", #"{"number":"\u0000"}"#, 400, "invalid_number"),
            ("delete_data", #"{"number":{"a":1}}"#, 400, "number_required"),
        ])
    func refusals(_ path: String, _ body: String, _ status: Int, _ code: String) async throws {
        try await withWholeSite { site, _ in
            try await site.application().test(.router) { client in
                let (found, json, _) = try await Ask(site: site, client: client)(path, body)
                #expect(found == status && json["error"]?.string == code, "\(json.text())")
            }
        }
    }

    @Test func `an unsupported format is in the audit log all the same; a token without rights changes nothing`()
        async throws
    {
        try await withCustomer { site, ask in
            _ = try await ask("export_data", #"{"number":"553187654321","format":"xml"}"#)
            let shop = site.shops.shop
            let failed: Int = try await site.shops.database.system("test") { system in
                try await system.one(
                    "SELECT count(*) FROM audit_log WHERE tenant_id = \(shop.value) AND action = 'export_data' AND outcome = 'failure'"
                )(0)
            }
            #expect(failed == 1)
            let weak = try await site.shops.database.system("test") { system in
                try await Accounts.createToken(
                    NewToken(tenant: shop, name: "fraco", scopes: [.read, .write]), in: system)
            }
            for path in ["export_data", "delete_data"] {
                let (status, json, _) = try await ask(path, #"{"number":"553187654321"}"#, token: weak)
                #expect(status == 403 && json["error"]?.string == "insufficient_scope")
            }
        }
    }

    @Test func `a hold by API keeps the person from erasure; placed twice it is one; lifted, it says why`() async throws
    {
        try await withCustomer { site, ask in
            let unsaid = try await ask("holds", #"{"number":"553187654321","reason":"  "}"#)
            #expect(unsaid.0 == 400 && unsaid.1["error"]?.string == "reason_required")
            let body = #"{"number":"31 98765-4321","reason":"Processo 12, autora ana@x.com.br"}"#
            let placed = try await ask("holds", body)
            let id = try #require(placed.1["id"]?.string)
            #expect(placed.0 == 200 && placed.1["subject"]?.string == "(**) *****-4321")
            #expect(placed.1["lifted_at"]?.isNull == true && !placed.1.text().contains("ana@x.com.br"))
            #expect(try await ask("holds", body).1.text() == placed.1.text())
            let refused = try await ask("delete_data", #"{"number":"553187654321"}"#)
            #expect(refused.0 == 409 && refused.1["error"]?.string == "legal_hold")
            let foreign = try await ask("holds/\(UUID().lowercase)/lift", #"{"reason":"acabou"}"#)
            #expect(foreign.0 == 404)
            func role(_ role: String) async throws {
                try await site.shops.database.system("test") { system in
                    _ = try await system.execute(
                        "UPDATE user_roles SET role = \(role) WHERE tenant_id = \(site.shops.shop.value)")
                }
            }
            try await role("admin")
            let early = try await ask("holds/\(id)/lift", #"{"reason":"quero apagar"}"#)
            #expect(early.0 == 403 && early.1["error"]?.string == "owner_required")
            try await role("owner")
            let lifted = try await ask("holds/\(id)/lift", #"{"reason":"transitou em julgado"}"#)
            #expect(lifted.0 == 200 && lifted.1["lift_reason"]?.string == "transitou em julgado")
            #expect(lifted.1["lifted_by"]?.string == "Joana" && placed.1["placed_by"]?.string == "Joana")
            let again = try await ask("holds/\(id)/lift", #"{"reason":"outro motivo"}"#)
            #expect(again.1.text() == lifted.1.text())
            let list = try await site.ask(ask.client, .get, "/api/compliance/holds")
            #expect(
                try JSON.parse(Array(list.body.readableBytesView))["holds"]?.array?.contains {
                    $0.text() == lifted.1.text()
                } == true)
            #expect(try await ask("delete_data", #"{"number":"553187654321"}"#).0 == 200)
        }
    }

    @Test func `policies are those of the settings`() async throws {
        try await withWholeSite { site, _ in
            try await site.application().test(.router) { client in
                let response = try await site.ask(client, .get, "/api/compliance/policies")
                let json = try JSON.parse(Array(response.body.readableBytesView))
                #expect(
                    json.text()
                        == #"{"company_id":\#(site.mine.number),"retention_days":{"contexts":90,"feedback":90,"ab_events":120},"cache_ttl_seconds":{"context_history":600,"business_ai_insights":3600}}"#
                )
            }
        }
    }
}
