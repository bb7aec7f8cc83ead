import App
import ArgumentParser
import Foundation

/// Measures the assistant of a shop.
struct EvalCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "eval",
        abstract: "Ask a shop's assistant the questions of a suite, and compare with the last run.",
        discussion: """
            Without a suite, the demo shop's own is run. Nothing reaches a customer. With a configured model its answers are paid for; --offline \
            leaves it out. The command ends with status 1 when a case that passed last time fails or a figure fell, on a first run when any case \
            fails, and with status 2 when the suite cannot be read. docs/eval.md has the form of suites.
            """)

    @Argument(help: "A YAML file.") var suite: String?
    @Option(help: "The shop, by number, slug or id.") var shop: String = "1"
    @Flag(help: "Without the configured model.") var offline = false
    @Flag(help: "The whole run as JSON instead of a table.") var json = false
    @Flag(help: "Do not keep this run for the next comparison.") var dry = false

    func run() async throws {
        let cases: EvalSuite
        do {
            cases =
                try suite.map { path in
                    let url = URL(fileURLWithPath: path)
                    return try EvalSuite(
                        yaml: try String(contentsOf: url, encoding: .utf8),
                        name: url.deletingPathExtension().lastPathComponent)
                } ?? EvalSuite.demo()
        } catch let fault as EvalSuite.Fault {
            FileHandle.standardError.write(Data("\(fault.description)\n".utf8))
            throw ExitCode(2)
        } catch {
            FileHandle.standardError.write(Data("The suite cannot be read.\n".utf8))
            throw ExitCode(2)
        }
        let (shop, offline, json, dry) = (shop, offline, json, dry)
        let isWorse = try await Session.with { installation in
            let owner = try await Session.owner(of: shop, in: installation)
            let bar = ProgressBar(total: cases.cases.count)
            let run = try await Evaluation.run(
                cases, of: owner.tenant, shop: shop, isOffline: offline, in: installation
            ) { bar.show($0) }
            bar.end()
            let history = EvalHistory(
                folder: installation.config.dataDirectory.appending(path: "evals", directoryHint: .isDirectory))
            let last = history.last(suite: run.suite, shop: run.shop, model: run.model)
            let worse = last.map { run.regressions(since: $0) }
            if json {
                say(String(decoding: try EvalHistory.json(run), as: UTF8.self))
            } else {
                say(EvalTable.text(run, last: last))
                for line in worse ?? [] { say("worse: \(line)") }
            }
            if !dry { try history.keep(run) }
            return worse.map { !$0.isEmpty } ?? run.results.contains { !$0.passed }
        }
        if isWorse { throw ExitCode(1) }
    }
}

/// A line that fills up, where a person watches.
private struct ProgressBar {
    let total: Int
    private let isWatched = isatty(STDERR_FILENO) == 1
    private static let width = 30

    init(total: Int) { self.total = max(total, 1) }

    func show(_ done: Int) {
        guard isWatched else { return }
        let filled = min(Self.width, done * Self.width / total)
        let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: Self.width - filled)
        FileHandle.standardError.write(Data("\r\(bar) \(done)/\(total)".utf8))
    }

    func end() {
        if isWatched { FileHandle.standardError.write(Data("\r\u{1B}[K".utf8)) }
    }
}
