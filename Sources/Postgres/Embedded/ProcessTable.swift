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

    /// Whether the process is a PostgreSQL server whose working directory is `folder`. Where there is no /proc, being alive must do.
    static func works(_ pid: pid_t, in folder: String) -> Bool {
        guard Files.exists("/proc/self/cwd") else { return true }
        guard Files.text("/proc/\(pid)/comm")?.hasPrefix("postgres") == true else { return false }
        // By device and inode: a path may look different from inside another mount namespace.
        var (place, target) = (stat(), stat())
        guard stat("/proc/\(pid)/cwd", &place) == 0, stat(folder, &target) == 0 else { return false }
        return place.st_dev == target.st_dev && place.st_ino == target.st_ino
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
}
