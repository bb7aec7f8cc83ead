import App
import ArgumentParser
import Foundation

/// Works on files alone: no database, no settings.
struct PrivacyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "privacy",
        abstract: "Find and mask personal data in text.",
        discussion: "docs/privacy.md lists the labels and how well each is found.",
        subcommands: [ScanCommand.self, MaskCommand.self, BenchCommand.self])

    struct ScanCommand: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "scan",
            abstract: "Reads JSON lines {id, text}, writes {id, entities: [{start, end, label}]}.",
            discussion:
                "Offsets count Unicode scalars. A line that cannot be read is answered by {line, error}, and the command ends with status 1."
        )

        @Argument(help: "File to read instead of standard input.") var file: String?

        func run() throws { try stream(file, .scan) }
    }

    struct MaskCommand: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "mask",
            abstract: "Reads JSON lines {id, text}, writes them with personal data masked.",
            discussion: "A line that cannot be read is answered by {line, error}, and the command ends with status 1.")

        @Argument(help: "File to read instead of standard input.") var file: String?

        func run() throws { try stream(file, .mask) }
    }

    struct BenchCommand: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "bench",
            abstract: "Measure megabytes of message text per second on one core.")

        @Argument(help: "JSON lines or plain lines; without it, a built-in sample of shop chat.") var file: String?
        @Option(help: "Seconds for each kind of work.") var seconds = 2.0
        @Flag(help: "One JSON object a line.") var json = false

        func validate() throws {
            guard seconds > 0, seconds <= 600 else { throw ValidationError("--seconds must be between 0 and 600.") }
        }

        func run() throws {
            let bench = PrivacyBench(lines: try file.map { try Input($0).all() })
            let figures = bench.run(.seconds(seconds))
            guard !figures.isEmpty else { throw Failure("There is no text to measure with.") }
            if !json { say("\(bench.size.messages) messages, \(bench.size.bytes) bytes, one core, best round") }
            for figure in figures {
                let speed = String(format: "%.1f", figure.megabytesPerSecond)
                let time = String(format: "%.3f", figure.microsecondsPerMessage)
                say(
                    json
                        ? #"{"name":"\#(figure.work)","mb_per_s":\#(speed),"us_per_message":\#(time)}"#
                        : "\(figure.work)  \(speed) MB/s  \(time) µs a message")
            }
        }
    }
}

/// A file, or standard input, read as it comes.
private struct Input {
    private let descriptor: Int32
    private let name: String

    init(_ file: String?) throws {
        name = file ?? "standard input"
        descriptor = file.map { open($0, O_RDONLY | O_CLOEXEC) } ?? STDIN_FILENO
        guard descriptor >= 0 else { throw Failure("\(name) cannot be read.") }
    }

    /// What is there next; empty at the end.
    func next() throws -> [UInt8] {
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = buffer.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, $0.count) }
            if count >= 0 { return Array(buffer.prefix(count)) }
            guard errno == EINTR else { throw Failure("\(name) cannot be read.") }
        }
    }

    func all() throws -> [UInt8] {
        var bytes: [UInt8] = []
        while true {
            let chunk = try next()
            if chunk.isEmpty { return bytes }
            bytes += chunk
        }
    }
}

/// Answers each line as soon as it is there: the other side may be waiting for it.
private func stream(_ file: String?, _ work: PrivacyLines.Work) throws {
    let input = try Input(file)
    var (lines, splitter) = (PrivacyLines(work), LineSplitter())
    var output: [UInt8] = []
    func take(_ line: ArraySlice<UInt8>) {
        guard let answer = lines.answer(line) else { return }
        output += answer
        output.append(0x0A)
    }
    func write() throws {
        try FileHandle.standardOutput.write(contentsOf: Data(output))
        output.removeAll(keepingCapacity: true)
    }
    while true {
        let chunk = try input.next()
        if chunk.isEmpty { break }
        splitter.add(chunk, take)
        try write()
    }
    splitter.finish(take)
    try write()
    if lines.failures > 0 { throw ExitCode(1) }
}
