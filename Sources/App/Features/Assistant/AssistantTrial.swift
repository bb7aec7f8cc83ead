import Domain
import Foundation
import Logging
import Postgres
import Providers

/// A question that nobody asked, taken through the gates: what would be answered, and why. The settings page, the knowledge page and
/// `secretaria eval` ask here.
///
/// Nothing of it is stored but what the model cost, which is as real as any other call.
package struct AssistantTrial: Sendable {
    private let database: Database
    private let search: @Sendable (TenantScope, String, Int) async throws -> [FoundPassage]
    private let generator: AnswerGenerator
    private let now: @Sendable () -> Date
    private let logger: Logger

    package init(
        database: Database, search: @escaping @Sendable (TenantScope, String, Int) async throws -> [FoundPassage],
        generator: AnswerGenerator, now: @escaping @Sendable () -> Date = { Date() }, logger: Logger
    ) {
        self.database = database
        self.search = search
        self.generator = generator
        self.now = now
        self.logger = logger
    }

    /// Longest question, in bytes.
    package static let limit = 4_000

    package struct Gate: Sendable, Equatable {
        package let name: String
        /// passed, answer, handoff, release, silence; nil: the turn never came to it.
        package let verdict: String?
    }

    package struct Result: Sendable {
        package let gates: [Gate]
        /// The gate that ended it.
        package let step: String
        package let outcome: TurnOutcome
        package let turn: Turn
        /// What was found, best first, also below the threshold.
        package let passages: [FoundPassage]
        package let took: Duration

        /// Words for the customer, where there would be any.
        package var answer: DraftAnswer? {
            switch outcome {
            case .answer(let draft), .draft(let draft): draft
            case .offer, .handoff, .release, .wait, .silence: nil
            }
        }

        package var handoff: HandoffReason? {
            switch outcome {
            case .handoff(let reason): reason
            // Nothing certain was found, whatever is offered.
            case .offer: .noEvidence
            case .answer, .draft, .release, .wait, .silence: nil
            }
        }
    }

    /// - Parameters:
    ///   - history: what was said before, oldest first.
    ///   - configs: settings that need not be kept; nil takes the shop's own, but on, at whatever hour and without approval.
    ///   - looksAnyway: searches also for a question that never comes to the search.
    ///   - tell: where the work is.
    package func ask(
        _ question: String, after history: [Turn.Said] = [], on channel: String = "whatsapp",
        with configs: AssistantConfigs? = nil, looksAnyway: Bool = false, in tenant: TenantID,
        tell: @escaping @Sendable (TurnProgress) -> Void = { _ in }
    ) async throws -> Result {
        let start = ContinuousClock.now
        let snapshot = try await database.tenant(.service(tenant)) { tx in
            try await Assistant.imagined(tx, question, after: history, channel, configs)
        }
        let budget = AIBudget(database: database)
        let steps = TurnSteps(search: search, generator: generator, budget: budget, now: now)
        var turn = Turn(snapshot)
        turn.tell = tell
        var verdicts: [String: String] = [:]
        do {
            let (step, outcome) = try await steps.walk(&turn) { step, error in
                logger.error(
                    "A gate failed in a trial",
                    metadata: ["tenant.id": "\(tenant)", "step": "\(step)", "error.type": "\(type(of: error))"])
            } observe: { step, outcome in
                verdicts[step] = outcome?.name ?? "passed"
            }
            var passages = turn.found.sorted { $0.relevance > $1.relevance }
            if passages.isEmpty, looksAnyway {
                passages = try await search(.service(tenant), question, max(turn.settings.topK, 5))
            }
            await budget.close(turn.purse, turn.tally(purpose: "test"))
            return Result(
                gates: steps.all.map { Gate(name: $0.name, verdict: verdicts[$0.name]) }, step: step,
                outcome: outcome, turn: turn, passages: passages, took: .now - start)
        } catch {
            await budget.close(turn.purse, turn.tally(purpose: "test"))
            throw error
        }
    }
}

extension TurnOutcome {
    package var name: String {
        switch self {
        case .answer: "answer"
        case .draft: "draft"
        case .offer: "offer"
        case .handoff: "handoff"
        case .release: "release"
        case .wait: "wait"
        case .silence: "silence"
        }
    }
}

extension AssistantConfigs {
    /// For a question about what the shop knows, not about whether anybody is there.
    fileprivate func open(on channel: String) -> AssistantSettings {
        var (general, own) = (general, self.channel(channel))
        (general.isEnabled, own.isEnabled) = (true, true)
        general.operatingHours = Optional<JSON>.none
        general.asksApproval = false
        return AssistantSettings(general, own)
    }
}

extension Assistant {
    /// A conversation as it would be if a new customer asked this now.
    fileprivate static func imagined(
        _ tx: TenantTransaction, _ question: String, after history: [Turn.Said], _ channel: String,
        _ tried: AssistantConfigs?
    ) async throws -> Turn.Snapshot {
        let results = try await tx.batch([
            """
            SELECT t.name, t.locale, \(fragment: clockColumns)
            FROM tenants t CROSS JOIN LATERAL (SELECT now() AT TIME ZONE t.time_zone AS at) clock WHERE t.tenant_id = \(tx.tenant)
            """, UsageTerms.select(tx.scope.tenant),
        ])
        guard results.count == 2, let row = results[0].rows.first, let terms = results[1].rows.first else {
            throw PostgresError(.decoding, "there is no such shop")
        }
        let settings =
            if let tried { AssistantSettings(tried.general, tried.channel(channel)) } else {
                try await configs(tx).open(on: channel)
            }
        return Turn.Snapshot(
            tenant: tx.scope.tenant, conversation: .v7(), account: .v7(), revision: 0, status: .bot, channel: channel,
            isBlocked: false, accountIsOn: true, window: ServiceWindow(.unlimited, lastCustomerMessage: nil),
            contactLocale: nil, shop: try row("name"), locale: try row("locale"), settings: settings,
            terms: try UsageTerms(terms), moment: try WorkingHours.Moment(row), minutesSinceOutOfHours: nil,
            customer: nil, answersInARow: 0,
            unanswered: [Turn.Said(id: .v7(), text: question, contentType: "text", isCustomer: true)],
            history: history)
    }
}
