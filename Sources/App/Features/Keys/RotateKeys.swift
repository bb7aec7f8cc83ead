import Foundation
import Logging

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// Changes the master key of an installation.
///
/// With SECRETARIA_MASTER_KEY the operator brings both: the new key there, the old one in SECRETARIA_PREVIOUS_MASTER_KEY, for every
/// process. With a key in a file the new one is made here, beside the old, which stays as `master.key.previous` until the change
/// is complete and then under the name of its fingerprint: backups made before need it.
package struct RotateKeys: Sendable {
    package struct Outcome: Sendable {
        package let rewrapped: Keys.Rewrapped
        package let fingerprint: String
        /// Where the old key lies now; nil where the operator keeps it.
        package let retired: URL?
    }

    let config: Config
    let logger: Logger

    package init(config: Config, logger: Logger) {
        self.config = config
        self.logger = logger
    }

    package func run() async throws -> Outcome {
        switch config.masterKey {
        case .given:
            guard config.previousMasterKey != nil else { throw KeyError.previousMissing }
            return try await rewrap(config, retired: nil)
        case .inFile(let file):
            let previous = file.previous
            try await refuseWhileServing()
            if !FileManager.default.fileExists(atPath: previous.path) { try Self.makeNew(file, previous) }
            var changed = config
            changed.previousMasterKey = .inFile(previous)
            let old = try changed.previousMasterKey?.fingerprint() ?? "key"
            let retired = file.deletingLastPathComponent().appending(
                path: "master.key.retired-\(old.split(separator: " ").last ?? "")")
            let outcome = try await rewrap(changed, retired: retired)
            guard rename(previous.path, retired.path) == 0 else { throw KeyError.unwritable(previous.path) }
            return outcome
        }
    }

    private func rewrap(_ config: Config, retired: URL?) async throws -> Outcome {
        try await Installation.with(config, logger: logger) { installation in
            Outcome(
                rewrapped: try await Keys.rewrap(installation.vault, in: installation.database),
                fingerprint: installation.vault.fingerprint, retired: retired)
        }
    }

    /// A process that read the old key when it started could open nothing that is wrapped anew.
    private func refuseWhileServing() async throws {
        if let running = RuntimeFile(config).read(), running.isAlive { throw KeyError.serverRuns(running.process) }
    }

    /// The old key gets its second name before the new one takes its place: at no moment is there none.
    private static func makeNew(_ file: URL, _ previous: URL) throws {
        guard FileManager.default.fileExists(atPath: file.path) else { throw KeyError.nothingToRotate(file.path) }
        let fresh = file.path + ".new"
        do {
            try PrivateFile.write(Data((MasterKey.random() + "\n").utf8), to: fresh)
        } catch {
            throw KeyError.unwritable(fresh)
        }
        guard link(file.path, previous.path) == 0, rename(fresh, file.path) == 0 else {
            throw KeyError.unwritable(file.path)
        }
    }
}

extension URL {
    /// Where a master key lies while it is being replaced.
    var previous: URL { appendingPathExtension("previous") }
}

/// Why the master key could not be changed, in words.
package enum KeyError: Error, Equatable, CustomStringConvertible {
    case previousMissing
    case serverRuns(Int32)
    case nothingToRotate(String)
    case unwritable(String)

    package var description: String {
        switch self {
        case .previousMissing:
            "Set SECRETARIA_MASTER_KEY to the new key and SECRETARIA_PREVIOUS_MASTER_KEY to the old one, for every process; then run this again."
        case .serverRuns(let process): "A server runs (process \(process)) that knows the old key only: stop it first."
        case .nothingToRotate(let path): "There is no master key at \(path) yet: nothing is to be changed."
        case .unwritable(let path): "\(path) cannot be written."
        }
    }
}
