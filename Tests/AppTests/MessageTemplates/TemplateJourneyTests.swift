import Domain
import Foundation
import HTTPTypes
import Postgres
import Simulators
import Testing
import Web

@testable import App

/// Templates from the page to Meta, from Meta's webhooks to the page, and out to the customer.
@Suite(.timeLimit(.minutes(5)))
struct TemplateJourneyTests {
    @Test
    func `a template is written with names, handed in with numbers, approved by webhook and sent outside the window`()
        async throws
    {
        try await TemplateBench.run { bench in
            let id = try await bench.approved()
            #expect(try await bench.state(id) == "approved")
            let made = try #require(bench.meta.read { $0.templates.first })
            #expect(
                made.components[1]?["text"]?.string == "Olá {{1}}, o seu pedido saiu hoje e chega até {{2}}. Obrigado!")

            let conversation = try await bench.bench.hear(at: Date(timeIntervalSinceNow: -3 * 86_400))
            let message = try await bench.send(
                OutgoingTemplate(.id(id), values: TemplateBench.values, payloads: [1: "falar"]), to: conversation)
            // The same key is the same message.
            #expect(
                try await bench.send(OutgoingTemplate(.id(id), values: TemplateBench.values), to: conversation)
                    == message)
            try await bench.work()
            #expect(bench.bench.sent.count == 1)
            let parts = bench.sent?.elements(of: "components").map { $0["parameters"]?[0] } ?? []
            try #require(parts.count == 4)
            #expect(parts[0]?["text"]?.string == "77" && parts[1]?["text"]?.string == "Bia")
            #expect(parts[2]?["text"]?.string == "BR9" && parts[3]?["payload"]?.string == "falar")
            let row = try await bench.database.system("test") {
                try await $0.one("SELECT content, delivery_status FROM messages WHERE id = \(message)")
            }
            let content: String = try row("content")
            #expect(content.contains("Olá Bia, o seu pedido saiu hoje e chega até quarta.") && !content.contains("{{"))
        }
    }

    @Test(
        "what Meta decides stands on the template, and only what it approves leaves",
        arguments: [
            ("REJECTED", "rejected", false), ("PAUSED", "paused", false), ("DISABLED", "disabled", false),
            ("FLAGGED", "flagged", true), ("APPROVED", "approved", true), ("SOMETHING_NEW", "pending", false),
        ])
    func decided(event: String, state: String, leaves: Bool) async throws {
        try await TemplateBench.run { bench in
            let id = try await bench.studio.save(TemplateBench.document, as: bench.owner)
            try await bench.studio.submit(id, as: bench.owner, bench.localizer)
            #expect(try await bench.state(id) == "pending")
            try await bench.review("pedido_enviado", as: event, reason: event == "REJECTED" ? "PROMOTIONAL" : nil)
            let template = try await bench.studio.template(id, as: bench.owner)
            #expect(template.state == state)
            #expect(template.rejection == (event == "REJECTED" ? .promotional : nil))
            let conversation = try await bench.bench.hear()
            let wanted = OutgoingTemplate(.name("pedido_enviado", language: "pt_BR"), values: TemplateBench.values)
            if leaves {
                _ = try await bench.send(wanted, to: conversation)
            } else {
                await #expect(throws: Problem.templateNotApproved) { try await bench.send(wanted, to: conversation) }
            }
        }
    }

    @Test func `a template paused between the tap and the sending does not leave, and Meta's word is read again`()
        async throws
    {
        try await TemplateBench.run { bench in
            let id = try await bench.approved()
            let conversation = try await bench.bench.hear()
            let wanted = OutgoingTemplate(.id(id), values: TemplateBench.values)
            // The webhook came first.
            let known = try await bench.send(wanted, to: conversation, key: "1")
            try await bench.database.system("test") { system in
                _ = try await system.execute("UPDATE message_templates SET status = 'paused' WHERE id = \(id)")
            }
            try await bench.work()
            #expect(try await bench.bench.standing(known).code == "template_not_approved")
            #expect(bench.bench.sent.isEmpty)
            // It did not come at all: Meta refuses (132015), and its list is read.
            try await bench.database.system("test") { system in
                _ = try await system.execute("UPDATE message_templates SET status = 'approved' WHERE id = \(id)")
            }
            let late = try await bench.send(wanted, to: conversation, key: "2")
            bench.meta.change { $0.webhookURL = nil }
            _ = try await bench.meta.review("pedido_enviado", as: "PAUSED")
            try await bench.work()
            #expect(try await bench.bench.standing(late).code == "132015")
            try await bench.work()
            #expect(try await bench.state(id) == "paused")
        }
    }

    @Test func `a value that is missing is refused with its name, its place and what to do, and nothing is queued`()
        async throws
    {
        try await TemplateBench.run { bench in
            let id = try await bench.approved()
            let conversation = try await bench.bench.hear()
            do {
                _ = try await bench.send(
                    OutgoingTemplate(.id(id), values: ["nome": "Bia", "pedido": " \n", "codigo": "1"]), to: conversation
                )
                Issue.record("a message with a hole was queued")
            } catch let problem as Problem {
                #expect(problem.code == "template_invalid" && problem.status == .unprocessableContent)
                #expect(problem.faults.map(\.place) == ["variables.pedido", "variables.dia"])
                #expect(problem.faults.last?.message == "Mensagem: falta o valor de dia.")
            }
            let count: Int = try await bench.database.system("test") {
                try await $0.one("SELECT count(*) FROM outbox")(0)
            }
            #expect(count == 0)
        }
    }

    @Test func `what WhatsApp would refuse is refused before it is asked, all of it at once`() async throws {
        try await TemplateBench.run { bench in
            var document = TemplateBench.document
            document.name = "Pedido Enviado"
            document.body = "{{nome}} chegou"
            document.examples = [:]
            let id = try await bench.studio.save(document, as: bench.owner)
            do {
                try await bench.studio.submit(id, as: bench.owner, bench.localizer)
                Issue.record("a template full of faults was handed in")
            } catch let problem as Problem {
                #expect(problem.code == "template_invalid")
                #expect(
                    Set(problem.faults.map(\.code)).isSuperset(of: ["invalid", "variable_at_edge", "missing_example"]))
                #expect(
                    problem.faults.allSatisfy { !$0.message.contains("templates.") && !$0.message.contains("{place}") })
            }
            #expect(bench.meta.read { $0.templates.isEmpty })
            #expect(try await bench.state(id) == "draft")
        }
    }

    @Test func `reading Meta's list twice changes nothing the second time; what is gone there is gone here`()
        async throws
    {
        try await TemplateBench.run { bench in
            let id = try await bench.approved()
            bench.meta.addTemplate(
                "feito_na_meta", components: [["type": "BODY", "text": "Oi {{1}}, tudo bem por aí?"]],
                of: TemplateBench.business)
            let first = try await bench.studio.sync(TemplateBench.business, bench.bench.tenant)
            #expect(first.added == 1)
            for _ in 0..<2 {
                #expect(try await bench.studio.sync(TemplateBench.business, bench.bench.tenant).isQuiet)
            }
            // The friendly names of what was written here are still there.
            #expect(try await bench.studio.template(id, as: bench.owner).form.slots.map(\.name).contains("nome"))
            try await bench.studio.delete(id, as: bench.owner)
            #expect(bench.meta.read { $0.templates.map(\.name) } == ["feito_na_meta"])
            bench.meta.change { $0.clearTemplates() }
            #expect(try await bench.studio.sync(TemplateBench.business, bench.bench.tenant) == .init(gone: 1))
            #expect(try await bench.studio.sync(TemplateBench.business, bench.bench.tenant).isQuiet)
        }
    }

    @Test func `an old notice that comes late does not undo a newer one`() async throws {
        try await TemplateBench.run { bench in
            let id = try await bench.approved()
            let old = TemplateNotice(
                templateID: "1", name: "pedido_enviado", language: "pt_BR",
                change: .status(.rejected, .scam, detail: nil), at: Date(timeIntervalSinceNow: -3_600))
            try await bench.studio.note(TemplateNoticed(TemplateBench.business, old), bench.bench.tenant)
            #expect(try await bench.state(id) == "approved")
        }
    }

    @Test func `a header's file is handed to Meta once, and goes with every message`() async throws {
        try await TemplateBench.run { bench in
            let pdf = try await bench.studio.keep(Array("%PDF-1.7 nota".utf8), named: "nota.pdf", as: bench.owner)
            var document = TemplateBench.document
            document.header = .init(type: "document", file_id: pdf.id)
            let id = try await bench.approved(document)
            let conversation = try await bench.bench.hear()
            for key in ["1", "2"] {
                _ = try await bench.send(
                    OutgoingTemplate(.id(id), values: TemplateBench.values), to: conversation, key: key)
            }
            try await bench.work()
            try await bench.work(later: 30)
            #expect(bench.bench.sent.count == 2)
            let file = bench.sent?["components"]?[0]?["parameters"]?[0]?["document"]
            #expect(file?["id"]?.scalarText != nil && file?["file"] == nil && file?["filename"]?.string == "nota.pdf")
            #expect(bench.meta.read { state in state.calls.count { $0.operation == .mediaUpload } } == 1)
        }
    }

    @Test func `a new quality and a new category are shown, and neither changes whether it leaves`() async throws {
        try await TemplateBench.run { bench in
            let id = try await bench.approved()
            func shown() async throws -> [String?] {
                let template = try await bench.studio.template(id, as: bench.owner)
                return [template.quality, template.category, template.state]
            }
            #expect(try await bench.meta.rate("pedido_enviado", quality: "RED") == 200)
            #expect(try await bench.meta.move("pedido_enviado", to: "MARKETING") == 200)
            _ = try await bench.bench.lanes.drain(bench.bench.tenant)
            try await bench.work()
            #expect(try await shown() == ["RED", "MARKETING", "approved"])
            let words = TemplateWords.quality("RED", bench.localizer)
            #expect(words?.style == "chip-bad" && TemplateWords.category("MARKETING", bench.localizer) == "Marketing")
            // The list that is read every hour says the same, and does not bring the old words back.
            #expect(try await bench.studio.sync(TemplateBench.business, bench.bench.tenant).isQuiet)
            #expect(try await shown() == ["RED", "MARKETING", "approved"])
            let conversation = try await bench.bench.hear()
            _ = try await bench.send(OutgoingTemplate(.id(id), values: TemplateBench.values), to: conversation)
            try await bench.work()
            #expect(bench.sent?["name"]?.string == "pedido_enviado")
        }
    }

    @Test func `the bubble of a template shows its header, words, footer and buttons, as the customer sees them`()
        async throws
    {
        try await TemplateBench.run { bench in
            let id = try await bench.approved()
            let conversation = try await bench.bench.hear()
            _ = try await bench.send(OutgoingTemplate(.id(id), values: TemplateBench.values), to: conversation)
            let facts = try await bench.database.tenant(bench.owner) {
                try await Conversations.messages(of: conversation, before: nil, tx: $0)
            }
            let view = InboxView(localizer: bench.localizer, me: UUID(), now: Date(), hasSimulator: false)
            let ours = try #require(facts.first { !$0.isInbound })
            let bubble = try #require(view.messages([ours], of: nil).last)
            #expect(bubble.head == "Pedido 77" && bubble.foot == "Loja Aurora")
            #expect(bubble.text == "Olá Bia, o seu pedido saiu hoje e chega até quarta. Obrigado!")
            #expect(bubble.choices == ["Rastrear", "Falar com a loja"])
            // What was sent before the parts were kept shows its words as one.
            var old = ours
            old.payload = #"{"template":{"name":"x"}}"#
            let plain = try #require(view.messages([old], of: nil).last)
            #expect(plain.head == nil && plain.text?.hasPrefix("Pedido 77") == true && plain.choices.isEmpty)
        }
    }

    @Test func `a notice of one business account never touches another's template of the same name`() async throws {
        try await TemplateBench.run { bench in
            let id = try await bench.approved()
            let other = TemplateNotice(
                templateID: "1", name: "pedido_enviado", language: "pt_BR",
                change: .status(.disabled, nil, detail: nil), at: Date())
            try await bench.studio.note(TemplateNoticed("999", other), bench.bench.tenant)
            #expect(try await bench.state(id) == "approved")
        }
    }
}
