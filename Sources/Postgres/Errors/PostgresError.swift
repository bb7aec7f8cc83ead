/// What went wrong between us and the database.
///
/// Its description names codes, constraints and tables, and never a parameter value or the server's DETAIL, so that it may be logged.
public struct PostgresError: Error, Sendable, Hashable {
    /// The kind of failure; open to additions.
    public struct Code: Sendable, Hashable, CustomStringConvertible {
        public let description: String

        /// The server refused a statement: see ``PostgresError/sqlState``.
        public static let server = Code(description: "server")
        /// No connection could be made.
        public static let connectionFailed = Code(description: "connection_failed")
        /// The connection broke while it was in use.
        public static let connectionLost = Code(description: "connection_lost")
        /// No connection became free in time.
        public static let poolTimeout = Code(description: "pool_timeout")
        /// The pool is shut down.
        public static let poolClosed = Code(description: "pool_closed")
        /// The deadline given by the caller passed.
        public static let deadline = Code(description: "deadline")
        /// The calling task was cancelled.
        public static let cancelled = Code(description: "cancelled")
        /// A value cannot be sent: NUL in text, a date out of range, too many parameters.
        public static let invalidParameter = Code(description: "invalid_parameter")
        /// The statement may not be used here: transaction control or a session-wide SET inside a transaction.
        public static let invalidStatement = Code(description: "invalid_statement")
        /// `one(_:)` found no row.
        public static let noRows = Code(description: "no_rows")
        /// A column is missing or does not hold the requested type.
        public static let decoding = Code(description: "decoding")
        /// The transaction was used after its end.
        public static let transactionEnded = Code(description: "transaction_ended")
        /// COMMIT was answered with ROLLBACK: a statement had failed before and its error was ignored.
        public static let transactionAborted = Code(description: "transaction_aborted")
        /// The connection string or another setting is wrong.
        public static let configuration = Code(description: "configuration")
        /// A migration cannot be applied.
        public static let migration = Code(description: "migration")
        /// The embedded server cannot be started.
        public static let embedded = Code(description: "embedded")
        /// One of PostgreSQL's own programs failed.
        public static let program = Code(description: "program")
    }

    public let code: Code
    /// Five characters from the server, for example 23505.
    public internal(set) var sqlState: String?
    public internal(set) var constraint: String?
    public internal(set) var table: String?
    public internal(set) var column: String?
    /// Where in the statement, counted in characters from 1.
    var position: Int?
    /// Safe to log: values are masked.
    public internal(set) var message: String
    /// True when COMMIT was on its way as the connection broke: the work may or may not be stored.
    public internal(set) var isOutcomeUnknown = false

    public init(_ code: Code, _ message: String = "") {
        self.code = code
        self.message = message
    }
}

extension PostgresError: CustomStringConvertible {
    public var description: String {
        var text = "PostgreSQL \(code)"
        if let sqlState { text += " \(sqlState)" }
        if let table { text += " table=\(table)" }
        if let column { text += " column=\(column)" }
        if let constraint { text += " constraint=\(constraint)" }
        if !message.isEmpty { text += ": \(message)" }
        if isOutcomeUnknown { text += " (the outcome of COMMIT is unknown)" }
        return text
    }
}
