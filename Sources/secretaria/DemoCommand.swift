import App
import ArgumentParser

struct DemoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo",
        abstract: "Make a demo shop and print how to enter it.",
        discussion: """
            The shop has a Portuguese knowledge base, products, orders, conversations, an owner and two agents, and a WhatsApp account
            behind a pretend Meta server; serve --demo adds an account of every other kind, each behind a pretend provider. Safe to repeat: what you changed stays.
            """)

    @Flag(help: "Print as JSON: base_url, tenant, logins, api_token, channels with their secrets and addresses.")
    var json = false

    func run() async throws {
        let report = try await Session.with { installation in
            try await Demo.ensure(in: installation)
            return try await Demo.report(of: installation)
        }
        say(try json ? report.json : Greeting.text(report))
    }
}
