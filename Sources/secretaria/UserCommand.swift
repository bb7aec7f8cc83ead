import App
import ArgumentParser

struct UserCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "user", abstract: "People.", subcommands: [Create.self])

    struct Create: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "create", abstract: "Give a person a place in a shop.",
            discussion:
                "A new person's password is read from SECRETARIA_PASSWORD, else asked for; without a terminal one is made and printed."
        )

        @Option(help: "E-mail to sign in with. An existing user keeps name and password.")
        var email: String

        @Option(help: "The person's name.")
        var name: String?

        @Option(help: "The shop: its number, slug or id.")
        var tenant: String

        @Option(help: "owner, admin, agent or viewer.")
        var role: String = "agent"

        func run() async throws {
            let member = NewMember(email: email, name: name) { [email] in Prompt.password(for: email) }
            let result = try await Session.with {
                try await Tenants.addMember(member, to: tenant, role: role, in: $0.database)
            }
            say("\(email) is \(role) of \(result.tenant.name)\(result.madePassword.map { ", password \($0)" } ?? "").")
        }
    }
}
