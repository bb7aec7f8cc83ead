import Foundation
import Logging
import Postgres

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// Puts an archive in the place of what an installation holds.
package struct RestoreBackup: Sendable {
    package struct Outcome: Sendable {
        package let createdAt: Date
        package let rows: Int
        package let media: Int
        /// Messages that waited to be sent, and now wait for a person's word.
        package var held = 0
        /// People who came with the copy and were erased again.
        package var erasedAgain = 0
        /// Chains of the audit log that are not as they were written.
        package var broken: [Audit.Report] = []
        /// Erasures that only the replaced database knew may be lost.
        package var isDoubtful = false
    }

    let config: Config
    let logger: Logger
    /// Replaces the shops that are there.
    let replaces: Bool
    /// Goes on although the secrets will not open.
    let allowsOtherMasterKey: Bool
    /// Erasure ledgers beside those that are found by themselves.
    package var ledgers: [URL] = []
    package var allowsMissingLedger = false
    package var allowsDamagedLedger = false

    package init(config: Config, logger: Logger, replaces: Bool, allowsOtherMasterKey: Bool = false) {
        self.config = config
        self.logger = logger
        self.replaces = replaces
        self.allowsOtherMasterKey = allowsOtherMasterKey
    }

    package func run(_ archive: URL, report: @escaping @Sendable (String) -> Void) async throws -> Outcome {
        try PrivateFolder.make(config.dataDirectory)
        let scratch = try ScratchFolder(in: config.dataDirectory, purpose: "restore")
        defer { scratch.remove() }
        report("Reading and checking \(archive.lastPathComponent)")
        let key = try config.backup.checkedKey()
        let manifest = try BackupArchive(url: archive, key: key).read(into: scratch.url, report: report)
        try judge(manifest)
        let erasures = RestoreErasures(
            config: config, archive: archive, named: ledgers, allowsMissing: allowsMissingLedger,
            allowsDamage: allowsDamagedLedger, logger: logger)
        let known = try await DatabaseServer.with(config, logger: logger) { server in
            let plan = try await RestorePrecheck(login: server.login, logger: logger).run(replaces: replaces)
            let known = try await erasures.collect(from: server.login, report: report)
            try await load(manifest, into: server.login, plan, scratch, report)
            return known
        }
        try placeMedia(from: scratch.url)
        report("Putting things in order")
        var outcome = Outcome(
            createdAt: manifest.createdAt, rows: manifest.tables.values.reduce(0, +), media: manifest.files.count - 2)
        outcome.isDoubtful = known.isDoubtful
        let isKeyless = try config.masterKey.fingerprint() != manifest.masterKey
        try await settle(&outcome) { installation in
            try await erasures.repeatErasures(known, in: installation, isKeyless: isKeyless, report: report)
        }
        return outcome
    }

    /// What can be known before the database is asked.
    private func judge(_ manifest: BackupManifest) throws {
        let known = Set(
            (try? FileManager.default.contentsOfDirectory(atPath: AppResources.current.migrations.path)) ?? [])
        if let newer = manifest.migrations.first(where: { !known.contains($0) }) { throw BackupError.newer(newer) }
        let here = try config.masterKey.fingerprint()
        if here != manifest.masterKey, !allowsOtherMasterKey {
            throw BackupError.otherMasterKey(archive: manifest.masterKey, here: here ?? "key none")
        }
    }

    private func load(
        _ manifest: BackupManifest, into login: PostgresConfiguration, _ plan: RestorePrecheck.Plan,
        _ scratch: ScratchFolder,
        _ report: @escaping @Sendable (String) -> Void
    ) async throws {
        var login = login
        login.applicationName = Self.applicationName
        let programs = try await PostgresPrograms.find(
            atLeast: max(plan.serverMajor, manifest.programs), bundles: DataLayout.current.postgresCandidates,
            for: login)
        let rows = manifest.tables.values.reduce(0, +)
        report("Database: \(rows) rows in \(manifest.tables.count) tables")
        try await programs.restore(
            login, from: scratch.url.appending(path: BackupManifest.database).path,
            before: RestoreScript.roles + "\n" + RestoreScript.before, after: RestoreScript.after(manifest.tables),
            serverMajor: plan.serverMajor, scratch: scratch.url.path
        ) { [tables = manifest.tables] table in
            if let rows = tables[table], rows >= 10_000 { report("  \(table): \(rows) rows") }
        }
    }

    static let applicationName = "secretaria restore"

    /// The archive's media in one step; what was there goes when the new is in place.
    private func placeMedia(from scratch: URL) throws {
        let (old, new) = (config.mediaDirectory, scratch.appending(path: "media"))
        let aside = scratch.appending(path: "media.before")
        let hasOld = FileManager.default.fileExists(atPath: old.path)
        if hasOld, rename(old.path, aside.path) != 0 {
            throw BackupError.unwritable(path: old.path, reason: FileSink.reason)
        }
        guard FileManager.default.fileExists(atPath: new.path) else { return }
        if rename(new.path, old.path) != 0 {
            let reason = FileSink.reason
            if hasOld { _ = rename(aside.path, old.path) }
            throw BackupError.unwritable(path: old.path, reason: reason)
        }
    }

    /// Brings the schema forward and does what must not be left to chance, then lets the servers in.
    private func settle(
        _ outcome: inout Outcome, erase: (Installation) async throws -> Eraser.Replay
    ) async throws {
        let installation = try await Installation.open(config, logger: logger, duringRestore: true)
        do {
            let database = installation.database
            outcome.held = try await database.system("a restore: what was under way when the backup was made") {
                try await Accounts.endAllSessions($0)
                return try await Outbox.hold(in: $0)
            }
            outcome.erasedAgain = try await erase(installation).erased
            outcome.broken = try await Audit.verifyAll(in: database).filter { !$0.verdict.isWhole }
            // The planner knows nothing of tables that were just filled.
            var patient = installation.configuration
            (patient.statementTimeout, patient.poolSize) = (.zero, 1)
            let pool = try PostgresPool(patient, logger: logger)
            defer { pool.close() }
            try await pool.executeAlone("ANALYZE")
            try await RestoreMark.remove(pool)
            await installation.close()
        } catch {
            await installation.close()
            throw error
        }
    }
}

/// What must be so before a database is replaced.
struct RestorePrecheck {
    struct Plan: Sendable {
        let serverMajor: Int
    }

    let login: PostgresConfiguration
    let logger: Logger

    init(login: PostgresConfiguration, logger: Logger) {
        var login = login
        login.applicationName = RestoreBackup.applicationName
        (login.poolSize, login.minimumIdle) = (1, 0)
        self.login = login
        self.logger = logger
    }

    func run(replaces: Bool) async throws -> Plan {
        let pool = try PostgresPool(login, logger: logger)
        defer { pool.close() }
        let about = try await pool.transaction { tx in
            try await tx.one(
                """
                SELECT current_setting('server_version_num')::int / 10000 AS major, current_user AS role,
                  to_regclass('public.tenants') IS NOT NULL AND to_regrole('secretaria_system') IS NOT NULL AS has_schema,
                  has_database_privilege(current_database(), 'CREATE') AND has_schema_privilege('public', 'CREATE') AS owns,
                  (SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'secretaria') AS sessions
                """)
        }
        guard try about("owns") else { throw BackupError.notOwner(role: try about("role")) }
        let sessions: Int = try about("sessions")
        if sessions > 0 { throw BackupError.serverRuns(sessions: sessions) }
        if try about("has_schema"), !replaces {
            let shops: Int = try await pool.transaction(Database.systemScope) {
                try await $0.one("SELECT count(*) AS shops FROM tenants")("shops")
            }
            if shops > 0 { throw BackupError.occupied(shops: shops) }
        }
        return Plan(serverMajor: try about("major"))
    }
}
