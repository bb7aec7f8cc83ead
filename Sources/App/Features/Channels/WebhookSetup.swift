import Domain
import Foundation
import Providers

/// Tells a provider where to call us: one a kind that can be told. Doing it again replaces what it was told before.
package typealias WebhookSetup =
    @Sendable (ChannelCredentials, WebhookAddress) async throws(ProviderError) -> Void

/// The address of one account's webhooks, as its provider is to be told.
package struct WebhookAddress: Sendable {
    /// Of this server and the provider, without the secret: what begins so is ours.
    package let prefix: String
    package let secret: String
    /// Whether another address of ours has been given up: no account answers there.
    package let isGivenUp: @Sendable (_ url: String) async -> Bool

    package var url: String { prefix + secret }
}

/// How it went.
package enum WebhookSetupOutcome: Sendable, Equatable {
    case done
    case failed(ProviderError)

    /// Why not, in the provider's words.
    package var problem: String? {
        guard case .failed(let error) = self else { return nil }
        return "\(error.fault.code) \(error.fault.title)"
    }
}

extension Channels {
    /// Tells the account's provider its new address, where it can be told.
    ///
    /// - Parameter site: where this server is reached from outside.
    /// - Returns: nil for kinds whose provider is told by hand.
    package func setWebhook(
        _ secret: String, of account: UUID, at site: String, with connections: Connections, as scope: TenantScope
    ) async throws -> WebhookSetupOutcome? {
        let credentials = try await credentials(scope.tenant, account)
        guard let kind = credentials.kind, let path = kind.webhookPath, let setup = connections.setups[kind] else {
            return nil
        }
        let prefix = site + path
        let address = WebhookAddress(prefix: prefix, secret: secret) { url in
            guard url.hasPrefix(prefix) else { return false }
            // An address that cannot be looked up now is left alone.
            do {
                return try await self.route(provider: kind.provider, hook: String(url.dropFirst(prefix.count))) == nil
            } catch {
                return false
            }
        }
        do throws(ProviderError) {
            try await setup(credentials, address)
            return .done
        } catch {
            return .failed(error)
        }
    }
}
