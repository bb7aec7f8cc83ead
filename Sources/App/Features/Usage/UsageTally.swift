import Domain
import Foundation
import Postgres

/// What one piece of work adds to a shop's month.
package struct UsageTally: Sendable, Equatable {
    package var messages = 0
    package var handoffs = 0
    package var withoutEvidence = 0
    package var embeddingTokens = 0
    package var images = 0
    package var recordings = 0
    package var recordedSeconds = 0
    package var microUSD: Int64 = 0

    package init(
        messages: Int = 0, handoffs: Int = 0, withoutEvidence: Int = 0, embeddingTokens: Int = 0, microUSD: Int64 = 0
    ) {
        self.messages = messages
        self.handoffs = handoffs
        self.withoutEvidence = withoutEvidence
        self.embeddingTokens = embeddingTokens
        self.microUSD = microUSD
    }

    /// For the transaction of what is counted; no statement for nothing.
    package func statements(_ tenant: TenantID) -> [SQL] {
        var all: [SQL] = []
        if self != UsageTally(microUSD: microUSD) {
            all.append(
                """
                SELECT increment_ai_metrics(p_tenant_id := \(tenant.value), p_messages := \(messages), p_handoffs := \(handoffs),
                  p_no_evidence := \(withoutEvidence), p_embedding_tokens := \(embeddingTokens), p_images := \(images),
                  p_audio_count := \(recordings), p_audio_seconds := \(recordedSeconds))
                """)
        }
        if microUSD > 0 { all.append("SELECT record_ai_usage(\(tenant.value), \(microUSD)::bigint)") }
        return all
    }
}
