import App
import ArgumentParser
import Foundation

struct ErasureCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "erasure", abstract: "People who were erased, and must not come back.",
        subcommands: [Replay.self, Ledger.self])

    struct Replay: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "replay", abstract: "Erase everybody again who came back with a backup.",
            discussion: """
                Reads the ledger that lies beside the backups and erases, in this database and media folder, whoever of it is there again.
                Every restore does the same by itself. Running it twice changes nothing. Ends with 1 when an entry could
                not be replayed or a line of the ledger is damaged.
                """)

        @Option(help: "The ledger. Without it, the one of the settings (ERASURE_LEDGER).")
        var ledger: String?

        @Flag(help: "Only say who would be erased again.") var dryRun = false

        @Flag(help: "One JSON object.") var json = false

        func run() async throws {
            let (result, damaged) = try await Session.with { installation in
                let file = ErasureLedger(
                    file: ledger.map { URL(fileURLWithPath: $0) } ?? installation.config.erasureLedger)
                guard FileManager.default.fileExists(atPath: file.file.path) else {
                    throw Failure("There is no ledger \(file.file.path).")
                }
                let (entries, damaged) = try file.read()
                return (try await installation.eraser().replay(entries, isRehearsal: dryRun), damaged)
            }
            if json {
                say(
                    #"{"entries":\#(result.entries),"erased":\#(result.erased),"clean":\#(result.clean),"other_shops":\#(result.foreign),"failed":\#(result.failed),"damaged_lines":\#(damaged.count)}"#
                )
            } else {
                let verb = dryRun ? "would be erased again" : "erased again"
                say(
                    "\(result.entries) entries: \(result.erased) \(verb), \(result.clean) not here, \(result.foreign) of other shops."
                )
                for line in damaged { say("Line \(line) is damaged and was left out.") }
            }
            if result.failed > 0 { throw Failure("\(result.failed) entries could not be replayed; the log says why.") }
            if !damaged.isEmpty { throw ExitCode(1) }
        }
    }

    struct Ledger: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "ledger", abstract: "Put every erasure of this database into the ledger that it lacks.",
            discussion: "For a ledger that was lost, or for a second copy elsewhere.")

        @Option(help: "The file. Without it, the one of the settings (ERASURE_LEDGER).")
        var file: String?

        func run() async throws {
            let (path, added) = try await Session.with { installation in
                let place = file.map { URL(fileURLWithPath: $0) } ?? installation.config.erasureLedger
                let isCopy =
                    place.standardizedFileURL != installation.config.erasureLedger.standardizedFileURL
                return (
                    place.path,
                    try await ErasureLedger(file: place).complete(from: installation.database, isCopy: isCopy)
                )
            }
            say("\(added) entries added to \(path).")
        }
    }
}
