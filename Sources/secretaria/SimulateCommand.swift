import ArgumentParser
import Logging
import ServiceLifecycle
import Simulators
import UnixSignals

/// Pretend providers for trying things out without an account and without a bill.
struct SimulateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "simulate",
        abstract: "Run a pretend provider on this machine.",
        subcommands: [OpenAICommand.self])

    struct OpenAICommand: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "openai",
            abstract: "A language model server as strict about parameters as OpenAI's.",
            discussion: """
                Serves /v1/chat/completions, /v1/embeddings and /v1/models on 127.0.0.1 until it is stopped. Start the server beside it with
                OPENAI_BASE_URL and OPENAI_API_KEY as printed. To see what becomes of a model that lies, tell it what to say next (twice: a refused answer
                is asked for once more):

                  curl -d '{"answer": "Cancelei seu pedido.", "times": 2}' http://127.0.0.1:8090/next
                """)

        @Option(help: "Port to listen on.") var port = 8090
        @Option(help: "Milliseconds between the pieces of a streamed answer.") var pace = 20

        func validate() throws {
            guard (0...65_535).contains(port) else { throw ValidationError("--port must be between 0 and 65535.") }
            guard (0...10_000).contains(pace) else { throw ValidationError("--pace must be between 0 and 10000.") }
        }

        func run() async throws {
            let simulator = OpenAISimulator(port: port, pace: .milliseconds(pace))
            let group = ServiceGroup(
                configuration: .init(
                    services: [.init(service: simulator)], gracefulShutdownSignals: [.sigterm, .sigint],
                    logger: Logger(label: "secretaria") { _ in SwiftLogNoOpLogHandler() }))
            async let serving: Void = group.run()
            guard let url = try? await simulator.url() else {
                throw Failure(
                    "Port \(port) cannot be used: is something else listening there? Choose another with --port.")
            }
            say("OPENAI_BASE_URL=\(url)")
            say("OPENAI_API_KEY=\(OpenAISimulator.key)")
            try await serving
        }
    }
}
