import Domain
import Foundation
import Postgres

extension Usage {
    /// A shop's own price of a model from a day on.
    package struct OwnPrice: Sendable, Equatable {
        package var price: ModelPrice
        package var by: String?

        package init(price: ModelPrice, by: String? = nil) {
            self.price = price
            self.by = by
        }
    }

    /// Newest first within a model.
    package static func ownPrices(_ tx: TenantTransaction) async throws -> [OwnPrice] {
        try await tx.query(
            """
            SELECT p.model, to_char(p.valid_from, 'YYYY-MM-DD') AS valid_from, p.input_nano, p.cached_nano, p.output_nano, u.name
            FROM ai_model_prices p LEFT JOIN users u ON u.id = p.created_by
            WHERE p.tenant_id = \(tx.tenant) ORDER BY p.model, p.valid_from DESC LIMIT 500
            """
        ).map { row in
            OwnPrice(
                price: ModelPrice(
                    model: try row("model"), validFrom: try row("valid_from"), input: try row("input_nano"),
                    cachedInput: try row("cached_nano"), output: try row("output_nano")),
                by: try row("name"))
        }
    }

    package static func setPrice(_ price: ModelPrice, _ tx: TenantTransaction) async throws {
        try await tx.execute(
            """
            INSERT INTO ai_model_prices (tenant_id, model, valid_from, input_nano, cached_nano, output_nano, created_by)
            VALUES (\(tx.tenant), \(price.model), \(price.validFrom)::text::date, \(price.input), \(price.cachedInput), \(price.output),
              \(tx.scope.user))
            ON CONFLICT (tenant_id, model, valid_from) DO UPDATE SET input_nano = excluded.input_nano, cached_nano = excluded.cached_nano,
              output_nano = excluded.output_nano, created_by = excluded.created_by, created_at = now()
            """)
    }

    /// False: there is none.
    package static func removePrice(of model: String, from day: String, _ tx: TenantTransaction) async throws -> Bool {
        try await tx.execute(
            "DELETE FROM ai_model_prices WHERE tenant_id = \(tx.tenant) AND model = \(model) AND valid_from = \(day)::text::date"
        ) == 1
    }
}

/// A price as somebody wrote it.
package struct PriceDraft: Sendable {
    package var model: String
    package var validFrom: String
    /// Dollars per million tokens, up to three decimals.
    package var input: String
    /// Empty: as dear as the rest of the input.
    package var cached: String
    package var output: String

    package enum Fault: String, Error, Sendable, CaseIterable {
        case model = "price_model"
        case day = "price_day"
        case amount = "price_amount"
    }

    package func checked() throws(Fault) -> ModelPrice {
        let name = ModelCatalogue.current(model.trimmingCharacters(in: .whitespacesAndNewlines))
        guard !model.isEmpty, (1...100).contains(name.utf8.count), name.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7f })
        else { throw .model }
        guard Usage.isDay(validFrom) else { throw .day }
        guard let input = Dollars.parse(input, places: 3), let output = Dollars.parse(output, places: 3),
            let cached = cached.isEmpty ? input : Dollars.parse(cached, places: 3),
            max(input, output, cached) <= Self.most
        else { throw .amount }
        return ModelPrice(model: name, validFrom: validFrom, input: input, cachedInput: cached, output: output)
    }

    /// A million dollars per million tokens.
    private static let most: Int64 = 1_000_000_000
}

extension Usage {
    /// `2026-11-21`, a day that exists.
    static func isDay(_ text: String) -> Bool {
        guard text.utf8.count == 10, isMonth(String(text.prefix(7))), let day = Int(text.suffix(2)),
            text.utf8.dropFirst(7).first == UInt8(ascii: "-"), let year = Int(text.prefix(4)),
            let month = Int(text.prefix(7).suffix(2))
        else { return false }
        let isLeap = year.isMultiple(of: 4) && (!year.isMultiple(of: 100) || year.isMultiple(of: 400))
        let length = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]
        return (1...length).contains(day)
    }
}
