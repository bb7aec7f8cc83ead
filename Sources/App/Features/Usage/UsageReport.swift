import Domain
import Foundation
import Postgres

/// A shop's month: what the assistant did and cost, and what it may.
package struct UsageReport: Sendable {
    /// Calls that share a day, a model, a channel and a purpose.
    package struct Slice: Sendable {
        package let day: String
        package let model: String
        package let channel: String
        package let purpose: String
        package var calls: Int64
        package var input: Int64
        package var cached: Int64
        package var output: Int64
        package var microUSD: Int64
        package var unpriced: Int64
    }

    /// `2026-11`
    package let month: String
    /// Days of it.
    package let days: [String]
    package let messages, images, audios, audioSeconds, handoffs, withoutEvidence, embeddingTokens, microUSD: Int64
    package let slices: [Slice]
    /// What the month may cost; nil: no limit. The lower of the two counts.
    package let cap, plan, own: Int64?
    package let whenSpent: UsageTerms.WhenSpent
    /// Set aside for calls that are being made now.
    package let held: Int64
    /// The shop's present month.
    package let thisMonth: String

    package var isThisMonth: Bool { month == thisMonth }

    /// Thousandths of the cap that are spent; nil without a cap.
    package var share: Int? {
        guard let cap else { return nil }
        guard cap > 0 else { return 1_000 }
        return Int(min(Double(microUSD) / Double(cap), 10) * 1_000)
    }

    /// Sums by one of their names, dearest first.
    package func by(_ name: (Slice) -> String) -> [(name: String, sum: Slice)] {
        var sums: [String: Slice] = [:]
        for slice in slices { sums[name(slice)] = sums[name(slice)].map { $0 + slice } ?? slice }
        return sums.map { (name: $0.key, sum: $0.value) }
            .sorted { ($0.sum.microUSD, $1.name) > ($1.sum.microUSD, $0.name) }
    }
}

extension UsageReport.Slice {
    fileprivate static func + (left: Self, right: Self) -> Self {
        func sum(_ a: Int64, _ b: Int64) -> Int64 {
            let total = a.addingReportingOverflow(b)
            return total.overflow ? .max : total.partialValue
        }
        var both = left
        both.calls = sum(left.calls, right.calls)
        both.input = sum(left.input, right.input)
        both.cached = sum(left.cached, right.cached)
        both.output = sum(left.output, right.output)
        both.microUSD = sum(left.microUSD, right.microUSD)
        both.unpriced = sum(left.unpriced, right.unpriced)
        return both
    }
}

extension Usage {
    /// `2026-11`, and nothing else: it is put into SQL as a date.
    package static func isMonth(_ text: String) -> Bool {
        let parts = text.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
        guard parts.count == 2, parts[0].count == 4, parts[1].count == 2, let year = Int(text.prefix(4)),
            let month = Int(text.suffix(2)), text.utf8.allSatisfy({ $0 == 0x2d || (0x30...0x39).contains($0) })
        else { return false }
        return (2000...2999).contains(year) && (1...12).contains(month)
    }

    /// The month as `2026-11`; nil: the present one.
    package static func report(_ tx: TenantTransaction, month: String? = nil) async throws -> UsageReport {
        let month = month.flatMap { isMonth($0) ? $0 : nil }
        let (chosen, first): (SQL, SQL) = (
            "coalesce(\(month)::text, usage_month(\(tx.tenant)))",
            "(coalesce(\(month)::text, usage_month(\(tx.tenant))) || '-01')::date"
        )
        let results = try await tx.commit([
            """
            SELECT \(fragment: chosen) AS month, usage_month(t.tenant_id) AS this_month, t.ai_plan_micro_usd AS plan,
              b.monthly_cap_micro_usd AS own, ai_monthly_cap(t.tenant_id) AS cap, coalesce(b.when_spent, 'handoff') AS when_spent,
              (SELECT coalesce(sum(r.micro_usd), 0)::bigint FROM ai_reservations r WHERE r.tenant_id = t.tenant_id AND r.expires_at > now())
                AS held,
              (SELECT array_agg(to_char(d, 'YYYY-MM-DD') ORDER BY d)
               FROM generate_series(\(fragment: first)::timestamp, \(fragment: first) + interval '1 month' - interval '1 day',
                 interval '1 day') d) AS days,
              coalesce(u.ai_messages_count, 0) AS messages, coalesce(u.ai_image_analysis_count, 0) AS images,
              coalesce(u.ai_audio_transcription_count, 0) AS audios, coalesce(u.ai_audio_duration_seconds, 0) AS audio_seconds,
              coalesce(u.ai_handoff_count, 0) AS handoffs, coalesce(u.ai_no_evidence_count, 0) AS no_evidence,
              coalesce(u.ai_embedding_tokens, 0) AS embedding_tokens, coalesce(u.ai_usage_micro_usd, 0) AS micro_usd
            FROM tenants t LEFT JOIN ai_budgets b ON b.tenant_id = t.tenant_id
            LEFT JOIN tenant_monthly_usage u ON u.tenant_id = t.tenant_id AND u.year_month = \(fragment: chosen)
            WHERE t.tenant_id = \(tx.tenant)
            """,
            """
            SELECT to_char(day, 'YYYY-MM-DD') AS day, model, channel, purpose, calls, input_tokens, cached_tokens, output_tokens, micro_usd,
              unpriced_calls
            FROM ai_usage_daily WHERE tenant_id = \(tx.tenant) AND day >= \(fragment: first)
              AND day < \(fragment: first) + interval '1 month' ORDER BY day, model, channel, purpose
            """,
        ])
        guard results.count == 2, let row = results[0].rows.first else {
            throw PostgresError(.decoding, "there is no such shop")
        }
        return try UsageReport(row, slices: results[1].rows.map(UsageReport.Slice.init))
    }

    /// Sets the shop's own cap; nil takes it away.
    package static func setBudget(_ cap: Int64?, _ whenSpent: UsageTerms.WhenSpent, _ tx: TenantTransaction)
        async throws
    {
        try await tx.execute(
            """
            INSERT INTO ai_budgets (tenant_id, monthly_cap_micro_usd, when_spent) VALUES (\(tx.tenant), \(cap)::bigint, \(whenSpent.rawValue))
            ON CONFLICT (tenant_id) DO UPDATE SET monthly_cap_micro_usd = excluded.monthly_cap_micro_usd,
              when_spent = excluded.when_spent, updated_at = now()
            """)
    }
}

extension UsageReport {
    fileprivate init(_ row: Row, slices: [Slice]) throws {
        month = try row("month")
        thisMonth = try row("this_month")
        days = try row("days")
        messages = try row("messages")
        images = try row("images")
        audios = try row("audios")
        audioSeconds = try row("audio_seconds")
        handoffs = try row("handoffs")
        withoutEvidence = try row("no_evidence")
        embeddingTokens = try row("embedding_tokens")
        microUSD = try row("micro_usd")
        cap = try row("cap")
        plan = try row("plan")
        own = try row("own")
        whenSpent = UsageTerms.WhenSpent(rawValue: try row("when_spent")) ?? .handoff
        held = try row("held")
        self.slices = slices
    }
}

extension UsageReport.Slice {
    fileprivate init(_ row: Row) throws {
        day = try row("day")
        model = try row("model")
        channel = try row("channel")
        purpose = try row("purpose")
        calls = try row("calls")
        input = try row("input_tokens")
        cached = try row("cached_tokens")
        output = try row("output_tokens")
        microUSD = try row("micro_usd")
        unpriced = try row("unpriced_calls")
    }
}
