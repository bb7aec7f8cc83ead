import CLibpq

/// The rows of one statement, read in place from libpq's memory.
///
/// `@unchecked Sendable`: a PGresult is never written after libpq handed it over, libpq documents that it may be read from any
/// thread, and this class is its only owner.
final class ResultSet: @unchecked Sendable {
    private let pointer: OpaquePointer
    let columns: Columns
    let rowCount: Int

    /// Takes ownership of `pointer`.
    init(owning pointer: OpaquePointer, columns: Columns) {
        self.pointer = pointer
        self.columns = columns
        rowCount = Int(PQntuples(pointer))
    }

    deinit {
        PQclear(pointer)
    }

    /// `body` sees the bytes of one cell; they must not outlive it. Bounds are checked by libpq and here.
    func withCell<T>(row: Int, column: Int, _ body: (PostgresCell) throws(PostgresError) -> T) throws(PostgresError)
        -> T
    {
        let (r, c) = (Int32(truncatingIfNeeded: row), Int32(truncatingIfNeeded: column))
        let type = columns.types[column]
        guard PQgetisnull(pointer, r, c) == 0, let start = PQgetvalue(pointer, r, c) else {
            return try body(PostgresCell(bytes: nil, type: type))
        }
        let bytes = UnsafeRawBufferPointer(start: start, count: max(0, Int(PQgetlength(pointer, r, c))))
        return try body(PostgresCell(bytes: bytes, type: type))
    }
}

/// Names and types of the columns of a prepared statement, read once and shared by all its results.
final class Columns: Sendable {
    let names: [String]
    let types: [UInt32]
    private let index: [String: Int]

    init(_ result: OpaquePointer) {
        let count = PQnfields(result)
        names = (0..<count).map { PQfname(result, $0).map { String(cString: $0) } ?? "" }
        types = (0..<count).map { PQftype(result, $0) }
        // The first of several columns with one name wins, as in libpq.
        index = Dictionary(names.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    }

    func position(of name: String) -> Int? { index[name] }

    /// Whether `result` has the shape we remember.
    func describes(_ result: OpaquePointer) -> Bool {
        guard Int(PQnfields(result)) == types.count else { return false }
        for position in types.indices where PQftype(result, Int32(truncatingIfNeeded: position)) != types[position] {
            return false
        }
        return true
    }
}
