import Domain
import Foundation

/// The last run of each suite, shop and model, beside the installation's data.
package struct EvalHistory: Sendable {
    private let folder: URL

    package init(folder: URL) { self.folder = folder }

    private func file(_ run: (suite: String, shop: String, model: String)) -> URL {
        let name = [run.shop, run.suite, run.model].map(Self.plain).joined(separator: "~")
        return folder.appending(path: "\(name).json")
    }

    private static func plain(_ text: String) -> String {
        let letters = Folding.fold(text).map { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == ".") ? $0 : "-" }
        return String(letters.prefix(60))
    }

    /// nil for a first run, or one that cannot be read any more.
    package func last(suite: String, shop: String, model: String) -> EvalRun? {
        guard let data = try? Data(contentsOf: file((suite, shop, model))) else { return nil }
        let decoder = JSONDecoder()
        decoder.dateDecodingStrategy = .iso8601
        return try? decoder.decode(EvalRun.self, from: data)
    }

    package func keep(_ run: EvalRun) throws {
        try FileManager.default.createDirectory(
            at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        try Self.json(run).write(to: file((run.suite, run.shop, run.model)), options: .atomic)
    }

    package static func json(_ run: EvalRun) throws -> Data {
        let encoder = JSONEncoder()
        encoder.dateEncodingStrategy = .iso8601
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
        return try encoder.encode(run)
    }
}

/// A run as people read it.
package enum EvalTable {
    package static func text(_ run: EvalRun, last: EvalRun?) -> String {
        var lines: [String] = []
        for result in run.results where !result.passed {
            lines.append("FAILED  \(result.name)")
            lines += result.why.map { "        \($0)" }
        }
        if !lines.isEmpty { lines.append("") }
        let old = Dictionary((last?.figures.shares ?? []).map { ($0.name, $0.share) }, uniquingKeysWith: { $1 })
        lines.append("\(run.suite) · \(run.shop) · \(run.model)")
        lines.append(row("", "now", last == nil ? "" : "last", ""))
        for (name, share) in run.figures.shares {
            guard let value = share.value else { continue }
            let before = old[name]?.value
            let change = before.map { value > $0 + 1e-9 ? "better" : value + 1e-9 < $0 ? "WORSE" : "" } ?? ""
            lines.append(
                row(
                    name, "\(EvalRun.percent(value)) (\(share.hits)/\(share.of))", before.map(EvalRun.percent) ?? "",
                    change))
        }
        lines.append(row("cost", dollars(run.figures.microUSD), last.map { dollars($0.figures.microUSD) } ?? "", ""))
        lines.append(row("tokens", "\(run.figures.tokens)", last.map { "\($0.figures.tokens)" } ?? "", ""))
        lines.append(row("median", "\(run.figures.medianMs) ms", last.map { "\($0.figures.medianMs) ms" } ?? "", ""))
        return lines.joined(separator: "\n")
    }

    private static func row(_ columns: String...) -> String {
        let line = zip(columns, [18, 22, 12, 8]).map { $0 + String(repeating: " ", count: max(0, $1 - $0.count)) }
            .joined()
        return String(line.reversed().drop { $0 == " " }.reversed())
    }

    private static func dollars(_ micro: Int64) -> String {
        let digits = String(micro % 1_000_000)
        return "US$ \(micro / 1_000_000)." + String(repeating: "0", count: max(0, 6 - digits.count)) + digits
    }
}
