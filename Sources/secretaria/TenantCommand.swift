import App
import ArgumentParser

struct TenantCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tenant", abstract: "Shops.", subcommands: [Create.self, AIPlan.self])

    struct Create: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "create", abstract: "Make a shop, its owner and its defaults, in one transaction.",
            discussion:
                "A new owner's password is read from SECRETARIA_PASSWORD, else asked for; without a terminal one is made and printed."
        )

        @Option(help: "The shop's name.")
        var name: String

        @Option(help: "The owner's e-mail. An existing user keeps name and password.")
        var ownerEmail: String

        @Option(help: "The owner's name.")
        var ownerName: String?

        @Option(help: "Short name in addresses; made from the name when missing.")
        var slug: String?

        @Option(help: "Language of its pages and replies: pt-BR, en or es.")
        var locale: String = "pt-BR"

        @Option(help: "Time zone, for example America/Sao_Paulo.")
        var timeZone: String = "America/Sao_Paulo"

        func run() async throws {
            let shop = NewTenant(name: name, slug: slug, timeZone: timeZone, locale: locale)
            let owner = NewMember(email: ownerEmail, name: ownerName) { [ownerEmail] in Prompt.password(for: ownerEmail)
            }
            let result = try await Session.with { try await Tenants.provision(shop, owner: owner, in: $0.database) }
            say("Shop \(result.tenant.number): \(result.tenant.name) (\(result.tenant.slug)), id \(result.tenant.id)")
            say("Owner: \(ownerEmail)\(result.madePassword.map { ", password \($0)" } ?? "")")
        }
    }

    struct AIPlan: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "ai-plan",
            abstract: "Set what a shop's assistant may cost in a month; its own cap may be lower.")

        @Argument(help: "The shop's short name.")
        var slug: String

        @Option(help: "Dollars a month, for example 25 or 12.50; none takes the limit away.")
        var usd: String

        func run() async throws {
            do {
                let plan = try await Session.with {
                    try await Tenants.setAIPlan(usd: usd, of: slug, in: $0.database)
                }
                say("\(slug): \(plan)")
            } catch Tenants.PlanFault.noAmount {
                throw ValidationError("That is no amount of dollars: \(usd)")
            } catch Tenants.PlanFault.noShop {
                throw ValidationError("There is no shop called \(slug).")
            }
        }
    }
}
