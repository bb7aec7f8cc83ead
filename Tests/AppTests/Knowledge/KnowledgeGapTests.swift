import Domain
import Foundation
import Logging
import Postgres
import TestSupport
import Testing

@testable import App

@Suite(.timeLimit(.minutes(5)))
struct KnowledgeGapTests {
    private static let question = "vocês trocam peça íntima?"

    @Test(
        "a question that found nothing is kept without personal data, answered once, and then answers the next customer"
    )
    func journey() async throws {
        try await KnowledgeBench.run { bench in
            _ = try await bench.assistant.exchange("\(Self.question) meu cpf é 529.982.247-25")
            #expect(try await bench.assistant.standing()("handoff_reason") == "no_evidence")
            let gaps = try await bench.gaps()
            let gap = try #require(gaps.first)
            #expect(gaps.count == 1 && gap.question.contains("peça íntima") && !gap.question.contains("529.982"))
            #expect(gap.conversation == bench.assistant.conversation)

            let answer = KnowledgeDraft(
                title: "Peça íntima", kind: "faq",
                content: "## Vocês trocam peça íntima?\n\nPor higiene, peças íntimas não são trocadas.")
            let document = try await bench.desk.save(
                answer, as: nil, answering: gaps.map(\.id), by: "Joana", in: bench.scope)
            try await bench.work()
            #expect(try await bench.gaps().isEmpty)
            let closed = try await bench.database.tenant(bench.scope) { tx in
                try await tx.one("SELECT state, doc_id FROM knowledge_gaps WHERE tenant_id = \(tx.tenant)")
            }
            #expect(try closed("state") == "answered" && closed("doc_id") == document)

            try await bench.assistant.desk.handBack(bench.assistant.conversation, by: bench.assistant.actor)
            let reply = try #require(try await bench.assistant.exchange(Self.question))
            #expect((try reply("content") as String).contains("não são trocadas"))
        }
    }

    @Test("of two questions in one go only the one that found nothing is a gap")
    func half() async throws {
        try await KnowledgeBench.run { bench in
            try await bench.bring("## Prazo de troca\n\nTrocamos em até 30 dias.", "trocas.md")
            _ = try await bench.assistant.exchange("qual o prazo de troca? vocês têm estacionamento?")
            let questions = try await bench.gaps().map(\.question)
            #expect(questions.count == 1 && questions.first?.contains("estacionamento") == true, "\(questions)")
        }
    }

    @Test("what a person should see or do is no gap")
    func noGap() async throws {
        for text in ["quero falar com um atendente", "cancela o meu pedido", "obrigada!"] {
            try await KnowledgeBench.run { bench in
                _ = try await bench.assistant.exchange(text)
                #expect(try await bench.gaps().isEmpty, "\(text)")
            }
        }
    }

    @Test("a rehearsal shows what was found and what would be said, and leaves nothing behind")
    func rehearsal() async throws {
        try await KnowledgeBench.run { bench in
            try await bench.bring("## Prazo de troca\n\nTrocamos em até 30 dias.", "trocas.md")
            let search = bench.assistant.search
            let trial = AssistantTrial(
                database: bench.database, search: { try await search($0, $1, limit: $2) },
                generator: AnswerGenerator(model: nil, logger: .init(label: "test")), logger: .init(label: "test"))
            let answered = try await trial.ask("qual o prazo de troca?", looksAnyway: true, in: bench.scope.tenant)
            #expect(answered.answer?.text.contains("30 dias") == true && answered.step == "commit")
            #expect(answered.passages.first.map { $0.relevance >= answered.turn.settings.threshold } == true)
            let unknown = try await trial.ask(
                "vocês vendem bicicleta elétrica?", looksAnyway: true, in: bench.scope.tenant)
            #expect(unknown.handoff == .noEvidence && unknown.answer == nil)
            let person = try await trial.ask("quero falar com um atendente", looksAnyway: true, in: bench.scope.tenant)
            #expect(person.handoff == .humanRequested)
            #expect(try await bench.gaps().isEmpty)
            #expect(try await bench.assistant.said().isEmpty)
        }
    }

    @Test("versions are kept by themselves, and an old one can be brought back")
    func versions() async throws {
        try await KnowledgeBench.run { bench in
            var draft = KnowledgeDraft(title: "Frete", content: "um")
            let id = try await bench.desk.save(draft, as: nil, by: "Ana", in: bench.scope)
            draft.content = "dois"
            _ = try await bench.desk.save(draft, as: id, by: "Bia", in: bench.scope)
            draft.priority = 3
            _ = try await bench.desk.save(draft, as: id, by: "Caio", in: bench.scope)
            let versions = try await bench.database.tenant(bench.scope) { try await Knowledge.versions(of: id, $0) }
            #expect(versions.map(\.version) == [1] && versions.map(\.editedBy) == ["Ana"])
            try await bench.desk.restore(1, of: id, by: "Davi", in: bench.scope)
            let document = try await bench.document(id)
            #expect(document.content == "um" && document.version == 3 && document.priority == 3)
            await #expect(throws: (any Error).self) {
                try await bench.desk.restore(9, of: id, by: "", in: bench.scope)
            }
        }
    }

    @Test("dates of a form are days of the shop's own; what is no day is refused")
    func days() async throws {
        try await KnowledgeBench.run { bench in
            let days = try await bench.desk.days("2026-03-01", "2026-03-31", in: bench.scope)
            #expect(days.from == Date(timeIntervalSince1970: 1_772_334_000))
            #expect(days.until == Date(timeIntervalSince1970: 1_775_012_400))
            #expect(try await bench.desk.days("", nil, in: bench.scope).from == nil)
            for wrong in ["2026-02-30", "ontem", "2026-13-01", "99999-01-01", "2026-3-1"] {
                await #expect(throws: (any Error).self) { try await bench.desk.days(wrong, nil, in: bench.scope) }
            }
        }
    }
}
