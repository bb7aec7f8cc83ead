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

    /// When the process began, in words that no later process with its number has: the boot and the clock ticks since then. The
    /// calendar would not do, it can be set back.
    static func birth(_ pid: pid_t) -> String? {
        guard let boot = Files.text("/proc/sys/kernel/random/boot_id"), let stat = Files.text("/proc/\(pid)/stat"),
            let nameEnd = stat.lastIndex(of: ")")
        else { return nil }
        // Field 22 of proc(5); what follows the name begins with field 3.
        let fields = stat[nameEnd...].dropFirst(2).split(separator: " ")
        guard fields.count > 19 else { return nil }
        return boot.filter { !$0.isWhitespace } + "/" + fields[19]
    }

    /// Whether the process is a PostgreSQL program. Where there is no /proc, being alive must do.
    static func isPostgres(_ pid: pid_t) -> Bool {
        guard Files.exists("/proc/self/cwd") else { return true }
        return Files.text("/proc/\(pid)/comm")?.hasPrefix("postgres") == true
    }

    /// Whether the process is a PostgreSQL program whose working directory is `folder`, as it is of every server process.
    static func works(_ pid: pid_t, in folder: String) -> Bool {
        guard isPostgres(pid) else { return false }
        guard Files.exists("/proc/self/cwd") else { return true }
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
