import FoundationEssentials

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Who is alive, and where it works.
enum ProcessTable {
    static func isAlive(_ pid: pid_t) -> Bool {
        guard kill(pid, 0) == 0 || errno == EPERM else { return false }
        // A zombie answers to kill() although nothing runs any more.
        guard let stat = Files.text("/proc/\(pid)/stat"), let end = stat.lastIndex(of: ")") else { return true }
        return !stat[end...].dropFirst(2).hasPrefix("Z")
    }

    /// Whether the process's working directory is `folder`. Where there is no /proc, being alive must do.
    static func works(_ pid: pid_t, in folder: String) -> Bool {
        guard Files.exists("/proc/self/cwd") else { return true }
        guard let target = resolved(folder), let place = link("/proc/\(pid)/cwd") else { return false }
        return place == target
    }

    /// Ends the processes a killed postmaster left in its cluster.
    static func killOrphans(of cluster: String) {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        let orphans = names.compactMap { pid_t($0) }.filter { works($0, in: cluster) && $0 != getpid() }
        for pid in orphans { kill(pid, SIGQUIT) }
        usleep(200_000)
        for pid in orphans where isAlive(pid) { kill(pid, SIGKILL) }
        usleep(50_000)
    }

    private static func resolved(_ path: String) -> String? {
        guard let resolved = realpath(path, nil) else { return nil }
        defer { free(resolved) }
        return String(cString: resolved)
    }

    private static func link(_ path: String) -> String? {
        withUnsafeTemporaryAllocation(of: CChar.self, capacity: Int(PATH_MAX) + 1) { buffer in
            guard let start = buffer.baseAddress else { return nil }
            let length = readlink(path, start, Int(PATH_MAX))
            guard length > 0, length <= Int(PATH_MAX) else { return nil }
            start[length] = 0
            return String(cString: start)
        }
    }
}
