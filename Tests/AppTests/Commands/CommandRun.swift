import Foundation
import Synchronization

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// The built program, run as its users run it.
///
/// Started by `posix_spawn` with pipes that close on exec: Foundation's `Process` lets programs started at the same moment inherit
/// each other's pipes on Linux, and then no end of output is ever seen.
struct CommandRun: Sendable {
    struct Result: Sendable {
        let status: Int32
        let output: String
        let errors: String
    }

    struct NotStarted: Error {
        let code: Int32
    }

    private let id: pid_t
    private let output: Transcript
    private let errors: Transcript

    /// Beside the test program, where every build puts it.
    static var program: String {
        URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath().deletingLastPathComponent().appending(
            path: "secretaria"
        ).path
    }

    init(_ arguments: [String], environment: [String: String]) throws {
        let variables = ["PATH": "/usr/bin:/bin", "LOG_LEVEL": "warning"].merging(environment) { $1 }
        let (out, err) = (try ClosingPipe(), try ClosingPipe())
        id = try Self.spawn([Self.program] + arguments, variables.map { "\($0)=\($1)" }, out.writing, err.writing)
        close(out.writing)
        close(err.writing)
        (output, errors) = (Transcript(out.reading), Transcript(err.reading))
    }

    /// Waits until standard output contains `text`; false when the program ended without it.
    func prints(_ text: String) async -> Bool { await output.wait(for: text) }

    /// The same of standard error, where the log goes.
    func logs(_ text: String) async -> Bool { await errors.wait(for: text) }

    func signal(_ number: Int32) { kill(id, number) }

    /// Waits for the end and gives everything that was printed.
    func end() async -> Result {
        _ = await output.wait(for: nil)
        _ = await errors.wait(for: nil)
        var raw: Int32 = 0
        // Both pipes are closed: the program has ended or is just about to.
        while waitpid(id, &raw, 0) < 0 && errno == EINTR {}
        let status = raw & 0x7F == 0 ? (raw >> 8) & 0xFF : -(raw & 0x7F)
        return Result(status: status, output: output.text, errors: errors.text)
    }

    static func run(_ arguments: [String], environment: [String: String] = [:]) async throws -> Result {
        await (try CommandRun(arguments, environment: environment)).end()
    }

    private static func spawn(_ arguments: [String], _ variables: [String], _ out: Int32, _ err: Int32) throws -> pid_t
    {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_adddup2(&actions, out, 1)
        posix_spawn_file_actions_adddup2(&actions, err, 2)
        let argv = arguments.map { strdup($0) } + [nil]
        let envp = variables.map { strdup($0) } + [nil]
        defer { (argv + envp).forEach { free($0) } }
        var id: pid_t = 0
        let code = posix_spawn(&id, arguments[0], &actions, nil, argv, envp)
        guard code == 0 else { throw NotStarted(code: code) }
        return id
    }

    private struct ClosingPipe {
        let reading: Int32
        let writing: Int32

        init() throws {
            var ends: [Int32] = [0, 0]
            #if os(Linux)
            // A pair of sockets: unlike pipe(2), it can be made closing on exec in one step.
            let made = socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0, &ends)
            #else
            let made = pipe(&ends)
            for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
            #endif
            guard made == 0 else { throw NotStarted(code: errno) }
            (reading, writing) = (ends[0], ends[1])
        }
    }
}

/// What comes through a pipe, kept, with tests waiting for it.
private final class Transcript: Sendable {
    private struct State {
        var text = ""
        var isOver = false
        var waiting: [(wanted: String?, continuation: CheckedContinuation<Bool, Never>)] = []

        func answer(_ wanted: String?) -> Bool? {
            if let wanted, text.contains(wanted) { return true }
            return isOver ? false : nil
        }
    }
    private let state = Mutex(State())

    init(_ file: Int32) {
        Thread.detachNewThread { [self] in
            var buffer = [UInt8](repeating: 0, count: 16_384)
            while true {
                let count = read(file, &buffer, buffer.count)
                if count < 0 && errno == EINTR { continue }
                add(count > 0 ? String(decoding: buffer.prefix(count), as: UTF8.self) : nil)
                if count <= 0 { break }
            }
            close(file)
        }
    }

    var text: String { state.withLock { $0.text } }

    /// True when `wanted` was printed; false at the end. nil waits for the end.
    func wait(for wanted: String?) async -> Bool {
        await withCheckedContinuation { continuation in
            let answer = state.withLock { state in
                let answer = state.answer(wanted)
                if answer == nil { state.waiting.append((wanted, continuation)) }
                return answer
            }
            if let answer { continuation.resume(returning: answer) }
        }
    }

    private func add(_ piece: String?) {
        let ready = state.withLock { state in
            if let piece { state.text += piece } else { state.isOver = true }
            let waiting = state.waiting
            state.waiting = waiting.filter { state.answer($0.wanted) == nil }
            return waiting.compactMap { entry in state.answer(entry.wanted).map { (entry.continuation, $0) } }
        }
        for (continuation, answer) in ready { continuation.resume(returning: answer) }
    }
}
