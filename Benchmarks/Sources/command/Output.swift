import Foundation
import Load

/// One line of JSON, keys sorted.
func printJSON(_ object: [String: Any]) throws {
    let data = try JSONSerialization.data(withJSONObject: object, options: [.sortedKeys])
    FileHandle.standardOutput.write(data + Data("\n".utf8))
}

extension Samples {
    var object: [String: Any] {
        let shares = milliseconds([0.5, 0.95, 0.99, 0.999, 1])
        // JSON has no NaN.
        return Dictionary(
            uniqueKeysWithValues: zip(["p50", "p95", "p99", "p999", "max"], shares).map { ($0, $1.isNaN ? -1 : $1) })
    }
}

extension Driver.Report {
    var object: [String: Any] {
        [
            "sent": sent, "acknowledged": acknowledged, "seconds": seconds,
            "rate": Double(acknowledged) / max(seconds, 1e-9),
            "statuses": Dictionary(uniqueKeysWithValues: statuses.map { (String($0), $1) }), "latency": latency.object,
            "cpu": processor,
        ]
    }
}

/// A file that gets a line at a time; each is in the hands of the kernel when `add` returns.
struct LineFile {
    private let handle: FileHandle

    init?(_ path: String?) throws {
        guard let path else { return nil }
        _ = FileManager.default.createFile(atPath: path, contents: nil)
        guard let handle = FileHandle(forWritingAtPath: path) else { throw Misuse("cannot write \(path)") }
        self.handle = handle
    }

    func add(_ line: String) { handle.write(Data((line + "\n").utf8)) }
}
