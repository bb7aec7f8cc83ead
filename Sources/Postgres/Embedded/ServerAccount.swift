#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Whom the server runs as.
struct ServerAccount: Sendable {
    struct User: Sendable {
        let name: String
        let uid: UInt32
        let gid: UInt32
    }

    /// nil: as ourselves.
    let switchTo: User?

    var uid: UInt32 { switchTo?.uid ?? geteuid() }

    /// Ourselves, unless we are root: then the owner of an existing cluster, else `postgres`, else `nobody`.
    static func choose(cluster: String) throws(PostgresError) -> ServerAccount {
        guard geteuid() == 0 else { return ServerAccount(switchTo: nil) }
        if let owner = Files.owner(cluster), owner != 0, let user = user(uid: owner) {
            return ServerAccount(switchTo: user)
        }
        for name in ["postgres", "nobody"] {
            if let user = user(named: name) { return ServerAccount(switchTo: user) }
        }
        throw PostgresError(
            .embedded,
            "PostgreSQL refuses to run as root and this machine has neither a user postgres nor nobody: make one, or run as another user"
        )
    }

    /// `command` as it must be called to run under this account.
    func command(_ command: [String]) throws(PostgresError) -> [String] {
        guard let user = switchTo else { return command }
        for folder in ["/usr/bin", "/bin", "/usr/sbin", "/sbin"] where access(folder + "/setpriv", X_OK) == 0 {
            return [folder + "/setpriv", "--reuid=\(user.uid)", "--regid=\(user.gid)", "--clear-groups", "--"] + command
        }
        for folder in ["/usr/sbin", "/sbin", "/usr/bin"] where access(folder + "/runuser", X_OK) == 0 {
            return [folder + "/runuser", "-u", user.name, "--"] + command
        }
        throw PostgresError(
            .embedded,
            "PostgreSQL refuses to run as root, and neither setpriv nor runuser (package util-linux) is installed")
    }

    private static func user(named name: String) -> User? {
        getpwnam(name).map { User(name: name, uid: $0.pointee.pw_uid, gid: $0.pointee.pw_gid) }
    }

    private static func user(uid: UInt32) -> User? {
        getpwuid(uid).map { User(name: String(cString: $0.pointee.pw_name), uid: uid, gid: $0.pointee.pw_gid) }
    }
}
