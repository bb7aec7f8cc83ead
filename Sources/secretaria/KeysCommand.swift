import App
import ArgumentParser
import Foundation

struct KeysCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "keys", abstract: "The master key.", subcommands: [Rotate.self])

    struct Rotate: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "rotate", abstract: "Put every shop's key under a new master key.",
            discussion: """
                With SECRETARIA_MASTER_KEY: set it to the new key and SECRETARIA_PREVIOUS_MASTER_KEY to the old one, restart every process, run
                this, then take the old one away. Without it, a new key is made in SECRETARIA_DATA/master.key while the server is stopped. Interrupted, run
                it again. Keys are never arguments, which every user of this machine could read.
                """)

        func run() async throws {
            let done = try await Session.quietly { config, logger in
                try await RotateKeys(config: config, logger: logger).run()
            }
            say(
                "\(done.rewrapped.changed) key(s) put under master \(done.fingerprint), \(done.rewrapped.current) were already."
            )
            if let retired = done.retired {
                say(
                    "The old one lies in \(retired.path): keep it, apart, for as long as you keep backups made under it."
                )
            } else {
                say("SECRETARIA_PREVIOUS_MASTER_KEY is no longer needed; keep the old key for backups made under it.")
            }
        }
    }
}
