import Foundation
import Logging
import Synchronization
import Testing

@testable import App

@Suite struct LogOutputTests {
    private final class Lines: Sendable {
        private let all = Mutex<[String]>([])
        func add(_ line: String) { all.withLock { $0.append(line) } }
        var last: String { all.withLock { $0.last ?? "" } }
    }

    private func logger(
        _ format: Config.LogFormat, _ lines: Lines, mask: @escaping @Sendable (String) -> String = { $0 }
    ) -> Logger {
        Logger(label: "test") {
            LogOutput(label: $0, level: .debug, format: format, mask: mask, write: { lines.add($0) })
        }
    }

    @Test func `json lines parse back, whatever was logged`() throws {
        let lines = Lines()
        let hostile = "a \"quote\" \\ \n\r\t\u{0} \u{7F} é 😀 \u{2028}"
        logger(.json, lines).warning("\(hostile)", metadata: ["tenant.id": "\(hostile)", "n": "3"])
        let object = try #require(JSONSerialization.jsonObject(with: Data(lines.last.utf8)) as? [String: String])
        #expect(object["message"] == hostile && object["tenant.id"] == hostile && object["n"] == "3")
        #expect(object["level"] == "warning" && object["logger"] == "test" && object["time"]?.hasSuffix("Z") == true)
        #expect(lines.last.filter { $0 == "\n" }.count == 1)
    }

    @Test(arguments: Config.LogFormat.allCases)
    func `message and metadata pass the mask`(format: Config.LogFormat) {
        let lines = Lines()
        let log = logger(format, lines) { $0.replacing("529.982.247-25", with: "***") }
        log.info("cpf 529.982.247-25", metadata: ["text": "529.982.247-25", "list": ["529.982.247-25"]])
        #expect(!lines.last.contains("982"))
        #expect(lines.last.contains("cpf ***"))
    }

    @Test func `text lines stay one line and quote values with blanks`() {
        let lines = Lines()
        logger(.text, lines).error("first\nsecond", metadata: ["reason": "two words", "id": "7"])
        #expect(lines.last.hasSuffix(" error    first\\nsecond id=7 reason=\"two words\"\n"))
    }

    @Test func `metadata of the logger, the provider and the call are merged, the call wins`() {
        let lines = Lines()
        var log = logger(.text, lines)
        log[metadataKey: "a"] = "1"
        log[metadataKey: "b"] = "1"
        log.info("x", metadata: ["b": "2"])
        #expect(lines.last.hasSuffix(" x a=1 b=2\n"))
    }
}
