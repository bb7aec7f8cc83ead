import Postgres

extension Database {
    /// Asks the database for a sign of life; throws soon when there is none.
    package func ping() async throws {
        try await pool.transaction(TransactionScope(readOnly: true), deadline: .seconds(2)) {
            _ = try await $0.query("SELECT 1")
        }
    }
}
