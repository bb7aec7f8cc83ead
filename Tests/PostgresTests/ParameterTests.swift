import Foundation
import TestSupport
import Testing

@testable import Postgres

@Suite("Values to the server and back", .timeLimit(.minutes(5)))
struct ParameterTests {
    private func echo<T: PostgresEncodable & PostgresDecodable & Sendable>(
        _ pool: PostgresPool, _ value: T, _ type: String
    ) async throws -> T {
        try await pool.transaction { try await $0.one("SELECT \(value)::\(unsafeRaw: type) AS value")("value") }
    }

    private func expectEcho<T: PostgresEncodable & PostgresDecodable & Sendable & Equatable>(
        _ pool: PostgresPool, _ value: T, _ type: String, at location: SourceLocation = #_sourceLocation
    ) async throws {
        let back = try await echo(pool, value, type)
        #expect(back == value, sourceLocation: location)
    }

    @Test("every scalar type comes back as it was sent")
    func scalars() async throws {
        try await withTestDatabase(migrated: false) { database in
            let pool = database.pool
            try await expectEcho(pool, Int.min, "bigint")
            try await expectEcho(pool, Int32.max, "int")
            try await expectEcho(pool, Int16.min, "smallint")
            try await expectEcho(pool, true, "bool")
            try await expectEcho(pool, -0.1, "float8")
            try await expectEcho(pool, Double.infinity, "float8")
            let nan = try await echo(pool, Double.nan, "float8")
            #expect(nan.isNaN)
            let id = UUID()
            try await expectEcho(pool, id, "uuid")
            try await expectEcho(pool, nil as UUID?, "uuid")
            try await expectEcho(pool, JSONText(#"{"a": [1, "é"]}"#), "jsonb")
        }
    }

    @Test("moments keep their microseconds, before 1970 and far ahead too")
    func moments() async throws {
        try await withTestDatabase(migrated: false) { database in
            for seconds in [0, -1.5, 1_763_687_096.123456, -62_135_596_799.0, 253_402_300_798.75, 951_782_400] {
                let sent = Date(timeIntervalSince1970: seconds)
                let back = try await echo(database.pool, sent, "timestamptz")
                #expect(abs(back.timeIntervalSince(sent)) < 0.000_002, "\(seconds)")
            }
            try await expectEcho(database.pool, Date.distantFuture, "timestamptz")
            let text: String = try await database.pool.transaction {
                try await $0.one("SELECT \(Date(timeIntervalSince1970: 951_782_400.5))::timestamptz AS t")("t")
            }
            #expect(text == "2000-02-29 00:00:00.500000+00")
        }
    }

    @Test(
        "hostile text is data",
        arguments: [
            "'", "''; DROP TABLE t; --", "\\", "$1", "\"", "\u{301}", "😀", "\u{202E}x",
            String(repeating: "'", count: 9000), "",
        ])
    func hostileText(_ text: String) async throws {
        try await withTestDatabase(migrated: false) { database in
            try await expectEcho(database.pool, text, "text")
        }
    }

    @Test("NUL in text is refused before anything is sent, and the session goes on")
    func nul() async throws {
        try await withTestDatabase(migrated: false, poolSize: 1) { database in
            let error = await failure {
                try await database.pool.transaction { try await $0.execute("SELECT \("a\0b")::text") }
            }
            #expect(error?.code == .invalidParameter)
            try await expectEcho(database.pool, 1, "int")
        }
    }

    @Test("bytes need not be text: NUL, invalid UTF-8, all values")
    func bytes() async throws {
        try await withTestDatabase(migrated: false) { database in
            for bytes: [UInt8] in [[], [0], [0xFF, 0xFE, 0xC0, 0x80], Array(0...255)] {
                try await expectEcho(database.pool, bytes, "bytea")
                try await expectEcho(database.pool, Data(bytes), "bytea")
            }
        }
    }

    @Test("invalid UTF-8 sent as text is the server's error, and the message does not repeat it")
    func invalidUTF8() async throws {
        try await withTestDatabase(migrated: false) { database in
            let bytes: [UInt8] = [0x73, 0x65, 0x63, 0xFF]
            let error = await failure {
                try await database.pool.transaction { try await $0.execute("SELECT \(bytes)::text") }
            }
            #expect(error?.sqlState == "22021")
        }
    }

    @Test("fifty megabytes go there and back")
    func huge() async throws {
        try await withTestDatabase(migrated: false) { database in
            var bytes = [UInt8](repeating: 7, count: 50 << 20)
            for index in stride(from: 0, to: bytes.count, by: 4099) { bytes[index] = UInt8(truncatingIfNeeded: index) }
            let back = try await echo(database.pool, Data(bytes), "bytea")
            #expect(back.count == bytes.count)
            #expect(back == Data(bytes))
        }
    }

    @Test("values longer than a message may be are refused before they cost the session")
    func tooLong() {
        let statement: SQL = "SELECT \(String(repeating: "x", count: 3000))"
        #expect(PostgresConnection.problem(in: [statement], maxBytes: 4000) == nil)
        #expect(PostgresConnection.problem(in: [statement], maxBytes: 3000)?.code == .invalidParameter)
    }

    @Test("more parameters than the protocol can count are refused")
    func tooMany() async throws {
        try await withTestDatabase(migrated: false, poolSize: 1) { database in
            let sql = "SELECT 1 WHERE 1 IN (" + SQL.joined((0..<65_536).map { "\($0)" as SQL }, separator: ",") + ")"
            let error = await failure { try await database.pool.transaction { try await $0.execute(sql) } }
            #expect(error?.code == .invalidParameter)
            try await expectEcho(database.pool, 2, "int")
        }
    }
}
