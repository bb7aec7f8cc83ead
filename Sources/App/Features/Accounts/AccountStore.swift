import Domain
import Foundation
import Postgres
import Web

/// Sessions and tokens in PostgreSQL. Each lookup is one flush; the time of last use is written once a minute.
package struct AccountStore: SessionStore, TokenStore {
    let database: Database

    package init(database: Database) { self.database = database }

    package func session(hash: [UInt8]) async throws -> AgentIdentity? {
        try await database.system("before the session is found there is no tenant") { system in
            guard let row = try await system.first(Accounts.selectSession(hash: hash)) else { return nil }
            let identity = try AgentIdentity(row: row, hash: hash)
            if try row("is_stale") {
                try await system.execute(Accounts.touchSession(tenant: identity.tenantID, hash: hash))
            }
            return identity
        }
    }

    package func token(hash: [UInt8]) async throws -> ApiIdentity? {
        try await database.system("before the token is found there is no tenant") { system in
            guard let row = try await system.first(Accounts.selectToken(hash: hash)) else { return nil }
            let identity = try ApiIdentity(row: row)
            if try row("is_stale") {
                try await system.execute(Accounts.touchToken(tenant: identity.tenantID, id: identity.tokenID))
            }
            return identity
        }
    }
}

extension AgentIdentity {
    fileprivate init(row: Row, hash: [UInt8]) throws {
        let language: String? = try row("locale")
        let numbers: [Int] = try row("numbers")
        let names: [String] = try row("names")
        self.init(
            userID: try row("user_id"), name: try row("name"), email: try row("email"),
            role: Role(rawValue: try row("role")) ?? .viewer, tenantID: try row("tenant_id"),
            tenantNumber: try row("number"), tenantName: try row("tenant_name"), timeZone: try row("time_zone"),
            currency: try row("currency"), language: language.flatMap { SiteLanguage(rawValue: $0) },
            csrfToken: try row("csrf_token"), sessionHash: hash,
            shops: zip(numbers, names).map { Shop(number: $0, name: $1) })
        brokenChannels = try row("broken_channels")
    }
}

extension ApiIdentity {
    fileprivate init(row: Row) throws {
        let scopes: [String] = try row("scopes")
        self.init(
            tokenID: try row("id"), tenantID: try row("tenant_id"), tenantNumber: try row("number"),
            userID: try row("created_by"), scopes: Set(scopes.compactMap { Scope(rawValue: $0) }))
    }
}
