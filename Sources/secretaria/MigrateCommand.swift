import App
import ArgumentParser

struct MigrateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "migrate",
        abstract: "Bring the database's schema up to date.",
        discussion:
            "Every other command does so too when it opens the database; this one does nothing else. Safe to repeat and to run twice at once."
    )

    func run() async throws {
        let applied = try await Session.with { $0.migrated }
        if applied.isEmpty { say("The schema is up to date.") }
        for name in applied { say("applied \(name)") }
    }
}
