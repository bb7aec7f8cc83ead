import Foundation
import TestSupport
import Testing

@testable import Postgres

@Suite("Reading values", .timeLimit(.minutes(5)))
struct DecodingTests {
    private static let types: [UInt32] = [
        OID.bool, OID.bytea, OID.char, OID.name, OID.int8, OID.int2, OID.int4, OID.text, OID.oid, OID.json, OID.float4,
        OID.float8,
        OID.date, OID.timestamp, OID.timestamptz, OID.numeric, OID.uuid, OID.jsonb, OID.void, 1009, 2951, 16_999,
    ]

    /// The error or nothing: all that matters is that it comes back.
    private static func decodeEverything(_ cell: PostgresCell) {
        func attempt<T: PostgresDecodable>(_: T.Type) { _ = try? T.decode(cell) }
        attempt(Int.self); attempt(Int16.self); attempt(Bool.self); attempt(Double.self); attempt(String.self);
        attempt(UUID.self)
        attempt(Date.self); attempt(Data.self); attempt([UInt8].self); attempt([String].self); attempt([UUID?].self)
        attempt([Date].self); attempt([[UInt8]].self); attempt(JSONText.self); attempt(Int?.self)
    }

    @Test("no bytes make a decoder trap", arguments: 0..<20)
    func fuzz(seed: Int) {
        var random = SystemRandomNumberGenerator()
        for _ in 0..<400 {
            let count = Int.random(in: 0...40, using: &random)
            var bytes = (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }
            // Extremes are where arithmetic overflows.
            if seed % 4 == 0 { bytes = bytes.map { $0 < 128 ? 0xFF : 0x80 } }
            if seed % 4 == 1 { bytes = bytes.map { $0 < 200 ? 0 : $0 } }
            bytes.withUnsafeBytes { buffer in
                for type in Self.types { Self.decodeEverything(PostgresCell(bytes: buffer, type: type)) }
            }
        }
    }

    @Test("the extremes of every width are values or errors, never traps")
    func extremes() {
        for pattern: [UInt8] in [
            [0x80, 0, 0, 0, 0, 0, 0, 0], [0x80, 0, 0, 0, 0, 0, 0, 1], [0x7F] + Array(repeating: 0xFF, count: 7),
        ] {
            for width in [1, 2, 4, 8, 16] {
                let bytes = Array((pattern + pattern).prefix(width))
                bytes.withUnsafeBytes { buffer in
                    for type in Self.types { Self.decodeEverything(PostgresCell(bytes: buffer, type: type)) }
                }
            }
        }
    }

    @Test(
        "numeric is exact text",
        arguments: [
            "0", "-1", "12345.6789", "0.0001", "100000000", "1e20", "-99999999999999999999.5", "0.00", "NaN", "1e-30",
            "10000",
        ])
    func numeric(_ text: String) async throws {
        try await withTestDatabase(migrated: false) { database in
            let row = try await database.pool.transaction {
                try await $0.one(
                    "SELECT \(unsafeRaw: "'\(text)'")::numeric AS n, \(unsafeRaw: "'\(text)'")::numeric::text AS t")
            }
            let expected: String = try row("t")
            #expect(try (row("n") as String).lowercased() == expected.lowercased())
        }
    }

    @Test("numbers are read in the width asked for, or refused")
    func widths() async throws {
        try await withTestDatabase(migrated: false) { database in
            let row = try await database.pool.transaction {
                try await $0.one("SELECT 70000 AS n, sum(x) AS s, 1.5 AS f FROM generate_series(1, 3) x")
            }
            #expect(try row("n") as Int32 == 70_000)
            #expect(try row("s") as Int == 6)
            #expect(throws: PostgresError.self) { try row("n") as Int16 }
            #expect(throws: PostgresError.self) { try row("f") as Int }
            #expect(try row("f") as Double == 1.5)
        }
    }

    @Test("a wrong column, a NULL and a wrong type say what is wrong")
    func mistakes() async throws {
        try await withTestDatabase(migrated: false) { database in
            let row = try await database.pool.transaction { try await $0.one("SELECT NULL::int AS a, 'secret' AS b") }
            let missing = #expect(throws: PostgresError.self) { try row("c") as Int }
            #expect(missing?.description.contains("there is no column c") == true)
            let null = #expect(throws: PostgresError.self) { try row("a") as Int }
            #expect(null?.description.contains("NULL") == true)
            #expect(try row("a") as Int? == nil)
            let type = #expect(throws: PostgresError.self) { try row("b") as Int }
            #expect(type?.code == .decoding)
            #expect(type?.description.contains("secret") == false)
            #expect(throws: PostgresError.self) { try row(2) as Int }
            #expect(throws: PostgresError.self) { try row(-1) as Int }
        }
    }

    @Test("enumerations of ours are read and written by their raw value")
    func rawValues() async throws {
        enum Colour: String, PostgresEncodable, PostgresDecodable { case red, green }
        try await withTestDatabase(migrated: false) { database in
            let row = try await database.pool.transaction {
                try await $0.one("SELECT \(Colour.red)::text AS c, 'blue' AS d")
            }
            #expect(try row("c") as Colour == .red)
            #expect(throws: PostgresError.self) { try row("d") as Colour }
        }
    }
}
