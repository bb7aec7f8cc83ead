import Domain
import Foundation
import Postgres
import Providers

/// What one piece of work adds to a shop's month.
package struct UsageTally: Sendable, Equatable {
    /// A model's calls within that piece of work.
    package struct Call: Sendable, Equatable {
        package var model: String
        /// `whatsapp`, …; `-` for work of no channel.
        package var channel: String
        /// `answer`, `copilot`, `test`, …
        package var purpose: String
        package var calls = 0
        package var usage = TokenUsage.none
        package var microUSD: Int64 = 0
        /// Of ``calls``, those charged at the dearest price for want of one.
        package var unpriced = 0

        package init(model: String, channel: String, purpose: String) {
            self.model = model
            self.channel = channel
            self.purpose = purpose
        }
    }

    package var messages = 0
    package var handoffs = 0
    package var withoutEvidence = 0
    package var embeddingTokens = 0
    package var images = 0
    package var recordings = 0
    package var recordedSeconds = 0
    package var calls: [Call] = []

    package init(
        messages: Int = 0, handoffs: Int = 0, withoutEvidence: Int = 0, embeddingTokens: Int = 0, calls: [Call] = []
    ) {
        self.messages = messages
        self.handoffs = handoffs
        self.withoutEvidence = withoutEvidence
        self.embeddingTokens = embeddingTokens
        self.calls = calls
    }

    /// For the transaction of what is counted; no statement for nothing.
    package func statements(_ tenant: TenantID) -> [SQL] {
        var all: [SQL] = []
        if self != UsageTally(calls: calls) {
            all.append(
                """
                SELECT increment_ai_metrics(p_tenant_id := \(tenant.value), p_messages := \(messages), p_handoffs := \(handoffs),
                  p_no_evidence := \(withoutEvidence), p_embedding_tokens := \(embeddingTokens), p_images := \(images),
                  p_audio_count := \(recordings), p_audio_seconds := \(recordedSeconds))
                """)
        }
        // Always in the same order: two turns that end at once must not wait for each other.
        for call in calls.sorted(by: { $0.model < $1.model }) where call.calls > 0 {
            all.append(
                """
                SELECT record_ai_call(\(tenant.value), \(String(call.model.prefix(100))), \(call.channel), \(call.purpose),
                  \(call.calls), \(call.usage.input), \(call.usage.cachedInput), \(call.usage.output), \(call.microUSD)::bigint,
                  \(call.unpriced))
                """)
        }
        return all
    }
}

extension [OpenAI.Attempt] {
    /// What was paid for, model by model. Requests that led to nothing and cost nothing are left out.
    package func calls(channel: String, purpose: String) -> [UsageTally.Call] {
        var byModel: [String: UsageTally.Call] = [:]
        for attempt in self where attempt.microUSD > 0 || attempt.usage != .none {
            var call = byModel[attempt.model] ?? .init(model: attempt.model, channel: channel, purpose: purpose)
            call.calls += 1
            call.usage = call.usage + attempt.usage
            let sum = call.microUSD.addingReportingOverflow(attempt.microUSD)
            call.microUSD = sum.overflow ? .max : sum.partialValue
            call.unpriced += attempt.isPriceKnown ? 0 : 1
            byModel[attempt.model] = call
        }
        return byModel.values.sorted { $0.model < $1.model }
    }
}
