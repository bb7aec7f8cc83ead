import App
import ArgumentParser
import Foundation

struct ChannelList: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "Show a shop's channels and how they are.")

    @Option(help: "The shop: its number, slug or id.")
    var tenant: String

    func run() async throws {
        let accounts = try await Session.with { installation in
            let scope = try await Session.owner(of: tenant, in: installation)
            return try await installation.database.tenant(scope) { try await Channels.accounts($0) }
        }
        if accounts.isEmpty { say("No channel is connected: secretaria channel add.") }
        for account in accounts {
            let health = ChannelHealth(account, now: Date())
            let heard = account.lastEventAt.map { $0.formatted(.iso8601) } ?? "never"
            say("\(account.id.uuidString.lowercased())  \(account.kind?.rawValue ?? account.provider)  \(account.name)")
            say("  \(account.address)  \(health.rawValue)  last event: \(heard)")
            if let error = account.lastError { say("  last error: \(error)") }
        }
    }
}

struct ChannelTest: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "test", abstract: "Ask a channel's provider whether it accepts us. Sends nothing.",
        discussion: "Keeps what it said in the account, as the settings page does. Exits with 1 when it does not work.")

    @Option(help: "The shop: its number, slug or id.")
    var tenant: String

    @Argument(help: "The channel: its id or its address, as `channel list` shows them.")
    var channel: String

    func run() async throws {
        let (account, outcome) = try await Session.with { installation in
            let scope = try await Session.owner(of: tenant, in: installation)
            let account = try await installation.database.tenant(scope) {
                try await Channels.account(called: channel, in: $0)
            }
            let connections = Connections.all(of: installation)
            return (account, try await installation.channels.test(account.id, with: connections, as: scope))
        }
        say("\(account.name): \(outcome.words.joined(separator: "\n  "))")
        if !outcome.isConnected { throw ExitCode(1) }
    }
}
