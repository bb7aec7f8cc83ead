import App
import ArgumentParser
import Foundation
import Logging

struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Serve pages, API and webhooks, and run the jobs.",
        discussion: "Stops on SIGTERM or SIGINT: takes nothing new, finishes what it has within 25 seconds.")

    @Flag(help: "Make the demo shop if it is missing, start the pretend providers, and print the logins.")
    var demo = false

    @Option(help: "Port to serve on; 0 takes a free one. (PORT)")
    var port: Int?

    @Option(help: "Address to listen on. (HOST)")
    var host: String?

    @Option(
        help: "Queues to run here, separated by commas: inbox, assistant, outbox, knowledge, maintenance; all or none.")
    var queues: String = "all"

    func run() async throws {
        var overrides: [String: String] = [:]
        overrides["PORT"] = port.map(String.init)
        overrides["HOST"] = host
        let config = try Session.config(overrides)
        let options = ServeOptions(queues: try ServeOptions.queues(queues), isServing: true, hasDemo: demo)
        try await serve(config, options)
    }
}

struct WorkerCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "worker",
        abstract: "Run the jobs without serving pages.",
        discussion: "Any number of workers and servers may share one database.")

    @Option(help: "Queues to run here, separated by commas: inbox, assistant, outbox, knowledge, maintenance; or all.")
    var queues: String = "all"

    func run() async throws {
        let options = ServeOptions(queues: try ServeOptions.queues(queues), isServing: false, hasDemo: false)
        try await serve(try Session.config(), options)
    }
}

private func serve(_ config: Config, _ options: ServeOptions) async throws {
    let metrics = Observability.start(config)
    let logger = Logger(label: "secretaria")
    try await Session.explaining {
        try await Installation.with(config, logger: logger) { installation in
            try await Server(installation: installation, metrics: metrics, options: options).run { say($0) }
        }
    }
}
