/// A transaction, handed to the body of ``PostgresPool/transaction(_:deadline:_:)``. Using it afterwards throws `.transactionEnded`.
public struct Transaction: Sendable {
    let state: TransactionState

    /// All rows of a statement.
    nonisolated(nonsending) public func query(_ sql: SQL) async throws(PostgresError) -> [Row] {
        try await state.flush([sql]).last?.rows ?? []
    }

    /// The first row, if there is one.
    nonisolated(nonsending) public func first(_ sql: SQL) async throws(PostgresError) -> Row? {
        try await query(sql).first
    }

    /// The first row; `.noRows` when there is none.
    nonisolated(nonsending) public func one(_ sql: SQL) async throws(PostgresError) -> Row {
        guard let row = try await query(sql).first else {
            throw PostgresError(.noRows, "the statement returned no row")
        }
        return row
    }

    /// How many rows a statement touched.
    @discardableResult
    nonisolated(nonsending) public func execute(_ sql: SQL) async throws(PostgresError) -> Int {
        try await state.flush([sql]).last?.affected ?? 0
    }

    /// Several statements in one flush, answered in order. The first failure throws and the rest is not run.
    nonisolated(nonsending) public func batch(_ statements: [SQL]) async throws(PostgresError) -> [QueryResult] {
        try await state.flush(statements)
    }

    /// The last statements and COMMIT in one flush. Nothing may follow.
    @discardableResult
    nonisolated(nonsending) public func commit(_ statements: [SQL] = []) async throws(PostgresError) -> [QueryResult] {
        try await state.flush(statements, commits: true)
    }

    /// Acts in another name from the next flush on.
    public func switchScope(_ scope: TransactionScope) {
        state.switchScope(scope)
    }

    /// Runs `body` so that its failure undoes only what it did. SAVEPOINT and RELEASE travel with other statements and cost no round trip.
    nonisolated(nonsending) public func savepoint<T>(
        _ body: nonisolated(nonsending) (Transaction) async throws -> T
    ) async throws -> T {
        let savepoint = state.enterSavepoint()
        do {
            let value = try await body(self)
            state.releaseSavepoint(savepoint)
            return value
        } catch {
            state.undoSavepoint(savepoint)
            throw error
        }
    }
}
