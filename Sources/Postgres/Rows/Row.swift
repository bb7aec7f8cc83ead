/// One row. Ask for a column with the type you want: `let id: UUID = try row("id")`.
public struct Row: Sendable {
    let result: ResultSet
    let position: Int

    /// The value of a column by name. Throws `.decoding` when it is missing, NULL for a non-optional, or of another type.
    public func callAsFunction<T: PostgresDecodable>(_ column: String) throws(PostgresError) -> T {
        guard let index = result.columns.position(of: column) else {
            throw PostgresError(
                .decoding, "there is no column \(column); there are \(columnNames.joined(separator: ", "))")
        }
        return try decode(index)
    }

    /// The value of a column by position, from 0.
    public func callAsFunction<T: PostgresDecodable>(_ index: Int) throws(PostgresError) -> T {
        guard result.columns.types.indices.contains(index) else {
            throw PostgresError(.decoding, "there is no column \(index); the row has \(result.columns.types.count)")
        }
        return try decode(index)
    }

    /// Names of the columns in order.
    public var columnNames: [String] { result.columns.names }

    private func decode<T: PostgresDecodable>(_ index: Int) throws(PostgresError) -> T {
        do {
            return try result.withCell(row: position, column: index) { cell throws(PostgresError) in try T.decode(cell)
            }
        } catch {
            throw PostgresError(.decoding, "column \(result.columns.names[index]): \(error.message)")
        }
    }
}

/// What a statement gave back.
public struct QueryResult: Sendable {
    /// Rows of a SELECT or a RETURNING clause.
    public let rows: [Row]
    /// Rows inserted, updated, deleted or selected.
    public let affected: Int
}
