import Domain
import Foundation
import Logging
import Postgres
import TestSupport
import Testing

@testable import App

@Suite(.timeLimit(.minutes(5)))
struct EvaluationTests {
    private func run(_ suite: EvalSuite, _ fixture: AssistantFixture) async throws -> EvalRun {
        let search = fixture.search
        let find: @Sendable (TenantScope, String, Int) async throws -> [FoundPassage] = {
            try await search($0, $1, limit: $2)
        }
        let trial = AssistantTrial(
            database: fixture.database, search: find,
            generator: AnswerGenerator(model: nil, logger: Logger(label: "test")), logger: Logger(label: "test"))
        return try await EvalRunner(trial: trial, search: find).run(
            suite, in: TenantScope(tenant: fixture.shop, role: .owner), shop: "aurora", model: "offline",
            at: Date(timeIntervalSince1970: 1_767_225_600))
    }

    @Test("the shipped suite passes on the demo shop with rules alone, with all its figures")
    func demo() async throws {
        try await withAssistant { fixture in
            let run = try await run(try EvalSuite.demo(), fixture)
            let failed = run.results.filter { !$0.passed }
            #expect(failed.isEmpty, "\(failed.map { "\($0.name): \($0.why)" })")
            #expect(run.results.count >= 60)
            for (name, share) in run.figures.shares { #expect(share.of > 0, "\(name)") }
            #expect(try await fixture.said().isEmpty)
            #expect(try await fixture.events("handoff").isEmpty)
        }
    }

    @Test("a case that fails says what was otherwise, and figures count it")
    func failing() async throws {
        let suite = try EvalSuite(
            yaml: """
                name: x
                cases:
                - name: wrong source
                  say: Qual o prazo de entrega para São Paulo?
                  expect:
                    outcome: answer
                    source: Frete grátis
                    contains: trinta anos
                    lacks: [dias]
                    intent: praise
                - name: wrong outcome
                  say: quero cancelar meu pedido
                  expect:
                    outcome: answer
                    requires_action: false
                - name: a lie that should pass
                  say: tem desconto no pix?
                  claim: Já cancelei o seu pedido.
                  passes: true
                """)
        try await withAssistant { fixture in
            let run = try await run(suite, fixture)
            #expect(run.results.map(\.passed) == [false, false, false])
            #expect(run.results[0].why.count == 4 && run.results[1].why.count == 2)
            #expect(run.results[1].outcome == "requires_action" && run.results[2].outcome == "stopped")
            #expect(run.figures.intent == .init(hits: 0, of: 1) && run.figures.guardrails == .init(hits: 0, of: 1))
        }
    }

    private func made(_ passed: [Bool]) -> EvalRun {
        var figures = EvalRun.Figures()
        for isHit in passed { figures.cases.count(isHit) }
        let results = passed.enumerated().map { index, passed in
            EvalRun.Result(
                name: "c\(index)", passed: passed, why: [], step: "commit", outcome: "answer", latencyMs: 1, microUSD: 0
            )
        }
        return EvalRun(
            suite: "s", shop: "l", model: "offline", at: Date(timeIntervalSince1970: 0), results: results,
            figures: figures)
    }

    @Test("worse is a case that passed before, or a figure that fell; a case that always failed is not")
    func regressions() {
        #expect(made([true, false]).regressions(since: made([true, false])).isEmpty)
        #expect(made([true, true]).regressions(since: made([true, false])).isEmpty)
        let worse = made([false, true]).regressions(since: made([true, false]))
        #expect(worse == ["case: c0"], "the figure stayed, the case did not")
        #expect(made([false, false]).regressions(since: made([true, false])).count == 2)
    }

    @Test("the last run is kept beside the data and read again; a damaged one counts as none")
    func history() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "evals-\(UUID())")
        defer { try? FileManager.default.removeItem(at: folder) }
        let history = EvalHistory(folder: folder)
        #expect(history.last(suite: "s", shop: "l", model: "offline") == nil)
        try history.keep(made([true, false]))
        let last = try #require(history.last(suite: "s", shop: "l", model: "offline"))
        #expect(last.results.map(\.passed) == [true, false] && last.figures.cases == .init(hits: 1, of: 2))
        #expect(history.last(suite: "../s", shop: "l", model: "offline") == nil)
        let table = EvalTable.text(made([false, false]), last: last)
        #expect(table.contains("FAILED  c0") && table.contains("WORSE") && table.contains("50.0 %"))
        let file = try #require(
            try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil).first)
        try Data("{".utf8).write(to: file)
        #expect(history.last(suite: "s", shop: "l", model: "offline") == nil)
    }

    @Test(
        "a suite that cannot be understood says why",
        arguments: [
            "cases: []", "x: [", "cases:\n- expect:\n    outcome: answer",
            "cases:\n- say: a\n  expect:\n    outcome: maybe",
            "cases:\n- say: a\n  expect:\n    reason: because", "cases:\n- say: a\n- say: a",
            "cases:\n- say: a\n  exect: 1",
        ])
    func faults(yaml: String) {
        #expect(throws: EvalSuite.Fault.self) { try EvalSuite(yaml: yaml) }
    }
}
