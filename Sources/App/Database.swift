import Domain
import Foundation
import Postgres

/// Who acts inside a tenant's transaction; what `app.user_role` says to the row-level policies.
package enum ActorRole: String, Sendable, Codable, CaseIterable {
    case owner, admin, agent, viewer
    /// The pipeline itself: reads configuration and secrets, never writes them.
    case service
}

/// A tenant and who acts for it. Nothing of a tenant can be read without one.
package struct TenantScope: Sendable, Hashable {
    package let tenant: TenantID
    package let role: ActorRole
    package let user: UUID?
    /// How whoever acts came in, for the audit log; nil = nobody asked, the machinery works.
    package let origin: Origin?

    package init(tenant: TenantID, role: ActorRole, user: UUID? = nil, origin: Origin? = nil) {
        self.tenant = tenant
        self.role = role
        self.user = user
        self.origin = origin ?? (role == .service ? nil : user.map { Origin(.user, id: $0.lowercase) })
    }

    package static func service(_ tenant: TenantID) -> TenantScope { TenantScope(tenant: tenant, role: .service) }

    /// Role and settings of a transaction that may see this tenant and no other.
    package var transactionScope: TransactionScope {
        TransactionScope(
            role: "secretaria_tenant",
            settings: [("app.tenant_id", tenant.description), ("app.user_role", role.rawValue)]
                + (origin?.settings ?? []))
    }
}

/// Whose hand an act is, as the audit log names it.
package struct Origin: Sendable, Hashable {
    package enum Kind: String, Sendable { case user, token, `operator` }

    package let kind: Kind
    package let id: String
    /// Where the request came from, if it was one.
    package let address: String?

    package init(_ kind: Kind, id: String, address: String? = nil) {
        self.kind = kind
        self.id = id
        self.address = address
    }

    /// Whoever runs a command on the server.
    package static let `operator` = Origin(.operator, id: "cli")

    /// What the audit log's triggers read.
    package var settings: [(String, String)] {
        [("app.actor_type", kind.rawValue), ("app.actor", id)] + (address.map { [("app.client_address", $0)] } ?? [])
    }
}

/// The two doors to the database. There is no third: a connection without one of these roles sees no row.
package struct Database: Sendable {
    package let pool: PostgresPool

    package init(pool: PostgresPool) { self.pool = pool }

    /// Runs `body` inside one tenant's wall. No network call may happen in it.
    @discardableResult
    nonisolated(nonsending) package func tenant<Result: Sendable>(
        _ scope: TenantScope, deadline: Duration? = nil,
        _ body: (TenantTransaction) async throws -> Result
    ) async throws -> Result {
        try await pool.transaction(scope.transactionScope, deadline: deadline) { tx in
            try await body(TenantTransaction(tx: tx, scope: scope))
        }
    }

    /// Runs `body` as the machinery that serves all tenants. `why` is for the reader: cross-tenant access is always explained.
    @discardableResult
    nonisolated(nonsending) package func system<Result: Sendable>(
        _ why: StaticString, by origin: Origin? = nil, deadline: Duration? = nil,
        _ body: (SystemTransaction) async throws -> Result
    ) async throws -> Result {
        try await pool.transaction(Self.systemScope(by: origin), deadline: deadline) { tx in
            try await body(SystemTransaction(tx: tx))
        }
    }

    package static let systemScope = TransactionScope(role: "secretaria_system")

    /// The machinery's, in somebody's name.
    static func systemScope(by origin: Origin?) -> TransactionScope {
        origin.map { TransactionScope(role: "secretaria_system", settings: $0.settings) } ?? systemScope
    }
}

/// What both kinds of transaction can do.
package protocol DatabaseTransaction: Sendable {
    var tx: Transaction { get }
}

extension DatabaseTransaction {
    nonisolated(nonsending) package func query(_ sql: SQL) async throws -> [Row] { try await tx.query(sql) }
    nonisolated(nonsending) package func first(_ sql: SQL) async throws -> Row? { try await tx.first(sql) }
    nonisolated(nonsending) package func one(_ sql: SQL) async throws -> Row { try await tx.one(sql) }
    @discardableResult
    nonisolated(nonsending) package func execute(_ sql: SQL) async throws -> Int { try await tx.execute(sql) }
    @discardableResult
    nonisolated(nonsending) package func batch(_ statements: [SQL]) async throws -> [QueryResult] {
        try await tx.batch(statements)
    }
    /// Sends the statements and COMMIT in one flush; nothing may follow in this transaction.
    @discardableResult
    nonisolated(nonsending) package func commit(_ statements: [SQL]) async throws -> [QueryResult] {
        try await tx.commit(statements)
    }
}

/// A transaction that sees one tenant. Every tenant table is reached through one of these.
package struct TenantTransaction: DatabaseTransaction {
    package let tx: Transaction
    package let scope: TenantScope

    package var tenant: UUID { scope.tenant.value }
}

/// A transaction of the machinery: webhook intake, queue, sign-in.
package struct SystemTransaction: DatabaseTransaction {
    package let tx: Transaction

    /// From the next statement on, this transaction sees `scope`'s tenant only.
    package func acting(as scope: TenantScope) -> TenantTransaction {
        tx.switchScope(scope.transactionScope)
        return TenantTransaction(tx: tx, scope: scope)
    }
}
