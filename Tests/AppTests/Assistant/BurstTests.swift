import Domain
import Foundation
import Postgres
import Synchronization
import TestSupport
import Testing

@testable import App

/// Customers write in bursts, and people of the shop step in whenever they like: nobody is answered twice, after a person spoke, or
/// to what is old. `SECRETARIA_BURSTS=10000` runs it at length.
@Suite(.timeLimit(.minutes(60)))
struct BurstTests {
    enum Act: String, CaseIterable, Sendable {
        case nothing, replies, takesOver, resolves, reacts, sees, writesAgain, isSentAgain
        /// The assistant has no say after it.
        var silences: Bool { [.replies, .takesOver, .resolves].contains(self) }
    }

    private static let lines = [
        "Qual o prazo de entrega para São Paulo?", "e o frete?", "Quais as formas de pagamento?", "oi", "bom dia!",
        "Posso trocar um produto?", "quero cancelar meu pedido", "vocês vendem pneu de trator?", "obrigada!",
        "preciso falar com um atendente", "qual o prazo", "para o interior", "tem garantia?",
    ]

    private static let count = ProcessInfo.processInfo.environment["SECRETARIA_BURSTS"].flatMap { Int($0) } ?? 120

    @Test("in bursts with random interventions no reply is doubled, late or stale")
    func bursts() async throws {
        let each = 400
        var (left, seed) = (Self.count, UInt64(7))
        while left > 0 {
            try await run(min(left, each), seed: seed)
            left -= each
            seed += 1
        }
    }

    private func run(_ count: Int, seed: UInt64) async throws {
        try await withAssistant { fixture in
            try await fixture.configure("max_messages_before_handoff = 1000")
            var random = SeededRandom(seed: seed)
            for number in 0..<count { try await burst("\(seed)-\(number)", fixture, &random) }
            // Each message was dealt with once at most.
            let doubled: Int = try await fixture.database.system("test") {
                try await $0.one(
                    """
                    SELECT count(*)::int AS n FROM (
                      SELECT answer FROM conversation_events, jsonb_array_elements_text(metadata -> 'answers') answer
                      WHERE event_type IN ('ai_response', 'handoff') GROUP BY answer HAVING count(*) > 1) twice
                    """)("n")
            }
            #expect(doubled == 0)
        }
    }

    private func burst(_ name: String, _ fixture: AssistantFixture, _ random: inout SeededRandom) async throws {
        let (act, isBefore) = (Act.allCases.randomElement(using: &random) ?? .nothing, Bool.random(using: &random))
        var asked: [UUID] = []
        for _ in 0..<Int.random(in: 1...3, using: &random) {
            asked.append(try await fixture.customerWrites(Self.lines.randomElement(using: &random) ?? "oi"))
        }
        let more = Self.lines.randomElement(using: &random) ?? "oi"
        let before = try await fixture.said().count
        let events = try await fixture.settled()
        let last = try #require(asked.last)
        let added = Mutex<[UUID]>([])
        let isDone = Mutex(false)
        let intervene: @Sendable () async throws -> Void = {
            let isFirst = isDone.withLock { done in
                defer { done = true }
                return !done
            }
            guard isFirst else { return }
            if let id = try await fixture.perform(act, named: name, last: last, more: more) {
                added.withLock { $0.append(id) }
            }
        }
        if isBefore { try await intervene() }
        try await fixture.runTurns(whileSearching: intervene)
        let hasActed = isDone.withLock { $0 }
        let words = try await fixture.said().filter { try $0("sender_type") as String == "bot" }.count
        let botBefore = try await fixture.botBefore(events.count, before)
        if act.silences, hasActed {
            #expect(words == botBefore, "\(name): the assistant spoke after a person: \(act) before: \(isBefore)")
        } else {
            // One outcome settles the whole burst, with what was added to it.
            let fresh = try await fixture.settled().dropFirst(events.count)
            #expect(fresh.count == 1, "\(name): \(act) before: \(isBefore)")
            #expect(fresh.first == Set(asked + added.withLock { $0 }), "\(name): stale, \(act) before: \(isBefore)")
            #expect(words == botBefore + 1, "\(name): \(act)")
        }
        // A turn that comes late has nothing to say.
        try await fixture.runAnotherTurn()
        #expect(
            try await fixture.said().filter { try $0("sender_type") as String == "bot" }.count == words, "\(name): late"
        )
        if try await fixture.standing()("status") as String != "bot" {
            try await fixture.handBackOrReopen()
        }
    }

    // MARK: A thumb is no answer

    @Test(
        "a question is still answered after an agent merely reacted to it, before the turn or while the assistant thinks"
    )
    func reaction() async throws {
        for isBefore in [true, false] {
            try await withAssistant { fixture in
                let message = try await fixture.customerWrites("Qual o prazo de entrega para São Paulo?")
                let react: @Sendable () async throws -> Void = {
                    try await fixture.desk.react("👍", to: message, in: fixture.conversation, by: fixture.actor)
                }
                if isBefore {
                    try await react()
                    try await fixture.runTurns()
                } else {
                    try await fixture.runTurns(whileSearching: react)
                }
                let said = try await fixture.said().filter { try $0("sender_type") as String == "bot" }
                #expect(said.count == 1)
                #expect((try said.first?("content") as String?)?.contains("1 a 2 dias úteis") == true)
                #expect(try await fixture.standing()("status") == "bot")
            }
        }
    }
}

extension AssistantFixture {
    /// What each outcome settled, oldest first.
    fileprivate func settled() async throws -> [Set<UUID>] {
        try await database.system("test") {
            try await $0.query(
                """
                SELECT metadata -> 'answers' #>> '{}' AS answers FROM conversation_events
                WHERE conversation_id = \(conversation) AND event_type IN ('ai_response', 'handoff') ORDER BY created_at, id
                """
            ).map { row in
                let list = try JSON.parse(try row("answers") as String)
                return Set(list.elements.compactMap { $0.string.flatMap { UUID(uuidString: $0) } })
            }
        }
    }

    /// Bot messages that stood there already.
    fileprivate func botBefore(_ outcomes: Int, _ messages: Int) async throws -> Int {
        try await said().prefix(messages).filter { try $0("sender_type") as String == "bot" }.count
    }

    /// The id of what the customer added, if that was the act.
    fileprivate func perform(_ act: BurstTests.Act, named name: String, last: UUID, more: String) async throws -> UUID?
    {
        switch act {
        case .nothing: break
        case .replies: _ = try await desk.reply(conversation, text: "Já vejo!", key: "k-\(name)", by: actor)
        case .takesOver: try await desk.takeOver(conversation, by: actor)
        case .resolves: try await desk.resolve(conversation, by: actor)
        case .reacts: try await desk.react("👍", to: last, in: conversation, by: actor)
        case .sees: try await desk.markSeen(conversation, by: actor)
        case .writesAgain: return try await customerWrites(more)
        case .isSentAgain: try await enqueueAnotherTurn()
        }
        return nil
    }

    fileprivate func enqueueAnotherTurn() async throws {
        let turn = Assistant.enqueueTurn(
            tenant: shop, conversation: conversation, debounce: Debounce(quiet: .zero, cap: .zero))
        try await database.tenant(scope) { _ = try await $0.commit([turn]) }
    }

    fileprivate func runAnotherTurn() async throws {
        try await enqueueAnotherTurn()
        try await runTurns()
    }

    fileprivate func handBackOrReopen() async throws {
        if try await standing()("status") as String == "resolved" { try await desk.reopen(conversation, by: actor) }
        try await desk.handBack(conversation, by: actor)
    }
}
