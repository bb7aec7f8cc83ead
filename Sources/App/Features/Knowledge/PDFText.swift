import Foundation
import Logging
import Synchronization

/// Text of a PDF by `pdftotext` (poppler-utils), a program of its own: what a broken file makes it do, it does to itself.
///
/// The child gets the file by its path, no environment but a search path, and bounds of time, memory and output.
package struct PDFText: Sendable {
    let program: URL
    private let longest: Duration

    package init(program: URL, longest: Duration = .seconds(30)) {
        self.program = program
        self.longest = longest
    }

    /// The pdftotext of this machine's search path, if there is one.
    package static func installed(path: String?) -> PDFText? {
        for folder in (path ?? "").split(separator: ":") where folder.hasPrefix("/") {
            let place = URL(fileURLWithPath: String(folder), isDirectory: true).appending(
                path: "pdftotext")
            if FileManager.default.isExecutableFile(atPath: place.path) { return PDFText(program: place) }
        }
        return nil
    }

    enum Fault: String, Error {
        case damaged = "pdf_damaged"
        case locked = "pdf_locked"
        case tooSlow = "pdf_too_slow"
        case tooLong = "content_too_long"
    }

    /// A page of text has some 3 KB: this is a thick book.
    private static let outputLimit = 4 << 20
    /// Of the child, in kilobytes and seconds of computing.
    private static let memory = 1 << 20
    private static let computing = 25

    func text(of bytes: [UInt8]) async throws -> String {
        let folder = FileManager.default.temporaryDirectory.appending(
            path: "secretaria-pdf-\(UUID().uuidString)")
        try FileManager.default.createDirectory(
            at: folder, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
        defer { try? FileManager.default.removeItem(at: folder) }
        let (source, target) = (folder.appending(path: "in.pdf"), folder.appending(path: "out.txt"))
        try Data(bytes).write(to: source)
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        // `ulimit -f` counts blocks of 512 bytes. Names are arguments, never part of the script.
        process.arguments = [
            "-c",
            "ulimit -v \(Self.memory); ulimit -t \(Self.computing); ulimit -f \(Self.outputLimit / 512 + 1); exec \"$@\"",
            "sh",
            program.path, "-q", "-enc", "UTF-8", "-eol", "unix", source.path, target.path,
        ]
        process.environment = ["PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"]
        process.currentDirectoryURL = folder
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        let status = try await run(process)
        let size = (try? FileManager.default.attributesOfItem(atPath: target.path))?[.size] as? Int ?? 0
        guard size <= Self.outputLimit else { throw Fault.tooLong }
        switch status {
        case 0?: return String(decoding: (try? Data(contentsOf: target)) ?? Data(), as: UTF8.self)
        case nil: throw Fault.tooSlow
        // 3: what the author of the file does not permit; a password reads as damaged with code 1.
        case 3?: throw Fault.locked
        default: throw Fault.damaged
        }
    }

    /// nil when it took too long and was ended.
    private func run(_ process: Process) async throws -> Int32? {
        let (ends, end) = AsyncStream.makeStream(of: Int32.self)
        process.terminationHandler = {
            end.yield($0.terminationReason == .exit ? $0.terminationStatus : -1)
        }
        try process.run()
        let pid = process.processIdentifier
        return try await withThrowingTaskGroup(of: Int32?.self) { group in
            defer { group.cancelAll() }
            group.addTask { await ends.first { _ in true } }
            group.addTask { [longest] in
                try await Task.sleep(for: longest)
                return nil
            }
            do {
                let status = try await group.next() ?? nil
                if status == nil { kill(pid, SIGKILL) }
                return status
            } catch {
                kill(pid, SIGKILL)
                throw error
            }
        }
    }
}
