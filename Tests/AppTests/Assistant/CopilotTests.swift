import Domain
import Foundation
import Logging
import Postgres
import Providers
import Simulators
import TestSupport
import Testing
import Web

@testable import App

@Suite(.timeLimit(.minutes(5)))
struct CopilotTests {
    private let question = "Qual o prazo de entrega para São Paulo?"

    @Test
    func
        `without a model: a suggestion quotes the base, or there is none; a summary in the customer's words; no rewriting`()
        async throws
    {
        try await withAssistant { fixture in
            try await fixture.customerWrites(question)
            let copilot = fixture.copilot()
            let help = try #require(
                try await copilot.help(.init(task: .suggest), in: fixture.conversation, of: fixture.shop))
            #expect(help.text.contains("1 a 2 dias úteis") && help.author == "offline" && !help.sources.isEmpty)
            let summary = try #require(
                try await copilot.help(.init(task: .summarise), in: fixture.conversation, of: fixture.shop))
            #expect(summary.text.contains("prazo de entrega") && summary.author == "offline")
            try await fixture.customerWrites("vocês vendem pneu de trator?")
            let tractor = fixture.copilot()
            await #expect(throws: Problem.unprocessable("no_answer_found")) {
                try await tractor.help(.init(task: .suggest), in: fixture.conversation, of: fixture.shop)
            }
            for task in [CopilotTask.rewrite, .translate] {
                await #expect(throws: Problem.unprocessable("copilot_needs_model")) {
                    try await copilot.help(.init(task: task, text: "oi"), in: fixture.conversation, of: fixture.shop)
                }
            }
            // Nothing of it was said, and no turn was taken.
            #expect(try await fixture.said().isEmpty)
            #expect(try await fixture.events("ai_response").isEmpty)
        }
    }

    @Test func `a suggestion passes the same checks as an answer: a lie is not suggested`() async throws {
        try await withModel { fixture, simulator, model in
            try await fixture.customerWrites(question)
            let help = try await fixture.copilot(model).help(
                .init(task: .suggest), in: fixture.conversation, of: fixture.shop)
            #expect(help?.text.contains("1 a 2 dias úteis") == true && help?.author == "gpt-5.2-2025-12-11")
            let lie =
                #"{"kind":"answer","intent":"question","sentiment":"neutral","urgency":"low","requires_action":false,"topic":null,"answer":"Cancelei seu pedido.","quotes":[]}"#
            simulator.next(.content(lie), .content(lie))
            let copilot = fixture.copilot(model)
            await #expect(throws: Problem.unprocessable("no_answer_found")) {
                try await copilot.help(.init(task: .suggest), in: fixture.conversation, of: fixture.shop)
            }
            let report = try await fixture.database.tenant(fixture.scope) { try await Usage.report($0) }
            #expect(report.slices.map(\.purpose) == ["copilot"] && report.microUSD > 0)
            #expect(try await fixture.held() == 0)
        }
    }

    @Test func `personal data leaves as tokens and comes back to the agent only`() async throws {
        try await withModel { fixture, simulator, model in
            try await fixture.customerWrites("meu cpf é 529.982.247-25")
            simulator.next(.content("O cliente do CPF [CPF_1] espera."), .content("Prezado, [CPF_1] confirmado."))
            let copilot = fixture.copilot(model)
            let summary = try await copilot.help(.init(task: .summarise), in: fixture.conversation, of: fixture.shop)
            #expect(summary?.text == "O cliente do CPF 529.982.247-25 espera.")
            let text = try await copilot.help(
                .init(task: .rewrite, text: "cpf 529.982.247-25 confirmado", manner: "formal"),
                in: fixture.conversation,
                of: fixture.shop)
            #expect(text?.text == "Prezado, 529.982.247-25 confirmado." && text?.warning == nil)
            for request in simulator.requests { #expect(!request.body.text().contains("982.247")) }
        }
    }

    @Test func `a rewriting that makes up a fact is marked`() async throws {
        try await withModel { fixture, simulator, model in
            simulator.next(.content("Your order 1001 arrives in 2 days."))
            let help = try await fixture.copilot(model).help(
                .init(task: .translate, text: "Seu pedido 1001 chega em 3 dias.", manner: "en"),
                in: fixture.conversation,
                of: fixture.shop)
            #expect(help?.warning == "invented_facts" && help?.details == ["2"])
        }
    }

    @Test func `with no money left a suggestion quotes, and rewriting says why not`() async throws {
        try await withModel { fixture, simulator, model in
            try await fixture.cap(0)
            try await fixture.customerWrites(question)
            let copilot = fixture.copilot(model)
            let help = try await copilot.help(.init(task: .suggest), in: fixture.conversation, of: fixture.shop)
            #expect(help?.author == "offline")
            await #expect(throws: Problem.unprocessable("budget_exhausted")) {
                try await copilot.help(.init(task: .rewrite, text: "oi"), in: fixture.conversation, of: fixture.shop)
            }
            #expect(simulator.requests.isEmpty)
        }
    }
}

extension AssistantFixture {
    func copilot(_ model: OpenAI? = nil) -> Copilot {
        let search = search
        return Copilot(
            database: database, search: { try await search($0, $1, limit: $2) },
            generator: AnswerGenerator(model: model, deadline: .seconds(120), logger: Logger(label: "test")),
            logger: Logger(label: "test"))
    }
}
