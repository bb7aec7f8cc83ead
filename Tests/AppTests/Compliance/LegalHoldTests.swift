import Domain
import Foundation
import HTTPTypes
import HummingbirdTesting
import Logging
import NIOCore
import Postgres
import TestSupport
import Testing
import Web

@testable import App

extension ConsoleTests {
    @Test func `a code is sent and told; a hold keeps everything until an owner lifts it, with its reason`()
        async throws
    {
        try await withInbox { fixture in
            let talk = try await customer(fixture)
            try await fixture.message("há muito tempo", in: talk, age: 900 * 86_400)
            try await browse(fixture) { agent in
                let who = ("q", "31 98765-4321")
                let page = try await agent.post("/compliance/person", [who])
                #expect(page.text.contains("Não comprovada") && page.text.contains("Enviar código"))
                let sent = try await agent.post("/compliance/person/code", [who, ("way", talk.lowercase)])
                #expect(sent.text.contains("Vale até") && sent.text.contains("(**) *****-4321"))
                let wrong = try await agent.post("/compliance/person/code/check", [who, ("code", "x")])
                #expect(wrong.text.contains("não confere"))
                let foreign = try await agent.post("/compliance/person/code", [who, ("way", UUID.v7().lowercase)])
                #expect(foreign.text.contains("Nenhum canal"))

                let unsaid = try await agent.post("/compliance/holds", [who, ("reason", " ")])
                #expect(unsaid.text.contains("Diga o motivo"))
                _ = try await agent.post(
                    "/compliance/holds", [("q", "+55 31 98765 4321"), ("reason", "Processo 12, autor ana@x.com.br")])
                let holds = try await agent.get("/compliance/holds")
                #expect(holds.text.contains("Processo 12") && !holds.text.contains("ana@x.com.br"))
                #expect(holds.text.contains("(**) *****-4321") && holds.text.contains("Encerrar guarda"))
                #expect(try await agent.post("/compliance/person", [who]).text.contains("Em guarda legal"))
                let preview = try await agent.post("/compliance/person/preview", [who])
                #expect(preview.text.contains("Guarda legal") && preview.text.contains("Processo 12"))
                let refused = try await agent.post("/compliance/person/erase", [who, ("sure", "yes")])
                let answer = try await agent.get(try #require(refused.headers[.location]))
                #expect(
                    answer.text.contains("Resposta ao pedido de exclusão") && answer.text.contains("Processo 12")
                        && answer.text.contains("Nada foi apagado"))
                #expect(try await fixture.count("SELECT count(*) FROM contacts WHERE name LIKE 'Mariana%'") == 1)
                #expect(
                    try await fixture.count(
                        "SELECT count(*) FROM audit_log WHERE action = 'delete_data_held'") == 1)
                let other = try await agent.get("/compliance/retention")
                #expect(other.text.contains("1 guarda legal em vigor"))

                let quiet = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
                let sweeper = RetentionSweeper(
                    database: fixture.database,
                    media: MediaFolder(folder: FileManager.default.temporaryDirectory.appending(path: "\(UUID())")),
                    policy: .init(), logger: quiet)
                let rehearsal = try await sweeper.sweep(of: fixture.other, rehearsing: true).first
                #expect(rehearsal?.results.first { $0.rule == "messages" }?.rows == 0)
                try await sweeper.sweep(of: fixture.other)
                #expect(try await fixture.count("SELECT count(*) FROM messages WHERE content = 'há muito tempo'") == 1)

                let id: UUID = try await fixture.database.system("test") {
                    try await $0.one("SELECT id FROM legal_holds")("id")
                }
                let place = "/compliance/holds/\(id.lowercase)"
                try await fixture.role("admin", in: fixture.other)
                #expect(try await agent.post(place, [("reason", "acabou")]).status == .forbidden)
                #expect(!(try await agent.get("/compliance/holds")).text.contains("Encerrar guarda"))
                try await fixture.role("owner", in: fixture.other)
                #expect(try await agent.post(place, [("reason", "")]).text.contains("Diga o motivo"))
                _ = try await agent.post(place, [("reason", "transitou em julgado")])
                #expect(try await agent.get("/compliance/holds").text.contains("transitou em julgado"))
                #expect(try await fixture.count("SELECT count(*) FROM audit_log WHERE resource = 'legal_hold'") == 2)
                try await sweeper.sweep(of: fixture.other)
                #expect(try await fixture.count("SELECT count(*) FROM messages WHERE content = 'há muito tempo'") == 0)
                let done = try await agent.post("/compliance/person/erase", [who, ("sure", "yes")])
                let certificate = try await agent.get(try #require(done.headers[.location]))
                #expect(certificate.text.contains("Certificado de exclusão"))
                #expect(try await fixture.count("SELECT count(*) FROM erasures WHERE NOT is_held") == 1)
                #expect(try await fixture.count("SELECT count(*) FROM contacts WHERE name LIKE 'Mariana%'") == 0)
            }
        }
    }
}

extension InboxFixture {
    fileprivate func role(_ role: String, in shop: TenantID) async throws {
        try await database.system("test") { system in
            try await system.execute("UPDATE user_roles SET role = \(role) WHERE tenant_id = \(shop.value)")
        }
    }
}
