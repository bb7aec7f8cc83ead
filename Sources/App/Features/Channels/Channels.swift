import Domain
import Foundation
import Logging
import Synchronization

/// The connected numbers, pages and mailboxes of the shops, and their secrets.
///
/// Tables owned: channel_accounts, channel_secrets, channel_directory. Entry points: ``connect(_:as:)``, ``replaceSecrets(_:of:as:)``,
/// ``credentials(_:_:)`` (the outbox), ``route(provider:addresses:)``, ``metaAccount(signing:)``, ``knowsMetaVerifyToken(_:)``
/// ``route(provider:hook:)`` (webhook intake), ``noteEvents(_:)`` and ``markNeedsReauth(_:_:reason:)`` (health),
/// ``ChannelKind`` (what can be connected and what that needs) and ``Connections`` (how each is tested).
///
/// Invariants
/// - One provider address belongs to one account over all shops (`channel_directory`); an account and its directory row are made
///   together.
/// - A secret is stored sealed and leaves only towards the provider: no page, no API and no log shows it again.
/// - What is cached here is at most `freshness` old, in every process; the process that changes something sees it at once.
/// - A look-up that hits the cache takes one lock and no database.
package final class Channels: Sendable {
    /// How long another process may go on with what was true before a change.
    package static let freshness: Duration = .seconds(15)

    let database: Database
    let vault: Vault
    let homes: [ChannelProvider: String]
    let logger: Logger
    let routes = TimedCache<ChannelAddress, [ChannelRoute]>(freshness: Channels.freshness)
    let opened = TimedCache<ChannelID, ChannelCredentials>(freshness: Channels.freshness)
    let metaApps = TimedCache<ChannelProvider, [MetaApp]>(freshness: Channels.freshness)
    let signers = TimedCache<ChannelProvider, [ChannelID]>(freshness: Channels.freshness)
    let health = Mutex(ChannelHealthNotes())

    /// - Parameter homes: where a provider is reached for accounts that name no address of their own.
    package init(database: Database, vault: Vault, homes: [ChannelProvider: String] = [:], logger: Logger) {
        self.database = database
        self.homes = homes
        self.vault = vault
        self.logger = logger
    }

    /// Forgets what was read of an account, in this process.
    func forget(_ account: ChannelID) {
        opened.remove(account)
        routes.removeAll()
        metaApps.removeAll()
        signers.removeAll()
    }
}
