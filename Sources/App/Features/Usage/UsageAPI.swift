import Domain
import Foundation
import HTTPTypes
import Hummingbird
import Web

/// `/api/usage`: the same for programs. Reading needs `read`, changing cap and prices `admin`.
package struct UsageAPI: Sendable {
    let database: Database

    package init(database: Database) { self.database = database }

    package func add(to api: some RouterMethods<ApiContext>) {
        api.get("api/usage", use: show)
        api.put("api/usage/budget", use: setBudget)
        api.get("api/usage/prices", use: prices)
        api.put("api/usage/prices", use: setPrice)
        api.delete("api/usage/prices", use: removePrice)
    }

    @Sendable func show(_ request: Request, _ context: ApiContext) async throws -> Response {
        try context.require(.read)
        let month = try request.query()["month"]
        if let month, !Usage.isMonth(month) { throw Problem.unprocessable("invalid_month") }
        return try .json(
            UsageJSON(try await database.tenant(context.scope) { try await Usage.report($0, month: month) }))
    }

    private struct BudgetBody: Decodable {
        let monthly_cap_micro_usd: Int64?
        let when_spent: String?
    }

    /// A missing or null cap takes it away.
    @Sendable func setBudget(_ request: Request, _ context: ApiContext) async throws -> Response {
        try context.require(.admin)
        let body = try await request.json(as: BudgetBody.self)
        guard body.monthly_cap_micro_usd ?? 0 >= 0 else { throw Problem.unprocessable("invalid_monthly_cap_micro_usd") }
        guard let choice = UsageTerms.WhenSpent(rawValue: body.when_spent ?? "handoff") else {
            throw Problem.unprocessable("invalid_when_spent")
        }
        try await database.tenant(context.scope) { try await Usage.setBudget(body.monthly_cap_micro_usd, choice, $0) }
        return try .json(UsageJSON(try await database.tenant(context.scope) { try await Usage.report($0) }))
    }

    // MARK: Prices

    @Sendable func prices(_ request: Request, _ context: ApiContext) async throws -> Response {
        try context.require(.read)
        let own = try await database.tenant(context.scope) { try await Usage.ownPrices($0) }
        return try .json([
            "items": own.map { PriceJSON($0.price, isOwn: true) }
                + ModelPrices.standard.all.map { PriceJSON($0, isOwn: false) }
        ])
    }

    private struct PriceBody: Decodable {
        let model, valid_from, input_per_million, output_per_million: String
        let cached_input_per_million: String?
    }

    /// Amounts are decimal texts of dollars per million tokens, so that none is rounded on the way.
    @Sendable func setPrice(_ request: Request, _ context: ApiContext) async throws -> Response {
        try context.require(.admin)
        let body = try await request.json(as: PriceBody.self)
        let draft = PriceDraft(
            model: body.model, validFrom: body.valid_from, input: body.input_per_million,
            cached: body.cached_input_per_million ?? "", output: body.output_per_million)
        let price: ModelPrice
        do throws(PriceDraft.Fault) {
            price = try draft.checked()
        } catch {
            throw Problem.unprocessable("invalid_\(error.rawValue)")
        }
        try await database.tenant(context.scope) { try await Usage.setPrice(price, $0) }
        return try .json(PriceJSON(price, isOwn: true))
    }

    /// `?model=…&valid_from=…`
    @Sendable func removePrice(_ request: Request, _ context: ApiContext) async throws -> Response {
        try context.require(.admin)
        let query = try request.query()
        guard let model = query["model"], let day = query["valid_from"], Usage.isDay(day),
            try await database.tenant(context.scope, { try await Usage.removePrice(of: model, from: day, $0) })
        else { throw Problem.notFound }
        return Response(status: .noContent)
    }
}

private struct PriceJSON: Encodable {
    let model, valid_from, input_per_million, cached_input_per_million, output_per_million: String
    let own: Bool

    init(_ price: ModelPrice, isOwn: Bool) {
        model = price.model
        valid_from = price.validFrom
        input_per_million = Dollars.text(price.input, places: 3, mark: ".")
        cached_input_per_million = Dollars.text(price.cachedInput, places: 3, mark: ".")
        output_per_million = Dollars.text(price.output, places: 3, mark: ".")
        own = isOwn
    }
}

private struct UsageJSON: Encodable {
    struct Budget: Encodable {
        let monthly_cap_micro_usd, plan_micro_usd, own_cap_micro_usd: Int64?
        let held_micro_usd: Int64
        let when_spent: String
    }
    struct Slice: Encodable {
        let day, model, channel, purpose: String
        let calls, input_tokens, cached_tokens, output_tokens, micro_usd, unpriced_calls: Int64
    }

    let year_month: String
    let ai_messages_count, ai_image_analysis_count, ai_audio_transcription_count, ai_audio_duration_seconds: Int64
    let ai_handoff_count, ai_no_evidence_count, ai_embedding_tokens, ai_usage_micro_usd: Int64
    /// A decimal text: cents with all their decimals.
    let ai_usage_cents: String
    let budget: Budget
    let slices: [Slice]

    init(_ report: UsageReport) {
        year_month = report.month
        ai_messages_count = report.messages
        ai_image_analysis_count = report.images
        ai_audio_transcription_count = report.audios
        ai_audio_duration_seconds = report.audioSeconds
        ai_handoff_count = report.handoffs
        ai_no_evidence_count = report.withoutEvidence
        ai_embedding_tokens = report.embeddingTokens
        ai_usage_micro_usd = report.microUSD
        ai_usage_cents = Dollars.text(report.microUSD, places: 4, least: 0, mark: ".")
        budget = Budget(
            monthly_cap_micro_usd: report.cap, plan_micro_usd: report.plan, own_cap_micro_usd: report.own,
            held_micro_usd: report.held, when_spent: report.whenSpent.rawValue)
        slices = report.slices.map {
            Slice(
                day: $0.day, model: $0.model, channel: $0.channel, purpose: $0.purpose, calls: $0.calls,
                input_tokens: $0.input, cached_tokens: $0.cached, output_tokens: $0.output, micro_usd: $0.microUSD,
                unpriced_calls: $0.unpriced)
        }
    }
}
