/// The people who work in the shops, and how they (and their programs) prove who they are.
///
/// Tables owned: users, user_roles, sessions, api_tokens. Shops themselves belong to ``Tenants``.
/// Entry points: ``createUser(_:hasher:in:)``, ``setMembership(of:in:role:transaction:)``, ``createToken(_:in:)``,
/// ``setPassword(_:of:hasher:in:)``, ``deleteExpired(in:)`` for commands, the demo and the nightly sweep; ``AccountRoutes`` for the
/// web; ``AccountStore`` is what the session and bearer middleware ask.
///
/// Invariants
/// - Only hashes are stored: scrypt of passwords, SHA-256 of the 256-bit secrets in cookies and tokens.
/// - Every statement here runs as the machinery: before a session is found there is no tenant to act for.
/// - A session or token opens nothing once it is expired, revoked or idle, its person disabled or out of the shop. This
///   is asked of the database on every request; nothing is cached.
/// - Whoever cannot sign in learns only that: an unknown e-mail, a wrong password, a locked and a disabled account give
///   the same answer after the same work.
package enum Accounts {
    /// A session ends this long after sign-in, whatever happens.
    package static let sessionLifetime: Duration = .seconds(30 * 86_400)
    /// And this long after it was last used: a weekend and a holiday.
    package static let sessionIdleTime: Duration = .seconds(4 * 86_400)
    /// Tokens from `POST /auth/token`, as v2.0 clients expect.
    package static let signInTokenLifetime: Duration = .seconds(3600)
    /// Wrong passwords in a row before the account begins to wait.
    package static let freeAttempts = 5
}
