import App
import ArgumentParser
import Foundation
import Logging

struct BackupCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup", abstract: "Keep everything in one file.",
        discussion: """
            Copies the database, the files of messages and the settings without their secrets, while the server runs or rests. With
            BACKUP_KEY or BACKUP_KEY_FILE the file is encrypted. The master key is not in it: keep that elsewhere.
            """,
        subcommands: [Make.self, Check.self], defaultSubcommand: Make.self)

    struct Make: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "make", abstract: "Make a backup and check it.")

        @Option(help: "Folder for the file.")
        var to = "backups"

        func run() async throws {
            let began = ContinuousClock.now
            let done = try await Session.quietly { config, logger in
                try await MakeBackup(config: config, logger: logger).run(
                    to: URL(fileURLWithPath: to, isDirectory: true)
                ) {
                    say($0)
                }
            }
            say("\(done.rows) rows and \(done.media) files in \(seconds(since: began)): \(done.bytes) bytes")
            if !done.isSealed { say("It is not encrypted: set BACKUP_KEY to have it so.") }
            say(done.url.path)
        }
    }

    struct Check: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "check", abstract: "Read a backup to its end and compare every checksum. Changes nothing.")

        @Argument(help: "The file.") var file: String

        func run() async throws {
            let checked = try await Session.quietly { config, _ in
                try CheckBackup(config: config).run(URL(fileURLWithPath: file)) { say($0) }
            }
            say(
                "It is whole: \(checked.rows) rows, \(checked.media) files, made \(checked.createdAt.formatted(.iso8601))."
            )
        }
    }
}

struct RestoreCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore", abstract: "Put a backup in the place of what is here.",
        discussion: """
            The file is read to its end and checked before anything is touched; the database is then replaced in one transaction. Messages
            that waited to be sent when the backup was made are held for a person, people sign in anew. Whoever was erased since is erased
            again (by the ledger beside the file, the one of the settings, and those named), the audit log is read, and only then may a
            server open. Killed at any moment, run it again. Ends with 1 when something of the audit log or the ledger is to be looked at.
            """)

    @Argument(help: "The file that `backup` made.")
    var file: String

    @Flag(help: "Replace the shops that are here.")
    var replace = false

    @Flag(help: "Go on with another master key: the channels' secrets will not open.")
    var otherMasterKey = false

    @Option(help: "One more erasure ledger. May be given several times.")
    var ledger: [String] = []

    @Flag(help: "There is no erasure ledger anywhere, for nobody was ever erased.")
    var withoutLedger = false

    @Flag(help: "Leave out lines of an erasure ledger that are damaged.")
    var damagedLedger = false

    func run() async throws {
        let began = ContinuousClock.now
        let done = try await Session.quietly { config, logger in
            var restore = RestoreBackup(
                config: config, logger: logger, replaces: replace, allowsOtherMasterKey: otherMasterKey)
            restore.ledgers = ledger.map { URL(fileURLWithPath: $0) }
            (restore.allowsMissingLedger, restore.allowsDamagedLedger) = (withoutLedger, damagedLedger)
            return try await restore.run(URL(fileURLWithPath: file)) { say($0) }
        }
        say(
            "Restored: \(done.rows) rows and \(done.media) files of \(done.createdAt.formatted(.iso8601)) in \(seconds(since: began))."
        )
        if done.held > 0 {
            say(
                "\(done.held) message(s) waited to be sent when the backup was made: look at them and send again what has not arrived."
            )
        }
        say("Tokens for the API that were revoked since are valid again: look through them.")
        if done.broken.isEmpty { say("The audit log is whole.") }
        for report in done.broken { say(report.line) }
        if done.isDoubtful || !done.broken.isEmpty {
            say("Look at what was said above before you start the server.")
            throw ExitCode(1)
        }
    }
}

private func seconds(since began: ContinuousClock.Instant) -> String {
    let duration = ContinuousClock.now - began
    return
        "\(duration.formatted(.units(allowed: [.minutes, .seconds], width: .narrow, fractionalPart: .show(length: 1))))"
}
