import Domain
import Providers

/// Providers that can be told by call where their webhooks go.
extension Connections {
    static func zapiWebhook(_ http: ProviderHTTP) -> WebhookSetup {
        { (credentials, address) async throws(ProviderError) in
            try await zapiClient(http, credentials).setWebhooks(address.url)
        }
    }

    static func zenviaWebhook(_ http: ProviderHTTP) -> WebhookSetup {
        { (credentials, address) async throws(ProviderError) in
            let client = Zenvia.Client(
                http: http, baseURL: credentials.baseURL, token: credentials[.apiToken] ?? "",
                sender: credentials.address)
            // Zenvia takes two of a kind, no more: those that lead nowhere make room.
            for old in try await client.subscriptions() where await address.isGivenUp(old.url) {
                try await client.unsubscribe(old.id)
            }
            _ = try await client.subscribe(url: address.url, secret: address.secret)
        }
    }
}
