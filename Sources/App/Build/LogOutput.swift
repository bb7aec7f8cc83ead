import Foundation
import Logging

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// Writes one line an event to standard error, for people (`text`) or collectors (`json`).
///
/// Every message and value passes `mask` first. Call sites must not log personal data at all; this is the second lock.
package struct LogOutput: LogHandler {
    package var logLevel: Logger.Level
    package var metadata: Logger.Metadata = [:]
    package var metadataProvider: Logger.MetadataProvider?

    private let label: String
    private let format: Config.LogFormat
    private let mask: @Sendable (String) -> String
    private let emit: @Sendable (String) -> Void

    package init(
        label: String, level: Logger.Level, format: Config.LogFormat,
        mask: @escaping @Sendable (String) -> String,
        write: @escaping @Sendable (String) -> Void = LogOutput.standardError
    ) {
        self.label = label
        self.format = format
        self.mask = mask
        emit = write
        logLevel = level
    }

    package subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    package func log(event: LogEvent) {
        var all = metadata
        if let provided = metadataProvider?.get() { all.merge(provided) { _, new in new } }
        if let own = event.metadata { all.merge(own) { _, new in new } }
        let fields = all.sorted { $0.key < $1.key }.map { ($0.key, mask("\($0.value)")) }
        let message = mask(event.message.description)
        let time = Date().formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true))
        switch format {
        case .json:
            emit(
                Self.json(
                    [("time", time), ("level", event.level.rawValue), ("logger", label), ("message", message)] + fields)
            )
        case .text: emit(Self.text(time, event.level, message, fields))
        }
    }

    private static func text(_ time: String, _ level: Logger.Level, _ message: String, _ fields: [(String, String)])
        -> String
    {
        let tail = fields.map {
            " \($0)=\($1.contains(where: { $0.isWhitespace || $0 == "\"" }) ? quoted($1) : oneLine($1))"
        }.joined()
        return
            "\(time) \(level.rawValue.padding(toLength: 8, withPad: " ", startingAt: 0)) \(oneLine(message))\(tail)\n"
    }

    private static func json(_ fields: [(String, String)]) -> String {
        "{" + fields.map { "\(quoted($0)):\(quoted($1))" }.joined(separator: ",") + "}\n"
    }

    /// A forged line break must not start a forged log line.
    private static func oneLine(_ text: String) -> String {
        text.unicodeScalars.contains(where: isControl) ? String(quoted(text).dropFirst().dropLast()) : text
    }

    private static func isControl(_ scalar: UnicodeScalar) -> Bool {
        scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)
    }

    private static func quoted(_ text: String) -> String {
        var out = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": out += "\\\""
            case "\\": out += "\\\\"
            case "\n": out += "\\n"
            case _ where isControl(scalar): out += "\\u" + String(scalar.value + 0x10000, radix: 16).dropFirst()
            default: out.unicodeScalars.append(scalar)
            }
        }
        return out + "\""
    }

    /// One `write` a line keeps lines whole when threads log at once. A closed standard error is no reason to stop.
    @Sendable package static func standardError(_ line: String) {
        var line = line
        line.withUTF8 { _ = write(STDERR_FILENO, $0.baseAddress, $0.count) }
    }
}
