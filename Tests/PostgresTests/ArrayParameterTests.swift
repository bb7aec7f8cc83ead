import Foundation
import Postgres
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(5)))
struct ArrayParameterTests {
    private func echo<T: PostgresEncodable & PostgresDecodable & Sendable>(_ value: T, as type: SQL) async throws -> T {
        try await withTestDatabase(migrated: false) { database in
            try await database.pool.transaction { tx in
                try await tx.one("SELECT \(value)::\(fragment: type) AS value")("value")
            }
        }
    }

    @Test("texts come back as they were sent, whatever stands in them")
    func texts() async throws {
        let hostile = [
            "", "NULL", "null", "{}", ",", "\"", "\\", "\\\"", "a b", "\n\t", "ção 😀 \u{301}", "'; DROP TABLE x",
            "{\"a\":1}",
        ]
        #expect(try await echo(hostile, as: "text[]") == hostile)
        let some: [String?] = ["x", nil, "NULL", ""]
        #expect(try await echo(some, as: "text[]") == some)
        #expect(try await echo([String](), as: "text[]") == [])
    }

    @Test("bytes come back as they were sent, every value of them, none and many")
    func bytes() async throws {
        let all: [[UInt8]] = [Array(0...255), [], [0], [0x5C, 0x78], Array(repeating: 0xFF, count: 70_000)]
        #expect(try await echo(all, as: "bytea[]") == all)
        #expect(try await echo([[UInt8]](), as: "bytea[]") == [])
        let some: [[UInt8]?] = [[1, 2, 255], nil, []]
        #expect(try await echo(some, as: "bytea[]") == some)
    }

    @Test("identifiers, numbers, truths and moments come back as they were sent")
    func scalars() async throws {
        let ids = [UUID(), UUID()]
        #expect(try await echo(ids, as: "uuid[]") == ids)
        let some: [UUID?] = [ids[0], nil]
        #expect(try await echo(some, as: "uuid[]") == some)
        #expect(try await echo([Int.min, 0, .max], as: "bigint[]") == [Int.min, 0, .max])
        #expect(try await echo([true, false], as: "bool[]") == [true, false])
        #expect(try await echo([0.1, -.infinity, 1e300], as: "float8[]") == [0.1, -.infinity, 1e300])
        let moments = [Date(timeIntervalSince1970: 0), Date(timeIntervalSince1970: 1_700_000_000.25)]
        #expect(try await echo(moments, as: "timestamptz[]") == moments)
    }

    @Test("an element that cannot be written refuses the statement; it never becomes NULL")
    func refused() async throws {
        await #expect(throws: PostgresError.self) { try await echo(["a\0b"], as: "text[]") }
        let beyond = [Date(timeIntervalSince1970: 0), Date(timeIntervalSince1970: 1e13)]
        await #expect(throws: PostgresError.self) { try await echo(beyond, as: "timestamptz[]") }
        await #expect(throws: PostgresError.self) { try await echo(beyond.map(Optional.some), as: "timestamptz[]") }
    }
}
