import Crypto
import Foundation
import Logging
import Postgres

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// Copies a running or resting installation into one file.
package struct MakeBackup: Sendable {
    package struct Outcome: Sendable {
        package let url: URL
        package let bytes: Int
        package let rows: Int
        package let media: Int
        package let isSealed: Bool
    }

    let config: Config
    let logger: Logger
    let now: Date

    package init(config: Config, logger: Logger, now: Date = Date()) {
        self.config = config
        self.logger = logger
        self.now = now
    }

    /// - Parameters:
    ///   - folder: Where the archive goes; made when missing, closed to others.
    ///   - report: Told what is being done.
    package func run(to folder: URL, report: @escaping @Sendable (String) -> Void) async throws -> Outcome {
        let key = try config.backup.checkedKey()
        try PrivateFolder.make(folder)
        let scratch = try ScratchFolder(in: folder, purpose: "backup")
        defer { scratch.remove() }
        let dump = scratch.url.appending(path: BackupManifest.database)
        let copied = try await DatabaseServer.with(config, logger: logger) { server in
            let copied = try await copy(server, to: dump, scratch: scratch.url.path, report)
            try await leaveLedger(of: server.login, in: folder)
            return copied
        }
        let name = "secretaria_\(Self.stamp(now)).tar.gz" + (key == nil ? "" : ".enc")
        let draft = scratch.url.appending(path: name)
        let target = folder.appending(path: name)
        let media = try pack(dump, copied, into: draft, key, report)
        report("Checking what was written")
        let file = try Self.size(draft)
        _ = try BackupArchive(url: draft, key: key).read()
        guard link(draft.path, target.path) == 0 else {
            throw BackupError.unwritable(path: target.path, reason: FileSink.reason)
        }
        return Outcome(
            url: target, bytes: file, rows: copied.tables.values.reduce(0, +), media: media, isSealed: key != nil)
    }

    /// Who was erased does not come back with a backup: the ledger lies beside it, empty where nobody was.
    private func leaveLedger(of login: PostgresConfiguration, in folder: URL) async throws {
        let ledger = ErasureLedger(file: RestoreErasures.beside(folder.appending(path: "archive")))
        try await RestoreErasures.withRegister(of: login, logger: logger) { database in
            let isOwn = ledger.file.standardizedFileURL == config.erasureLedger.standardizedFileURL
            _ = try await ledger.complete(from: database, isCopy: !isOwn)
        }
        try ledger.create()
    }

    // The database

    struct Copied: Sendable {
        let server: String
        let programs: Int
        let migrations: [String]
        let tables: [String: Int]
    }

    private func copy(
        _ server: DatabaseServer, to dump: URL, scratch: String, _ report: @escaping @Sendable (String) -> Void
    ) async throws -> Copied {
        var reader = server.reader ?? server.login
        reader.applicationName = "secretaria backup"
        // Both last as long as the copy does.
        (reader.statementTimeout, reader.idleInTransactionTimeout) = (.zero, .zero)
        (reader.poolSize, reader.minimumIdle) = (1, 0)
        let pool = try PostgresPool(reader, logger: logger)
        defer { pool.close() }
        return try await pool.transaction(TransactionScope(isOneView: true)) { [reader] tx in
            let about = try await tx.one(
                """
                SELECT current_setting('server_version_num')::int / 10000 AS major, current_setting('server_version') AS version,
                  pg_export_snapshot() AS snapshot,
                  (SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user) AS sees_all
                """)
            guard try about("sees_all") else { throw BackupError.rowSecurity }
            let programs = try await PostgresPrograms.find(
                atLeast: try about("major"), bundles: DataLayout.current.postgresCandidates, for: reader)
            let tables = try await Self.count(tx)
            report("Database: \(tables.values.reduce(0, +)) rows in \(tables.count) tables")
            try await programs.dump(
                reader, to: dump.path, snapshot: try about("snapshot"), scratch: scratch
            ) { table in
                if let rows = tables[table], rows >= 10_000 { report("  \(table): \(rows) rows") }
            }
            let migrations = try await tx.query("SELECT name FROM schema_migrations ORDER BY name")
            return Copied(
                server: try about("version"), programs: programs.major,
                migrations: try migrations.map { try $0("name") },
                tables: tables)
        }
    }

    /// Rows of every table that is copied, at the copy's moment.
    private static func count(_ tx: Transaction) async throws -> [String: Int] {
        let names: [String] = try await tx.query(
            """
            SELECT c.relname AS name FROM pg_class c
            WHERE c.relkind = 'r' AND c.relpersistence = 'p' AND c.relnamespace = 'public'::regnamespace
              AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e')
            ORDER BY 1
            """
        ).map { try $0("name") }
        var rows: [String: Int] = [:]
        for name in names {
            let count: Int = try await tx.one("SELECT count(*) AS rows FROM public.\(unsafeRaw: quoted(name))")("rows")
            rows[name] = count
        }
        return rows
    }

    static func quoted(_ name: String) -> String { "\"\(name.replacing("\"", with: "\"\""))\"" }

    // The file

    /// - Returns: How many media files went in.
    private func pack(
        _ dump: URL, _ copied: Copied, into draft: URL, _ key: BackupKey?, _ report: @escaping (String) -> Void
    ) throws -> Int {
        let file = try FileSink(draft.path)
        let sealed: any ByteSink = try key.map { try SealingSink(file, key: $0) } ?? file
        let tar = TarSink(try GzipSink(sealed))
        var files = [try add(BackupManifest.database, dump, to: tar, report)]
        try? FileManager.default.removeItem(at: dump)
        let settings = Array(config.withoutSecrets.utf8)
        try tar.add(BackupManifest.configuration, size: settings.count, modified: now) { try $0(settings[...]) }
        files.append(
            .init(
                path: BackupManifest.configuration, bytes: settings.count,
                sha256: MediaFolder.hex(SHA256.hash(data: settings))))
        let media = try MediaFiles(folder: config.mediaDirectory).all()
        if !media.isEmpty { report("Media: \(media.count) files") }
        for path in media {
            // What is erased meanwhile is no part of the backup.
            let place = config.mediaDirectory.appending(path: path)
            guard FileManager.default.fileExists(atPath: place.path) else { continue }
            files.append(try add(BackupManifest.media + path, place, to: tar) { _ in })
        }
        let manifest = BackupManifest(
            createdAt: now, server: copied.server, programs: copied.programs, migrations: copied.migrations,
            tables: copied.tables, masterKey: try Vault(master: config.masterKey).fingerprint, files: files)
        let json = Array(try manifest.json)
        try tar.add(BackupManifest.name, size: json.count, modified: now) { try $0(json[...]) }
        try tar.finish()
        return files.count - 2
    }

    private func add(_ name: String, _ url: URL, to tar: TarSink, _ report: @escaping (String) -> Void) throws
        -> BackupManifest.File
    {
        let source = try FileSource(url.path)
        var hash = SHA256()
        var progress = Progress(total: source.size, what: "packed", report: report)
        try tar.add(name, size: source.size, modified: now) { write in
            while true {
                let bytes = try source.read(1 << 20)
                if bytes.isEmpty { return }
                bytes.withUnsafeBytes { hash.update(bufferPointer: $0) }
                try write(bytes[...])
                progress.step(source.position)
            }
        }
        return .init(path: name, bytes: source.size, sha256: MediaFolder.hex(hash.finalize()))
    }

    private static func size(_ url: URL) throws -> Int { try FileSource(url.path).size }

    /// `20261121_105400`, in UTC.
    static func stamp(_ date: Date) -> String {
        let digits = date.formatted(.iso8601).filter(\.isNumber)
        return "\(digits.prefix(8))_\(digits.dropFirst(8).prefix(6))"
    }
}
