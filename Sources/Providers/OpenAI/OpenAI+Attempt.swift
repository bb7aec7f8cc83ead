import Domain

extension OpenAI {
    /// One request and what came of it. Has codes and counts, never a word of what was said.
    package struct Attempt: Sendable, Equatable {
        package var model: String
        package var outcome: Outcome
        /// The dated model that answered.
        package var snapshot: String?
        package var status: Int?
        /// The server's error code, or ours.
        package var code: String?
        /// The field that was refused.
        package var field: String?
        /// How long the server asked to be left alone.
        package var retryAfter: Duration?
        package var latency = Duration.zero
        package var usage = TokenUsage.none
        /// The server did not count: by the length of the texts.
        package var isUsageEstimated = false
        package var microUSD: Int64 = 0
        /// False when the dearest price was taken for want of one.
        package var isPriceKnown = true
        /// What the provider's support asks for.
        package var requestID: String?

        init(model: String, outcome: Outcome) {
            self.model = model
            self.outcome = outcome
        }
    }

    /// Raw values are stored and counted.
    package enum Outcome: String, Sendable, CaseIterable {
        case answered
        /// An optional field was refused: left out from now on.
        case refusedField = "refused_field"
        case contextTooLong = "context_too_long"
        case unknownModel = "unknown_model"
        case rateLimited = "rate_limited"
        case unavailable, timeout, unreachable, empty, truncated, refused, filtered, malformed
        /// Not in the form that was asked for.
        case invalid
        /// The picture or recording cannot be read, whoever looks at it.
        case unreadableFile = "unreadable_file"
        case rejected
        case invalidKey = "invalid_key"
        case insufficientQuota = "insufficient_quota"
        case forbidden
        case wrongAddress = "wrong_address"
        case blocked, cancelled
        /// Not made: it could have cost more than there is left to spend.
        case overBudget = "over_budget"

        enum Next { case done, nextModel, later, stop }

        /// Where a chain goes from here.
        var next: Next {
            switch self {
            case .answered: .done
            case .rateLimited, .unavailable, .unreachable: .later
            case .refusedField, .contextTooLong, .unknownModel, .timeout, .empty, .truncated, .refused, .malformed,
                .invalid, .rejected, .overBudget:
                .nextModel
            // Every model of the account would say the same.
            case .filtered, .unreadableFile, .invalidKey, .insufficientQuota, .forbidden, .wrongAddress, .blocked,
                .cancelled:
                .stop
            }
        }
    }
}

/// No answer was to be had.
package struct OpenAIFailure: Error, Sendable, Equatable, CustomStringConvertible {
    /// The outcome that decided: the last one that stopped the chain or told most.
    package let outcome: OpenAI.Outcome
    package let attempts: [OpenAI.Attempt]
    /// When another try may be worth it.
    package let retryAfter: Duration?

    package var code: String { attempts.last { $0.outcome == outcome }?.code ?? outcome.rawValue }

    /// Answers that could not be used were paid for too.
    package var usage: TokenUsage { attempts.reduce(.none) { $0 + $1.usage } }
    package var microUSD: Int64 { attempts.microUSD }

    /// The key, the account or the address must be looked at by somebody.
    package var needsConfiguration: Bool {
        switch outcome {
        case .invalidKey, .insufficientQuota, .forbidden, .wrongAddress, .blocked: true
        default: false
        }
    }

    /// The same call may succeed later.
    package var isTransient: Bool {
        switch outcome {
        case .rateLimited, .unavailable, .timeout, .unreachable, .cancelled: true
        default: false
        }
    }

    package var description: String { "\(outcome.rawValue) (\(code)) after \(attempts.count) requests" }
}

extension [OpenAI.Attempt] {
    /// What they and one more request of so much cost.
    func microUSD(with more: Int64) -> Int64 {
        let total = microUSD.addingReportingOverflow(more)
        return total.overflow ? .max : total.partialValue
    }

    package var microUSD: Int64 {
        reduce(0) { sum, attempt in
            let total = sum.addingReportingOverflow(attempt.microUSD)
            return total.overflow ? .max : total.partialValue
        }
    }
}
