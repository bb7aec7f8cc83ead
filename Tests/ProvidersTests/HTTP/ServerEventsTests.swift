import Testing

@testable import Providers

struct ServerEventsTests {
    private func events(_ text: String) throws -> [ServerEvents.Event] {
        var reader = ServerEvents()
        let events = try reader.read(Array(text.utf8))
        return events + (reader.finish().map { [$0] } ?? [])
    }

    @Test("events as the standard reads them: any line end, several data lines, comments, one space less")
    func standard() throws {
        #expect(try events("data: a\n\ndata: b\r\n\r\ndata: c\r\r").map(\.data) == ["a", "b", "c"])
        #expect(try events("data: a\ndata:\ndata:  b\n\n").map(\.data) == ["a\n\n b"])
        #expect(try events(": hold on\n\nid: 1\nretry: 5\ncolour: red\n\n").isEmpty)
        #expect(try events("event: error\ndata: x\n\ndata: y\n\n").map(\.name) == ["error", ""])
        #expect(try events("\u{FEFF}data: a\n\n").map(\.data) == ["a"])
        #expect(try events("data\n\n").map(\.data) == [""])
    }

    @Test("the last event counts without its empty line")
    func unfinished() throws {
        #expect(try events("data: a\n\ndata: [DONE]").map(\.data) == ["a", "[DONE]"])
    }

    @Test("an event beyond the limit is refused, also where it is made of many lines")
    func limit() throws {
        var reader = ServerEvents(limit: 100)
        #expect(try reader.read(Array("data: \(String(repeating: "x", count: 80))\n\n".utf8)).count == 1)
        #expect(throws: ServerEvents.TooLong.self) {
            _ = try reader.read(Array(String(repeating: "data: xxxxxxxx\n", count: 20).utf8))
        }
    }
}
