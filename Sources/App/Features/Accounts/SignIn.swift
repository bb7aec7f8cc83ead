import Domain
import Foundation
import HTTPTypes
import Postgres
import Web

/// Checks an e-mail and a password.
///
/// Whatever is wrong, the answer is the same after the same work: nobody learns which accounts exist. Guessing is
/// slowed twice: by the address it comes from (in this process) and by the account it aims at (in the database).
package struct SignIn: Sendable {
    package struct Membership: Sendable, Equatable {
        let tenant: TenantID
        let number: Int
        let name: String
        let role: Role
    }

    package struct Person: Sendable {
        let id: UUID
        /// Never empty.
        let memberships: [Membership]
    }

    package static let refused = Problem(.unauthorized, code: "invalid_credentials")
    /// The password is right, but no shop is theirs.
    package static let homeless = Problem(.forbidden, code: "no_shop")

    let database: Database
    let hasher: PasswordHasher
    private let addresses: RateLimiter
    private let refusalGrid: Duration

    /// - Parameters:
    ///   - addresses: what one client address may try: 20 times at once, then once every 5 s.
    ///   - refusalGrid: refusals leave on multiples of this, counted from the request: a row written or not cannot be
    ///     told apart.
    package init(
        database: Database, hasher: PasswordHasher,
        addresses: RateLimiter = RateLimiter(capacity: 20, interval: .seconds(5)),
        refusalGrid: Duration = .milliseconds(200)
    ) {
        self.database = database
        self.hasher = hasher
        self.addresses = addresses
        self.refusalGrid = refusalGrid
    }

    package func check(email: String, password: String, from address: String) async throws -> Person {
        let start = ContinuousClock.now
        try addresses.check(address)
        let email = (try? Accounts.normalisedEmail(email)) ?? ""
        let found = try await database.system("sign-in happens before any tenant is known") { system in
            try await system.first(Accounts.selectCredentials(email: email)).map(Credentials.init)
        }
        let isRight = password.utf8.count <= Accounts.maximumPassword
        let stored = found?.isUsable ?? false ? found?.passwordHash : nil
        let isProven = try await hasher.verify(isRight ? password : "", against: stored) && isRight
        guard let found, isProven else {
            try await recordFailure(found, email: email, from: address)
            if refusalGrid > .zero {
                let steps = ((.now - start) as Duration / refusalGrid).rounded(.up)
                try await Task.sleep(until: start + refusalGrid * steps, clock: .continuous)
            }
            throw Self.refused
        }
        return try await admit(found, password: password)
    }

    /// A locked account does not count further attempts: else whoever guesses could keep its owner out for ever.
    private func recordFailure(_ found: Credentials?, email: String, from address: String) async throws {
        let counted = found.flatMap { $0.isUsable ? [Accounts.recordFailure(user: $0.id)] : nil } ?? []
        let reason = found == nil ? "unknown" : found?.isUsable == true ? "password" : "locked"
        let act = Audit.refusedSignIn(email: email, user: found?.id, reason: reason, from: address)
        try await database.system("failures are counted on the person") { system in
            _ = try await system.batch(counted + [act])
        }
    }

    private func admit(_ found: Credentials, password: String) async throws -> Person {
        var statements = [Accounts.recordSuccess(user: found.id)]
        if let hash = found.passwordHash, hasher.isOutdated(hash) {
            statements.append(Accounts.updatePassword(user: found.id, hash: try await hasher.hash(password)))
        }
        let changes = statements
        let rows = try await database.system("a person's shops") { system in
            try await system.batch(changes + [Accounts.selectMemberships(user: found.id)]).last?.rows ?? []
        }
        let memberships = try rows.map { row in
            Membership(
                tenant: TenantID(try row("tenant_id")), number: try row("number"), name: try row("name"),
                role: Role(rawValue: try row("role")) ?? .viewer)
        }
        guard !memberships.isEmpty else { throw Self.homeless }
        return Person(id: found.id, memberships: memberships)
    }

    private struct Credentials {
        let id: UUID
        let passwordHash: String?
        let isUsable: Bool

        init(row: Row) throws {
            id = try row("id")
            passwordHash = try row("password_hash")
            let isLocked: Bool = try row("is_locked")
            let isDisabled: Bool = try row("is_disabled")
            isUsable = !isLocked && !isDisabled
        }
    }
}
