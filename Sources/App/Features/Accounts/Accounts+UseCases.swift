import Domain
import Foundation
import Postgres
import Web

extension Accounts {
    /// Makes a person. The password is hashed before the transaction: call ``prepare(_:hasher:)`` first when one is open.
    package static func createUser(
        _ user: NewUser, hasher: PasswordHasher, in database: Database
    ) async throws -> UUID {
        let prepared = try await prepare(user, hasher: hasher)
        return try await database.system("a person is global: no tenant owns them") { system in
            try await insert(prepared, in: system)
        }
    }

    /// A person checked and hashed, ready for ``insert(_:in:)`` within a larger transaction.
    package struct PreparedUser: Sendable {
        let email: String
        let name: String
        let passwordHash: String
    }

    package static func prepare(_ user: NewUser, hasher: PasswordHasher) async throws -> PreparedUser {
        let email = try normalisedEmail(user.email)
        let name = user.name.trimmingWhitespace
        guard !name.isEmpty else { throw AccountError.missingName }
        try checkPassword(user.password)
        return PreparedUser(email: email, name: name, passwordHash: try await hasher.hash(user.password))
    }

    package static func insert(_ user: PreparedUser, in system: SystemTransaction) async throws -> UUID {
        let sql = insertUser(email: user.email, name: user.name, passwordHash: user.passwordHash)
        guard let row = try await system.first(sql) else { throw AccountError.emailTaken }
        return try row("id")
    }

    /// Gives a person a place in a shop, or another role there.
    package static func setRole(
        _ role: Role, of user: UUID, in tenant: TenantID, transaction system: SystemTransaction
    ) async throws {
        try await system.execute(upsertRole(user: user, tenant: tenant.value, role: role))
    }

    /// Makes an API token and returns its secret, which is shown this once.
    package static func createToken(_ token: NewToken, in system: SystemTransaction) async throws -> String {
        let secret = "secretaria_" + Secrets.random()
        try await system.execute(insertToken(token, hash: Secrets.sha256(secret)))
        return secret
    }

    /// Name and role in the shop of the person whose token it is, today; nil for a token of nobody's, or of somebody who has left.
    static func holder(of token: ApiIdentity, in tx: TenantTransaction) async throws -> (name: String, role: Role)? {
        let row = try await tx.one(selectProfile(tenant: tx.tenant, user: token.userID))
        guard let name: String = try row("user_name"), let role: String = try row("role") else { return nil }
        return Role(rawValue: role).map { (name, $0) }
    }

    /// A new password ends everything that the old one opened.
    package static func setPassword(
        _ password: String, of user: UUID, hasher: PasswordHasher, by origin: Origin? = nil, in database: Database
    ) async throws {
        try checkPassword(password)
        let hash = try await hasher.hash(password)
        try await database.system("a person's sessions stand in all their shops", by: origin) { system in
            _ = try await system.batch([
                updatePassword(user: user, hash: hash), deleteSessions(ofUser: user), revokeTokens(ofUser: user),
                Audit.note("password_change", onUser: user),
            ])
        }
    }

    /// Everybody signs in anew: after a restore, which would bring back sessions that were ended since.
    package static func endAllSessions(_ system: SystemTransaction) async throws {
        try await system.execute(deleteAllSessions)
    }

    /// The nightly sweep.
    package static func deleteExpired(in system: SystemTransaction) async throws {
        _ = try await system.batch([deleteExpiredSessions(), deleteExpiredTokens()])
    }
}
