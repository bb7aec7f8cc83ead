import Providers

extension FuzzTarget {
    /// Whatever a server streams and however networks cut it: the same events.
    static let stream = FuzzTarget(
        name: "event-stream",
        seeds: [
            "\u{FEFF}: hello\n\nevent: a\ndata: {\"x\":1}\ndata:two\n\n:\n\ndata: [DONE]\n\n",
            "data: um\r\ndata: dois\r\n\r\nid: 7\rretry: 10\rdata\r\rdata: fim", "event: error\ndata: {}\n\n",
            "\n\r\n\r",
        ].map { Array($0.utf8) },
        pieces: [
            "\n", "\r", "\r\n", "\n\n", "data", "data:", "data: ", ":", ": ", "event: ", "[DONE]", "\u{FEFF}", "é",
            "\u{0}",
        ].map { Array($0.utf8) } + [[0xEF], [0xBB, 0xBF], [0xFF]]
    ) { input in
        let whole = events([input[...]])
        for size in [1, 2, 3, 7] {
            let pieces = stride(from: 0, to: input.count, by: size).map { input[$0..<min($0 + size, input.count)] }
            if events(pieces) != whole { return "cut every \(size) bytes: other events" }
        }
        for cut in stride(from: 0, to: input.count, by: max(input.count / 16, 1)) {
            if events([input[..<cut], input[cut...]]) != whole { return "cut at \(cut): other events" }
        }
        return whole.contains { $0.name.utf8.contains { $0 == 10 || $0 == 13 } } ? "a name of two lines" : nil
    }

    private static func events(_ pieces: [ArraySlice<UInt8>]) -> [ServerEvents.Event] {
        var reader = ServerEvents(limit: 400)
        var events: [ServerEvents.Event] = []
        do throws(ServerEvents.TooLong) {
            for piece in pieces { events += try reader.read(piece) }
        } catch {
            return []
        }
        return events + (reader.finish().map { [$0] } ?? [])
    }
}
