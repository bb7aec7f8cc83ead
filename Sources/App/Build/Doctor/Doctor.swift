import Foundation
import Logging

/// Looks at everything the server leans on and says in words what is missing. Changes nothing.
package struct Doctor: Sendable {
    let config: Config
    let logger: Logger

    package init(config: Config, logger: Logger) {
        self.config = config
        self.logger = logger
    }

    package func examine() async -> [Diagnosis] {
        var found =
            [diskSpace(), await portUse()] + SettingsCheck(config: config).examine() + ToolsCheck().examine()
            + (await sharedCache())
        do {
            let installation = try await Installation.open(config, logger: logger)
            found.append(
                .good(
                    "database",
                    installation.config.databaseURL == nil ? "The embedded PostgreSQL runs." : "DATABASE_URL answers."))
            found += await DatabaseCheck(installation: installation).examine()
            found += await ProviderCheck(installation: installation).examine()
            found += await BackupCheck(installation: installation).examine()
            await installation.close()
        } catch {
            found.append(.bad("database", "It cannot be opened. \(Self.words(error))"))
        }
        return found
    }

    /// An error as a sentence.
    package static func words(_ error: any Error) -> String { "\(error)" }

    private func diskSpace() -> Diagnosis {
        let folder = config.dataDirectory.existingAncestor
        guard let attributes = try? FileManager.default.attributesOfFileSystem(forPath: folder.path),
            let free = (attributes[.systemFreeSize] as? NSNumber)?.int64Value
        else { return .warning("disk", "The free space of \(folder.path) cannot be read.") }
        let text = "\(free / 1_000_000_000) GB free for \(config.dataDirectory.path)."
        if free < 300_000_000 { return .bad("disk", text + " PostgreSQL stops when a disk is full: make room first.") }
        return free < 2_000_000_000
            ? .warning("disk", text + " That is little for a database that grows.") : .good("disk", text)
    }

    private func sharedCache() async -> [Diagnosis] {
        guard let address = config.cache else { return [] }
        let cache = SharedCache(address, logger: logger)
        let answers = await cache.ping()
        await cache.close()
        return [
            answers
                ? .good("shared cache", "\(address) answers.")
                : .warning(
                    "shared cache",
                    "\(address) does not answer, or refuses the password: each process counts by itself meanwhile.")
        ]
    }

    private func portUse() async -> Diagnosis {
        let name = "\(config.host):\(config.port)"
        if config.port == 0 { return .good("port", "A free port is taken at start.") }
        if let running = RuntimeFile(config).read(), running.isAlive {
            return .good(
                "port", "A server of this installation runs at \(running.baseURL) (process \(running.process)).")
        }
        switch await LocalPort.state(host: config.host, port: config.port) {
        case .free: return .good("port", "\(name) is free.")
        case .taken: return .bad("port", "Another program listens on \(name). Stop it, or set PORT.")
        case .refused(let reason): return .bad("port", "\(name) cannot be listened on: \(reason).")
        }
    }
}

extension URL {
    /// The folder itself or, before it is made, the nearest one above it that exists.
    fileprivate var existingAncestor: URL {
        var url = self
        while url.path != "/", !FileManager.default.fileExists(atPath: url.path) { url.deleteLastPathComponent() }
        return url
    }
}
