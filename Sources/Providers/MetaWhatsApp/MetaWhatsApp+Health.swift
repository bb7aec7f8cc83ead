import Domain
import Foundation

extension MetaWhatsApp {
    /// What Meta says of a token.
    package struct TokenHealth: Sendable, Equatable {
        package let isValid: Bool
        /// nil for one that does not run out.
        package let expiresAt: Date?
        package let appID: String?
        package let scopes: Set<String>

        /// What sending and templates need and this token does not have.
        package var missingScopes: [String] {
            ["whatsapp_business_management", "whatsapp_business_messaging"].filter { !scopes.contains($0) }
        }

        /// Whether it runs out within this time.
        package func expires(within time: Duration, of now: Date) -> Bool {
            expiresAt.map { $0 < now.addingTimeInterval(Double(time.components.seconds)) } ?? false
        }
    }
}

extension MetaWhatsApp.Client {
    /// Looks at the account's own token: valid until when, good for what.
    package func tokenHealth() async throws(ProviderError) -> MetaWhatsApp.TokenHealth {
        let answer = try await graph.get("meta.token_health", "debug_token?input_token=\(Self.escaped(graph.token))")
        let data = answer["data"]
        // 0 stands for never.
        let expiry = data?["expires_at"]?.int64.flatMap { $0 > 0 ? Date(timeIntervalSince1970: Double($0)) : nil }
        return .init(
            isValid: data?["is_valid"]?.bool ?? false, expiresAt: expiry, appID: MetaPeople.text(data?["app_id"]),
            scopes: Set(data?.elements(of: "scopes").compactMap(\.string) ?? []))
    }
}
