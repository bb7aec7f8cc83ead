import Domain
import Foundation
import Logging
import Postgres
import Providers
import Synchronization
import Web

/// Helps a person of the shop to write: suggests an answer, summarises, changes the tone, translates. It never sends anything.
///
/// Personal data leaves as tokens and comes back only to the agent, as in an answer; nothing of the text is logged.
package struct Copilot: Sendable {
    private let database: Database
    private let steps: TurnSteps
    private let model: OpenAI?
    private let now: @Sendable () -> Date
    private let logger: Logger

    package init(
        database: Database, search: @escaping @Sendable (TenantScope, String, Int) async throws -> [FoundPassage],
        generator: AnswerGenerator, now: @escaping @Sendable () -> Date = { Date() }, logger: Logger
    ) {
        self.database = database
        steps = TurnSteps(search: search, generator: generator, budget: AIBudget(database: database), now: now)
        model = generator.client
        self.now = now
        self.logger = logger
    }

    package struct Order: Sendable {
        package var task: CopilotTask
        /// What the agent wrote, for tasks that work on it.
        package var text: String
        /// A tone or a language.
        package var manner: String

        package init(task: CopilotTask, text: String = "", manner: String = "") {
            self.task = task
            self.text = text
            self.manner = manner
        }
    }

    package struct Help: Sendable, Equatable {
        package let text: String
        /// The sources of a suggestion.
        package var sources: [String] = []
        /// `offline` for what code made, else the model's name.
        package let author: String
        /// Something the agent should look at: `invented_facts`.
        package var warning: String?
        package var details: [String] = []
    }

    /// Longest text that is worked on, in bytes.
    package static let limit = 8_000

    /// The conversation that help is wanted with; nil where there is none in this shop. Refuses what cannot be worked on.
    package func begin(_ order: Order, in conversation: UUID, of tenant: TenantID) async throws -> Turn? {
        let snapshot = try await database.tenant(.service(tenant)) { try await Assistant.snapshot($0, conversation) }
        guard let snapshot else { return nil }
        let turn = Turn(snapshot.withQuestion)
        switch order.task {
        case .suggest:
            guard !turn.text.isEmpty else { throw Problem.copilot("nothing_to_answer") }
        case .summarise:
            guard turn.talk.contains(where: { !$0.text.isEmpty }) else { throw Problem.copilot("nothing_to_summarise") }
        case .rewrite, .translate:
            guard !order.text.trimmingWhitespace.isEmpty else { throw Problem.copilot("empty_text") }
            guard order.text.utf8.count <= Self.limit else { throw Problem.copilot("text_too_long") }
        }
        return turn
    }

    /// The same in one go.
    package func help(_ order: Order, in conversation: UUID, of tenant: TenantID) async throws -> Help? {
        guard let turn = try await begin(order, in: conversation, of: tenant) else { return nil }
        return try await help(order, turn)
    }

    /// - Parameter tell: where the work is; the words as they come, but never those of a suggestion, which is seen when it has
    ///   passed its checks.
    package func help(
        _ order: Order, _ begun: Turn, tell: @escaping @Sendable (TurnProgress) -> Void = { _ in }
    ) async throws -> Help {
        var turn = begun
        turn.tell = tell
        switch order.task {
        case .suggest: return try await suggest(&turn)
        case .summarise: return try await summarise(&turn)
        case .rewrite, .translate: return try await reword(order, &turn)
        }
    }

    // MARK: Suggest

    /// The same search, generation and checks as an answer of the assistant: what cannot be proved is not suggested either.
    private func suggest(_ turn: inout Turn) async throws -> Help {
        if steps.generator.hasModel {
            turn.purse = try await steps.budget.open(
                turn.snapshot.tenant, for: "copilot", steps.generator.usualCost(of: turn))
        }
        turn.asksModel = turn.purse != nil
        turn.classification = Classifier.classify(turn.utterance)
        let draft: DraftAnswer?
        do {
            draft = try await walk(&turn)
        } catch {
            await close(turn)
            throw error
        }
        await close(turn)
        try Task.checkCancellation()
        guard let draft else { throw Problem.copilot("no_answer_found") }
        return help(draft)
    }

    private func walk(_ turn: inout Turn) async throws -> DraftAnswer? {
        for step in steps.all {
            guard let stage = TurnProgress.Stage(gate: step.name) else { continue }
            turn.tell(.stage(stage))
            guard case .stop(let outcome) = try await step.run(&turn) else { continue }
            if case .answer(let draft) = outcome { return draft }
            return nil
        }
        return turn.answer.flatMap { $0.citations.isEmpty ? nil : $0 }
    }

    private func help(_ draft: DraftAnswer) -> Help {
        Help(text: draft.text, sources: draft.citations.map(\.quote), author: draft.author)
    }

    private func close(_ turn: Turn) async {
        await steps.budget.close(turn.purse, turn.tally(purpose: "copilot"))
    }

    // MARK: Summarise, rewrite, translate

    private func summarise(_ turn: inout Turn) async throws -> Help {
        let said = turn.talk
        let talk = said.filter { !$0.text.isEmpty }.map { "\($0.isCustomer ? "Cliente" : "Loja"): \($0.text)" }
        if let made = try await ask(.summarise, text: talk.joined(separator: "\n"), manner: "", &turn) { return made }
        // Without a model: the customer's own last words and what the rules understand of them.
        let last = said.filter(\.isCustomer).suffix(3).map(\.text)
        let text = HandoffSummary.text(
            classification: Classifier.classify(Utterance(last.joined(separator: "\n"))), messages: last, masked: false)
        return Help(text: text, author: "offline")
    }

    private func reword(_ order: Order, _ turn: inout Turn) async throws -> Help {
        guard var made = try await ask(order.task, text: order.text, manner: order.manner, &turn) else {
            throw Problem.copilot("copilot_needs_model")
        }
        let invented = CopilotPrompt.invented(in: made.text, of: order.text)
        if !invented.isEmpty { (made.warning, made.details) = ("invented_facts", invented) }
        return made
    }

    /// nil where no model may be asked or none answers.
    private func ask(_ task: CopilotTask, text: String, manner: String, _ turn: inout Turn) async throws -> Help? {
        guard let model else { return nil }
        var names = Pseudonyms()
        let hidden = turn.settings.masksForProvider ? names.hide(text) : text
        let day = String(now().formatted(.iso8601.year().month().day()))
        var request = OpenAI.ChatRequest(
            messages: CopilotPrompt.messages(task, text: hidden, manner: manner),
            models: ModelCatalogue.chain(from: turn.settings.model), form: nil, maxTokens: 1_500, day: day,
            deadline: .seconds(25))
        request.prices = turn.snapshot.terms.prices
        guard let purse = try await steps.budget.open(turn.snapshot.tenant, for: "copilot", model.most(of: request))
        else {
            throw Problem.copilot("budget_exhausted")
        }
        request.mayCost = { await purse.covers($0) }
        turn.purse = purse
        turn.tell(.stage(.writing))
        let words = Mutex(RevealedWords(names))
        request.tell = { [names, tell = turn.tell] progress in
            switch progress {
            case .words(let text):
                let ready = words.withLock { $0.pass(text) }
                if !ready.isEmpty { tell(.words(ready)) }
            case .restart:
                words.withLock { $0 = RevealedWords(names) }
                tell(.restart)
            }
        }
        do {
            let outcome = try await model.chat(request)
            turn.attempts = outcome.attempts
            await close(turn)
            let rest = words.withLock { $0.finish() }
            if !rest.isEmpty { turn.tell(.words(rest)) }
            return Help(text: ReplyText.plain(names.reveal(outcome.answer)), author: outcome.snapshot)
        } catch {
            turn.attempts = error.attempts
            await close(turn)
            // Whoever asked has gone.
            try Task.checkCancellation()
            logger.warning(
                "No model helped", metadata: ["tenant.id": "\(turn.snapshot.tenant)", "code": "\(error.code)"])
            return nil
        }
    }
}

extension Turn {
    /// All that was said, oldest first.
    fileprivate var talk: [Said] { snapshot.history + snapshot.unanswered }
}

extension Turn.Snapshot {
    /// Where everything is dealt with already, the customer's last words are the question.
    fileprivate var withQuestion: Turn.Snapshot {
        guard unanswered.isEmpty, let last = history.lastIndex(where: { $0.isCustomer && !$0.text.isEmpty }) else {
            return self
        }
        var copy = self
        copy.unanswered = [history[last]]
        copy.history = Array(history[..<last])
        (copy.offered, copy.hasOfferedInstead) = ([], false)
        return copy
    }
}

extension Problem {
    /// Codes have words of their own (`notice.…`).
    fileprivate static func copilot(_ code: String) -> Problem { .unprocessable(code) }
}
