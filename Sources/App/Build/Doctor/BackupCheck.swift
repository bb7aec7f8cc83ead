import Foundation
import Postgres

/// Whether a backup could be made.
struct BackupCheck {
    let installation: Installation

    func examine() async -> [Diagnosis] {
        do {
            let row = try await installation.database.pool.transaction {
                try await $0.one(
                    """
                    SELECT current_setting('server_version_num')::int / 10000 AS major,
                      (SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user) AS sees_all
                    """)
            }
            let programs = try await PostgresPrograms.find(
                atLeast: try row("major"), bundles: DataLayout.current.postgresCandidates,
                for: installation.configuration)
            let config = installation.config
            if config.databaseURL != nil, config.backup.databaseURL == nil, try !row("sees_all") {
                return [.warning("backup", BackupError.rowSecurity.description)]
            }
            return [.good("backup", "pg_dump \(programs.major) is here: secretaria backup.")]
        } catch let error as PostgresError where error.code == .configuration {
            return [.warning("backup", "None can be made: \(error.message).")]
        } catch {
            return [.bad("backup", "The database stopped answering. \(Doctor.words(error))")]
        }
    }
}
