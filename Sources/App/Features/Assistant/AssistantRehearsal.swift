import Domain
import Foundation
import Logging
import Postgres
import Providers

/// What the assistant would say, without a customer: the same gates, nothing committed but what it cost.
package struct AssistantRehearsal: Sendable {
    private let database: Database
    private let search: @Sendable (TenantScope, String, Int) async throws -> [FoundPassage]
    private let steps: [TurnStep]
    private let budget: AIBudget

    package init(
        database: Database,
        search: @escaping @Sendable (TenantScope, String, Int) async throws -> [FoundPassage],
        generator: AnswerGenerator, now: @escaping @Sendable () -> Date = { Date() }
    ) {
        self.database = database
        self.search = search
        budget = AIBudget(database: database)
        steps = TurnSteps(search: search, generator: generator, budget: budget, now: now).all
    }

    /// How it went.
    package struct Outcome: Sendable {
        /// The gate that ended it.
        package let step: String
        package let outcome: TurnOutcome
        package let classification: Classification
        /// What was looked at, best first, also below the threshold.
        package let passages: [FoundPassage]
        package let threshold: Double
        /// What was wrong with answers that were not given.
        package let refused: [GuardrailFinding]
        package let attempts: [OpenAI.Attempt]
        package let took: Duration

        /// Words for the customer, where there would be any.
        package var answer: DraftAnswer? {
            if case .answer(let draft) = outcome { draft } else { nil }
        }

        package var handoff: HandoffReason? {
            if case .handoff(let reason) = outcome { reason } else { nil }
        }
    }

    /// Asks as a customer on a channel would, whatever the hour. `history` is what was said before, oldest first.
    package func ask(
        _ question: String, history: [Turn.Said] = [], channel: String = "whatsapp",
        in scope: TenantScope
    ) async throws -> Outcome {
        let start = ContinuousClock.now
        let snapshot = try await database.tenant(scope) { tx in
            try await Assistant.rehearsed(tx, question, history: history, channel: channel)
        }
        var turn = Turn(snapshot)
        var ended: (step: String, outcome: TurnOutcome)?
        for step in steps {
            if case .stop(let outcome) = try await step.run(&turn) {
                ended = (step.name, outcome)
                break
            }
        }
        let passages = try await search(scope, question, max(snapshot.settings.topK, 5))
        await budget.close(turn.purse, turn.tally(purpose: "test"))
        return Outcome(
            step: ended?.step ?? "end", outcome: ended?.outcome ?? .handoff(.assistantUnavailable),
            classification: turn.classification, passages: passages,
            threshold: snapshot.settings.threshold,
            refused: turn.refused, attempts: turn.attempts, took: .now - start)
    }
}

extension Assistant {
    /// A conversation that does not exist, with one question in it.
    static func rehearsed(
        _ tx: TenantTransaction, _ question: String, history: [Turn.Said], channel: String
    ) async throws -> Turn.Snapshot {
        let row = try await tx.one(
            """
            SELECT t.name AS shop, t.locale, \(fragment: AssistantSettings.columns)
            FROM tenants t
            LEFT JOIN ai_support_config g ON g.tenant_id = t.tenant_id
            LEFT JOIN ai_channel_config h ON h.tenant_id = t.tenant_id AND h.channel_type = \(channel)
            WHERE t.tenant_id = \(tx.tenant)
            """)
        let terms = try UsageTerms(try await tx.one(UsageTerms.select(tx.scope.tenant)))
        let own = try AssistantSettings(row)
        var (config, channelConfig) = (own.config, own.channel)
        (config.isEnabled, channelConfig.isEnabled) = (true, true)
        config.operatingHours = Optional<JSON>.none
        config.asksApproval = false
        let settings = AssistantSettings(config, channelConfig)
        return Turn.Snapshot(
            tenant: tx.scope.tenant, conversation: .v7(), account: .v7(), revision: 0, status: .bot,
            channel: channel,
            isBlocked: false, accountIsOn: true,
            window: ServiceWindow(.unlimited, lastCustomerMessage: nil),
            contactLocale: nil, shop: try row("shop"), locale: try row("locale"), settings: settings,
            terms: terms, moment: WorkingHours.Moment(weekday: 1, minute: 0, date: "", yesterday: ""),
            minutesSinceOutOfHours: nil,
            customer: nil, answersInARow: 0,
            unanswered: [Turn.Said(id: .v7(), text: question, contentType: "text", isCustomer: true)],
            history: history)
    }
}
