import Postgres
import TestSupport
import Testing

/// The walls as the catalogue describes them: a migration that forgets one fails here, by the name of its table.
@Suite("The catalogue keeps the shops apart", .timeLimit(.minutes(5)))
struct CatalogueTests {
    private struct Undo: Error {}

    private func offenders(_ rule: CatalogueRule, _ transaction: Transaction) async throws -> Set<String> {
        Set(try await transaction.query(rule.offenders).map { try $0(0) as String })
    }

    @Test("kept", arguments: CatalogueRule.all)
    func kept(_ rule: CatalogueRule) async throws {
        try await withTestDatabase { test in
            let found = try await test.pool.transaction { try await offenders(rule, $0) }
            #expect(found == Set(rule.exceptions.keys))
        }
    }

    @Test("a breach is seen", arguments: CatalogueRule.all)
    func breached(_ rule: CatalogueRule) async throws {
        try await withTestDatabase { test in
            var found: Set<String> = []
            do {
                try await withSuperuser(test) { transaction in
                    for statement in rule.breach { try await transaction.execute(statement) }
                    found = try await offenders(rule, transaction)
                    // Roles belong to the whole server: nothing of this may stay.
                    throw Undo()
                }
            } catch is Undo {}
            #expect(found.subtracting(rule.exceptions.keys).contains(rule.found))
        }
    }
}
