import Testing

@testable import Postgres

@Suite("SQL text and parameters")
struct SQLTests {
    @Test("every interpolated value becomes a numbered parameter and never text")
    func interpolation() {
        let name = "'; DROP TABLE x; --"
        let sql: SQL = "SELECT * FROM t WHERE a = \(name) AND b = \(7) AND c = \(nil as String?)"
        #expect(sql.text == "SELECT * FROM t WHERE a = $1 AND b = $2 AND c = $3")
        #expect(sql.parameterCount == 3)
    }

    @Test("a fragment's parameters are renumbered, nested and repeated")
    func fragments() {
        let inner: SQL = "x = \(1) OR y = \(2)"
        let middle: SQL = "a = \(0) AND (\(fragment: inner)) AND (\(fragment: inner))"
        #expect(middle.text == "a = $1 AND (x = $2 OR y = $3) AND (x = $4 OR y = $5)")
        let outer: SQL = "SELECT \("z"), '$1' WHERE \(fragment: middle) LIMIT \(9)"
        #expect(outer.text == "SELECT $1, '$1' WHERE a = $2 AND (x = $3 OR y = $4) AND (x = $5 OR y = $6) LIMIT $7")
        #expect(outer.parameterCount == 7)
    }

    @Test("renumbering past nine parameters keeps text and values together")
    func manyFragments() {
        let pieces = (0..<12).map { "(\($0), \("v\($0)"))" as SQL }
        let sql: SQL = "VALUES \(fragment: .joined(pieces, separator: ", "))"
        #expect(sql.text.hasPrefix("VALUES ($1, $2), ($3, $4)"))
        #expect(sql.text.hasSuffix("($21, $22), ($23, $24)"))
        let wrapped: SQL = "SELECT \(0) UNION \(fragment: sql)"
        #expect(wrapped.text.hasSuffix("($22, $23), ($24, $25)"))
        #expect(wrapped.parameterCount == 25)
    }

    @Test("raw text is only what was asked for by name")
    func raw() {
        #expect(("ORDER BY \(unsafeRaw: "name DESC")" as SQL).text == "ORDER BY name DESC")
        #expect((SQL() + "a = \(1)" + " AND b = \(2)").text == "a = $1 AND b = $2")
        #expect(SQL().isEmpty)
    }

    @Test("JSON brings its own cast, also when it is NULL")
    func json() {
        #expect(("SELECT \(JSONText("{}")), \(nil as JSONText?)" as SQL).text == "SELECT $1::jsonb, $2::jsonb")
    }

    @Test(
        "transaction control and session-wide SET are recognised, their look-alikes are not",
        arguments: [
            ("BEGIN", true), (" commit", true), ("\n\tRollback TO x", true), ("END", true), ("SET role x", true),
            ("SET SESSION x = 1", true), ("set timezone='UTC'", true), ("SET LOCAL x = 1", false),
            ("SET CONSTRAINTS ALL DEFERRED", false),
            ("SELECT 1", false), ("settle()", false), ("beginning", false), ("SAVEPOINT a", true),
            ("DISCARD ALL", true), ("", false),
        ])
    func control(text: String, isForbidden: Bool) {
        #expect(Control.forbids(SQL(unsafeRaw: text)) == isForbidden)
    }
}
