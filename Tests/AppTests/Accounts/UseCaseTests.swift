import Domain
import Foundation
import HTTPTypes
import Logging
import Postgres
import TestSupport
import Testing
import Web

@testable import App

@Suite(.timeLimit(.minutes(5)))
struct AccountUseCaseTests {
    private let hasher = PasswordHasher(cost: .cheap)

    @Test("a second person with the same e-mail is refused, whatever its case")
    func twice() async throws {
        try await withTestDatabase { test in
            let fixture = try await AccountsFixture(test)
            await #expect(throws: AccountError.emailTaken) {
                try await Accounts.createUser(
                    NewUser(email: "ANA@example.com", name: "Outra", password: "uma senha comprida"), hasher: hasher,
                    in: fixture.database)
            }
        }
    }

    @Test(
        "what cannot be an account is said in words",
        arguments: [
            (NewUser(email: "no", name: "N", password: "12345678"), AccountError.invalidEmail),
            (NewUser(email: "a@b.c", name: "N", password: "1234567"), .passwordTooShort),
            (NewUser(email: "a@b.c", name: "N", password: String(repeating: "x", count: 513)), .passwordTooLong),
            (NewUser(email: "a@b.c", name: " ", password: "12345678"), .missingName),
        ])
    func invalid(user: NewUser, error: AccountError) async {
        await #expect(throws: error) { try await Accounts.prepare(user, hasher: hasher) }
    }

    @Test("a better hash replaces the old one at the next sign-in")
    func rehash() async throws {
        try await withTestDatabase { test in
            let fixture = try await AccountsFixture(test)
            let better = PasswordHasher(cost: .init(logRounds: 5, blockSize: 8, parallelism: 1))
            let signIn = SignIn(database: fixture.database, hasher: better, refusalGrid: .zero)
            _ = try await signIn.check(email: "ana@example.com", password: AccountsFixture.password, from: "-")
            let hash = try await fixture.database.system("test") { system -> String in
                try await system.one("SELECT password_hash FROM users WHERE id = \(fixture.ana)")("password_hash")
            }
            #expect(hash.hasPrefix("$scrypt$ln=5,"))
            _ = try await signIn.check(email: "ana@example.com", password: AccountsFixture.password, from: "-")
        }
    }

    @Test("a person without a shop is told so, once the password is right")
    func homeless() async throws {
        try await withTestDatabase { test in
            let fixture = try await AccountsFixture(test)
            _ = try await Accounts.createUser(
                NewUser(email: "dora@example.com", name: "Dora", password: "uma senha comprida"), hasher: hasher,
                in: fixture.database)
            let signIn = SignIn(database: fixture.database, hasher: hasher, refusalGrid: .zero)
            await #expect(throws: SignIn.homeless) {
                try await signIn.check(email: "dora@example.com", password: "uma senha comprida", from: "-")
            }
            await #expect(throws: SignIn.refused) {
                try await signIn.check(email: "dora@example.com", password: "another password", from: "-")
            }
        }
    }

    @Test("a lost database is a 503 at sign-in, not a wrong password", .timeLimit(.minutes(5)))
    func databaseAway() async throws {
        var configuration = try PostgresConfiguration(url: "postgresql://nobody@127.0.0.1:1/none")
        configuration.acquireTimeout = .milliseconds(200)
        let pool = try PostgresPool(configuration, logger: .init(label: "test") { _ in SwiftLogNoOpLogHandler() })
        defer { pool.close() }
        let signIn = SignIn(database: Database(pool: pool), hasher: hasher, refusalGrid: .zero)
        let error = await #expect(throws: PostgresError.self) {
            try await signIn.check(email: "ana@example.com", password: "x", from: "-")
        }
        #expect(error?.problem.status == .serviceUnavailable)
        #expect(error?.problem.headers[.retryAfter] != nil)
    }
}
