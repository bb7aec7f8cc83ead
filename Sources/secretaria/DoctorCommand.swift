import App
import ArgumentParser
import Logging

struct DoctorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Check the set-up and say in words what is missing.",
        discussion:
            "Looks at disk, port, database, pgvector, roles, row-level security, clock, master key, providers and the language model. Exits with 1 when something is broken."
    )

    func run() async throws {
        var config = try Session.config()
        config.logLevel = .error
        _ = Observability.start(config)
        let found = await Doctor(config: config, logger: Logger(label: "secretaria")).examine()
        for diagnosis in found {
            let mark =
                switch diagnosis.verdict {
                case .good: "ok     "
                case .warning: "warning"
                case .bad: "BROKEN "
                }
            say("\(mark)  \(diagnosis.subject): \(diagnosis.finding)")
        }
        let broken = found.count { $0.verdict == .bad }
        if broken > 0 { throw Failure("\(broken) thing(s) must be mended.") }
        say(found.contains { $0.verdict == .warning } ? "It works; see the warnings." : "All is well.")
    }
}
