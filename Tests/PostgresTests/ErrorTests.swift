import TestSupport
import Testing

@testable import Postgres

@Suite("Errors of the server", .timeLimit(.minutes(5)))
struct ErrorTests {
    @Test("a unique violation names its constraint and never the value")
    func unique() async throws {
        try await withTestDatabase(migrated: false) { database in
            try await database.pool.batch(["CREATE TABLE people (cpf text CONSTRAINT one_cpf UNIQUE)"])
            try await database.pool.batch(["INSERT INTO people VALUES (\("123.456.789-09"))"])
            let error = await failure {
                try await database.pool.batch(["INSERT INTO people VALUES (\("123.456.789-09"))"])
            }
            #expect(error?.isUniqueViolation == true)
            #expect(error?.constraint == "one_cpf")
            #expect(error?.table == "people")
            #expect(error.map { "\($0)" }?.contains("123") == false)
            #expect(error?.isRetryable == false)
        }
    }

    @Test(
        "messages that quote a value are emptied",
        arguments: [
            ("SELECT \("joana@example.com")::uuid", "22P02", "joana"),
            ("SELECT \("2026-99-77")::timestamptz", "22008", "99-77"),
            ("SELECT \("{broken: 4111}")::jsonb", "22P02", "4111"),
        ] as [(SQL, String, String)])
    func masked(sql: SQL, state: String, value: String) async throws {
        try await withTestDatabase(migrated: false) { database in
            let error = await failure { try await database.pool.batch([sql]) }
            #expect(error?.sqlState == state)
            #expect(error.map { "\($0)" }?.contains(value) == false)
        }
    }

    @Test("a lost connection may be tried again, unless COMMIT was on its way")
    func retryability() {
        var error = PostgresError(.connectionLost)
        #expect(error.isRetryable && error.isUnavailable)
        error.isOutcomeUnknown = true
        #expect(!error.isRetryable && error.isUnavailable)
        #expect(!PostgresError(.decoding).isRetryable)
    }

    @Test("a URL that libpq cannot read is refused without repeating it")
    func configuration() {
        let error = #expect(throws: PostgresError.self) {
            try PostgresConfiguration(url: "postgresql://user:hunter2@[::1/x")
        }
        #expect(error?.code == .configuration)
        #expect(error.map { "\($0)" }?.contains("hunter2") == false)
    }
}
