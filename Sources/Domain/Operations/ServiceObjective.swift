/// What is promised of the service, as a share of events that go well over thirty days.
package enum ServiceObjective: String, Sendable, CaseIterable {
    /// A webhook is stored and answered in time.
    case webhook
    /// A message that was to be sent reached its provider.
    case delivery
    /// The language model answered when it was asked.
    case model

    /// The promised share.
    package var target: Double {
        switch self {
        case .webhook: 0.995
        case .delivery: 0.99
        case .model: 0.98
        }
    }

    /// A webhook that takes longer counts as bad: providers begin to retry and to slow down beyond some seconds, people notice before.
    package static let webhookLimit = Duration.milliseconds(500)
    /// Over how many days the promise is kept.
    package static let days = 30
}

/// How many events went well and how many did not.
package struct EventCount: Sendable, Equatable {
    package var good: Int
    package var bad: Int

    package init(good: Int = 0, bad: Int = 0) {
        self.good = max(0, good)
        self.bad = max(0, bad)
    }

    package var total: Int {
        let (sum, overflow) = good.addingReportingOverflow(bad)
        return overflow ? .max : sum
    }

    /// nil when nothing happened.
    package var goodShare: Double? { total == 0 ? nil : Double(good) / Double(total) }
}

/// What may still go wrong before a promise is broken.
package struct ErrorBudget: Sendable, Equatable {
    package let objective: ServiceObjective
    package let count: EventCount

    package init(_ objective: ServiceObjective, _ count: EventCount) {
        self.objective = objective
        self.count = count
    }

    /// The part of the budget that is left: 1 untouched, 0 spent, below 0 overspent. nil when nothing happened.
    package var left: Double? {
        guard count.total > 0 else { return nil }
        return 1 - Double(count.bad) / (Double(count.total) * (1 - objective.target))
    }

    /// How fast the budget is being spent: 1 spends it exactly in thirty days, 14.4 within two. nil when nothing happened.
    package static func burnRate(_ objective: ServiceObjective, _ count: EventCount) -> Double? {
        guard count.total > 0 else { return nil }
        return Double(count.bad) / Double(count.total) / (1 - objective.target)
    }

    package enum Standing: String, Sendable { case quiet, kept, atRisk, broken }

    /// In one word: broken when the budget is spent, at risk when less than a quarter is left or an hour burns it fourteen times too fast.
    package func standing(lastHour: EventCount) -> Standing {
        guard let left else { return .quiet }
        if left < 0 { return .broken }
        let isBurning = (Self.burnRate(objective, lastHour) ?? 0) >= 14.4
        return left < 0.25 || isBurning ? .atRisk : .kept
    }
}
