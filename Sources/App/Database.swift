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

    package init(tenant: TenantID, role: ActorRole, user: UUID? = nil) {
        self.tenant = tenant
        self.role = role
        self.user = user
    }

    package static func service(_ tenant: TenantID) -> TenantScope { TenantScope(tenant: tenant, role: .service) }

    /// Role and settings of a transaction that may see this tenant and no other.
    package var transactionScope: TransactionScope {
        TransactionScope(
            role: "secretaria_tenant",
            settings: [("app.tenant_id", tenant.description), ("app.user_role", role.rawValue)])
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
        _ why: StaticString, deadline: Duration? = nil,
        _ body: (SystemTransaction) async throws -> Result
    ) async throws -> Result {
        try await pool.transaction(Self.systemScope, deadline: deadline) { tx in
            try await body(SystemTransaction(tx: tx))
        }
    }

    package static let systemScope = TransactionScope(role: "secretaria_system")
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
