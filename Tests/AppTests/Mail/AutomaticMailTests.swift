import Domain
import Foundation
import Postgres
import Simulators
import TestSupport
import Testing

@testable import App

@Suite(.timeLimit(.minutes(5))) struct AutomaticMailFlowTests {
    static func mail(_ text: String, subject: String = "Pedido", headers: String = "", from: String = "rui@example.com")
        -> String
    {
        "From: \(from)\nTo: ajuda@loja.com.br\nSubject: \(subject)\nMessage-ID: <\(UUID())@x>\n\(headers)\n\(text)"
    }

    static func turnOn(_ bench: MailBench) async throws {
        try await bench.database.tenant(bench.fixture.owner(0)) {
            _ = try await $0.execute("UPDATE ai_support_config SET is_enabled = true WHERE tenant_id = \($0.tenant)")
        }
    }

    @Test("a note of absence is shown where it belongs, raises nothing, and gets no turn of the assistant")
    func absence() async throws {
        try await MailBench.run { bench in
            try await Self.turnOn(bench)
            try await bench.receive(Self.mail("Onde está?"))
            #expect(try await bench.count("jobs", "name = 'assistant.turn'") == 1)
            let before = try await bench.count("conversations", "revision = 1 AND status = 'bot'")
            try await bench.receive(
                Self.mail("Estou de férias.", subject: "Re: Pedido", headers: "Auto-Submitted: auto-replied\n"))
            let lines = try await bench.lines()
            #expect(lines.map(\.text) == ["Onde está?", "Estou de férias."])
            #expect(lines[0].conversation == lines[1].conversation)
            #expect(lines[1].payload?["email"]?["automatic"]?.string == "reply")
            #expect(before == 1)
            #expect(try await bench.count("conversations", "revision = 1 AND status = 'bot' AND unread_count = 2") == 1)
            let conversation = lines[0].conversation
            let snapshot = try await bench.database.tenant(.service(bench.tenant)) {
                try await Assistant.snapshot($0, conversation)
            }
            #expect(snapshot?.unanswered.map(\.text) == ["Onde está?"] && snapshot?.history.isEmpty == true)
        }
    }

    @Test("newsletters, reports and a resolved conversation: nothing is reopened, nobody is called")
    func bulk() async throws {
        try await MailBench.run { bench in
            try await Self.turnOn(bench)
            try await bench.receive(
                Self.mail("Ofertas", subject: "Ofertas", headers: "List-Unsubscribe: <mailto:x@y>\n"))
            #expect(try await bench.lines().map(\.status) == ["new"])
            #expect(try await bench.count("jobs", "name = 'assistant.turn'") == 0)
            try await bench.receive(Self.mail("Oi", subject: "Troca", from: "bia@example.com"))
            try await bench.database.system("test") {
                _ = try await $0.execute(
                    "UPDATE conversations SET status = 'resolved', resolved_at = now() WHERE subject = 'Troca'")
            }
            try await bench.receive(
                Self.mail("Ausente", subject: "Re: Troca", headers: "X-Autoreply: yes\n", from: "bia@example.com"))
            #expect(
                try await bench.count(
                    "conversations", "subject = 'Troca' AND status = 'resolved' AND waiting_since IS NOT NULL") == 1)
            #expect(try await bench.count("conversations") == 2)
        }
    }

    @Test("the assistant's own mail says that a machine wrote it")
    func ownMail() async throws {
        try await MailBench.run { bench in
            try await bench.receive(Self.mail("Onde está?"))
            let conversation = try #require(try await bench.lines().first).conversation
            _ = try await bench.say("Chega amanhã.", in: conversation, by: "bot", account: bench.smtpAccount)
            try await bench.work()
            let content = String(decoding: try #require(bench.letters.last).content, as: UTF8.self)
            #expect(content.contains("Auto-Submitted: auto-replied\r\n"))
            #expect(content.contains("X-Auto-Response-Suppress: All\r\n"))
        }
    }

    @Test("a machine that does not say so is noticed by its speed: the sixth answer in an hour is the last")
    func loop() async throws {
        try await MailBench.run { bench in
            try await Self.turnOn(bench)
            try await bench.receive(Self.mail("Recebido."))
            let conversation = try #require(try await bench.lines().first).conversation
            for _ in 0..<TurnSteps.mailsAnHour {
                _ = try await bench.say("Olá!", in: conversation, by: "bot", account: bench.smtpAccount)
            }
            try await bench.receive(Self.mail("Recebido."))
            let snapshot = try await bench.database.tenant(.service(bench.tenant)) {
                try await Assistant.snapshot($0, conversation)
            }
            var turn = Turn(try #require(snapshot))
            let steps = TurnSteps(
                search: { _, _, _ in [] }, generator: .init(model: nil, logger: MailSimulation.quiet),
                budget: AIBudget(database: bench.database), now: { Date() }
            ).all
            let step = try #require(steps.first { $0.name == "mail_loop" })
            guard case .stop(.release("mail_loop")) = try await step.run(&turn) else {
                Issue.record("the loop goes on")
                return
            }
        }
    }
}
