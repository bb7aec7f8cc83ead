import ArgumentParser

@main
struct Secretaria: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "secretaria",
        abstract: "Customer support for online shops: receives, answers or hands over, and loses nothing.",
        discussion: """
            Settings come from the environment and from a file .env; docs/configuration.md lists them. Without any, an embedded
            PostgreSQL is started and the offline attendant answers.
            """,
        version: "0.1.0",
        subcommands: [
            ServeCommand.self, WorkerCommand.self, MigrateCommand.self, DemoCommand.self, DoctorCommand.self,
            TenantCommand.self,
            UserCommand.self, ChannelCommand.self, MailCommand.self, WebhookCommand.self,
            SimulateCommand.self, PrivacyCommand.self, EvalCommand.self,
            AuditCommand.self, ErasureCommand.self, RetentionCommand.self,
        ])
}
