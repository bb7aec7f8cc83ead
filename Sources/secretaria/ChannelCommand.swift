import App
import ArgumentParser
import Foundation

struct ChannelCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "channel", abstract: "Connected numbers.", subcommands: [Add.self])

    struct Add: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "add", abstract: "Connect a WhatsApp number of the Meta Cloud API, or renew its secrets.",
            discussion: """
                The secrets are read from META_ACCESS_TOKEN, META_APP_SECRET and META_VERIFY_TOKEN, else asked for: not taken as options,
                which every user of this machine could read. Without a verify token one is made and printed. A number that this shop has
                connected already gets the new secrets. docs/connect-whatsapp.md shows where Meta keeps each of them.
                """)

        @Option(help: "The shop: its number, slug or id.")
        var tenant: String

        @Option(help: "What Meta shows as “Phone number ID”.")
        var phoneNumberId: String

        @Option(help: "What the channel is called in the inbox.")
        var name: String = "WhatsApp"

        @Option(help: "The telephone number as people write it, for example +55 41 3333-0100.")
        var number: String?

        @Option(help: "Another address of the Graph API, for example http://127.0.0.1:9010/v25.0. (META_GRAPH_URL)")
        var baseUrl: String?

        func run() async throws {
            var made = false
            var secrets = try [
                ChannelSecret.accessToken: Prompt.secret("META_ACCESS_TOKEN", "Access token"),
                .appSecret: Prompt.secret("META_APP_SECRET", "App secret"),
            ]
            secrets[.verifyToken] = Prompt.environment("META_VERIFY_TOKEN")
            if secrets[.verifyToken] == nil {
                secrets[.verifyToken] = NewChannel.makeVerifyToken()
                made = true
            }
            let channel = NewChannel(
                channelType: .whatsapp, provider: .meta, name: name, address: phoneNumberId, displayAddress: number, baseURL: baseUrl,
                secrets: secrets)
            let base = try await Session.with { installation in
                try await connect(channel, installation)
                return installation.config.address(port: installation.config.port)
            }
            say("\(name) (\(phoneNumberId)) is connected. Give Meta these two, under WhatsApp › Configuration › Webhook:")
            say("  Callback URL  \(base)/webhooks/meta")
            say("  Verify token  \(made ? secrets[.verifyToken] ?? "" : "the one of META_VERIFY_TOKEN")")
        }

        private func connect(_ channel: NewChannel, _ installation: Installation) async throws {
            let shop = try await installation.database.system("an operator connects a number") { try await Tenants.find(tenant, in: $0) }
            guard let shop else { throw TenantError.unknown(tenant) }
            let owner = TenantScope(tenant: shop.id, role: .owner)
            let known = try await installation.channels.route(provider: .meta, addresses: [phoneNumberId]).first { $0.tenant == shop.id }
            if let known {
                try await installation.channels.replaceSecrets(channel.secrets, of: known.account, baseURL: baseUrl, as: owner)
            } else {
                _ = try await installation.channels.connect(channel, as: owner)
            }
        }
    }
}
