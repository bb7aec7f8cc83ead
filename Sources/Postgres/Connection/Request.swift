/// One flush: statements that travel together, end in a Sync and are answered together.
struct Request: Sendable {
    let id: UInt64
    let statements: [SQL]
    /// Results of so many leading statements are nobody's business: BEGIN, the role, the settings.
    let hidden: Int
    let deadline: Moment
    /// The first statement opens the transaction: nothing is lost when the flush is sent again after a stale plan.
    let opensTransaction: Bool
    /// The last statement is COMMIT.
    let commits: Bool
    /// A script of many statements for the simple protocol; `statements` is then empty.
    var script: String?
    /// nil for housekeeping of the connection itself.
    let reply: UnsafeContinuation<Reply, Never>?
}

typealias Reply = Result<[QueryResult], PostgresError>

/// A request on its way, with what has come back.
struct Flight {
    let request: Request
    var results: [QueryResult] = []
    /// The first error; the rest of the pipeline is skipped by the server.
    var error: PostgresError?
    /// The statement that failed, for the cache.
    var failed: PreparedStatement?
    /// Why we asked the server to stop, if we did.
    var cause: PostgresError.Code?
    /// How the server answered the last statement: COMMIT may come back as ROLLBACK.
    var wasRolledBack = false
    var isSecondTry = false
    /// A housekeeping flush of ours: nobody waits for it.
    var isSilent = false
}

/// What the server owes us, in order.
enum Operation {
    case prepare(PreparedStatement)
    case execute(PreparedStatement, index: Int)
    case script
    case sync
}
