import Foundation
import Logging
import Postgres

/// Whoever was erased does not come back with a copy: no restore ends, and no process opens what it restored, before that is so.
struct RestoreErasures {
    /// What a restore knows of the erasures made since its backup.
    struct Known: Sendable {
        var entries: [LedgerEntry] = []
        /// The register of what is replaced could not be read: the ledgers alone say who was erased.
        var isDoubtful = false
    }

    let config: Config
    let archive: URL
    /// Ledgers that the operator named.
    let named: [URL]
    let allowsMissing: Bool
    let allowsDamage: Bool
    let logger: Logger

    /// The ledger that every backup leaves in its folder.
    static func beside(_ archive: URL) -> URL {
        archive.deletingLastPathComponent().appending(path: "erasure-ledger.jsonl")
    }

    /// Everybody who was erased, before anything is touched: from the ledgers, and what only the database knows that is about to go.
    func collect(from login: PostgresConfiguration, report: (String) -> Void) async throws -> Known {
        var known = Known()
        do {
            try await saveRegister(of: login)
        } catch let error as PostgresError {
            report(
                "The register of erasures of what is replaced cannot be read (\(error.message)): the ledgers alone count."
            )
            known.isDoubtful = true
        }
        let files = [config.erasureLedger, Self.beside(archive)] + named
        let ledgers = files.map { ErasureLedger(file: $0) }.filter(\.exists)
        if let missing = named.first(where: { !FileManager.default.fileExists(atPath: $0.path) }) {
            throw BackupError.unreadable(path: missing.path)
        }
        if ledgers.isEmpty, !allowsMissing { throw BackupError.noLedger(lookedFor: files.map(\.path)) }
        var seen: Set<UUID> = []
        for ledger in ledgers {
            let (entries, damaged) = try ledger.read()
            if !damaged.isEmpty, !allowsDamage {
                throw BackupError.damagedLedger(path: ledger.file.path, lines: damaged)
            }
            known.entries += entries.filter { seen.insert($0.id).inserted }
        }
        if !known.entries.isEmpty { report("Erased people: \(known.entries.count) in the ledger") }
        return known
    }

    private func saveRegister(of login: PostgresConfiguration) async throws {
        try await Self.withRegister(of: login, logger: logger) { database in
            let ledger = ErasureLedger(file: config.erasureLedger)
            _ = try await ledger.complete(from: database)
            try ledger.create()
        }
    }

    /// Gives `body` the database if it has a register of erasures at all.
    static func withRegister(
        of login: PostgresConfiguration, logger: Logger, _ body: (Database) async throws -> Void
    ) async throws {
        var login = login
        login.applicationName = RestoreBackup.applicationName
        (login.poolSize, login.minimumIdle) = (1, 0)
        let pool = try PostgresPool(login, logger: logger)
        defer { pool.close() }
        let there: Bool? = try await pool.executeAlone(
            "SELECT to_regclass('public.erasures') IS NOT NULL AND to_regrole('secretaria_system') IS NOT NULL AS there"
        ).first?("there")
        if there == true { try await body(Database(pool: pool)) }
    }

    /// Erases them from what was restored. What the backup had not read yet is read first, so that nobody comes back with it.
    func repeatErasures(
        _ known: Known, in installation: Installation, isKeyless: Bool, report: (String) -> Void
    ) async throws -> Eraser.Replay {
        var replay = Eraser.Replay()
        if !known.entries.isEmpty {
            report("Erasing again")
            try await readWaiting(in: installation)
            replay = try await installation.eraser().replay(known.entries, isKeyless: isKeyless)
            report("Erased again: \(replay.erased), not here: \(replay.clean), of other shops: \(replay.foreign)")
            guard replay.failed == 0 else { throw BackupError.erasuresFailed(replay.failed) }
        }
        let ledger = ErasureLedger(file: config.erasureLedger)
        try ledger.merge(known.entries)
        _ = try await ledger.complete(from: installation.database)
        try ledger.create()
        return replay
    }

    private func readWaiting(in installation: Installation) async throws {
        let database = installation.database
        let lanes = InboxLanes(
            database: database, realtime: Realtime(database: database, logger: logger), jobs: nil,
            channels: installation.channels, logger: logger)
        let waiting = try await database.system("shops with events that the backup had not read") {
            try await Inbox.tenantsWithPendingEvents($0)
        }
        for tenant in waiting { try await lanes.drain(tenant) }
    }
}
