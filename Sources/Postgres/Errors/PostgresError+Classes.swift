extension PostgresError {
    /// A unique constraint already holds this key.
    public var isUniqueViolation: Bool { sqlState == "23505" }

    /// A referenced row is missing, or a referencing row remains.
    public var isForeignKeyViolation: Bool { sqlState == "23503" }

    /// The same work may succeed when done again: serialisation failures, deadlocks, lost connections before COMMIT.
    public var isRetryable: Bool {
        if isOutcomeUnknown { return false }
        if isUnavailable || isStalePlan { return true }
        return sqlState == "40001" || sqlState == "40P01" || sqlState == "55P03"
    }

    /// There is no database to talk to, or no connection free: answer 503.
    public var isUnavailable: Bool {
        switch code {
        case .connectionFailed, .connectionLost, .poolTimeout, .poolClosed: return true
        default: break
        }
        guard let sqlState else { return false }
        // 08 connection, 53 resources (disk, memory, connections), 57P0x shutdown and start-up, 58 I/O, 25006 a standby.
        return sqlState.hasPrefix("08") || sqlState.hasPrefix("53") || sqlState.hasPrefix("57P")
            || sqlState.hasPrefix("58")
            || sqlState == "25006"
    }

    /// The server can no longer run what we prepared: the table changed, or the session was reset.
    var isStalePlan: Bool {
        sqlState == "26000" || (sqlState == "0A000" && message.contains("cached plan must not change result type"))
    }

    /// The server ended this session: nothing more will come on the connection.
    var endsSession: Bool {
        switch sqlState {
        case "57P01", "57P02", "57P03", "57P05", "25P03": true
        default: false
        }
    }
}
