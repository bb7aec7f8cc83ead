import Domain
import Foundation
import Testing

@testable import App

@Suite(.timeLimit(.minutes(5))) struct PrivacyCommandTests {
    private func run(_ command: String, _ lines: String) async throws -> CommandRun.Result {
        let file = FileManager.default.temporaryDirectory.appending(path: "privacy-\(UUID()).jsonl")
        defer { try? FileManager.default.removeItem(at: file) }
        try Data(lines.utf8).write(to: file)
        // A database that cannot be: nothing may ask for it.
        return try await CommandRun.run(
            ["privacy", command, file.path], environment: ["DATABASE_URL": "postgresql://x@127.0.0.1:1/x"])
    }

    @Test func `scan writes what it found with offsets in scalars, line by line`() async throws {
        let result = try await run(
            "scan", #"{"id": "a", "text": "😀 cpf 529.982.247-25"}"# + "\n\n" + #"{"id": 7, "text": "oi"}"#)
        #expect(result.status == 0)
        #expect(
            result.output.split(separator: "\n") == [
                #"{"id":"a","entities":[{"start":6,"end":20,"label":"CPF"}]}"#, #"{"id":7,"entities":[]}"#,
            ])
    }

    @Test func `mask writes the text with its masks`() async throws {
        let result = try await run("mask", #"{"id": 1, "text": "tel (11) 98765-4321\nok"}"#)
        #expect(result.output == #"{"id":1,"text":"tel (**) *****-4321\nok"}"# + "\n")
    }

    @Test func `a line that is no message is answered in its place, and the command fails`() async throws {
        let result = try await run("mask", "nonsense\n{\"text\": 5}\n{\"id\": 3, \"text\": \"oi\"}\n")
        let lines = result.output.split(separator: "\n")
        #expect(result.status == 1 && lines.count == 3 && lines.last == #"{"id":3,"text":"oi"}"#)
        #expect(try JSON.parse(String(lines[0]))["line"]?.int == 1)
        #expect(try JSON.parse(String(lines[1]))["line"]?.int == 2)
    }

    @Test func `bench measures both kinds of work; a file that is not there is a sentence`() async throws {
        let result = try await CommandRun.run(["privacy", "bench", "--json", "--seconds", "0.01"])
        let rows = try result.output.split(separator: "\n").map { try JSON.parse(String($0)) }
        #expect(rows.map { $0["name"]?.string } == ["scan", "mask"])
        #expect(rows.allSatisfy { ($0["mb_per_s"]?.double ?? 0) > 0 })
        let missing = try await CommandRun.run(["privacy", "scan", "/nowhere/at/all"])
        #expect(missing.status != 0 && missing.errors.contains("cannot be read"))
    }

    @Test func `lines are cut wherever the stream is`() {
        let whole = Array("ab\ncd\n\nef".utf8)
        for size in 1...9 {
            var splitter = LineSplitter()
            var lines: [String] = []
            for start in stride(from: 0, to: whole.count, by: size) {
                splitter.add(whole[start..<min(start + size, whole.count)]) {
                    lines.append(String(decoding: $0, as: UTF8.self))
                }
            }
            splitter.finish { lines.append(String(decoding: $0, as: UTF8.self)) }
            #expect(lines == ["ab", "cd", "", "ef"])
        }
    }
}
