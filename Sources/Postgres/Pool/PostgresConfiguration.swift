import CLibpq

/// Where the database is and how patiently it is used.
public struct PostgresConfiguration: Sendable {
    /// A libpq URI or keyword string. Several hosts are tried in order; with `target_session_attrs=read-write` the primary is found.
    let url: String
    /// Sessions at most. On two cores eight to ten are the optimum for short transactions.
    public var poolSize = 8
    /// Sessions kept open while idle.
    public var minimumIdle = 1
    /// How long a caller waits for a session before it gets `.poolTimeout`.
    public var acquireTimeout: Duration = .seconds(5)
    /// How long one statement may run.
    public var statementTimeout: Duration = .seconds(30)
    /// How long a transaction may sit between two statements: a held snapshot ruins the queue.
    public var idleInTransactionTimeout: Duration = .seconds(30)
    /// How long one host may take to accept a session.
    public var connectTimeout: Duration = .seconds(3)
    /// Idle sessions beyond ``minimumIdle`` are closed after this.
    public var idleTimeout: Duration = .seconds(120)
    /// A session is replaced after this: the backend's caches only grow.
    public var maximumLifetime: Duration = .seconds(3600)
    /// How long a server may take to react to a cancel request before the session is given up.
    public var cancelGrace: Duration = .seconds(3)
    /// Prepared statements kept a session.
    public var statementCacheSize = 256
    /// Shown in pg_stat_activity.
    public var applicationName = "secretaria"

    /// Throws `.configuration` when `url` is not something libpq understands. The URL is never part of the error: it may hold a password.
    public init(url: String) throws(PostgresError) {
        var message: UnsafeMutablePointer<CChar>?
        guard !url.utf8.contains(0), let options = PQconninfoParse(url, &message) else {
            PQfreemem(message)
            throw PostgresError(.configuration, "the database URL is not a valid PostgreSQL URI")
        }
        PQconninfoFree(options)
        self.url = url
    }

    /// Keywords for libpq; later ones win, so the URL's own settings beat our defaults.
    var keywords: [(String, String)] {
        [
            ("application_name", applicationName),
            ("connect_timeout", String(max(2, Int(clamping: connectTimeout.nanoseconds / 1_000_000_000)))),
            ("gssencmode", "disable"),
            // A host that vanished without a word is noticed in about half a minute.
            ("keepalives_idle", "15"), ("keepalives_interval", "5"), ("keepalives_count", "3"),
            ("tcp_user_timeout", "20000"),
            ("dbname", url),
            ("client_encoding", "UTF8"),
        ]
    }

    /// Sent once a session. Not as start-up options: connection poolers refuse those.
    var sessionSettings: String {
        """
        SET statement_timeout = \(statementTimeout.milliseconds);
        SET idle_in_transaction_session_timeout = \(idleInTransactionTimeout.milliseconds);
        SET timezone = 'UTC'; SET datestyle = 'ISO'; SET client_min_messages = 'warning'
        """
    }

    /// The longest a flush of `count` statements may take. The server's own limit comes first; this one is for a server that hangs.
    func flushLimit(_ count: Int) -> Duration {
        if statementTimeout == .zero { return .seconds(1 << 32) }
        return (statementTimeout + .seconds(5)) * max(1, count)
    }
}
