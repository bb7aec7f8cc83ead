import Domain
import Foundation
import Simulators
import TestSupport
import Testing

@testable import Providers

@Suite(.timeLimit(.minutes(5)))
struct MetaTemplateTests {
    static let business = "700800900"

    static func draft(_ name: String = "pedido_enviado") -> TemplateDraft {
        TemplateDraft(
            name: name, body: "Olá {{nome}}, o seu pedido {{pedido}} saiu hoje da loja. Obrigado!", footer: "Loja",
            buttons: [.quickReply("Falar com alguém"), .url("Rastrear", url: "https://loja.example/r/{{codigo}}")],
            examples: ["nome": "Ana", "pedido": "123", "codigo": "abc"])
    }
    static let values = ["nome": "Ana", "pedido": "123", "codigo": "abc"]

    @Test("a template is submitted, approved, synced, filled in and sent")
    func whole() async throws {
        try await MetaSimulation.run { simulation in
            let (client, meta) = (simulation.client, simulation.meta)
            let submitted = try await client.submit(Self.draft(), to: Self.business)
            #expect(submitted.status == .pending && submitted.category == "UTILITY")
            try await meta.review("pedido_enviado", as: "APPROVED")
            let template = try #require(try await client.templates(of: Self.business).first)
            #expect(template.id == submitted.id && template.status == .approved && template.rejection == nil)
            let form = TemplateForm(components: template.components, names: Self.draft().names)
            let content = try form.fill(template.name, language: template.language, values: Self.values)
            let receipt = try await client.send(MetaSendTests.message(content))
            #expect(receipt.note == "accepted")
            #expect(meta.read { $0.sent.last?.type } == "template")
            #expect(content.text == "Olá Ana, o seu pedido 123 saiu hoje da loja. Obrigado!\n\nLoja")
        }
    }

    @Test("a header that is a file is submitted with its uploaded sample, and sent with a file of its own")
    func media() async throws {
        try await MetaSimulation.run { simulation in
            let (client, meta) = (simulation.client, simulation.meta)
            let handle = try await client.uploadExample([1, 2, 3], mimeType: "image/png", appID: "100000000000001")
            var draft = Self.draft("foto")
            draft.header = .media(kind: "image", example: handle)
            _ = try await client.submit(draft, to: Self.business)
            draft.name = "foto_2"
            draft.header = .media(kind: "image", example: "4::other")
            await #expect(throws: ProviderError.self) { try await client.submit(draft, to: Self.business) }
            try await meta.review("foto", as: "APPROVED")
            let template = try #require(try await client.templates(of: Self.business).first)
            let form = TemplateForm(components: template.components, names: draft.names)
            let file = try await client.upload([9, 9], mimeType: "image/png", fileName: "a.png")
            let content = try form.fill("foto", language: "pt_BR", values: Self.values, media: .id(file))
            _ = try await client.send(MetaSendTests.message(content))
            #expect(meta.read { $0.sent.count } == 1)
        }
    }

    @Test("the review's answer comes as a typed event of the business account, with its reason")
    func review() async throws {
        try await MetaSimulation.run { simulation in
            let (client, meta) = (simulation.client, simulation.meta)
            let submitted = try await client.submit(Self.draft(), to: Self.business)
            try await meta.review("pedido_enviado", as: "REJECTED", reason: "TAG_CONTENT_MISMATCH")
            let body = try #require(meta.read { $0.posted.last?.body })
            #expect(MetaWhatsApp.addresses(in: body) == [Self.business])
            guard case .template(let notice)? = MetaWhatsApp.parse(body).items.first?.item else { throw Unexpected() }
            #expect(notice.templateID == submitted.id && notice.name == "pedido_enviado" && notice.language == "pt_BR")
            #expect(notice.change == .status(.rejected, .tagContentMismatch, detail: nil))
            #expect(try await client.templates(of: Self.business).first?.rejection == .tagContentMismatch)
            try await client.resubmit(Self.draft(), id: submitted.id)
            #expect(try await client.templates(of: Self.business).first?.status == .pending)
        }
    }

    @Test("all pages of a long list are read")
    func paging() async throws {
        try await MetaSimulation.run { simulation in
            for index in 0..<230 {
                simulation.meta.addTemplate(
                    "t_\(index)", components: [["type": "BODY", "text": "oi"]], of: Self.business)
            }
            simulation.meta.addTemplate("other", components: [], of: "another business")
            let names = try await simulation.client.templates(of: Self.business).map(\.name)
            #expect(names == (0..<230).map { "t_\($0)" })
            #expect(simulation.meta.read { $0.calls.count { $0.operation == .templateList } } == 3)
        }
    }

    @Test("a template is deleted in one language or in all")
    func delete() async throws {
        try await MetaSimulation.run { simulation in
            let (client, meta) = (simulation.client, simulation.meta)
            for language in ["pt_BR", "en", "es"] {
                meta.addTemplate(
                    "oi", language: language, components: [["type": "BODY", "text": "oi"]], of: Self.business)
            }
            let english = try #require(try await client.templates(of: Self.business).first { $0.language == "en" })
            try await client.deleteTemplate(named: "oi", id: english.id, of: Self.business)
            #expect(try await client.templates(of: Self.business).map(\.language) == ["pt_BR", "es"])
            try await client.deleteTemplate(named: "oi", of: Self.business)
            #expect(try await client.templates(of: Self.business).isEmpty)
            await #expect(throws: ProviderError.self) {
                try await client.deleteTemplate(named: "oi", of: Self.business)
            }
        }
    }

    @Test("what is wrong with a draft is told before Meta is asked, and what Meta refuses after")
    func refused() async throws {
        try await MetaSimulation.run { simulation in
            var bad = Self.draft()
            bad.name = "Com Espaço"
            let own = await #expect(throws: ProviderError.self) {
                try await simulation.client.submit(bad, to: Self.business)
            }
            #expect(own?.fault.code == "bad_template" && own?.fault.title == "name: invalid")
            #expect(simulation.meta.read { $0.calls.count } == 0)
            _ = try await simulation.client.submit(Self.draft(), to: Self.business)
            let twice = await #expect(throws: ProviderError.self) {
                try await simulation.client.submit(Self.draft(), to: Self.business)
            }
            #expect(twice?.fault.detail == "Content in this language already exists")
        }
    }

    @Test(
        "a template that is not approved, or paused, or filled wrongly is refused when it is sent",
        arguments: [
            ("PENDING", 3, "132001"), ("REJECTED", 3, "132001"), ("PAUSED", 3, "132015"), ("DISABLED", 3, "132016"),
            ("APPROVED", 1, "132000"),
        ])
    func sending(status: String, parameters: Int, code: String) async throws {
        try await MetaSimulation.run { simulation in
            simulation.meta.addTemplate(
                "x", components: [["type": "BODY", "text": "a {{1}} b {{2}} c {{3}} d"]], status: status,
                of: Self.business)
            let list = JSON(Array(repeating: ["type": "text", "text": "v"] as JSON, count: parameters))
            let content = OutboundContent.template(
                "x", language: "pt_BR", components: [["type": "body", "parameters": list]], text: "")
            let error = await #expect(throws: ProviderError.self) {
                try await simulation.client.send(MetaSendTests.message(content))
            }
            #expect(error?.fault.code == code && error?.disposition == .permanent)
            #expect(MetaWhatsApp.failure(code: code) == .badTemplate)
        }
    }

    @Test("after a day free text is refused and an approved template still arrives")
    func window() async throws {
        try await MetaSimulation.run { simulation in
            let (client, meta) = (simulation.client, simulation.meta)
            meta.change { $0.accounts["100200300"]?.enforcesWindow = true }
            meta.addTemplate("oi", components: [["type": "BODY", "text": "Podemos ajudar?"]], of: Self.business)
            let customer = GraphCustomer(phone: "553187651234", name: "Ana")
            try await meta.receive(.text("oi"), from: customer, on: "100200300", at: Date().addingTimeInterval(-86_401))
            let error = await #expect(throws: ProviderError.self) {
                try await client.send(MetaSendTests.message(.text("oi")))
            }
            #expect(error?.fault.code == "131047" && MetaWhatsApp.failure(code: "131047") == .windowClosed)
            _ = try await client.send(MetaSendTests.message(.template("oi", language: "pt_BR", text: "")))
            try await meta.receive(.text("sim"), from: customer, on: "100200300")
            _ = try await client.send(MetaSendTests.message(.text("que bom")))
            #expect(meta.read { $0.sent.map(\.type) } == ["template", "text"])
        }
    }

    @Test("a token is looked at: valid until when, good for what")
    func token() async throws {
        try await MetaSimulation.run { simulation in
            let soon = Date(timeIntervalSince1970: Date().timeIntervalSince1970.rounded() + 86_400)
            let forever = try await simulation.client.tokenHealth()
            #expect(forever.isValid && forever.expiresAt == nil && forever.missingScopes.isEmpty)
            simulation.meta.change { $0.accounts["100200300"]?.tokenExpiresAt = soon }
            let health = try await simulation.client.tokenHealth()
            #expect(health.expiresAt == soon)
            #expect(health.expires(within: .seconds(7 * 86_400), of: Date()))
            #expect(!health.expires(within: .seconds(60), of: Date()))
            let revoked = await #expect(throws: ProviderError.self) {
                try await simulation.client(token: "revoked").tokenHealth()
            }
            #expect(revoked?.disposition == .reauth)
        }
    }
}
