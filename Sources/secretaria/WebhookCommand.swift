import App
import ArgumentParser
import Foundation

struct WebhookCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "webhook", abstract: "Bodies that providers send.", subcommands: [Explain.self])

    struct Explain: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "explain", abstract: "Show what stored webhook bodies are understood as.",
            discussion: """
                One line an item: file, kind, what it is, where it stands. Nothing is stored or sent, no database is needed, and no content is
                printed. Ends with 1 when something could not be read.
                """)

        @Option(help: "Who sent them: \(ExplainedWebhook.providers.joined(separator: ", ")).")
        var provider: String

        @Flag(help: "A JSON object a file, one a line.") var json = false

        @Argument(help: "Files with one body each; - reads standard input.") var files: [String]

        private struct Explained: Encodable {
            let file: String
            let items: [ExplainedWebhook.Item]
        }

        func validate() throws {
            guard ExplainedWebhook.providers.contains(provider) else {
                throw ValidationError("--provider is one of \(ExplainedWebhook.providers.joined(separator: ", ")).")
            }
        }

        func run() async throws {
            var failures = 0
            for file in files {
                guard let explained = ExplainedWebhook(try read(file), provider: provider) else { continue }
                failures += explained.items.count { $0.kind == "failure" }
                let name = file == "-" ? file : URL(filePath: file).lastPathComponent
                if json {
                    let encoder = JSONEncoder()
                    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
                    say(
                        String(
                            decoding: try encoder.encode(Explained(file: name, items: explained.items)), as: UTF8.self))
                } else {
                    if explained.items.isEmpty { say("\(name) · nothing for a conversation") }
                    for item in explained.items {
                        say("\(name) · \(item.kind) · \(item.detail.isEmpty ? "–" : item.detail) · \(item.path)")
                    }
                }
            }
            if failures > 0 { throw ExitCode(1) }
        }

        private func read(_ file: String) throws -> [UInt8] {
            if file == "-" { return Array(FileHandle.standardInput.readDataToEndOfFile()) }
            guard let data = FileManager.default.contents(atPath: file) else {
                throw Failure("\(file) cannot be read.")
            }
            return Array(data)
        }
    }
}
