import App
import ArgumentParser
import Foundation

struct RetentionCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "retention", abstract: "What is kept too long.", subcommands: [Sweep.self])

    struct Sweep: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "sweep", abstract: "Remove what is older than its period.",
            discussion: """
                Periods are RETENTION_DAYS_CONTEXTS, RETENTION_DAYS_FEEDBACK, RETENTION_DAYS_AB_EVENTS and each shop's own days. A running
                server does the same every day. --dry-run counts and removes nothing.
                """)

        @Flag(help: "Only count.") var dryRun = false

        @Option(help: "The shop: its number, slug or id. Without it, all of them.")
        var tenant: String?

        func run() async throws {
            let reports = try await Session.with { installation in
                var shop: TenantScope?
                if let tenant { shop = try await Session.owner(of: tenant, in: installation) }
                return try await installation.sweeper.sweep(of: shop?.tenant, rehearsing: dryRun)
            }
            for report in reports {
                say(
                    "Shop \(report.shop): \(report.rows) rows \(dryRun ? "would go" : "removed"), \(report.files) files"
                )
                for one in report.results where one.rows > 0 {
                    say("  \(one.rule): \(one.rows), before \(one.before.formatted(.iso8601))")
                }
            }
        }
    }
}
