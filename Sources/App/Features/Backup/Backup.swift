/// Backup keeps a whole installation in one file, and puts it back.
///
/// Tables owned: none. Commands: `secretaria backup`, `secretaria backup check`, `secretaria restore`.
///
/// An archive is a tar, gzipped, and sealed when there is a key: `database.dump` (pg_dump's own format, one moment), `media/…`,
/// `configuration.env` (without secrets), and last `manifest.json` with the size and checksum of everything before it. Beside the archives
/// lies the erasure ledger.
///
/// Invariants
/// - An archive under its final name is whole: it is written under another name, read once more and compared, then moved.
/// - Nothing of an installation is touched before an archive has been read to its end and every checksum agrees.
/// - The database is replaced in one transaction. Until the erasures made since are done again, no process may open it
///   (`RestoreMark`): killed at any moment, an installation is as before, or says that its restore has to be run again.
/// - What waited to be sent when the backup was made is not sent by a restore: it may have been sent since.
/// - No key and no password stands in an archive, in an argument or in a message.
package enum Backup {}

/// Why a backup or a restore ended, in words for the operator.
package enum BackupError: Error, Sendable, Equatable, CustomStringConvertible {
    case unreadable(path: String)
    case unwritable(path: String, reason: String)
    case noBackup(path: String)
    case damaged(String)
    case sealed
    case wrongKey
    case weakKey
    case newer(String)
    case otherMasterKey(archive: String, here: String)
    case occupied(shops: Int)
    case serverRuns(sessions: Int)
    case rowSecurity
    case notOwner(role: String)
    case noLedger(lookedFor: [String])
    case damagedLedger(path: String, lines: [Int])
    case erasuresFailed(Int)

    package var description: String {
        switch self {
        case .unreadable(let path): "\(path) cannot be read."
        case .unwritable(let path, let reason): "\(path) cannot be written: \(reason)."
        case .noBackup(let path): "\(path) is no backup of Secretaria."
        case .damaged(let what): "The backup is damaged: \(what). Nothing has been changed; use another one."
        case .sealed: "The backup is encrypted: set BACKUP_KEY or BACKUP_KEY_FILE to the key it was made with."
        case .wrongKey:
            "The backup does not open with this key, or is damaged at its beginning. Nothing has been changed."
        case .weakKey:
            "BACKUP_KEY is too short: it needs at least \(BackupKey.minimumLength) characters, for example from openssl rand -base64 32."
        case .newer(let migration):
            "The backup was made by a newer version (it knows \(migration)): install that version first. Nothing has been changed."
        case .otherMasterKey(let archive, let here):
            "The backup was made under master \(archive), and this installation has master \(here): the channels' secrets would not open. "
                + "Give the old one as SECRETARIA_MASTER_KEY (or put its file back), or add --other-master-key and connect the channels anew."
        case .occupied(let shops):
            "This installation holds \(shops) shop(s), which a restore replaces: add --replace if that is meant."
        case .serverRuns(let sessions):
            "A server or worker uses this database (\(sessions) connections): stop it first."
        case .rowSecurity:
            "The login role of DATABASE_URL sees no row of the shops by itself, and so cannot copy them: give a role that may as BACKUP_DATABASE_URL. "
                + "A superuser makes one with: CREATE ROLE secretaria_backup LOGIN BYPASSRLS PASSWORD '…'; GRANT pg_read_all_data TO secretaria_backup;"
        case .notOwner(let role):
            "The login role \(role) may not make tables in the database, which a restore needs: ALTER DATABASE … OWNER TO \(role)."
        case .noLedger(let places):
            "There is no erasure ledger at \(places.joined(separator: " or ")), and whoever was erased since the backup was made would come back. "
                + "Put it there (every backup leaves one in its folder), or name one with --ledger; where nobody was ever erased, add --without-ledger."
        case .damagedLedger(let path, let lines):
            "The erasure ledger \(path) is damaged in line \(lines.map(String.init).joined(separator: ", ")). Give a whole copy with --ledger, "
                + "or add --damaged-ledger to go on without these lines. Nothing has been changed."
        case .erasuresFailed(let count):
            "\(count) people who were erased could not be erased again, and so nobody opens this installation; the log says why. "
                + "Run the same restore again, with --replace."
        }
    }
}
