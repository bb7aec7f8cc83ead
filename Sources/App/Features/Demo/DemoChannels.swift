import Domain
import Foundation
import Logging
import Postgres
import Simulators
import Web

/// Puts the demo's accounts and the pretend providers in touch with each other.
struct DemoChannels {
    let installation: Installation
    let providers: PretendProviders
    let shop: DemoShop
    let tenant: TenantID
    /// Where this server is reached.
    let site: String

    private var channels: Channels { installation.channels }
    private var owner: TenantScope { TenantScope(tenant: tenant, role: .owner) }

    /// Connects what is missing, renews addresses that change with every start, and tells the pretend providers of it all.
    ///
    /// An account that the visitor removed stays removed; one whose address another shop has is left out.
    func connect() async throws {
        for channel in shop.channels {
            do {
                guard let (account, hook) = try await account(channel) else { continue }
                let credentials = try await channels.credentials(tenant, account)
                introduce(credentials, hook: hook)
                // Its provider is there and has nothing to say: that is no silence to worry about.
                channels.noteEvents([
                    ChannelRoute(tenant: tenant, account: account, address: channel.address, appSecret: nil)
                ])
            } catch ChannelError.addressTaken {
                installation.logger.warning(
                    "A demo channel is left out: its address is connected elsewhere",
                    metadata: ["kind": "\(channel.kind.rawValue)"])
            }
        }
    }

    private func account(_ channel: DemoChannel) async throws -> (UUID, hook: String?)? {
        let home = try await home(channel.kind)
        let known = try await installation.database.system("the demo looks for its channels") { system in
            try await system.query(Demo.selectChannel(channel, of: tenant)).map {
                (id: try $0("id") as UUID, isRemoved: try $0("removed") as Bool)
            }.first
        }
        guard let known else {
            let hook = channel.kind.hasSecretPath ? Secrets.random() : nil
            let account = try await channels.connect(channel.channel(baseURL: home, hookSecret: hook), as: owner)
            return (account, hook)
        }
        if known.isRemoved { return nil }
        if let home, try await channels.credentials(tenant, known.id).baseURL != home {
            try await channels.replaceSecrets([:], of: known.id, baseURL: home, as: owner)
        }
        // Of the address only a hash is stored: the pretend provider needs a new one.
        guard channel.kind.hasSecretPath else { return (known.id, nil) }
        return (known.id, try await channels.renewHook(of: known.id, provider: channel.kind.provider, as: owner))
    }

    private func home(_ kind: ChannelKind) async throws -> String? {
        switch kind {
        case .metaWhatsApp, .instagram, .messenger: try await providers.meta.baseURL
        case .zapi: try await providers.zapi.baseURL
        case .whaticket: try await providers.whaticket.baseURL
        case .resend: try await providers.resend.baseURL
        case .twilio: try await providers.twilio.baseURL
        case .zenvia: try await providers.zenvia.baseURL
        // Real browsers say where they are reached; nobody pretends to be one.
        case .webPush: nil
        case .smtp: "smtp://127.0.0.1:\(try await providers.smtp.port)"
        }
    }
}
